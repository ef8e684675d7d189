/**
 * `workspace figures`: what went out of a workspace and what came back, day by day, how messages leave now, and what waits too long;
 * `instance figures`: the database and who works on it.
 */
import { z } from 'zod';
import { DAY_MS } from '../../../domain/calendar/day.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { type OperationContext, operation } from '../operation.ts';
import { printFigures } from '../print/figures.ts';

/** Counters are kept this long at least. */
const MOST_DAYS = 30;

/** The time by which the rate of sending is told. */
const NOW_MS = 5 * 60_000;
const MINUTE_MS = 60_000;

const Day = z.object({
  day: z.string().describe('of UTC: 2026-11-29'),
  sent: z.object({ email: z.number(), sms: z.number(), voice: z.number() }).describe('what left'),
  failed: z
    .object({ email: z.number(), sms: z.number(), voice: z.number() })
    .describe('what was given up, of the latest failures'),
  replied: z.number(),
  bounced: z.number().describe('mails that came back for good; forgotten of a sender that goes on after a stop'),
  complained: z.number(),
});

const Now = z.object({
  sent: z.number().describe('messages that left in the last `seconds`'),
  seconds: z.number().describe('300; less where more happened than is looked at'),
  aMinute: z.number().describe('messages a minute'),
  most: z.number().describe('a state of which so many are told may have more'),
  queue: z.object({
    queued: z.number(),
    claimed: z.number(),
    sending: z.number(),
    held: z.number().describe('among those of the whole instance that are due first'),
    unconfirmed: z.number().describe('among those of the whole instance that are due first'),
  }),
});

/** `workspace figures`. */
export const workspaceFigures = operation({
  noun: 'workspace',
  verb: 'figures',
  command: 'workspace figures',
  summary:
    'What left this workspace, who answered and what came back, day by day; how messages leave now, and what waits too long',
  kind: 'query',
  input: z.strictObject({
    days: z.int().min(1).max(MOST_DAYS).default(14).describe('how many, up to today'),
  }),
  output: z.object({
    days: z.array(Day).describe('the oldest first, today last'),
    now: Now.describe('the last five minutes, and what stands in the queue'),
    oldestDueAt: z
      .string()
      .nullable()
      .describe('since when the oldest work is due that nobody has done; null = none is'),
    unconfirmed: z.number().describe('messages whose fate nobody knows'),
  }),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [
    { command: 'workspace figures', says: 'the last two weeks' },
    { command: 'workspace figures --days 1', says: 'today, so far' },
  ],
  async run(context, { days }) {
    const { engine, workspaceId } = context;
    const now = engine.clock.now();
    const before = { due: now, unconfirmed: now, limit: LIMITS.backlogLooked };
    const { oldestDueAt, unconfirmed } = await engine.store.routines.backlog(workspaceId, before);
    const told = await engine.store.senders.days(workspaceId, days, now);
    return {
      days: told.map(({ day, ...figures }) => ({ day: new Date(day * DAY_MS).toISOString().slice(0, 10), ...figures })),
      now: await nowOf(context, now),
      oldestDueAt: oldestDueAt === null ? null : new Date(oldestDueAt).toISOString(),
      unconfirmed,
    };
  },
  print: (figures) => printFigures(figures),
});

async function nowOf({ engine, workspaceId }: OperationContext, now: number): Promise<z.output<typeof Now>> {
  const wish = { workspaceId, now, overMs: NOW_MS, feed: LIMITS.feedLooked, limit: LIMITS.queueCounted };
  const { sent, overMs, queue } = await engine.store.senders.flow(wish);
  const aMinute = Math.round((sent * MINUTE_MS * 10) / overMs) / 10;
  return { sent, seconds: Math.round(overMs / 1_000), aMinute, most: LIMITS.queueCounted, queue: { ...queue } };
}

/** `instance figures`. */
export const instanceFigures = operation({
  noun: 'instance',
  verb: 'figures',
  command: 'instance figures',
  summary: 'How large the database is, how its connections are used, and who works on it',
  kind: 'query',
  input: z.strictObject({}),
  output: z.object({
    database: z.enum(['file', 'server']),
    bytes: z.number().describe('of the database on its disk'),
    pool: z
      .object({ open: z.number(), idle: z.number(), waiting: z.number().describe('requests that wait for one') })
      .nullable()
      .describe('connections of the process that answers; null = the database is a file'),
    workers: z
      .array(
        z.object({
          owner: z.string(),
          messages: z.number().describe('that it has taken up'),
          routines: z.number().describe('that it runs'),
          until: z.string().describe('when its last lease ends'),
        }),
      )
      .describe('whoever holds leases; who has nothing to do holds none'),
  }),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'instance',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'instance figures', says: 'a worker that died holds its leases until they end' }],
  async run({ engine }) {
    const { instance } = engine.store;
    const pool = instance.pool();
    const workers = await instance.workers(LIMITS.leasesLooked);
    return {
      database: pool === null ? ('file' as const) : ('server' as const),
      bytes: await instance.bytes(),
      pool: pool && { ...pool },
      workers: workers.map(({ until, ...worker }) => ({ ...worker, until: new Date(until).toISOString() })),
    };
  },
});
