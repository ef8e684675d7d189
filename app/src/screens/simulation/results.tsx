/** What came of a run, from the whole to the part. */
import { ActionIcon } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { Hint } from '../../parts/hint.tsx';
import type { Word } from '../../words/en.ts';
import { useSimulationWords } from '../../words/simulation.ts';
import { totalOf } from '../campaigns/totals.ts';
import { Caps } from './caps.tsx';
import { Funnel } from './funnel.tsx';
import { Heat } from './heat.tsx';
import type { Found } from './run.ts';
import { Ends, Told } from './told.tsx';

/** All of it. */
export function Results({ of }: { readonly of: Found }) {
  const { t } = useSimulationWords();
  return (
    <>
      <Whole of={of} />
      <Heat of={of} />
      <Funnel of={of} />
      <Caps of={of} />
      <div className="halves">
        <Told
          title={t('sim.refusals')}
          says={t('sim.refusalsSay')}
          none={t('sim.noRefusals')}
          counts={of.refusals}
          of={of}
        />
        <Told title={t('sim.waits')} says={t('sim.waitsSay')} none={t('sim.noWaits')} counts={of.waits} of={of} />
      </div>
      <Ends of={of} />
    </>
  );
}

function Whole({ of }: { readonly of: Found }) {
  const { t, number } = useSimulationWords();
  const channels = Object.entries(of.byChannel)
    .map(([channel, n]) => `${number(n)} ${t(`channel.${channel}` as Word)}`)
    .join(', ');
  const days = Object.keys(of.byDay).sort();
  const figures: readonly (readonly [string, string | number, string])[] = [
    [t('sim.messages'), of.messages, channels],
    [t('sim.audience'), of.audience, t('sim.enrolled', { n: enrolledOf(of) })],
    [t('sim.replies'), of.signals.replied ?? 0, t('sim.assumed')],
    [t('sim.handoffs'), of.handoffs, t('sim.fromAssumed')],
    [t('sim.ended'), totalOf(of.ends), t('sim.open', { n: of.open })],
    [t('sim.lastDay'), days.at(-1) ?? '–', t('sim.firstDay', { day: days[0] ?? '–' })],
  ];
  return (
    <section className="sim-whole" aria-label={t('sim.whole')}>
      <dl className="sim-figures">
        {figures.map(([name, value, says]) => (
          <div key={name}>
            <dt className="label">{name}</dt>
            <dd>
              <b className="num">{typeof value === 'number' ? number(value) : value}</b>
              <span className="dim small">{says}</span>
            </dd>
          </div>
        ))}
      </dl>
      <Digest of={of} />
      {of.trial.length > 0 && (
        <p className="small sim-under">
          {t('trial.tried')}:{' '}
          {of.trial.map(({ name, was, is }) => (
            <span key={name} className="sim-tried-one">
              <code>{name}</code> {was} → <b>{is}</b>
            </span>
          ))}
        </p>
      )}
      {of.others > 0 && <p className="dim small">{t('sim.others', { n: of.others })}</p>}
    </section>
  );
}

/** How many leads went into a sequence. */
export function enrolledOf({ sequences }: Found): number {
  return sequences.reduce((sum, { enrolled }) => sum + enrolled, 0);
}

function Digest({ of: { seed, digest, days, from } }: { readonly of: Found }) {
  const { t } = useSimulationWords();
  const clipboard = useClipboard({ timeout: 1_500 });
  const label = clipboard.copied ? t('act.copied') : t('act.copy');
  return (
    <p className="sim-digest small">
      <span>{t('sim.seeded', { days, from: from.slice(0, 10), seed: String(seed) })}</span>
      <code title={digest}>{digest.slice(0, 16)}…</code>
      <Hint label={label}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={`${label}: ${t('sim.digest')}`}
          onClick={() => clipboard.copy(digest)}
        >
          {clipboard.copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
        </ActionIcon>
      </Hint>
    </p>
  );
}
