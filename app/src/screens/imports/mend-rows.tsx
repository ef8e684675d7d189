/** Rows of a file that could not be taken, or of which a cell was set aside: mended where they stand, or left out. The file stays as it is. */
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useImportWords } from '../../words/imports.ts';
import { type ImportTold, SaveRejects } from './report.tsx';

type Doubtful = ImportTold['doubtful'][number];

/** What was mended, as `import --mend` and `--leave-out` take it. */
export interface Mends {
  readonly mend: Readonly<Record<string, string>>;
  readonly leaveOut: readonly number[];
}

/** Nothing yet. */
export const NO_MENDS: Mends = { mend: {}, leaveOut: [] };

interface MendProps {
  readonly of: ImportTold;
  readonly mends: Mends;
  put(mends: Mends): void;
}

/** The rows, and how all that was read adds up. */
export function MendRows({ of, mends, put }: MendProps) {
  const { t } = useImportWords();
  const columns = of.columns.map(({ column }) => column);
  const { read, mended, rejected } = of;
  const sum = t('imports.sum', { read, taken: read - mended - rejected, mended, rejected });
  if (of.doubtful.length === 0) return mended > 0 ? <p className="line">{sum}</p> : null;
  return (
    <section aria-label={t('imports.doubtful')}>
      <div className="item-head mend-head">
        <h3 className="label">{t('imports.doubtful')}</h3>
        <SaveRejects of={of} />
      </div>
      <p className="dim small">{t('imports.doubtfulSays')}</p>
      <ul className="list mend-rows">
        {of.doubtful.map((row) => (
          <RowItem key={row.line} {...{ row, columns, mends, put }} />
        ))}
      </ul>
      <p className="line">{sum}</p>
    </section>
  );
}

interface RowProps extends Omit<MendProps, 'of'> {
  readonly row: Doubtful;
  readonly columns: readonly string[];
}

function RowItem({ row: { line, problem, cells, wrong }, columns, mends, put }: RowProps) {
  const { t } = useImportWords();
  const isOut = mends.leaveOut.includes(line);
  const leave = () =>
    put({ ...mends, leaveOut: isOut ? mends.leaveOut.filter((one) => one !== line) : [...mends.leaveOut, line] });
  const saysOf = (column: string) => wrong.find((one) => one.column === column)?.says;
  const mended = (column: string) => mends.mend[`${String(line)}.${column}`];
  const isOpen = (column: string) => problem !== null || saysOf(column) !== undefined || mended(column) !== undefined;
  const others = columns.flatMap((column, at) => (isOpen(column) || !cells[at] ? [] : [`${column}: ${cells[at]}`]));
  return (
    <li className="item" aria-label={t('imports.line', { n: line })}>
      <div className="item-main">
        <div className="item-head">
          <b>{t('imports.line', { n: line })}</b>
          <span className="bad small">{isOut ? t('imports.isOut') : (problem?.says ?? '')}</span>
        </div>
        {!isOut && (
          <div className="mend-cells">
            {columns.map((column, at) =>
              isOpen(column) ? (
                <Cell
                  key={column}
                  label={column}
                  says={mended(column) === undefined ? saysOf(column) : undefined}
                  value={mended(column) ?? cells[at] ?? ''}
                  set={(text) => put({ ...mends, mend: { ...mends.mend, [`${String(line)}.${column}`]: text } })}
                />
              ) : null,
            )}
          </div>
        )}
        {others.length > 0 && <p className="dim small">{others.join(' · ')}</p>}
      </div>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={t(isOut ? 'imports.putBackLine' : 'imports.leaveOutLine', { n: line })}
        onClick={leave}
      >
        {t(isOut ? 'imports.putBack' : 'imports.leaveOut')}
      </Button>
    </li>
  );
}

interface CellProps {
  readonly label: string;
  readonly value: string;
  /** What is wrong with it. */
  readonly says: string | undefined;
  set(text: string): void;
}

/** Enter and going on keep what was typed, Escape leaves it as it was. */
function Cell({ label, value, says, set }: CellProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const keep = () => {
    if (typed !== null && typed !== value) set(typed);
    setTyped(null);
  };
  return (
    <TextInput
      size="xs"
      label={label}
      value={typed ?? value}
      error={says}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
        if (event.key === 'Escape') setTyped(null);
      }}
    />
  );
}
