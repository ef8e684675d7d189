/** What an import would do, or did: the numbers, who may be e-mailed by each basis, what is rejected and why. */
import { Button } from '@mantine/core';
import type { RekindleClient } from '../../api/client.ts';
import { Bars, barsOf } from '../../parts/bars.tsx';
import { csvOf, saveFile } from '../../parts/save.ts';
import { type ImportWord, useImportWords } from '../../words/imports.ts';

/** As many campaigns are named. */
const CAMPAIGNS_NAMED = 5;

/** What an import answers. */
export type ImportTold = Awaited<ReturnType<RekindleClient['imports']['run']>>;

/** The report. `basis` = the one that was chosen. */
export function Report({ of, basis }: { readonly of: ImportTold; readonly basis: string | null }) {
  const { t, number } = useImportWords();
  const { read, created, merged, unchanged, rejected, releasedBy, rejections } = of;
  const released = Object.entries(releasedBy ?? {}).filter(([name]) => name !== 'not stated');
  return (
    <div className="report">
      <p className="line">
        <b>{t('imports.would', { read, created, merged, unchanged, rejected })}</b>
      </p>
      {created + merged === 0 && <p className="warn small">{t('imports.nothing')}</p>}
      <Refusing of={of} />
      <JudgedBy of={of} words="imports.wouldJudge" />
      {released.length > 0 && (
        <>
          <h3 className="label">{t('imports.released')}</h3>
          <ul className="plain-list small">
            {released.map(([name, n]) => (
              <li key={name}>
                {t(`basis.${name}` as ImportWord)}: <b>{number(n)}</b>
                {name === basis && <span className="dim"> ({t('imports.chosen')})</span>}
              </li>
            ))}
          </ul>
        </>
      )}
      {Object.keys(rejections).length > 0 && (
        <>
          <h3 className="label">{t('imports.rejections')}</h3>
          <Bars label={t('imports.rejections')} bars={barsOf(rejections)} of={read} />
        </>
      )}
    </div>
  );
}

/** How many rows say that somebody is to be left alone: what the file says of refusals is obeyed, and is seen to be. */
export function Refusing({ of: { refusing } }: { readonly of: ImportTold }) {
  const { t } = useImportWords();
  return refusing === 0 ? null : <p className="small">{t('imports.refusing', { n: refusing })}</p>;
}

/** Live campaigns that take in whom the file brings: whoever takes in another list would not think of them. */
export function JudgedBy({ of, words }: { readonly of: ImportTold; readonly words: ImportWord }) {
  const { t } = useImportWords();
  const { judgedBy, created, merged, again } = of;
  if (judgedBy.length === 0 || created + merged === 0 || again) return null;
  return <p className="warn small">{t(words, { names: judgedBy.slice(0, CAMPAIGNS_NAMED).join(', ') })}</p>;
}

/** The rows to mend as a file with the same columns and why, for whoever would rather mend them elsewhere. */
export function SaveRejects({ of: { columns, doubtful } }: { readonly of: ImportTold }) {
  const { t } = useImportWords();
  if (doubtful.length === 0) return null;
  const save = () => {
    const head = [...columns.map(({ column }) => column), t('imports.reason')];
    const rows = doubtful.map(({ cells, problem, wrong }) => {
      const why = [problem?.says, ...wrong.map(({ column, says }) => `${column}: ${says}`)].filter(Boolean).join(' ');
      return [...columns.map((_, at) => cells[at] ?? ''), why];
    });
    saveFile('rejects.csv', 'text/csv', csvOf(head, rows));
  };
  return (
    <Button size="compact-xs" variant="default" onClick={save}>
      {t('imports.rejectsFile')}
    </Button>
  );
}
