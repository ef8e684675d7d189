/** What an import would do: each column with what it is read as, why, and a sample; what would be rejected; a guess is set right here. */
import { TextInput } from '@mantine/core';
import type { RekindleClient } from '../../api/client.ts';
import { Bars, barsOf } from '../../parts/bars.tsx';
import { useWorkWords } from '../../words/work.ts';

type Told = Awaited<ReturnType<RekindleClient['imports']['run']>>;

interface ReportProps {
  readonly of: Told;
  readonly text: string;
  readonly map: Readonly<Record<string, string>>;
  put(map: Readonly<Record<string, string>>): void;
}

/** The report. */
export function Report({ of, text, map, put }: ReportProps) {
  const { t } = useWorkWords();
  const rejected = Object.keys(of.rejections).length > 0;
  return (
    <div className="report">
      <p className="line">
        <b>
          {t('imports.would', {
            read: of.read,
            created: of.created,
            merged: of.merged,
            unchanged: of.unchanged,
            rejected: of.rejected,
          })}
        </b>
      </p>
      <div className="scroll-x">
        <table className="mapping">
          <caption className="sr">{t('imports.mapping')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('imports.column')}</th>
              <th scope="col">{t('imports.sample')}</th>
              <th scope="col">{t('imports.readAs')}</th>
              <th scope="col">{t('imports.because')}</th>
            </tr>
          </thead>
          <tbody>
            {of.columns.map(({ column, to, confidence, why }, at) => (
              <tr key={column}>
                <th scope="row">{column}</th>
                <td className="dim">{sampleOf(text, at)}</td>
                <td>
                  <TextInput
                    size="xs"
                    aria-label={t('imports.readColumn', { name: column })}
                    value={map[column] ?? to}
                    onChange={({ currentTarget: { value } }) => put({ ...map, [column]: value })}
                  />
                </td>
                <td className="dim small">
                  {confidence}: {why}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {Object.keys(map).length > 0 && <p className="warn small">{t('imports.tryAgain')}</p>}
      {rejected && (
        <>
          <h3 className="label">{t('imports.rejections')}</h3>
          <Bars label={t('imports.rejections')} bars={barsOf(of.rejections)} of={of.read} />
        </>
      )}
    </div>
  );
}

/** The first value of a column, as far as it can be told without reading the file as the instance does. */
function sampleOf(text: string, at: number): string {
  const [head = '', first = ''] = text.split(/\r?\n/, 2);
  const divider = [';', '\t', ','].find((one) => head.includes(one)) ?? ',';
  const cells = first.match(new RegExp(`("([^"]|"")*"|[^${divider}]*)(${divider}|$)`, 'g')) ?? [];
  return (cells[at] ?? '').replace(new RegExp(`${divider}$`), '').replace(/^"|"$/g, '');
}
