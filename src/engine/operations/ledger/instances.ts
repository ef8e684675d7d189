/** Operations on the instance: is this the database that sends, and what a person stopped. */
import { z } from 'zod';
import { LIMITS } from '../../../domain/limits.ts';
import { MESSAGE_CHANNELS } from '../../../domain/message.ts';
import { reasonText } from '../../../domain/reason.ts';
import { refuseUnlessEverywhere } from '../../access/caller.ts';
import { move, wakeAll } from '../../campaigns.ts';
import { keepDepartures } from '../../deliver/departures/left-before.ts';
import type { Engine } from '../../engine.ts';
import { eraseAgain } from '../../people/again.ts';
import { refuseAgain } from '../../people/refusals-noted.ts';
import { operation, Refusal } from '../operation.ts';

const HaltOutput = z.object({
  workspace: z.string().nullable(),
  channel: z.string().nullable(),
  why: z.string(),
  by: z.string(),
  at: z.string(),
});

/** `instance show`. */
export const instanceShow = operation({
  noun: 'instance',
  verb: 'show',
  command: 'instance show',
  summary: 'Whether this database may send, what is stopped, which connections rest, and what would leave late',
  kind: 'query',
  input: z.strictObject({}),
  output: z.object({
    sends: z.boolean(),
    reason: z.string().nullable(),
    remedy: z.string().nullable(),
    nextAt: z.string().nullable(),
    halts: z.array(HaltOutput),
    connections: z.array(
      z.object({
        connection: z.string(),
        failures: z.number(),
        until: z.string().nullable(),
        code: z.string().nullable(),
      }),
    ),
  }),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'instance',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'instance show', says: 'after a restore: what is due, before anything leaves' }],
  async run({ engine }) {
    const closed = await engine.fence.look();
    const nextAt = await engine.store.work.nextAt();
    const rests = await engine.store.instance.rests();
    return {
      sends: closed === null,
      reason: closed && reasonText(closed.code).says,
      remedy: closed && reasonText(closed.code).remedy,
      nextAt: isoOf(nextAt),
      halts: (await engine.store.instance.halts()).map(haltShown),
      connections: rests.map(({ connection, faults, until, code }) => ({
        connection,
        failures: faults,
        until: isoOf(until),
        code,
      })),
    };
  },
});

/** `instance claim`: after a restore, a move or a copy. */
export const instanceClaim = operation({
  noun: 'instance',
  verb: 'claim',
  command: 'instance claim',
  summary: 'Say that this database is the one that sends, after it was restored, moved or copied',
  kind: 'command',
  input: z.strictObject({
    yes: z.boolean().default(false).describe('no other copy of it sends'),
    pause: z
      .boolean()
      .default(false)
      .describe('pause every live campaign first: each goes on by campaign resume, once somebody has looked at it'),
  }),
  output: z.object({
    sends: z.literal(true),
    nextAt: z.string().nullable(),
    paused: z.number().describe('live campaigns that wait for campaign resume'),
    erasedAgain: z.number().describe('people who were erased, and came back with a backup'),
    refusedAgain: z.number().describe('refusals that were said since a backup was taken, and are refused again'),
    leftSince: z.number().describe('messages that left since a backup was taken, and do not leave again'),
    notedFrom: z.string().nullable().describe('the day from which on it is noted what left; null = nothing is noted'),
  }),
  positional: [],
  errors: ['not-confirmed', 'on-its-way', 'changed-meanwhile'],
  role: 'admin',
  scope: 'instance',
  effect: 'send',
  idempotent: true,
  preview: 'instance show',
  examples: [
    { command: 'instance claim --yes', says: 'what is due leaves with the next batch' },
    {
      command: 'instance claim --yes --pause',
      says: 'after a restore: nothing of a campaign leaves until it is resumed',
    },
  ],
  async run({ engine, actor, note }, { yes, pause }) {
    const nextAt = isoOf(await engine.store.work.nextAt());
    if (!yes) {
      const due = nextAt === null ? 'nothing is due' : `the oldest that is due is of ${nextAt}`;
      const remedy = 'say it with --yes; with --pause too every live campaign waits until it is resumed';
      throw new Refusal('not-confirmed', `${due}; it leaves once this is claimed`, remedy);
    }
    const paused = pause ? await pauseLive(engine) : 0;
    // Before it sends: who was erased, has said no, or was written to since, is not to hear from it (again).
    const erasedAgain = await eraseAgain(engine);
    const refusedAgain = await refuseAgain(engine);
    const leftSince = await keepDepartures(engine);
    const notedFrom = engine.parts.departureNotes?.from() ?? null;
    if (notedFrom === null && (await engine.fence.look()) !== null && !pause) note(NOTHING_NOTED);
    await engine.fence.claim(actor);
    return { sends: true as const, nextAt, paused, erasedAgain, refusedAgain, leftSince, notedFrom };
  },
});

const NOTHING_NOTED =
  'Nothing is noted here of what left before. If this was restored from a backup, what left since leaves again: pause its campaigns, ' +
  'bring the notes here that the original has beside it (rekindle.db.left), and claim it once more.';

/** For whoever wants to look first at what a backup does not know; how many were paused. */
async function pauseLive(engine: Engine): Promise<number> {
  let paused = 0;
  for (const { id } of await engine.store.workspaces.list(LIMITS.workspaces)) {
    const campaigns = await engine.store.campaigns.list(id, LIMITS.campaigns);
    for (const campaign of campaigns.filter(({ state }) => state === 'live')) {
      await move(engine, campaign, 'paused');
      paused += 1;
    }
  }
  return paused;
}

/** `halt add`: the emergency stop. */
export const haltAdd = operation({
  noun: 'halt',
  verb: 'add',
  command: 'halt add',
  summary: 'Stop everything that leaves from this workspace, or one channel of it, or all workspaces, within one batch',
  kind: 'command',
  input: z.strictObject({
    why: z.string().max(500).default('').describe('for those who find it stopped'),
    channel: z.enum(MESSAGE_CHANNELS).optional().describe('only this channel'),
    everything: z.boolean().default(false).describe('in all workspaces'),
  }),
  output: HaltOutput,
  positional: ['why'],
  errors: ['whole-instance-only'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  undo: 'halt lift',
  examples: [
    { command: 'halt add "wrong list"', says: 'nothing of this workspace leaves, until halt lift' },
    { command: 'halt add --everything', says: 'nothing leaves at all' },
  ],
  async run(context, { why, channel, everything }) {
    if (everything) refuseUnlessEverywhere(context);
    const { engine, workspaceId, actor } = context;
    const halt = { ...scopeOf(workspaceId, channel, everything), why, by: actor, at: engine.clock.now() };
    await engine.store.instance.halt(halt);
    return haltShown(halt);
  },
});

/** `halt lift`. */
export const haltLift = operation({
  noun: 'halt',
  verb: 'lift',
  command: 'halt lift',
  summary: 'Lift a stop; what fell due meanwhile goes by the lateness rule of its sequence',
  kind: 'command',
  input: z.strictObject({
    channel: z.enum(MESSAGE_CHANNELS).optional().describe('the stop of this channel'),
    everything: z.boolean().default(false).describe('the stop of all workspaces'),
  }),
  output: z.object({ lifted: z.boolean() }),
  positional: [],
  errors: ['whole-instance-only'],
  role: 'operator',
  scope: 'workspace',
  effect: 'send',
  idempotent: true,
  undo: 'halt add',
  examples: [{ command: 'halt lift', says: 'of this workspace' }],
  async run(context, { channel, everything }) {
    if (everything) refuseUnlessEverywhere(context);
    const { engine, workspaceId } = context;
    const scope = scopeOf(workspaceId, channel, everything);
    const lifted = await engine.store.instance.lift(scope.workspaceId, scope.channel);
    for (const campaign of await engine.store.campaigns.list(workspaceId, LIMITS.campaigns)) {
      await wakeAll(engine, campaign, 'halted');
    }
    return { lifted };
  },
});

/** `halt list`. */
export const haltList = operation({
  noun: 'halt',
  verb: 'list',
  command: 'halt list',
  summary: 'What is stopped, by whom and why',
  kind: 'query',
  input: z.strictObject({}),
  output: z.array(HaltOutput),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'instance',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'halt list', says: 'an empty list: nothing is stopped' }],
  run: async ({ engine }) => (await engine.store.instance.halts()).map(haltShown),
});

function scopeOf(workspaceId: string, channel: string | undefined, everything: boolean) {
  return { workspaceId: everything ? '' : workspaceId, channel: channel ?? '' };
}

function haltShown(halt: { workspaceId: string; channel: string; why: string; by: string; at: number }) {
  const { workspaceId, channel, why, by, at } = halt;
  return { workspace: workspaceId || null, channel: channel || null, why, by, at: new Date(at).toISOString() };
}

function isoOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
