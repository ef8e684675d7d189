/** Operations on acts on many leads: previewed, begun, shown, gone on with, cancelled, taken back. */
import { z } from 'zod';
import { BULK_ACTS } from '../../../domain/bulk/act.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { reasonText } from '../../../domain/reason.ts';
import { goOnBulk, namedLeads, previewBulk, startBulk, undoBulk } from '../../bulk/run.ts';
import type { BulkRecord } from '../../store-port.ts';
import { workspaceOf } from '../find.ts';
import { type OperationContext, operation, Refusal } from '../operation.ts';
import { BULK_WISH_ERRORS, BulkAsked, BulkStarted, BulkTo, bulkWishOf } from './bulk-wish.ts';

const Counted = z.array(z.object({ code: z.string(), leads: z.number(), says: z.string() }));
const Shown = z.object({
  id: z.string(),
  act: z.enum(BULK_ACTS),
  value: z.string(),
  where: z.string(),
  named: z.number().nullable().describe('of how many leads that were named; null = of all that fit'),
  why: z.string(),
  campaign: z.string().nullable(),
  state: z.enum(['running', 'done', 'cancelled', 'undoing', 'undone']),
  fits: z.number(),
  changed: z.number(),
  skipped: z.number(),
  restored: z.number(),
  kept: z.number(),
  reasons: Counted,
  startedBy: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
});

function counted(reasons: Readonly<Record<string, number>>): z.output<typeof Counted> {
  const most = Object.entries(reasons).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return most.map(([code, leads]) => ({ code, leads, says: reasonText(code).says }));
}

function shown(record: BulkRecord): z.output<typeof Shown> {
  const { id, act, value, asked, why, campaignId, state, fits, changed, skipped, restored, kept } = record;
  return {
    ...{ id, act, value, where: asked, why, campaign: campaignId, state },
    named: namedLeads(record.filter)?.length ?? null,
    ...{ fits, changed, skipped, restored, kept, reasons: counted(record.reasons), startedBy: record.startedBy },
    startedAt: new Date(record.startedAt).toISOString(),
    finishedAt: record.finishedAt === null ? null : new Date(record.finishedAt).toISOString(),
  };
}

async function recordOf({ engine, workspaceId }: OperationContext, id: string): Promise<BulkRecord> {
  const record = await engine.store.bulk.get(workspaceId, id);
  if (record) return record;
  throw new Refusal('no-such-bulk', `there is no act ${id}`, 'rekindle bulk list shows them');
}

const idOf = z.string().min(1, 'name an act').describe('id of the act');

const keyOf = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe('given twice, the act is done once, and gone on with where it was cut off');

/** `bulk preview`. */
export const bulkPreview = operation({
  noun: 'bulk',
  verb: 'preview',
  command: 'bulk preview',
  summary: 'What an act on all leads that fit would change, and whom it would pass over, with why; changes nothing',
  kind: 'job',
  input: z.strictObject(BulkAsked),
  output: z.object({
    fits: z.number(),
    changes: z.number(),
    skips: Counted,
    whole: z.boolean().describe(`false = more fit than the ${LIMITS.bulkPreviewed} that are looked at`),
  }),
  positional: ['act'],
  errors: BULK_WISH_ERRORS,
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [
    { command: `bulk preview tag --value vip --where 'country == "DE"'`, says: 'by the very code that would do it' },
  ],
  async run(context, input) {
    const { skips, ...told } = await previewBulk(
      context.engine,
      await bulkWishOf(context, input),
      context.actor,
      context,
    );
    return { ...told, skips: counted(skips) };
  },
});

/** `bulk start`. */
export const bulkStart = operation({
  noun: 'bulk',
  verb: 'start',
  command: 'bulk start',
  summary: 'Do one thing to all leads that fit: tag, assign, pause or suppress them, batch by batch',
  kind: 'job',
  input: z.strictObject({
    ...BulkStarted,
    key: keyOf,
  }),
  output: Shown,
  positional: ['act'],
  errors: [...BULK_WISH_ERRORS, 'bulk-key-taken', 'bulk-busy', 'no-such-bulk'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: false,
  preview: 'bulk preview',
  undo: 'bulk undo',
  examples: [
    {
      command: `bulk start tag --value vip --where 'country == "DE"'`,
      says: 'leads that come in meanwhile are not meant',
    },
    { command: `bulk start assign --value ann --where 'owner == null'`, says: 'whoever is nobody’s is Ann’s' },
  ],
  async run(context, { key, ...input }) {
    await workspaceOf(context);
    const { engine, actor } = context;
    return shown(await startBulk(engine, await bulkWishOf(context, input), { actor, key: key ?? null }, context));
  },
});

/** `bulk enroll`. */
export const bulkEnroll = operation({
  noun: 'bulk',
  verb: 'enroll',
  command: 'bulk enroll',
  summary:
    'Put all leads that fit into a live campaign, also those that its audience would not take in; its rules still decide',
  kind: 'job',
  input: z.strictObject({
    into: z.string().min(1, 'name a campaign').max(200).describe('the campaign, by id or name'),
    ...BulkTo,
    key: keyOf,
  }),
  output: Shown,
  positional: ['into'],
  errors: [...BULK_WISH_ERRORS, 'bulk-key-taken', 'bulk-busy', 'no-such-bulk'],
  role: 'manager',
  scope: 'workspace',
  effect: 'send',
  idempotent: false,
  preview: 'bulk preview',
  undo: 'bulk undo',
  examples: [
    {
      command: `bulk enroll spring --where 'country == "DE"'`,
      says: 'bulk preview enroll --value spring tells how many, and why not the others',
    },
  ],
  async run(context, { into, key, ...input }) {
    await workspaceOf(context);
    const { engine, actor } = context;
    const wish = await bulkWishOf(context, { ...input, act: 'enroll', value: into });
    return shown(await startBulk(engine, wish, { actor, key: key ?? null }, context));
  },
});

/** `bulk list`. */
export const bulkList = operation({
  noun: 'bulk',
  verb: 'list',
  command: 'bulk list',
  summary: 'Acts on many leads, newest first, with how far they are',
  kind: 'query',
  input: z.strictObject({ limit: z.int().min(1).max(200).default(20).describe('how many') }),
  output: z.object({ acts: z.array(Shown) }),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'bulk list', says: 'what was done to many at once' }],
  async run({ engine, workspaceId }, { limit }) {
    return { acts: (await engine.store.bulk.list(workspaceId, limit)).map(shown) };
  },
});

/** `bulk show`. */
export const bulkShow = operation({
  noun: 'bulk',
  verb: 'show',
  command: 'bulk show',
  summary: 'One act on many leads: how far it is, and what became of each lead',
  kind: 'query',
  input: z.strictObject({
    bulk: idOf,
    reason: z.string().optional().describe('only leads with this reason code; changed = those that were changed'),
    limit: z.int().min(1).max(1000).default(50).describe('how many leads'),
    after: z.string().nullable().default(null).describe('`next` of the page before'),
  }),
  output: Shown.extend({
    leads: z.array(z.object({ leadId: z.string(), reason: z.string().nullable(), undone: z.string().nullable() })),
    next: z.string().nullable(),
  }),
  positional: ['bulk'],
  errors: ['no-such-bulk'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'bulk show blk_01k… --reason changed-since', says: 'whom an undo left as they are' }],
  async run(context, { bulk, reason, limit, after }) {
    const { engine, workspaceId } = context;
    const record = await recordOf(context, bulk);
    const code = reason === undefined ? 'any' : reason === 'changed' ? null : reason;
    const rows = await engine.store.bulk.rows({ workspaceId, id: record.id, code, after: after ?? '', limit });
    const leads = rows.map(({ leadId, code: passed, undone }) => ({ leadId, reason: passed, undone }));
    return { ...shown(record), leads, next: rows.length === limit ? (rows.at(-1)?.leadId ?? null) : null };
  },
});

/** `bulk resume`. */
export const bulkResume = operation({
  noun: 'bulk',
  verb: 'resume',
  command: 'bulk resume',
  summary: 'Go on at once with an act on many leads that was cut off; serve and worker do it by themselves',
  kind: 'job',
  input: z.strictObject({ bulk: idOf }),
  output: Shown,
  positional: ['bulk'],
  errors: ['no-such-bulk', 'bulk-busy'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  preview: 'bulk show',
  examples: [{ command: 'bulk resume blk_01k…', says: 'after a kill; each lead is changed once' }],
  async run(context, { bulk }) {
    return shown(await goOnBulk(context.engine, await recordOf(context, bulk), context));
  },
});

/** `bulk cancel`. */
export const bulkCancel = operation({
  noun: 'bulk',
  verb: 'cancel',
  command: 'bulk cancel',
  summary: 'End an act on many leads where it is; what it did stays until it is taken back',
  kind: 'command',
  input: z.strictObject({ bulk: idOf }),
  output: Shown,
  positional: ['bulk'],
  errors: ['no-such-bulk'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [{ command: 'bulk cancel blk_01k…', says: 'after the batch that it is at' }],
  async run(context, { bulk }) {
    const { engine, workspaceId } = context;
    const { id } = await recordOf(context, bulk);
    await engine.store.bulk.cancel(workspaceId, id, engine.clock.now());
    return shown(await recordOf(context, id));
  },
});

/** `bulk undo`. */
export const bulkUndo = operation({
  noun: 'bulk',
  verb: 'undo',
  command: 'bulk undo',
  summary: 'Take an act on many leads back: who is as it left them is as before, who was changed since is named',
  kind: 'job',
  input: z.strictObject({ bulk: idOf }),
  output: Shown,
  positional: ['bulk'],
  errors: ['no-such-bulk', 'not-undoable', 'bulk-runs', 'bulk-busy'],
  role: 'operator',
  scope: 'workspace',
  effect: 'send',
  idempotent: true,
  preview: 'bulk show',
  examples: [{ command: 'bulk undo blk_01k…', says: 'a pause that is lifted lets go on what it kept back' }],
  async run(context, { bulk }) {
    return shown(await undoBulk(context.engine, await recordOf(context, bulk), context));
  },
});
