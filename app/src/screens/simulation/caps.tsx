/** Limits that messages ran into: which, on which days, and how many had to wait for a later one. */
import { type SimulationWord, useSimulationWords } from '../../words/simulation.ts';
import { Chart } from './chart.tsx';
import { daysOf } from './heat.tsx';
import type { Found } from './run.ts';

/** The panel. */
export function Caps({ of }: { readonly of: Found }) {
  const { t } = useSimulationWords();
  const { caps } = of;
  const nameOf = (cap: string) => t(`cap.${cap}` as SimulationWord) || cap;
  const kinds = [...new Set(caps.map(({ cap }) => cap))].map((cap) => caps.filter((one) => one.cap === cap));
  return (
    <Chart
      title={t('sim.caps')}
      says={caps.length > 0 && t('sim.capsSay')}
      figures={{
        heads: [t('sim.day'), t('sim.cap'), t('sim.limit'), t('sim.moved')],
        rows: caps.map(({ day, cap, limit, moved }) => [day, nameOf(cap), limit ?? '–', moved]),
      }}
    >
      {caps.length === 0 && <p className="dim">{t('sim.noCaps')}</p>}
      <ul className="sim-caps">
        {kinds.map((found) => (
          <CapRow key={found[0]?.cap} found={found} days={daysOf(of)} name={nameOf(found[0]?.cap ?? '')} />
        ))}
      </ul>
    </Chart>
  );
}

interface CapProps {
  readonly found: Found['caps'];
  readonly days: readonly string[];
  readonly name: string;
}

function CapRow({ found, days, name }: CapProps) {
  const { t, number } = useSimulationWords();
  const moved = new Map<string, number>();
  for (const one of found) moved.set(one.day, (moved.get(one.day) ?? 0) + one.moved);
  const most = Math.max(1, ...moved.values());
  const total = [...moved.values()].reduce((sum, n) => sum + n, 0);
  const limits = [...new Set(found.flatMap(({ limit }) => (limit === null ? [] : [number(limit)])))].join(', ');
  const [worst] = [...moved].sort(([, a], [, b]) => b - a);
  return (
    <li>
      <span className="sim-cap-name">
        <b>{name}</b>
        {limits !== '' && <span className="dim small">{t('sim.limitOf', { n: limits })}</span>}
      </span>
      <span className="sim-strip" aria-hidden>
        {days.map((day) => (
          <span key={day} title={`${day}: ${number(moved.get(day) ?? 0)}`}>
            <span style={{ height: `${String(((moved.get(day) ?? 0) / most) * 100)}%` }} />
          </span>
        ))}
      </span>
      <span className="small sim-cap-says">
        {t('sim.movedOn', { n: total, days: moved.size })}{' '}
        <span className="dim">{worst && t('sim.worst', { day: worst[0], n: worst[1] })}</span>
      </span>
    </li>
  );
}
