/** How messages leave at this moment: the rate of the last five minutes, what stands in the queue, how late the oldest is; each leads to its list. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import { useNow } from '../../api/now.ts';
import { Panel } from '../../parts/page.tsx';
import { When } from '../../parts/when.tsx';
import { useWorkWords } from '../../words/work.ts';

const MINUTE_S = 60;
const MINUTE_MS = 60_000;
/** Older than that is late, as the doctor says. */
const LATE_MS = 15 * MINUTE_MS;

type Told = Awaited<ReturnType<RekindleClient['workspace']['figures']>>;

/** The panel. */
export function Sending() {
  const { t } = useWorkWords();
  const told = useAsk('figures', {}, (client, how) => client.workspace.figures({}, how), { live: true }).data;
  return told ? (
    <Panel title={t('home.sendingNow')}>
      <SendingFigures of={told} />
    </Panel>
  ) : null;
}

/** The three of them. */
function SendingFigures({ of: { now: flow, oldestDueAt } }: { readonly of: Told }) {
  const { t, number } = useWorkWords();
  const { queued, held } = flow.queue;
  const figures: readonly (readonly [string, string, ReactNode])[] = [
    [t('home.rate'), 'sent', number(flow.aMinute)],
    [t('home.depth'), 'queued', `${number(queued)}${queued >= flow.most ? '+' : ''}`],
    [t('home.lag'), queued === 0 && held > 0 ? 'held' : 'queued', <Lag key="lag" since={oldestDueAt} />],
  ];
  return (
    <>
      <dl className="today">
        {figures.map(([name, state, value]) => (
          <div key={name}>
            <dd className="num">
              <Link to="/queue" search={{ state }}>
                {value}
              </Link>
            </dd>
            <dt className="dim small">{name}</dt>
          </div>
        ))}
      </dl>
      <p className="dim small">
        {t('home.rateSays', { n: flow.sent, minutes: Math.max(1, Math.round(flow.seconds / MINUTE_S)) })}
      </p>
      {oldestDueAt && (
        <p className="dim small">
          {t('home.oldest')}: <When at={oldestDueAt} />
        </p>
      )}
    </>
  );
}

/** How long the oldest has been due, in the unit that fits; late is told by colour and by word. */
function Lag({ since }: { readonly since: string | null }) {
  const { t, language } = useWorkWords();
  const now = useNow();
  if (since === null) return t('home.noLag');
  const ms = Math.max(0, now - Date.parse(since));
  return (
    <span className={ms >= LATE_MS ? 'bad' : ''}>
      {spanOf(ms, language)}
      {ms >= LATE_MS && ` · ${t('home.late')}`}
    </span>
  );
}

/** Units with how many ms they are, and up to how many ms they fit. */
const UNITS = [
  { unit: 'second', of: 1_000, below: MINUTE_MS },
  { unit: 'minute', of: MINUTE_MS, below: 60 * MINUTE_MS },
  { unit: 'hour', of: 60 * MINUTE_MS, below: 48 * 60 * MINUTE_MS },
  { unit: 'day', of: 1_440 * MINUTE_MS, below: Number.POSITIVE_INFINITY },
] as const;

function spanOf(ms: number, language: string): string {
  const { unit, of } = UNITS.find(({ below }) => ms < below) ?? UNITS[0];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(Math.round(ms / of));
}
