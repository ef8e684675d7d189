/** `workspace figures`: what went out of a workspace and what came back, day by day, and what waits too long. */
import { z } from 'zod';
import { DAY_MS } from '../../../domain/calendar/day.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { UNCONFIRMED_AFTER_MS } from '../../../domain/routine/alert.ts';
import { operation } from '../operation.ts';

/** Counters are kept this long at least. */
const MOST_DAYS = 30;

const Day = z.object({
  day: z.string().describe('of UTC: 2026-11-29'),
  sent: z.object({ email: z.number(), sms: z.number(), voice: z.number() }).describe('what left'),
  replied: z.number(),
  bounced: z.number().describe('mails that came back for good; forgotten of a sender that goes on after a stop'),
  complained: z.number(),
});

/** `workspace figures`. */
export const workspaceFigures = operation({
  noun: 'workspace',
  verb: 'figures',
  command: 'workspace figures',
  summary: 'What left this workspace, who answered and what came back, day by day; and what waits too long',
  kind: 'query',
  input: z.strictObject({
    days: z.int().min(1).max(MOST_DAYS).default(14).describe('how many, up to today'),
  }),
  output: z.object({
    days: z.array(Day).describe('the oldest first, today last'),
    oldestDueAt: z
      .string()
      .nullable()
      .describe('since when the oldest work is due that nobody has done; null = none is'),
    unconfirmed: z.number().describe('messages whose fate nobody has known for a while'),
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
  async run({ engine, workspaceId }, { days }) {
    const now = engine.clock.now();
    const before = { due: now, unconfirmed: now - UNCONFIRMED_AFTER_MS, limit: LIMITS.backlogLooked };
    const { oldestDueAt, unconfirmed } = await engine.store.routines.backlog(workspaceId, before);
    const told = await engine.store.senders.days(workspaceId, days, now);
    return {
      days: told.map(({ day, ...figures }) => ({ day: new Date(day * DAY_MS).toISOString().slice(0, 10), ...figures })),
      oldestDueAt: oldestDueAt === null ? null : new Date(oldestDueAt).toISOString(),
      unconfirmed,
    };
  },
});
