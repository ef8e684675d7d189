/** What a file is, and what each of its columns is read as: the name, first values, what would be set aside; set right here. */
import { NativeSelect } from '@mantine/core';
import type { RekindleClient } from '../../api/client.ts';
import { type ImportWord, useImportWords } from '../../words/imports.ts';

/** What a look at a file tells. */
export type Look = Awaited<ReturnType<RekindleClient['imports']['look']>>;
/** Column → what it is to be read as, over what was found. */
export type ColumnMap = Readonly<Record<string, string>>;

interface ColumnsProps {
  readonly of: Look;
  readonly map: ColumnMap;
  put(map: ColumnMap): void;
}

/** The table of them. */
export function Columns({ of: { columns, looked, problems, targets, source }, map, put }: ColumnsProps) {
  const { t } = useImportWords();
  return (
    <>
      <div className="scroll-x">
        <table className="mapping">
          <caption className="sr">{t('imports.mapping')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('imports.column')}</th>
              <th scope="col">{t('imports.samples')}</th>
              <th scope="col">{t('imports.readAs')}</th>
            </tr>
          </thead>
          <tbody>
            {columns.map(({ column, to, confidence, samples, wrong }) => (
              <tr key={column}>
                <th scope="row">{column}</th>
                <td className="dim mapping-samples">{samples.join(' · ')}</td>
                <td>
                  <Target name={column} {...{ to, targets }} set={(word) => put({ ...map, [column]: word })} />
                  {confidence !== 'none' && (
                    <span className={confidence === 'guess' ? 'warn small' : 'dim small'}>
                      {t(`imports.because.${confidence}`, { name: source })}
                    </span>
                  )}
                  {wrong.map(({ code, says, n }) => (
                    <span className="bad small" key={code}>
                      {t('imports.wrongCells', { n, of: looked, says })}
                    </span>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="line small">
        {t('imports.looked', { n: looked })}:{' '}
        {problems.length === 0
          ? t('imports.lookedGood')
          : problems.map(({ says, n }) => `${String(n)}: ${says}`).join(' ')}
      </p>
    </>
  );
}

interface TargetProps {
  readonly name: string;
  readonly to: string;
  readonly targets: readonly string[];
  set(word: string): void;
}

/** Words of the list that are no field of a lead. */
const OTHERS = /^(?:attribute|ignore|externalId|otherEmail|otherPhone|basis|location|optOut)\b/;

function Target({ name, to, targets, set }: TargetProps) {
  const { t } = useImportWords();
  const found = chosenOf(to, targets);
  const fields = targets
    .filter((word) => !OTHERS.test(word))
    .map((value) => ({ value, label: t(`field.${value}` as ImportWord) }));
  const others = targets.filter((word) => OTHERS.test(word));
  return (
    <NativeSelect
      size="xs"
      aria-label={t('imports.readColumn', { name })}
      value={found}
      onChange={({ currentTarget: { value } }) => set(value)}
      data={[
        {
          group: t('imports.to.others'),
          items: ['ignore', 'attribute', ...others.filter((word) => word !== 'ignore' && word !== 'attribute')].map(
            (value) => ({
              value,
              label: t(`imports.to.${value}` as ImportWord),
            }),
          ),
        },
        { group: t('imports.to.fields'), items: fields },
      ]}
    />
  );
}

/** `attribute.budget` is one of the attributes, `optOut.email.filled` one of the refusals. */
function chosenOf(to: string, targets: readonly string[]): string {
  for (let word = to; word !== ''; word = word.slice(0, Math.max(0, word.lastIndexOf('.')))) {
    if (targets.includes(word)) return word;
  }
  return to;
}
