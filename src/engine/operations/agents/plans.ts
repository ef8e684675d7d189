/** Operations on plans: what an agent proposes and a person decides. What a plan is good for is asked when it is used (`engine/plans`). */
import { z } from 'zod';
import { type Access, mayDo } from '../../../domain/access/role.ts';
import type { PlanChange } from '../../../domain/agent/audience.ts';
import { type PlanDecision, planDecision, whyOver } from '../../../domain/agent/plan.ts';
import { canonicalJson } from '../../../domain/canonical-json.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { REASONS, reasonText } from '../../../domain/reason.ts';
import { refusalOf, refuseUnlessMay } from '../../access/caller.ts';
import { aboutOf, type PlanInput } from '../../plans/about.ts';
import { isLive, planDigest, planNamed, whoIs } from '../../plans/admit.ts';
import { seenOf, tellingOf } from '../../plans/tell.ts';
import { remoteShape } from '../../serve/remote-input.ts';
import type { PlanRecord } from '../../store-port.ts';
import { workspaceOf } from '../find.ts';
import { type Operation, type OperationContext, operation, Refusal } from '../operation.ts';
import { needOf } from './reach.ts';

const HOUR_MS = 3_600_000;
const STATES = ['proposed', 'approved', 'refused', 'withdrawn', 'used'] as const;
const common = { noun: 'plan', kind: 'command', scope: 'workspace', effect: 'write' } as const;
const ref = { plan: z.string().min(1).max(100).describe('its id, as plan list shows it') };
const count = z.number();
const perChannel = z.object({ email: count, sms: count, voice: count });
const Shown = z.object({
  plan: z.string(),
  state: z.enum([...STATES, 'expired']),
  operation: z.string(),
  input: z.record(z.string(), z.unknown()),
  why: z.string().describe('in the words of whoever proposed it'),
  proposedBy: z.string(),
  proposedAt: z.string(),
  expiresAt: z.string(),
  mode: z.enum(['dry', 'live']),
  campaigns: z.array(z.string()),
  people: count.describe('whom it reaches'),
  excluded: z.record(z.string(), count).describe('people of these campaigns who get nothing, by reason'),
  reasons: z
    .record(z.string(), z.object({ says: z.string(), remedy: z.string() }))
    .describe('what these codes say, and that of its outcome'),
  planned: perChannel.describe('messages that the sequences hold for these people'),
  perDay: z
    .object({ email: count.nullable(), sms: count.nullable(), voice: count.nullable() })
    .describe('most messages a day; null = no limit'),
  credits: count.nullable().describe('most credits it may spend; null = none are named'),
  change: z
    .object({
      ...{ was: count, is: count, added: count.nullable(), left: count.nullable(), content: z.boolean() },
      ...{ faster: z.array(z.string()), addedSamples: z.array(z.string()), leftSamples: z.array(z.string()) },
    })
    .nullable()
    .describe('what changed since it was approved, so that it waits for another yes'),
  seen: z.string().describe('of what is shown here; plan approve takes it, so that nothing else is approved'),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  usedAt: z.string().nullable(),
  outcome: z.string().nullable(),
});

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

function shown(plan: PlanRecord, now: number): z.output<typeof Shown> {
  const { campaigns, people, excluded, planned, perDay, credits, mode } = plan.about;
  return {
    ...{ plan: plan.id, state: whyOver(plan, now) === 'plan-expired' ? 'expired' : plan.state },
    ...{ operation: plan.operation, input: JSON.parse(plan.input) as Record<string, unknown>, why: plan.why },
    ...{ proposedBy: plan.proposedAs, proposedAt: new Date(plan.proposedAt).toISOString() },
    ...{ expiresAt: new Date(plan.expiresAt).toISOString(), mode, campaigns: [...campaigns], people, excluded },
    reasons: textsOf([...Object.keys(excluded), ...(plan.outcome === null ? [] : [plan.outcome])]),
    ...{ planned, perDay, credits, change: plan.change && shownChange(plan.change), seen: seenOf(plan) },
    ...{ decidedBy: plan.decidedBy, decidedAt: iso(plan.decidedAt), usedAt: iso(plan.usedAt), outcome: plan.outcome },
  };
}

/** What codes say, where there are words for them. */
function textsOf(codes: readonly string[]) {
  const known = codes.filter((code) => Object.hasOwn(REASONS, code));
  return Object.fromEntries(known.map((code) => [code, { ...reasonText(code) }]));
}

function shownChange({ was, is, moved, content, faster }: PlanChange) {
  const { added = null, left = null } = moved ?? {};
  const some = (ids: readonly string[] | null) => (ids ?? []).slice(0, LIMITS.planSamples);
  return {
    ...{ was, is, added: added?.length ?? null, left: left?.length ?? null, content, faster: [...faster] },
    ...{ addedSamples: some(added), leftSamples: some(left) },
  };
}

/** `plan propose`. */
export const planPropose = operation({
  ...common,
  verb: 'propose',
  command: 'plan propose',
  summary:
    'Propose what an agent may not do by itself: one operation with its input, for a person to approve; nothing is done',
  input: z.strictObject({
    operation: z.string().min(1).max(100).describe('as the command line has it, such as campaign launch'),
    input: z.record(z.string(), z.unknown()).default({}).describe('exactly as it will be asked for'),
    why: z.string().trim().min(1).max(2_000).describe('for whoever approves it'),
    hours: z.int().min(1).max(LIMITS.planHours).default(24).describe('for how long it is good'),
  }),
  output: Shown,
  positional: ['operation'],
  errors: [
    ...[
      'no-such-operation',
      'role-too-low',
      'whole-instance-only',
      'not-for-clients',
      'people-only',
      'plan-not-needed',
    ],
    ...['plan-not-for-files', 'plan-too-long', 'plan-too-many', 'no-such-campaign', 'which-campaign', 'no-such-lead'],
  ],
  role: 'viewer',
  idempotent: false,
  undo: 'plan withdraw',
  examples: [
    {
      command: 'plan propose "campaign launch" --input campaign=spring --why "the list is clean, see simulate"',
      says: 'names audience, messages and pace; then a person: plan approve',
    },
  ],
  async run(context, { operation: command, input, why, hours }) {
    const { engine, workspaceId, actor } = context;
    const wished = operationNamed(context, command);
    const parsed = wished.input.parse(input) as PlanInput;
    await refuseUnlessPlanned(context, wished, parsed);
    const written = canonicalJson(JSON.parse(JSON.stringify(parsed)));
    if (written.length > LIMITS.planCharacters) throw refusalOf('plan-too-long');
    await workspaceOf(context);
    const about = await aboutOf(context, wished, parsed);
    const now = engine.clock.now();
    const plan: PlanRecord = {
      ...{ workspaceId, id: engine.ids.next('pln'), state: 'proposed', operation: command, input: written, why, about },
      ...{ digest: planDigest(workspaceId, wished, parsed), proposedBy: whoIs(context), proposedAs: actor },
      ...{ proposedAt: now, expiresAt: now + hours * HOUR_MS, change: null, decidedBy: null, decidedAt: null },
      ...{ usedAt: null, outcome: null },
    };
    if (!(await engine.store.plans.add(plan, LIMITS.plansOpen, tellingOf(engine, plan, 'proposed'))))
      throw refusalOf('plan-too-many');
    return shown(plan, now);
  },
  print: (plan) => printPlan(plan),
});

/** The operation that is meant, where whoever proposes may do it at all. */
function operationNamed(context: OperationContext, command: string): Operation {
  const found = context.engine.parts.operations?.().find((one) => one.command === command);
  if (!found)
    throw new Refusal('no-such-operation', `there is no operation “${command}”`, 'rekindle --help lists them');
  refuseUnlessMay(context, found);
  return found;
}

async function refuseUnlessPlanned(context: OperationContext, wished: Operation, input: PlanInput): Promise<void> {
  const need = needOf(wished, { isDryRun: input.dryRun === true, isLive: await isLive(context) });
  if (need === 'person') throw refusalOf('people-only');
  if (need !== 'plan') throw refusalOf('plan-not-needed');
  if (remoteShape(wished).takesFile) throw refusalOf('plan-not-for-files');
}

/** `plan list`. */
export const planList = operation({
  ...common,
  verb: 'list',
  command: 'plan list',
  summary: 'Plans of agents, newest first: what was proposed, approved, refused, used',
  kind: 'query',
  input: z.strictObject({
    state: z.enum(STATES).nullable().default(null).describe('only these'),
    limit: z.int().min(1).max(LIMITS.plansListed).default(50).describe('how many'),
  }),
  output: z.object({ plans: z.array(Shown) }),
  positional: [],
  errors: [],
  role: 'viewer',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'plan list --state proposed', says: 'what waits for a yes' }],
  async run({ engine, workspaceId }, query) {
    const plans = await engine.store.plans.list({ workspaceId, ...query });
    return { plans: plans.map((plan) => shown(plan, engine.clock.now())) };
  },
  print: ({ plans }) => (plans.length === 0 ? 'No plans.\n' : plans.map(lineOf).join('')),
});

/** `plan show`. */
export const planShow = operation({
  ...common,
  verb: 'show',
  command: 'plan show',
  summary:
    'One plan: the operation, whom it reaches, how many messages, how fast, and what changed since it was approved',
  kind: 'query',
  input: z.strictObject(ref),
  output: Shown,
  positional: ['plan'],
  errors: ['no-such-plan'],
  role: 'viewer',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'plan show pln_01k…', says: 'before you say yes' }],
  run: async ({ engine, workspaceId }, { plan }) =>
    shown(await planNamed(engine, workspaceId, plan), engine.clock.now()),
  print: (plan) => printPlan(plan),
});

const seen = z.string().nullable().default(null).describe('as plan show tells it: approve this and nothing newer');

/** `plan approve`. */
export const planApprove = operation({
  ...common,
  verb: 'approve',
  command: 'plan approve',
  summary: 'Say yes to a plan, as a person whose role allows what it asks for; its agent may then do it once',
  input: z.strictObject({ ...ref, seen }),
  output: Shown,
  positional: ['plan'],
  errors: [
    ...['no-such-plan', 'people-only', 'plan-own', 'role-too-low', 'plan-approved-before', 'plan-changed'],
    ...['plan-used', 'plan-refused', 'plan-withdrawn', 'plan-expired', 'changed-meanwhile'],
  ],
  role: 'operator',
  idempotent: false,
  preview: 'plan show',
  undo: 'plan refuse',
  examples: [{ command: 'plan approve pln_01k…', says: 'it is good until its time is over, and for once' }],
  async run(context, { plan, seen: given }) {
    const found = await planNamed(context.engine, context.workspaceId, plan);
    if (given !== null && given !== seenOf(found)) throw refusalOf('plan-changed');
    return decide(context, found, 'approve');
  },
  print: (plan) => printPlan(plan),
});

/** `plan refuse`. */
export const planRefuse = operation({
  ...common,
  verb: 'refuse',
  command: 'plan refuse',
  summary: 'Say no to a plan, or take back a yes that was not used',
  input: z.strictObject(ref),
  output: Shown,
  positional: ['plan'],
  errors: [
    ...['no-such-plan', 'people-only', 'plan-own', 'role-too-low', 'changed-meanwhile'],
    ...['plan-used', 'plan-refused', 'plan-withdrawn', 'plan-expired'],
  ],
  role: 'operator',
  idempotent: false,
  examples: [{ command: 'plan refuse pln_01k…', says: 'its agent is told so' }],
  run: async (context, { plan }) =>
    decide(context, await planNamed(context.engine, context.workspaceId, plan), 'refuse'),
  print: (plan) => printPlan(plan),
});

/** `plan withdraw`. */
export const planWithdraw = operation({
  ...common,
  verb: 'withdraw',
  command: 'plan withdraw',
  summary: 'Take back a plan, as whoever proposed it or as a person',
  input: z.strictObject(ref),
  output: Shown,
  positional: ['plan'],
  errors: [
    ...['no-such-plan', 'plan-not-yours', 'changed-meanwhile'],
    ...['plan-used', 'plan-refused', 'plan-withdrawn', 'plan-expired'],
  ],
  role: 'viewer',
  idempotent: false,
  examples: [{ command: 'plan withdraw pln_01k…', says: 'where it is no longer wanted' }],
  run: async (context, { plan }) =>
    decide(context, await planNamed(context.engine, context.workspaceId, plan), 'withdraw'),
  print: (plan) => printPlan(plan),
});

const STATE_AFTER = { approve: 'approved', refuse: 'refused', withdraw: 'withdrawn' } as const;

async function decide(context: OperationContext, plan: PlanRecord, act: PlanDecision['act']) {
  const { engine, caller, workspaceId } = context;
  const now = engine.clock.now();
  const isPerson = caller === undefined || caller.kind === 'person';
  const mayAct = caller === undefined || isAllowed(context, caller, plan.operation);
  const refused = planDecision(plan, { act, by: whoIs(context), isPerson, mayAct, now });
  if (refused !== null) throw refusalOf(refused);
  const said = act === 'withdraw' ? {} : { decidedBy: whoIs(context), decidedAt: now };
  const decided: PlanRecord = { ...plan, ...said, state: STATE_AFTER[act] };
  if (await engine.store.plans.move({ was: plan.state, plan: decided })) return shown(decided, now);
  throw new Refusal(
    'changed-meanwhile',
    'somebody decided about this plan just now',
    `rekindle plan show ${plan.id} (${workspaceId})`,
  );
}

function isAllowed({ engine, workspaceId }: OperationContext, caller: Access, command: string): boolean {
  const found = engine.parts.operations?.().find((one) => one.command === command);
  return found !== undefined && mayDo(caller, { command, role: found.role, scope: found.scope, workspaceId }) === null;
}

type PlanShown = z.output<typeof Shown>;

function lineOf({ plan, state, operation: command, people, expiresAt, proposedBy }: PlanShown): string {
  return `${plan}  ${state.padEnd(9)}  ${command.padEnd(18)}  ${people} people  until ${expiresAt}  by ${proposedBy}\n`;
}

function printPlan(plan: PlanShown): string {
  const { perDay, planned, change } = plan;
  const day = (n: number | null) => (n === null ? 'any number' : String(n));
  const excluded = Object.entries(plan.excluded).map(([code, n]) => `${n} ${code}`);
  const lines = [
    `${plan.plan}: ${plan.state}, until ${plan.expiresAt}`,
    `  does        ${plan.operation} ${JSON.stringify(plan.input)}`,
    `  asked by    ${plan.proposedBy}: ${plan.why}`,
    `  reaches     ${plan.people} people${plan.campaigns.length > 0 ? ` of ${plan.campaigns.join(', ')}` : ''}`,
    `  left out    ${excluded.join(', ') || 'nobody'}`,
    `  messages    ${planned.email} e-mails, ${planned.sms} texts, ${planned.voice} calls in its sequences`,
    `  a day       at most ${day(perDay.email)} e-mails, ${day(perDay.sms)} texts, ${day(perDay.voice)} calls`,
    ...(plan.credits === null ? [] : [`  spends      at most ${plan.credits} credits`]),
    `  leaves      ${plan.mode === 'live' ? 'for real' : 'into the outbox folder: the workspace is dry'}`,
    ...(change === null ? [] : [`  changed     ${JSON.stringify(change)}`]),
    ...(plan.decidedBy === null ? [] : [`  decided     ${plan.decidedBy}, ${plan.decidedAt}`]),
    ...(plan.usedAt === null ? [] : [`  used        ${plan.usedAt}: ${plan.outcome ?? 'its end is not known'}`]),
  ];
  return `${lines.join('\n')}\n`;
}
