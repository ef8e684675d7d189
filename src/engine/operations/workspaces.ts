/** Operations on the workspace: show, set-limits, go-live, go-dry, purge. */
import { z } from 'zod';
import { DEFAULT_LIMITS } from '../../domain/consent/pace/send-limits.ts';
import { RETRY_CHANNELS, retriesFor, retriesSchema } from '../../domain/delivery/retries.ts';
import { RETENTION_DAYS } from '../../domain/retention.ts';
import { brandOf } from '../agency/brand.ts';
import { mayCall, setMayCall } from '../deliver/artificial-voice.ts';
import { retriesOf, setRetries } from '../deliver/retries.ts';
import { changedLimits, sendLimitsOf, setSendLimits } from '../deliver/send-limits.ts';
import { readiness } from '../instance/go-live.ts';
import { refuseSamples } from '../people/samples.ts';
import type { Workspace } from '../store-port.ts';
import { workspaceOf } from './find.ts';
import { operation, Refusal } from './operation.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** `workspace show`. */
export const workspaceShow = operation({
  noun: 'workspace',
  verb: 'show',
  command: 'workspace show',
  summary: 'This workspace: dry or live, since when, by whom; its limits on sending, its brand',
  kind: 'query',
  input: z.strictObject({}),
  output: z.record(z.string(), z.unknown()),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'workspace show', says: 'new workspaces are dry' }],
  async run(context) {
    const workspace = await workspaceOf(context);
    const { id, mode, createdAt, liveAt, liveBy } = workspace;
    const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
    const limits = sendLimitsOf(workspace);
    return {
      id,
      mode,
      createdAt: iso(createdAt),
      liveAt: iso(liveAt),
      liveBy,
      limits,
      retries: retriesShown(workspace),
      brand: brandOf(workspace),
      artificialVoice: mayCall(workspace),
    };
  },
});

/** `workspace set-limits`: how much and how fast may be sent. */
export const workspaceSetLimits = operation({
  noun: 'workspace',
  verb: 'set-limits',
  command: 'workspace set-limits',
  summary: 'Change limits on sending: caps, gap, warm-up, jitter, canary; they hold from the next batch on',
  kind: 'command',
  input: z.strictObject({
    set: z
      .record(z.string(), z.string())
      .default({})
      .describe(
        'limit=value, as workspace show names them; none switches one off, standard is what a new workspace has; may be repeated',
      ),
    standard: z.boolean().default(false).describe('begin with the standard limits, not with those that are set'),
  }),
  output: z.object({ limits: z.record(z.string(), z.unknown()) }),
  positional: [],
  errors: ['bad-limit'],
  role: 'admin',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  undo: 'workspace set-limits',
  examples: [
    {
      command: 'workspace set-limits --set email.senderDay=50 --set minGapHours=48',
      says: 'per mailbox and day; between two touches of one lead',
    },
    { command: 'workspace set-limits --set canary=none', says: 'no test with the first messages of a campaign' },
    {
      command: 'workspace set-limits --set zone=America/Los_Angeles',
      says: 'where the day of a mailbox, a domain and a campaign begins',
    },
    { command: 'workspace set-limits --standard', says: 'what a new workspace has' },
  ],
  async run(context, { set, standard }) {
    const workspace = await workspaceOf(context);
    const change = changedLimits(standard ? DEFAULT_LIMITS : sendLimitsOf(workspace), set);
    if ('problems' in change) {
      throw new Refusal(
        'bad-limit',
        change.problems.join('; '),
        'rekindle workspace show names the limits; none switches one off',
      );
    }
    const isStandard = standard && Object.keys(set).length === 0;
    await setSendLimits(context.engine, workspace, isStandard ? null : change.limits);
    return { limits: { ...change.limits } };
  },
});

const RetriesShown = z.record(
  z.enum(RETRY_CHANNELS),
  z.object({ waitsMinutes: z.array(z.number()), giveUpHours: z.number() }),
);

/** What is in force by channel, playbooks left out. */
function retriesShown(workspace: Workspace): z.output<typeof RetriesShown> {
  const own = retriesOf(workspace);
  const entries = RETRY_CHANNELS.map((channel) => {
    const { waitsMs, giveUpMs } = retriesFor(channel, {}, own);
    return [channel, { waitsMinutes: waitsMs.map((ms) => ms / MINUTE_MS), giveUpHours: giveUpMs / HOUR_MS }] as const;
  });
  return Object.fromEntries(entries) as z.output<typeof RetriesShown>;
}

/** `workspace set-retries`: how often a message is tried again. */
export const workspaceSetRetries = operation({
  noun: 'workspace',
  verb: 'set-retries',
  command: 'workspace set-retries',
  summary:
    'Say how often and how long a message is tried again that was put off, by channel; a playbook may say otherwise',
  kind: 'command',
  input: z.strictObject({
    channel: z.enum(RETRY_CHANNELS).describe(RETRY_CHANNELS.join(', ')),
    waits: z.string().optional().describe('waits before the second, third … try: 5m,15m,30m; none = no second try'),
    giveUp: z.string().optional().describe('age at which a message is given up that only the connection held up: 3d'),
    standard: z.boolean().default(false).describe('as a new workspace has it'),
  }),
  output: z.object({ retries: RetriesShown }),
  positional: ['channel'],
  errors: ['bad-retries'],
  role: 'admin',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  undo: 'workspace set-retries',
  examples: [{ command: 'workspace set-retries email --waits 10m,1h,4h', says: 'from the next answer of a server on' }],
  async run(context, { channel, waits, giveUp, standard }) {
    const workspace = await workspaceOf(context);
    const list = waits === 'none' ? [] : waits?.split(',').map((each) => each.trim());
    const read = retriesSchema.safeParse({ [channel]: { waits: list, giveUp } });
    if (!read.success) {
      const [problem = '', remedy = ''] = (read.error.issues[0]?.message ?? '').split('\n');
      throw new Refusal('bad-retries', problem, remedy || 'write --waits 5m,15m,30m or --give-up 3d');
    }
    const retries = await setRetries(context.engine, workspace, channel, standard ? null : (read.data[channel] ?? {}));
    return { retries: retriesShown({ ...workspace, settings: { ...workspace.settings, retries } }) };
  },
});

/** `workspace go-live`: from here on messages reach people. */
export const workspaceGoLive = operation({
  noun: 'workspace',
  verb: 'go-live',
  command: 'workspace go-live',
  summary: 'Let messages leave for real; refused while something that protects people is missing',
  kind: 'command',
  input: z.strictObject({
    yes: z.boolean().default(false).describe('you mean it'),
  }),
  output: z.object({
    mode: z.string(),
    samplesRefused: z.number().describe('refusals that stand now against sample people, whom nothing may be sent to'),
    warnings: z
      .array(z.string())
      .describe(
        'what a person may live with, knowing it: of the public address, and of campaigns that are live already',
      ),
  }),
  positional: [],
  errors: ['not-ready', 'not-confirmed'],
  role: 'admin',
  scope: 'workspace',
  effect: 'send',
  idempotent: true,
  undo: 'workspace go-dry',
  examples: [
    { command: 'workspace go-live --yes', says: 'records who did it; rekindle serve must be there for opt-out links' },
  ],
  async run(context, { yes }) {
    const { engine, actor } = context;
    const workspace = await workspaceOf(context);
    const { missing, warnings } = await readiness(engine, workspace);
    if (missing.length > 0)
      throw new Refusal('not-ready', `missing: ${missing.join('; ')}`, 'configure it, then go live');
    if (!yes) throw new Refusal('not-confirmed', 'from then on messages reach people', 'say it with --yes');
    const samplesRefused = await refuseSamples(engine, workspace.id);
    await engine.store.workspaces.save({ ...workspace, mode: 'live', liveAt: engine.clock.now(), liveBy: actor });
    return { mode: 'live', samplesRefused, warnings: [...warnings] };
  },
});

/** `workspace set-voice`: whether an artificial voice may call. */
export const workspaceSetVoice = operation({
  noun: 'workspace',
  verb: 'set-voice',
  command: 'workspace set-voice',
  summary: 'Switch calls by an artificial voice on or off; each person must have opted in to them as well',
  kind: 'command',
  input: z.strictObject({ on: z.boolean().default(false).describe('on; off without it') }),
  output: z.object({ artificialVoice: z.boolean() }),
  positional: [],
  errors: [],
  role: 'admin',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  undo: 'workspace set-voice',
  examples: [{ command: 'workspace set-voice --on', says: 'voice steps of playbooks are taken from now on' }],
  async run(context, { on }) {
    await setMayCall(context.engine, await workspaceOf(context), on);
    return { artificialVoice: on };
  },
});

/** `workspace go-dry`: back into the outbox folder. */
export const workspaceGoDry = operation({
  noun: 'workspace',
  verb: 'go-dry',
  command: 'workspace go-dry',
  summary: 'Send into the outbox folder again',
  kind: 'command',
  input: z.strictObject({}),
  output: z.object({ mode: z.string() }),
  positional: [],
  errors: [],
  role: 'admin',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [{ command: 'workspace go-dry', says: 'takes effect with the next batch' }],
  async run(context) {
    const workspace = await workspaceOf(context);
    await context.engine.store.workspaces.save({ ...workspace, mode: 'dry' });
    return { mode: 'dry' };
  },
});

const DAY_MS = 86_400_000;

/** `workspace purge`: what retention no longer keeps. */
export const purge = operation({
  noun: 'workspace',
  verb: 'purge',
  command: 'workspace purge',
  summary: 'Remove what retention no longer keeps: old events, decisions nothing stands on, expired look-ups',
  kind: 'job',
  input: z.strictObject({
    eventDays: z.int().min(30).default(RETENTION_DAYS.event).describe('days events are kept'),
    decisionDays: z.int().min(30).default(RETENTION_DAYS.decision).describe('days superseded decisions are kept'),
    auditDays: z.int().min(30).default(RETENTION_DAYS.audit).describe('days the log of acts is kept'),
  }),
  output: z.object({ events: z.number(), decisions: z.number(), audits: z.number(), others: z.number() }),
  positional: [],
  errors: [],
  role: 'admin',
  scope: 'workspace',
  effect: 'irreversible',
  idempotent: true,
  examples: [
    { command: 'workspace purge --event-days 365', says: 'messages and standing decisions are never removed' },
  ],
  async run({ engine, workspaceId }, { eventDays, decisionDays, auditDays }) {
    const before = (days: number): number => engine.clock.now() - days * DAY_MS;
    return engine.store.purge(workspaceId, {
      event: before(eventDays),
      decision: before(decisionDays),
      audit: before(auditDays),
      other: before(RETENTION_DAYS.other),
    });
  },
});
