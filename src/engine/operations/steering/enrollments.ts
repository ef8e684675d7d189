/** Operations on enrollments: one lead's passages through sequences, listed, paused, resumed, cancelled. */
import { z } from 'zod';
import type { Filter } from '../../../domain/list/filter.ts';
import type { Enrollment } from '../../../domain/sequence/enrollment.ts';
import { spoken } from '../../explain.ts';
import { type Act, type Acted, cancelEnrollments, pauseEnrollments, resumeEnrollments } from '../../steer/passages.ts';
import { campaignOf, leadIdOf, leadRef } from '../find.ts';
import { asksMore, counts, LIST_ERRORS, listInputs, listQuery, pageTold, Total } from '../lists/asked.ts';
import { type OperationContext, operation } from '../operation.ts';
import { printList } from '../print/table.ts';

const Reason = z.object({
  code: z.string(),
  says: z.string(),
  remedy: z.string(),
  facts: z.record(z.string(), z.unknown()),
});
/** One enrollment as lists show it. */
const EnrollmentShown = z.object({
  id: z.string(),
  leadId: z.string(),
  campaignId: z.string(),
  sequence: z.string(),
  state: z.enum(['due', 'waiting', 'ended']),
  step: z.string().nullable(),
  dueAt: z.string().nullable(),
  reason: Reason.nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
});

/** An enrollment with its reason in words. */
function enrollmentShown(of: Enrollment): z.output<typeof EnrollmentShown> {
  const { id, leadId, campaignId, sequence, state, step, dueAt, reason, startedAt, endedAt } = of;
  return {
    ...{ id, leadId, campaignId, sequence, state, step },
    dueAt: isoOf(dueAt),
    reason: reason && spoken(reason),
    startedAt: new Date(startedAt).toISOString(),
    endedAt: isoOf(endedAt),
  };
}

function isoOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** `enrollment list`. */
export const enrollmentList = operation({
  noun: 'enrollment',
  verb: 'list',
  command: 'enrollment list',
  summary: 'Passages through sequences: of a lead, of a campaign, or those that wait for a reason',
  kind: 'query',
  input: z.strictObject({
    lead: leadRef.optional(),
    campaign: z.string().optional().describe('only of this campaign'),
    state: z.enum(['due', 'waiting', 'ended']).optional().describe('only in this state'),
    reason: z.string().optional().describe('only with this reason code: paused, held-replied'),
    limit: z.int().min(1).max(1000).default(50).describe('how many'),
    after: z.string().nullable().default(null).describe('`next` of the page before'),
    ...listInputs('enrollment'),
    ...counts,
  }),
  output: z.object({ enrollments: z.array(EnrollmentShown), next: z.string().nullable(), total: Total }),
  positional: ['lead'],
  errors: ['no-such-lead', 'several-leads', 'no-such-campaign', ...LIST_ERRORS],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [
    { command: 'enrollment list jane@acme.com', says: 'what she is and was in' },
    {
      command: `enrollment list --where 'step == "intro" && startedAt < daysAgo(30)'`,
      says: 'who stands at the first step for long',
    },
    { command: 'enrollment list --reason paused', says: 'what people paused, and since when' },
  ],
  async run(context, { lead, campaign, state, reason, count, ...wish }) {
    const { engine, workspaceId } = context;
    const leadId = lead === undefined ? null : await leadIdOf(engine, workspaceId, lead);
    const campaignId = campaign === undefined ? null : (await campaignOf(context, campaign)).id;
    const { limit, after } = wish;
    const query = listQuery(
      context,
      'enrollment',
      { ...wish, campaignId },
      flagsOf({ lead: leadId ?? undefined, state, reason }),
    );
    const { filter } = query;
    const counted = { workspaceId, campaignId, filter };
    const total = count
      ? { total: await engine.store.lists.count('enrollment', counted, engine.suppressionKeys) }
      : undefined;
    if (asksMore(wish)) {
      const { rows, next } = pageTold(await engine.store.lists.enrollments(query), query.order);
      return { enrollments: rows.map(enrollmentShown), next, ...total };
    }
    const wanted = { workspaceId, leadId, campaignId, state: state ?? null, code: reason ?? null, after, limit };
    const found = await engine.store.work.enrollments(wanted);
    const more = leadId === null && found.length === limit;
    return { enrollments: found.map(enrollmentShown), next: more ? (found.at(-1)?.id ?? null) : null, ...total };
  },
  print: ({ enrollments, ...around }) => printList(enrollments, COLUMNS, { ...around, none: 'No passage is so.' }),
});

const COLUMNS = {
  ...{ state: 'STATE', sequence: 'SEQUENCE', step: 'STEP', dueAt: 'DUE (UTC)', reason: 'REASON' },
  ...{ startedAt: 'STARTED (UTC)', endedAt: 'ENDED (UTC)', leadId: 'LEAD', id: 'ID' },
};

/** What flags ask, as parts of a filter. */
function flagsOf(flags: Readonly<Record<string, string | undefined>>): Filter[] {
  return Object.entries(flags).flatMap(([name, value]) =>
    value === undefined ? [] : [{ field: `enrollment.${name}`, is: '==', value } as const],
  );
}

const named = {
  lead: z
    .string()
    .min(1, 'name a lead')
    .describe('id of an enrollment; or of a lead its id, e-mail address or phone number'),
  campaign: z.string().optional().describe('only in this campaign'),
};
/** Why a person does it, for those who ask later. */
export const why = z.string().max(500).default('').describe('for those who find it so');
/** What such an act answers. */
export const ActedShown = { leadId: z.string(), messages: z.number(), enrollments: z.array(EnrollmentShown) };

const ERRORS = ['no-such-lead', 'several-leads', 'no-such-campaign', 'not-enrolled', 'already-ended'];

/** Whose passages are meant. */
async function actOf(
  context: OperationContext,
  { lead, campaign, why: because = '' }: { lead: string; campaign?: string | undefined; why?: string },
): Promise<Act> {
  const { engine, workspaceId, actor } = context;
  const known = await engine.store.work.enrollment(workspaceId, lead);
  const leadId = known?.leadId ?? (await leadIdOf(engine, workspaceId, lead));
  const campaignId = campaign === undefined ? null : (await campaignOf(context, campaign)).id;
  return { workspaceId, leadId, campaignId, enrollmentId: known?.id ?? null, by: actor, why: because };
}

/** An act as it is answered. */
export function actedShown({ leadId }: Act, { messages, enrollments }: Acted) {
  return { leadId, messages, enrollments: enrollments.map(enrollmentShown) };
}

/** `enrollment pause`. */
export const enrollmentPause = operation({
  noun: 'enrollment',
  verb: 'pause',
  command: 'enrollment pause',
  summary: 'Pause a sequence for one lead; nothing of it leaves from then on, what waits to leave is kept back',
  kind: 'command',
  input: z.strictObject({ ...named, why }),
  output: z.object({ ...ActedShown, paused: z.number() }),
  positional: ['lead', 'why'],
  errors: ERRORS,
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  undo: 'enrollment resume',
  examples: [{ command: 'enrollment pause jane@acme.com "on holiday"', says: 'in every campaign that she is in now' }],
  async run(context, input) {
    const act = await actOf(context, input);
    const acted = await pauseEnrollments(context.engine, act);
    return { ...actedShown(act, acted), paused: acted.changed };
  },
});

/** `enrollment resume`: a paused or held sequence goes on. */
export const enrollmentResume = operation({
  noun: 'enrollment',
  verb: 'resume',
  command: 'enrollment resume',
  summary: 'Let a sequence go on that a person paused, or that holds after a touch, a reply or a hand-off',
  kind: 'command',
  input: z.strictObject(named),
  output: z.object({ ...ActedShown, resumed: z.number() }),
  positional: ['lead'],
  errors: [...ERRORS, 'not-held', 'lead-paused'],
  role: 'operator',
  scope: 'workspace',
  effect: 'send',
  idempotent: false,
  undo: 'enrollment pause',
  examples: [
    { command: 'enrollment resume jane@acme.com', says: 'what fell due meanwhile goes by its lateness policy' },
  ],
  async run(context, input) {
    const act = await actOf(context, input);
    const acted = await resumeEnrollments(context.engine, act);
    return { ...actedShown(act, acted), resumed: acted.changed };
  },
});

/** `enrollment cancel`. */
export const enrollmentCancel = operation({
  noun: 'enrollment',
  verb: 'cancel',
  command: 'enrollment cancel',
  summary: 'End a sequence for one lead, for good; what has not left is refused',
  kind: 'command',
  input: z.strictObject({ ...named, why }),
  output: z.object({ ...ActedShown, cancelled: z.number() }),
  positional: ['lead', 'why'],
  errors: ERRORS,
  role: 'operator',
  scope: 'workspace',
  effect: 'irreversible',
  idempotent: true,
  preview: 'enrollment list',
  examples: [{ command: 'enrollment cancel jane@acme.com --campaign spring', says: 'also before anything was sent' }],
  async run(context, input) {
    const act = await actOf(context, input);
    const acted = await cancelEnrollments(context.engine, act);
    return { ...actedShown(act, acted), cancelled: acted.changed };
  },
});
