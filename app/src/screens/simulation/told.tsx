/** Reasons in sentences, the most frequent first: what was refused, what waited, why sequences ended, and when. */
import type { ReactNode } from 'react';
import { useSimulationWords } from '../../words/simulation.ts';
import { totalOf } from '../campaigns/totals.ts';
import { Chart } from './chart.tsx';
import { Calendar, daysOf } from './heat.tsx';
import type { Found } from './run.ts';

interface ToldProps {
  readonly title: string;
  readonly says: ReactNode;
  /** Where there is no reason at all. */
  readonly none: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly of: Found;
}

/** A panel of reasons. */
export function Told({ title, says, none, counts, of }: ToldProps) {
  const { t } = useSimulationWords();
  const sorted = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return (
    <Chart
      title={title}
      says={sorted.length > 0 && says}
      figures={{
        heads: [t('sim.reason'), t('sim.meaning'), t('sim.count')],
        rows: sorted.map(([code, n]) => [code, of.reasons[code]?.says ?? code, n]),
      }}
    >
      {sorted.length === 0 ? <p className="dim">{none}</p> : <Reasons counts={counts} of={of} />}
    </Chart>
  );
}

function Reasons({ counts, of }: Pick<ToldProps, 'counts' | 'of'>) {
  const { number } = useSimulationWords();
  const sorted = Object.entries(counts).sort(([, a], [, b]) => b - a);
  const most = Math.max(1, ...sorted.map(([, n]) => n));
  return (
    <ul className="sim-reasons">
      {sorted.map(([code, n]) => (
        <li key={code}>
          <span>
            {of.reasons[code]?.says ?? code} <code className="code-dim">{code}</code>
          </span>
          <b className="num">{number(n)}</b>
          <span className="bar sim-bar" aria-hidden>
            <span style={{ width: `${String((n / most) * 100)}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** When sequences end, and why. */
export function Ends({ of }: { readonly of: Found }) {
  const { t } = useSimulationWords();
  const days = daysOf(of);
  const title = t('sim.ends');
  return (
    <Chart
      title={title}
      says={t('sim.endsSay', { n: totalOf(of.endsByDay), open: of.open })}
      figures={{
        heads: [t('sim.day'), t('sim.count')],
        rows: days.filter((day) => (of.endsByDay[day] ?? 0) > 0).map((day) => [day, of.endsByDay[day] ?? 0]),
      }}
    >
      {totalOf(of.ends) === 0 ? (
        <p className="dim">{t('sim.noEnds')}</p>
      ) : (
        <div className="sim-ends">
          <Calendar label={title} days={days} counts={of.endsByDay} />
          <Reasons counts={of.ends} of={of} />
        </div>
      )}
    </Chart>
  );
}
