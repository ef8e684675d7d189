/** Two runs beside each other: what they were told differently, and what came of it. */
import { useNames } from '../../parts/names.ts';
import { Panel } from '../../parts/page.tsx';
import type { Word } from '../../words/en.ts';
import { type SimulationWord, useSimulationWords } from '../../words/simulation.ts';
import { totalOf } from '../campaigns/totals.ts';
import { Calendar, daysOf } from './heat.tsx';
import { enrolledOf } from './results.tsx';
import type { Found } from './run.ts';
import { useTrialName } from './trial-form.tsx';

interface ComparedProps {
  readonly one: Found;
  readonly other: Found;
}

/** The panel. */
export function Compared({ one, other }: ComparedProps) {
  const { t } = useSimulationWords();
  const same = one.digest === other.digest;
  return (
    <Panel title={t('sim.compared')}>
      <p className="line">{same ? t('sim.same') : t('sim.differ')}</p>
      <Told one={one} other={other} />
      <Outcomes one={one} other={other} />
      <div className="sim-beside-heats">
        {([one, other] as const).map((run, n) => (
          <section key={n === 0 ? 'a' : 'b'} aria-label={t(n === 0 ? 'sim.first' : 'sim.second')}>
            <h3 className="sub">{t(n === 0 ? 'sim.first' : 'sim.second')}</h3>
            <Calendar
              label={t('sim.heat')}
              days={daysOf(run)}
              counts={run.byDay}
              most={Math.max(1, ...Object.values(one.byDay), ...Object.values(other.byDay))}
            />
          </section>
        ))}
      </div>
    </Panel>
  );
}

/** What they were told differently. */
function Told({ one, other }: ComparedProps) {
  const { t, number } = useSimulationWords();
  const nameOf = useTrialName();
  const partNames = useNames();
  const told = [toldOf(one, other), toldOf(other, one)] as const;
  const names = Object.keys(told[0]).filter((name) => told[0][name] !== told[1][name]);
  const called = (name: string) =>
    name.includes('.')
      ? `${whoseOf(name, partNames)}${nameOf(name)}`
      : t(`told.${name}` as SimulationWord) || t(`assume.${name}` as SimulationWord);
  if (names.length === 0) return <p className="dim small sim-says">{t('sim.toldSame')}</p>;
  const shown = (value: string | number | undefined) => (typeof value === 'number' ? number(value) : (value ?? '–'));
  return (
    <ul className="sim-told">
      {names.map((name) => (
        <li key={name}>
          <span className="dim">{called(name)}</span> {shown(told[0][name])} → <b>{shown(told[1][name])}</b>
        </li>
      ))}
    </ul>
  );
}

/** The sequence that a value is of, to tell it from the same of another one. */
function whoseOf(name: string, names: ReturnType<typeof useNames>): string {
  const [head, first = ''] = name.split('.');
  return head === 'steps' || head === 'sequences' ? `${names('sequence', first)}: ` : '';
}

/** What only the other one tried is here as it is. */
function toldOf(
  { days, from, seed, assumptions, trial }: Found,
  { trial: beside }: Found,
): Record<string, string | number> {
  const values = [
    ...beside.map(({ name, was }) => [name, was] as const),
    ...trial.map(({ name, is }) => [name, is] as const),
  ];
  const shares = Object.entries(assumptions).map(([name, value]) => [
    name,
    name === 'withinHours' ? value : Math.round(value * 100_000) / 1_000,
  ]);
  return { days, from: from.slice(0, 10), seed: String(seed), ...Object.fromEntries([...shares, ...values]) };
}

type Outcome = readonly [name: string, of: (run: Found) => number];

function Outcomes({ one, other }: ComparedProps) {
  const { t, number } = useSimulationWords();
  const channels = [...new Set([...Object.keys(one.byChannel), ...Object.keys(other.byChannel)])].sort();
  const outcomes: readonly Outcome[] = [
    [t('sim.messages'), ({ messages }) => messages],
    ...channels.map(
      (channel): Outcome => [`– ${t(`channel.${channel}` as Word)}`, ({ byChannel }) => byChannel[channel] ?? 0],
    ),
    [t('sim.enrolledLeads'), enrolledOf],
    [t('sim.daysUsed'), ({ byDay }) => Object.keys(byDay).length],
    [t('sim.fullest'), ({ byDay }) => Math.max(0, ...Object.values(byDay))],
    [t('sim.moved'), ({ caps }) => caps.reduce((sum, { moved }) => sum + moved, 0)],
    [t('sim.refusals'), ({ refusals }) => totalOf(refusals)],
    [t('sim.replies'), ({ signals }) => signals.replied ?? 0],
    [t('sim.handoffs'), ({ handoffs }) => handoffs],
    [t('sim.ended'), ({ ends }) => totalOf(ends)],
    [t('sim.openLeads'), ({ open }) => open],
  ];
  const signed = (n: number) => (n > 0 ? `+${number(n)}` : n < 0 ? `−${number(-n)}` : '=');
  return (
    <div>
      <table className="sim-table sim-compared">
        <caption className="sr">{t('sim.compared')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('sim.figure')}</th>
            <th scope="col" className="num">
              {t('sim.first')}
            </th>
            <th scope="col" className="num">
              {t('sim.second')}
            </th>
            <th scope="col" className="num">
              {t('sim.difference')}
            </th>
          </tr>
        </thead>
        <tbody>
          {outcomes.map(([name, of]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="num">{number(of(one))}</td>
              <td className="num">{number(of(other))}</td>
              <td className={of(one) === of(other) ? 'num dim' : 'num sim-changed'}>{signed(of(other) - of(one))}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t('sim.digest')}</th>
            <td className="num">
              <code>{one.digest.slice(0, 6)}</code>
            </td>
            <td className="num">
              <code>{other.digest.slice(0, 6)}</code>
            </td>
            <td className="num dim">{one.digest === other.digest ? '=' : '≠'}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
