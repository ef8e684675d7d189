/** A chart, and the same figures as a table for whoever would rather read or hear them. */
import { Button } from '@mantine/core';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Panel } from '../../parts/page.tsx';
import { useSimulationWords } from '../../words/simulation.ts';

/** Figures in rows; the first cell names the row. */
export interface Figures {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

interface ChartProps {
  readonly title: string;
  readonly figures: Figures;
  readonly says?: ReactNode;
  /** Beside the switch: what the chart is of. */
  readonly beside?: ReactNode;
  readonly children: ReactNode;
}

/** A panel of it. */
export function Chart({ title, figures, says, beside, children }: ChartProps) {
  const { t } = useSimulationWords();
  const [table, setTable] = useState(false);
  return (
    <Panel
      title={title}
      beside={
        <span className="sim-beside">
          {!table && beside}
          {figures.rows.length > 0 && (
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              aria-pressed={table}
              aria-label={`${t('sim.asTable')}: ${title}`}
              leftSection={table ? <IconChartBar size={14} /> : <IconTable size={14} />}
              onClick={() => setTable(!table)}
            >
              {t(table ? 'sim.asChart' : 'sim.asTable')}
            </Button>
          )}
        </span>
      }
    >
      {says && <p className="dim small sim-says">{says}</p>}
      {table && figures.rows.length > 0 ? <FiguresTable title={title} {...figures} /> : children}
    </Panel>
  );
}

/** The table; numbers to the right. */
function FiguresTable({ title, heads, rows }: Figures & { readonly title: string }) {
  const { number } = useSimulationWords();
  return (
    <section className="scroll-x sim-scroll" aria-label={title}>
      <table className="sim-table">
        <caption className="sr">{title}</caption>
        <thead>
          <tr>
            {heads.map((head, n) => (
              <th scope="col" key={head} className={n > 0 && isNumber(rows, n) ? 'num' : ''}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr key={cells.slice(0, 2).join(' ')}>
              {cells.map((cell, n) =>
                n === 0 ? (
                  <th scope="row" key={heads[n]}>
                    {cell}
                  </th>
                ) : (
                  <td key={heads[n]} className={typeof cell === 'number' ? 'num' : ''}>
                    {typeof cell === 'number' ? number(cell) : cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const isNumber = (rows: Figures['rows'], at: number) => typeof rows[0]?.[at] === 'number';
