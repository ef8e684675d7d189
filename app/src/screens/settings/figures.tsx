/** Figures of the moment and of two weeks, as charts, each a table at a press: the queue, what left and what failed, connections, workers, the database. */
import { Link } from '@tanstack/react-router';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import { type Bar, Bars, Days } from '../../parts/bars.tsx';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { type SettingWord, useSettingWords } from '../../words/settings.ts';
import { Chart } from '../simulation/chart.tsx';
import '../simulation/simulation.css';

const LIVE = { live: true } as const;
const STATES = ['queued', 'claimed', 'sending', 'held', 'unconfirmed'] as const;
/** Those that the screen of the queue can show. */
const LISTED: ReadonlySet<string> = new Set(['queued', 'held', 'unconfirmed']);
const CHANNELS = ['email', 'sms', 'voice'] as const;
const WAYS = ['well', 'failing', 'new'] as const;

type Flow = Awaited<ReturnType<RekindleClient['workspace']['figures']>>;

/** All of them. */
export function FiguresOfHealth() {
  const { mayEverywhere } = useHere();
  const told = useAsk('figures', {}, (client, how) => client.workspace.figures({}, how), LIVE).data;
  return (
    <>
      {told && <Queue of={told} />}
      {told && <ByDay days={told.days} />}
      <div className="halves">
        <Ways />
        {mayEverywhere(ROLE.viewer) && <Instance />}
      </div>
    </>
  );
}

function Queue({ of: { now, oldestDueAt } }: { readonly of: Flow }) {
  const { t } = useSettingWords();
  const bars: readonly Bar[] = STATES.map((state) => ({
    ...{ id: state, label: t(`is.${state}`), count: now.queue[state] },
    ...(LISTED.has(state) && { messages: state }),
    ...(now.queue[state] >= now.most && { label: `${t(`is.${state}`)} +` }),
  }));
  return (
    <Chart
      title={t('health.queue')}
      says={t('health.queueSays')}
      figures={{
        heads: [t('health.state'), t('health.messages')],
        rows: bars.map(({ label, count }) => [label, count]),
      }}
    >
      <Bars label={t('health.queue')} bars={bars} />
      <p className="line">
        {t('health.lag')}: {oldestDueAt ? <When at={oldestDueAt} /> : t('health.noLag')}
      </p>
    </Chart>
  );
}

function ByDay({ days }: { readonly days: Flow['days'] }) {
  const { t } = useSettingWords();
  // E-mail stands there always: that nothing left says something as well.
  const used = CHANNELS.filter(
    (one) => one === 'email' || days.some(({ sent, failed }) => sent[one] + failed[one] > 0),
  );
  const series = used.flatMap((channel) =>
    (['sent', 'failed'] as const).map((what) => ({
      name: t(what === 'sent' ? 'health.sentBy' : 'health.failedBy', { channel: t(`health.${channel}`) }),
      of: (day: Flow['days'][number]) => day[what][channel],
    })),
  );
  return (
    <Chart
      title={t('health.byDay')}
      says={t('health.byDaySays', { n: days.length })}
      beside={
        <Link to="/queue" search={{ state: 'failed' }}>
          {t('health.failures')}
        </Link>
      }
      figures={{
        heads: [t('health.day'), ...series.map(({ name }) => name)],
        rows: days.map((day) => [day.day, ...series.map(({ of }) => of(day))]),
      }}
    >
      <div className="halves">
        {series.map(({ name, of }) => (
          <div key={name}>
            <h3>{name}</h3>
            <Days label={name} byDay={Object.fromEntries(days.map((day) => [day.day, of(day)]))} />
          </div>
        ))}
      </div>
    </Chart>
  );
}

function Ways() {
  const { t } = useSettingWords();
  const { data } = useAsk('connections', {}, (client, how) => client.connections.list({}, how), LIVE);
  if (!data) return null;
  const { connections } = data;
  const said = (state: string) => t(`connection.${state}` as SettingWord);
  const bars = WAYS.map((state) => ({
    ...{ id: state, label: said(state), count: connections.filter((one) => one.state === state).length },
  }));
  return (
    <Chart
      title={t('health.ways')}
      beside={<Link to="/settings/connections">{t('settings.connections')}</Link>}
      figures={{
        heads: [t('health.name'), t('health.provider'), t('health.state')],
        rows: connections.map(({ name, provider, state }) => [name, provider, said(state)]),
      }}
    >
      {connections.length === 0 ? (
        <p className="dim">{t('health.noWays')}</p>
      ) : (
        <Bars label={t('health.ways')} bars={bars} />
      )}
    </Chart>
  );
}

function Instance() {
  const { t, number, language } = useSettingWords();
  const { data } = useAsk('instance figures', {}, (client, how) => client.instance.figures({}, how), LIVE);
  if (!data) return null;
  const { bytes, database, pool, workers } = data;
  const until = (at: string) => new Date(at).toLocaleString(language);
  const size = sizeOf(bytes, language);
  const waiting = pool
    ? [
        { id: 'open', label: t('health.poolOpen'), count: pool.open },
        { id: 'idle', label: t('health.poolIdle'), count: pool.idle },
        { id: 'waiting', label: t('health.poolWaiting'), count: pool.waiting },
      ]
    : [];
  return (
    <>
      <Chart
        title={t('health.workers')}
        figures={{
          heads: [t('health.worker'), t('health.messages'), t('health.runs'), t('health.until')],
          rows: workers.map((one) => [one.owner, one.messages, one.routines, until(one.until)]),
        }}
      >
        {workers.length === 0 ? (
          <p className="dim">{t('health.noWorkers')}</p>
        ) : (
          <Bars
            label={t('health.workers')}
            bars={workers.map(({ owner, messages, routines }) => ({
              id: owner,
              label: owner,
              count: messages + routines,
            }))}
          />
        )}
      </Chart>
      <Chart
        title={t('health.database')}
        figures={{
          heads: [t('health.figure'), t('health.count')],
          rows: [[t('health.size'), size], ...waiting.map(({ label, count }) => [label, number(count)])],
        }}
      >
        <p className="line">
          {t('health.size')}: <b className="num">{size}</b>{' '}
          <span className="dim">{t(database === 'file' ? 'health.file' : 'health.server')}</span>
        </p>
        {waiting.length > 0 && <Bars label={t('health.database')} bars={waiting} />}
      </Chart>
    </>
  );
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

function sizeOf(bytes: number, language: string): string {
  const at = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const how = { style: 'unit', unit: UNITS[at], unitDisplay: 'short', maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(language, how).format(bytes / 1_000 ** at);
}
