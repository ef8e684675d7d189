/** Two campaigns side by side: what came of each, in people, as shares of those to whom something left. */
import { useAsk } from '../../api/ask.ts';
import { Asked } from '../../parts/asked.tsx';
import { Panel } from '../../parts/page.tsx';
import { useWorkWords } from '../../words/work.ts';

const SHARES = ['replied', 'positive', 'bounced', 'hot'] as const;

/** The panel. */
export function Beside({ first, second }: { readonly first: string; readonly second: string }) {
  const { t, number, percent } = useWorkWords();
  const asked = useAsk('campaign results', { first, second }, async (client, how) =>
    Promise.all([
      client.campaigns.results({ campaign: first }, how),
      client.campaigns.results({ campaign: second }, how),
    ]),
  );
  return (
    <Panel title={t('compare.title')}>
      <Asked of={asked}>
        {(two) => (
          <>
            <table className="beside">
              <caption className="sr">{t('compare.title')}</caption>
              <thead>
                <tr>
                  <td />
                  {two.map(({ id, name }) => (
                    <th key={id} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {(['audience', 'written'] as const).map((what) => (
                  <tr key={what}>
                    <th scope="row">{t(`compare.${what}`)}</th>
                    {two.map((one) => (
                      <td key={one.id}>{number(one[what])}</td>
                    ))}
                  </tr>
                ))}
                {SHARES.map((what) => (
                  <tr key={what}>
                    <th scope="row">{t(`compare.${what}`)}</th>
                    {two.map((one) => (
                      <td key={one.id}>
                        {number(one[what])}{' '}
                        <span className="dim">{one.written > 0 ? percent(one[what] / one.written) : '–'}</span>
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
            <p className="dim small">{t('compare.says')}</p>
          </>
        )}
      </Asked>
    </Panel>
  );
}
