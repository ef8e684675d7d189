/** `calendar show`: when somebody may be reached in a place, and why not at other times, as the gate goes by it. */
import { z } from 'zod';
import { DAY_MS, dayOf } from '../../../domain/calendar/day.ts';
import { type CallingWeek, calendarOfPlace } from '../../../domain/calendar/place-calendar.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { operation, Refusal } from '../operation.ts';

const hours = z.array(z.string()).describe('such as 09:00-20:00, by the clock there; none = not at all');
const row = z.object({
  country: z.string(),
  region: z.string().nullable().describe('its code; null = none was said, or it is not in the tables'),
  zones: z.array(z.string()).describe('the one that most people there live in first'),
  weekend: z.array(z.int()).describe('days of rest, 1 = Monday'),
  calls: z
    .object({ weekday: hours, saturday: hours, sunday: hours, holiday: hours.nullable(), law: z.string().nullable() })
    .describe(
      'hours of texts and calls; holiday null = as any other day; law null = none on file, so that caution holds',
    ),
  attempts: z
    .object({ day: z.int().nullable(), month: z.int().nullable(), law: z.string() })
    .describe('texts and calls to one person in any 24 hours and 30 days by law; null = no law on file says so'),
  holidays: z.array(z.object({ day: z.string(), name: z.string() })).describe('from today on'),
});

/** `calendar show`. */
export const calendarShow = operation({
  noun: 'calendar',
  verb: 'show',
  command: 'calendar show',
  summary: 'When people of a place may be texted and called, how often by law, and its next public holidays',
  kind: 'query',
  input: z.strictObject({
    country: z
      .string()
      .regex(/^[A-Za-z]{2}$/, 'two letters, such as US')
      .transform((code) => code.toUpperCase()),
    region: z.string().max(80).optional().describe('a state by its code or name, such as FL'),
    limit: z.int().min(0).max(LIMITS.calendarHolidays).default(12).describe('holidays'),
  }),
  output: row,
  positional: ['country', 'region'],
  errors: ['no-such-country'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [
    { command: 'calendar show US FL', says: 'e-mail knows no quiet hours; its window is that of the sequence' },
    { command: 'calendar show DE Bayern --limit 3', says: 'with the holidays that only Bavaria has' },
  ],
  async run({ engine }, { country, region = null, limit }) {
    const found = calendarOfPlace({ country, region }, dayOf(engine.clock.now()), limit);
    if (found.zones.length === 0) {
      throw new Refusal(
        'no-such-country',
        `no country is known as ${country}`,
        'its two letters by ISO 3166, such as US',
      );
    }
    const { calls, attempts, ...rest } = found;
    const { day, month, source: law } = attempts;
    return { country, ...rest, calls: told(calls), attempts: { day, month, law } };
  },
  print: ({ country, region, zones, calls, attempts, holidays }) =>
    [
      `${region === null ? country : `${country}-${region}`}: ${zones.join(', ')}`,
      `Texts and calls, by the clock there (${calls.law ?? 'no law on file: caution'}):`,
      ...DAYS.map((day) => `  ${day.padEnd(9)} ${saidOf(calls[day])}`),
      ...(attempts.day === null && attempts.month === null ? [] : [`At most ${mostOf(attempts)} (${attempts.law})`]),
      'E-mail has no quiet hours; its window is that of the sequence.',
      ...(holidays.length === 0 ? [] : ['Public holidays:', ...holidays.map(({ day, name }) => `  ${day}  ${name}`)]),
    ].join('\n'),
});

const DAYS = ['weekday', 'saturday', 'sunday', 'holiday'] as const;

type Told = z.output<typeof row>['calls'];

function told({ law, ...week }: CallingWeek): Told {
  const of = (day: CallingWeek['weekday']) => day.map(([from, to]) => `${clockOf(from)}-${clockOf(to)}`);
  const { weekday, saturday, sunday, holiday } = week;
  return {
    ...{ weekday: of(weekday), saturday: of(saturday), sunday: of(sunday) },
    ...{ holiday: holiday && of(holiday), law },
  };
}

/** Of minutes since midnight; 24:00 is the end of a day. */
function clockOf(minute: number): string {
  if (minute === DAY_MS / 60_000) return '24:00';
  return new Date(minute * 60_000).toISOString().slice(11, 16);
}

function saidOf(day: readonly string[] | null): string {
  if (day === null) return 'as any other day';
  return day.length === 0 ? 'not at all' : day.join(', ');
}

function mostOf({ day, month }: { readonly day: number | null; readonly month: number | null }): string {
  const said = [day !== null && `${day} in any 24 hours`, month !== null && `${month} in any 30 days`];
  return said.filter((one) => one !== false).join(' and ');
}
