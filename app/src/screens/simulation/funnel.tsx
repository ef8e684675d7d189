/** Step by step through each sequence: how many it reached, and what they are assumed to have answered. */
import { useNames } from '../../parts/names.ts';
import type { Word } from '../../words/en.ts';
import { useGiven } from '../../words/given.ts';
import { type SimulationWord, useSimulationWords } from '../../words/simulation.ts';
import { Chart } from './chart.tsx';
import type { Found } from './run.ts';

type Sequence = Found['sequences'][number];
type Step = Sequence['steps'][number];
const ANSWERS = ['bounced', 'opened', 'clicked', 'replied', 'booked', 'opted-out', 'complained'] as const;

/** The panel. */
export function Funnel({ of }: { readonly of: Found }) {
  const { t } = useSimulationWords();
  const [given, names] = [useGiven(), useNames()];
  const answers = ANSWERS.filter((kind) => (of.signals[kind] ?? 0) > 0);
  const title = t('sim.funnel');
  return (
    <Chart
      title={title}
      says={t('sim.funnelSays')}
      figures={{
        heads: [
          ...[t('sim.sequence'), t('sim.step'), t('sim.kind'), t('sim.made'), t('sim.sent'), t('sim.refused')],
          ...answers.map((kind) => t(`answer.${kind}`)),
        ],
        rows: of.sequences.flatMap((sequence) =>
          sequence.steps.map((step) => [
            given(sequence.title) || t('sim.noSequence'),
            ...[names('step', step.step), t(`step.${step.kind}` as SimulationWord), step.made, step.sent, step.refused],
            ...answers.map((kind) => step.answers[kind] ?? 0),
          ]),
        ),
      }}
    >
      {of.sequences.length === 0 && <p className="dim">{t('sim.nobody')}</p>}
      {of.sequences.map((sequence) => (
        <Way key={sequence.sequence ?? ''} of={sequence} />
      ))}
    </Chart>
  );
}

function Way({ of: { title, sequence, enrolled, ended, steps } }: { readonly of: Sequence }) {
  const { t } = useSimulationWords();
  const called = useGiven()(title) || t('sim.noSequence');
  const most = Math.max(1, enrolled, ...steps.map(({ made }) => made));
  return (
    <section className="sim-way" aria-label={called}>
      <h3 className="sub">
        {called}
        {sequence !== null && <span className="sim-began"> · {t('sim.began', { n: enrolled, ended })}</span>}
      </h3>
      <ol className="sim-steps">
        {steps.map((step) => (
          <StepRow key={step.step} of={step} most={most} />
        ))}
      </ol>
    </section>
  );
}

function StepRow({ of, most }: { readonly of: Step; readonly most: number }) {
  const { t, number, percent } = useSimulationWords();
  const names = useNames();
  const kind = t(`step.${of.kind}` as SimulationWord & Word);
  // One that was given no name is its kind and its day, which stand here anyway.
  const isNamed = of.step !== `${of.kind}-${String(of.day)}`;
  const reached = of.kind === 'task' || of.kind === 'hand-off' ? of.made : of.sent;
  const answers = ANSWERS.filter((kind) => kind !== 'opened' && (of.answers[kind] ?? 0) > 0).map(
    (kind) => `${number(of.answers[kind] ?? 0)} ${t(`answer.${kind}`)}`,
  );
  return (
    <li>
      <span className="sim-step">
        <span className="dim num">{of.day === null ? '' : t('sim.onDay', { n: of.day })}</span>
        <span className="clip" title={of.step}>
          {isNamed ? names('step', of.step) : kind}
        </span>
        {isNamed && <span className="dim small">{kind}</span>}
      </span>
      <span className="bar sim-bar" aria-hidden>
        <span style={{ width: `${String((reached / most) * 100)}%` }} />
      </span>
      <span className="num sim-reached">
        <b>{number(reached)}</b> <span className="dim small">{percent(reached / most)}</span>
      </span>
      <span className="dim small sim-answers">
        {answers.join(' · ')}
        {of.refused > 0 && ` ${t('sim.refusedOf', { n: of.refused })}`}
      </span>
    </li>
  );
}
