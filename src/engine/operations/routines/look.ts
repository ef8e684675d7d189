/** Operations that look at routines: list, show, history, health, and the alerts that came of them. */
import { z } from 'zod';
import { LIMITS } from '../../../domain/limits.ts';
import { alertSentence } from '../../../domain/routine/alert.ts';
import type { RunOutcome } from '../../../domain/routine/health.ts';
import { healthOf, overallHealth } from '../../../domain/routine/health.ts';
import { nextSlot } from '../../../domain/routine/slots.ts';
import { routinesOf } from '../../routines/schedule.ts';
import { operation } from '../operation.ts';
import { table } from '../print/table.ts';
import { neverComes, readSchedule, routineName, routineNamed, scheduleText, zoneSaid, zoneText } from './named.ts';
import { printRuns, routineRow, routineRowOf, runRow, runRowOf } from './shape.ts';

const LOOK = {
  noun: 'routine',
  kind: 'query',
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
} as const;
const limit = z.int().min(1).max(1_000).default(50).describe('how many');

/** `routine list`. */
export const routineList = operation({
  ...LOOK,
  verb: 'list',
  command: 'routine list',
  summary: 'What runs on a schedule in this workspace: the daily pipeline, upkeep, and routines of your own',
  input: z.strictObject({}),
  output: z.object({
    routines: z.array(
      routineRow.extend({
        /** Its newest run; null = it has not run in the last 30 days. */
        last: runRow.nullable(),
      }),
    ),
  }),
  positional: [],
  errors: [],
  examples: [{ command: 'routine list', says: 'in the order in which they are due; serve and worker keep them' }],
  async run({ engine, workspaceId }) {
    const due = (at: number | null) => at ?? Number.POSITIVE_INFINITY;
    const sorted = [...(await routinesOf(engine, workspaceId))].sort((a, b) => due(a.nextAt) - due(b.nextAt));
    const routines = [];
    for (const one of sorted) {
      const [last] = await engine.store.routines.runs({ workspaceId, routine: one.name, limit: 1 });
      routines.push({ ...routineRowOf(engine, one), last: last ? runRowOf(last) : null });
    }
    return { routines };
  },
  print: ({ routines }) =>
    table([
      ['ROUTINE', 'SCHEDULE', 'ZONE', 'NEXT', 'STAGE', 'BATCH', 'TIME-OUT', 'RETRIES', 'RUNS'],
      ...routines.map((one) => [
        one.name,
        one.cron,
        one.zone,
        one.enabled ? (one.next ?? 'never') : 'switched off',
        one.order === null ? '' : String(one.order),
        String(one.batch),
        `${one.timeout} s`,
        String(one.retries),
        one.operation ?? '',
      ]),
    ]),
});

/** `routine show`. */
export const routineShow = operation({
  ...LOOK,
  verb: 'show',
  command: 'routine show',
  summary: 'One routine: its settings, when it is due, and its last runs',
  input: z.strictObject({
    name: routineName,
    runs: z.int().min(0).max(1_000).default(5).describe('how many of its last runs'),
  }),
  output: routineRow.extend({ runs: z.array(runRow) }),
  positional: ['name'],
  errors: ['no-such-routine'],
  examples: [{ command: 'routine show harvest', says: 'with its last five runs' }],
  async run(context, { name, runs }) {
    const { engine, workspaceId } = context;
    const routine = await routineNamed(context, name);
    const found = await engine.store.routines.runs({ workspaceId, routine: name, limit: runs });
    return { ...routineRowOf(engine, routine), runs: found.map(runRowOf) };
  },
});

/** `routine history`. */
export const routineHistory = operation({
  ...LOOK,
  verb: 'history',
  command: 'routine history',
  summary: 'Runs of the last 30 days, newest first: what each did, was skipped for, or failed with',
  input: z.strictObject({ name: routineName.optional(), limit }),
  output: z.object({ runs: z.array(runRow) }),
  positional: ['name'],
  errors: ['no-such-routine'],
  examples: [{ command: 'routine history score --limit 7', says: 'a week of one routine; without a name, of all' }],
  async run(context, { name, limit: most }) {
    const { engine, workspaceId } = context;
    const routine = name === undefined ? null : (await routineNamed(context, name)).name;
    const runs = await engine.store.routines.runs({ workspaceId, routine, limit: most });
    return { runs: runs.map(runRowOf) };
  },
  print: ({ runs }) => printRuns(runs),
});

/** Slots that are told of a schedule. */
const SLOTS_TOLD = 3;

/** `routine next`. */
export const routineNext = operation({
  ...LOOK,
  verb: 'next',
  command: 'routine next',
  summary: 'When a schedule would come round, before any routine is set to it',
  input: z.strictObject({ cron: scheduleText, zone: zoneText.optional() }),
  output: z.object({ zone: z.string(), next: z.array(z.string()) }),
  positional: ['cron'],
  errors: ['bad-schedule', 'bad-zone'],
  examples: [{ command: 'routine next "30 1 * * mon-fri" --zone Europe/Berlin', says: 'its next three times' }],
  async run({ engine }, { cron, zone }) {
    const schedule = readSchedule(cron, zone === undefined ? null : zoneSaid(zone));
    const shown = schedule.zone ?? engine.parts.zone ?? 'UTC';
    const next: string[] = [];
    let after = engine.clock.now();
    for (let n = 0; n < SLOTS_TOLD; n++) {
      const slot = nextSlot(schedule.cron, shown, after);
      if (slot === null) break;
      next.push(new Date(slot).toISOString());
      after = slot;
    }
    if (next.length === 0) throw neverComes(cron);
    return { zone: shown, next };
  },
  print: ({ zone, next }) => `${next.join('\n')}\n(of ${zone})\n`,
});

const healthRow = z.object({
  name: z.string(),
  health: z.enum(['healthy', 'degraded', 'failed']),
  enabled: z.boolean(),
  failuresInARow: z.number(),
  completed: z.number(),
  failed: z.number(),
  skipped: z.number(),
  /** Percent. */
  successRate: z.number().nullable(),
});

/** `routine health`. */
export const routineHealth = operation({
  ...LOOK,
  verb: 'health',
  command: 'routine health',
  summary:
    'How each routine is doing: healthy, degraded (less than half of its runs succeed) or failed (three in a row)',
  input: z.strictObject({}),
  output: z.object({ health: z.enum(['healthy', 'degraded', 'failed']), routines: z.array(healthRow) }),
  positional: [],
  errors: [],
  examples: [{ command: 'routine health', says: 'exit 1 where a routine has failed' }],
  async run({ engine, workspaceId }) {
    const routines = [];
    for (const { name, enabled } of await routinesOf(engine, workspaceId)) {
      const runs = await engine.store.routines.runs({ workspaceId, routine: name, limit: LIMITS.healthRuns });
      // Slots to come have runs where the clock was ahead.
      const over = runs.filter(({ finishedAt, slotAt }) => finishedAt !== null && slotAt <= engine.clock.now());
      routines.push({ name, enabled, ...healthOf(over.map(({ state }) => state as RunOutcome)) });
    }
    return { health: overallHealth(routines.map(({ health }) => health)), routines };
  },
  print: ({ health, routines }) =>
    `Routines are ${health}.\n${table([
      ['ROUTINE', 'HEALTH', 'WELL', 'BADLY', 'SKIPPED', 'RATE'],
      ...routines.map((one) => [
        one.name,
        one.health,
        String(one.completed),
        String(one.failed),
        String(one.skipped),
        one.successRate === null ? '' : `${Math.round(one.successRate)} %`,
      ]),
    ])}`,
  failed: ({ health }) => health === 'failed',
});

const alertRow = z.object({
  at: z.string(),
  subject: z.string(),
  status: z.string(),
  was: z.string(),
  says: z.string(),
  facts: z.record(z.string(), z.unknown()),
  sends: z.array(
    z.object({ target: z.string(), state: z.string(), attempts: z.number(), detail: z.string().nullable() }),
  ),
});

/** `alert list`. */
export const alertList = operation({
  ...LOOK,
  noun: 'alert',
  verb: 'list',
  command: 'alert list',
  summary: 'What somebody was told, newest first: health that changed, work that was late, unconfirmed messages',
  input: z.strictObject({ limit }),
  output: z.object({ alerts: z.array(alertRow) }),
  positional: [],
  errors: [],
  examples: [{ command: 'alert list', says: 'with what became of each on its way to webhook, Slack or mailbox' }],
  async run({ engine, workspaceId }, { limit: most }) {
    const stories = await engine.store.alerts.list(workspaceId, most);
    const alerts = stories.map(({ alert: { at, subject, status, was, facts }, sends }) => ({
      at: new Date(at).toISOString(),
      subject,
      status,
      was,
      says: alertSentence(subject, status),
      facts: { ...facts },
      sends: sends.map((send) => ({ ...send })),
    }));
    return { alerts };
  },
  print: ({ alerts }) =>
    alerts.length === 0
      ? 'Nobody had to be told anything yet.\n'
      : alerts
          .map(({ at, says, sends }) => {
            const ways = sends.map(({ target, state }) => `${target} ${state}`).join(', ');
            return `${at}  ${says}  ${ways === '' ? '(written down only: no target is configured)' : ways}\n`;
          })
          .join(''),
});
