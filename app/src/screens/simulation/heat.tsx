/** Messages as a calendar, the more the darker; each day with its number, so that colour says nothing alone. */
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { Word } from '../../words/en.ts';
import { useSimulationWords } from '../../words/simulation.ts';
import { Chart } from './chart.tsx';
import type { Found } from './run.ts';

const DAY_MS = 86_400_000;
const CHANNELS = ['email', 'sms', 'voice'] as const;
/** Beyond so many days weeks stand side by side, and days are squares without a number. */
const CALENDAR_DAYS = 70;
const LEVELS = 5;

/** All days of a run, in order. */
export function daysOf({ from, days }: Pick<Found, 'from' | 'days'>): string[] {
  const first = Date.parse(from);
  return Array.from({ length: days }, (_, n) => new Date(first + n * DAY_MS).toISOString().slice(0, 10));
}

/** The panel; by channel where there are several. */
export function Heat({ of }: { readonly of: Found }) {
  const { t } = useSimulationWords();
  const [channel, setChannel] = useState('all');
  const channels = CHANNELS.filter((one) => (of.byChannel[one] ?? 0) > 0);
  const days = daysOf(of);
  const counts = channel === 'all' ? of.byDay : byDayOf(of, channel);
  const title = t('sim.heat');
  return (
    <Chart
      title={title}
      says={t('sim.heatSays')}
      beside={
        channels.length > 1 && (
          <SegmentedControl
            size="xs"
            value={channel}
            onChange={setChannel}
            aria-label={t('sim.channel')}
            data={[
              { value: 'all', label: t('sim.all') },
              ...channels.map((one) => ({ value: one, label: t(`channel.${one}` as Word) })),
            ]}
          />
        )
      }
      figures={{
        heads: [t('sim.day'), ...channels.map((one) => t(`channel.${one}` as Word)), t('sim.together')],
        rows: days
          .filter((day) => (of.byDay[day] ?? 0) > 0)
          .map((day) => [day, ...channels.map((one) => of.byDayAndChannel[day]?.[one] ?? 0), of.byDay[day] ?? 0]),
      }}
    >
      <Calendar label={title} days={days} counts={counts} />
    </Chart>
  );
}

function byDayOf({ byDayAndChannel }: Found, channel: string): Record<string, number> {
  return Object.fromEntries(Object.entries(byDayAndChannel).map(([day, by]) => [day, by[channel] ?? 0]));
}

interface CalendarProps {
  readonly label: string;
  readonly days: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  /** The day that is as dark as can be; absent = the fullest of these. */
  readonly most?: number;
}

/** The calendar alone. */
export function Calendar({ label, days, counts, most = Math.max(1, ...Object.values(counts)) }: CalendarProps) {
  const { language, number } = useSimulationWords();
  const weekday = (Date.parse(days[0] ?? '') / DAY_MS + 3) % 7;
  const long = days.length > CALENDAR_DAYS;
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const names = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  // 1 January 2024 was a Monday.
  const heads = Array.from({ length: 7 }, (_, n) => names.format(Date.UTC(2024, 0, 1 + n)));
  return (
    <div className={long ? 'heat-scroll' : 'heat-room'}>
      <div className={long ? 'heat heat-long' : 'heat'} role="img" aria-label={`${label}: ${number(total)}`}>
        {!long &&
          heads.map((head) => (
            <span key={head} className="heat-head">
              {head}
            </span>
          ))}
        {Array.from({ length: weekday }, (_, n) => (
          <span key={heads[n]} />
        ))}
        {days.map((day, n) => (
          <Cell key={day} {...{ day, first: n === 0, count: counts[day] ?? 0, most }} />
        ))}
      </div>
    </div>
  );
}

interface CellProps {
  readonly day: string;
  readonly first: boolean;
  readonly count: number;
  readonly most: number;
}

function Cell({ day, first, count, most }: CellProps) {
  const { language, number } = useSimulationWords();
  const level = count === 0 ? 0 : Math.max(1, Math.ceil((count / most) * LEVELS));
  const date = Date.parse(day);
  const month = new Intl.DateTimeFormat(language, { month: 'short', timeZone: 'UTC' });
  return (
    <span className={`heat-day heat-${String(level)}`} title={`${day}: ${number(count)}`}>
      <span className="heat-date">
        {Number(day.slice(8))}
        {(first || day.endsWith('-01')) && <span className="heat-month"> {month.format(date)}</span>}
      </span>
      <b className="num">{count > 0 ? number(count) : ''}</b>
    </span>
  );
}
