/** Operations on campaigns: create, check, launch, pause, resume, finish, show; assess; reviews; simulate. */
import { z } from 'zod';
import type { Campaign, Member } from '../../domain/campaign/campaign.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { diffPlaybooks } from '../../domain/playbook/diff.ts';
import { assessAll } from '../assess/assess.ts';
import { changePlaybook, createCampaign, EVERYBODY, launch, move, preflight, resume } from '../campaigns.ts';
import { responseModelSchema } from '../simulate/response-model.ts';
import { simulate as runSimulation } from '../simulate/simulate.ts';
import { campaignOf, leadIdOf, workspaceOf } from './find.ts';
import { type OperationContext, operation, Refusal } from './operation.ts';
import { playbookOf } from './playbooks.ts';
import { printAssess, printCampaign, printPreflight, printSimulation } from './print-campaign.ts';

const campaign = z.string().optional().describe('id or name; may be left out where there is one');
const named = z.strictObject({ campaign });
const anything = z.record(z.string(), z.unknown());
const tally = z.record(z.string(), z.number());

export const campaignCreate = operation({
  noun: 'campaign',
  verb: 'create',
  command: 'campaign create',
  summary: 'Set up a campaign: a playbook on an audience; nothing is sent',
  kind: 'command',
  input: z.strictObject({
    name: z.string().min(1, 'name the campaign').max(120),
    playbook: z.string().default('acquisition').describe('name of a built-in playbook, or its folder'),
    set: z
      .record(z.string(), z.string())
      .default({})
      .describe('setting=value of the playbook; lists with commas; may be repeated'),
    import: z.array(z.string()).default([]).describe('only leads of this import; may be repeated'),
    tag: z.array(z.string()).default([]).describe('only leads with this tag; may be repeated'),
    where: z.string().nullable().default(null).describe('CEL over the facts, such as: lead.country == "US"'),
    frozen: z.boolean().default(false).describe('take in nobody after the launch'),
    fromName: z.string().default('').describe('who writes'),
    fromAddress: z.string().default('').describe('mailbox that it comes from'),
    company: z.string().default('').describe('company that stands behind it'),
    postalAddress: z.string().default('').describe('street address shown in each e-mail'),
    dailyCap: z.int().min(1).max(100_000).default(30).describe('messages a day for this mailbox'),
  }),
  output: anything,
  positional: ['name'],
  errors: ['campaign-exists', 'bad-audience', 'no-such-playbook', 'playbook-has-mistakes', 'unknown-setting'],
  role: 'manager',
  scope: 'workspace',
  effect: 'write',
  idempotent: false,
  examples: [
    {
      command:
        'campaign create spring --playbook acquisition --from-name "Ann Lee" --from-address ann@acme.com --postal-address "1 Main St, Springfield"',
      says: 'a draft; see it first with: simulate',
    },
  ],
  async run(context, input) {
    const { engine, workspaceId } = context;
    await workspaceOf(context);
    const { playbook } = playbookOf(engine, input.playbook, input.set);
    const made = await createCampaign(engine, {
      workspaceId,
      name: input.name,
      playbook,
      content: canonicalJson(playbook),
      audience: { ...EVERYBODY, imports: input.import, tags: input.tag, where: input.where, frozen: input.frozen },
      sender: {
        name: input.fromName,
        address: input.fromAddress,
        company: input.company || input.fromName,
        postalAddress: input.postalAddress,
        dailyCap: input.dailyCap,
      },
    });
    return campaignView(context, made);
  },
  print: printCampaign,
});

export const campaignChange = operation({
  noun: 'campaign',
  verb: 'change',
  command: 'campaign change',
  summary: 'Change a campaign’s settings or playbook; leads are assessed anew, passages under way stay as they are',
  kind: 'command',
  input: z.strictObject({
    campaign,
    playbook: z
      .string()
      .optional()
      .describe('another playbook, or the folder of a changed one; the same one by default'),
    set: z.record(z.string(), z.string()).default({}).describe('setting=value of the playbook; may be repeated'),
  }),
  output: z.object({ campaign: z.string(), from: z.string(), to: z.string(), differences: z.array(z.string()) }),
  positional: ['campaign'],
  errors: [
    'no-such-campaign',
    'no-such-playbook',
    'playbook-has-mistakes',
    'unknown-setting',
    'wrong-state',
    'changed-meanwhile',
  ],
  role: 'manager',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [{ command: 'campaign change spring --set targetCountries=US,GB', says: 'then: rekindle assess' }],
  async run(context, input) {
    const { engine } = context;
    const found = await campaignOf(context, input.campaign);
    await engine.playbooks.refresh();
    const before = engine.playbooks.get(found.playbookHash).playbook;
    const ref = input.playbook ?? before.name;
    const kept = ref === before.name ? before.settings : {};
    const { playbook } = playbookOf(engine, ref, input.set, kept);
    await changePlaybook(engine, found, { playbook, content: canonicalJson(playbook) });
    return {
      campaign: found.name,
      from: before.hash,
      to: playbook.hash,
      differences: [...diffPlaybooks(before, playbook)],
    };
  },
});

export const campaignShow = operation({
  noun: 'campaign',
  verb: 'show',
  command: 'campaign show',
  summary: 'One campaign: audience by stage and tier, messages by state, reasons',
  kind: 'query',
  input: named,
  output: anything,
  positional: ['campaign'],
  errors: ['no-such-campaign', 'no-campaign', 'which-campaign'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'campaign show spring', says: 'where everybody stands, and why' }],
  run: async (context, input) => campaignView(context, await campaignOf(context, input.campaign)),
  print: printCampaign,
});

async function campaignView({ engine, workspaceId }: OperationContext, found: Campaign) {
  const { campaigns, messages } = engine.store;
  const [counts, reasons, sent] = await Promise.all([
    campaigns.count(workspaceId, found.id),
    campaigns.reasons(workspaceId, found.id),
    messages.count(workspaceId, found.id),
  ]);
  await engine.playbooks.refresh();
  const { playbook } = engine.playbooks.get(found.playbookHash);
  const { id, name, state, audience, sender } = found;
  return {
    id,
    name,
    state,
    playbook: { name: playbook.name, hash: playbook.hash },
    settings: playbook.settings,
    audience,
    sender,
    stages: counts.stages,
    tiers: counts.tiers,
    messages: sent.states,
    messagesByDay: sent.byDay,
    messageReasons: sent.reasons,
    notEnrolled: reasons.refused,
    ends: reasons.ends,
  };
}

export const campaignList = operation({
  noun: 'campaign',
  verb: 'list',
  command: 'campaign list',
  summary: 'All campaigns',
  kind: 'query',
  input: z.strictObject({}),
  output: z.object({ campaigns: z.array(anything) }),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'campaign list', says: 'names and states' }],
  async run({ engine, workspaceId }) {
    const found = await engine.store.campaigns.list(workspaceId, 1000);
    return { campaigns: found.map(({ id, name, state, playbookHash }) => ({ id, name, state, playbookHash })) };
  },
});

export const campaignCheck = operation({
  noun: 'campaign',
  verb: 'check',
  command: 'campaign check',
  summary: 'Pre-flight: everything a launch needs, with what is missing',
  kind: 'command',
  input: named,
  output: z.object({
    campaign: z.string(),
    mode: z.enum(['dry', 'live']),
    ready: z.boolean(),
    items: z.array(z.object({ check: z.string(), ok: z.boolean(), blocks: z.boolean(), says: z.string() })),
    audience: tally,
  }),
  positional: ['campaign'],
  errors: ['no-such-campaign', 'no-campaign', 'which-campaign'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [{ command: 'campaign check spring', says: 'exit 1 while something is missing' }],
  async run(context, input) {
    return preflight(context.engine, await workspaceOf(context), await campaignOf(context, input.campaign));
  },
  print: printPreflight,
  failed: ({ ready }) => !ready,
});

export const campaignLaunch = operation({
  noun: 'campaign',
  verb: 'launch',
  command: 'campaign launch',
  summary: 'Enroll who is ready; messages leave as they fall due (in a dry workspace: into the outbox folder)',
  kind: 'job',
  input: named,
  output: z.object({ campaign: z.string(), state: z.string(), enrolled: z.number(), mode: z.string() }),
  positional: ['campaign'],
  errors: ['no-such-campaign', 'no-campaign', 'which-campaign', 'not-ready', 'wrong-state', 'changed-meanwhile'],
  role: 'manager',
  scope: 'workspace',
  effect: 'send',
  idempotent: false,
  preview: 'simulate',
  examples: [{ command: 'campaign launch spring', says: 'then: rekindle work' }],
  async run(context, input) {
    const workspace = await workspaceOf(context);
    const found = await campaignOf(context, input.campaign);
    const launched = await launch(context.engine, workspace, found, context.actor, context.progress);
    return { campaign: found.name, state: launched.campaign.state, enrolled: launched.enrolled, mode: workspace.mode };
  },
});

function moving(
  verb: 'pause' | 'resume' | 'finish',
  summary: string,
  to: (context: OperationContext, found: Campaign) => Promise<Campaign>,
) {
  return operation({
    noun: 'campaign',
    verb,
    command: `campaign ${verb}`,
    summary,
    kind: 'command',
    input: named,
    output: z.object({ campaign: z.string(), state: z.string() }),
    positional: ['campaign'],
    errors: ['no-such-campaign', 'no-campaign', 'which-campaign', 'wrong-state', 'changed-meanwhile'],
    role: 'operator',
    scope: 'workspace',
    effect: verb === 'resume' ? 'send' : 'write',
    idempotent: false,
    ...(verb === 'pause' ? { undo: 'campaign resume' } : {}),
    examples: [{ command: `campaign ${verb} spring`, says: summary.toLowerCase() }],
    async run(context, input) {
      const { name, state } = await to(context, await campaignOf(context, input.campaign));
      return { campaign: name, state };
    },
  });
}

export const campaignPause = moving('pause', 'Stop sending; takes effect within one batch', ({ engine }, found) =>
  move(engine, found, 'paused'),
);
export const campaignResume = moving('resume', 'Go on after a pause', ({ engine }, found) => resume(engine, found));
export const campaignFinish = moving(
  'finish',
  'End it for good; what is still queued is refused',
  ({ engine }, found) => move(engine, found, 'finished', { finishedAt: engine.clock.now() }),
);

export const assess = operation({
  noun: 'campaign',
  verb: 'assess',
  command: 'assess',
  summary: 'Score, qualify and route what is new or changed',
  kind: 'job',
  input: named,
  output: z.object({
    assessed: z.number(),
    tiers: z.object({ hot: z.number(), warm: z.number(), cool: z.number(), cold: z.number() }),
    qualified: z.number(),
    rejected: z.number(),
    review: z.number(),
    routed: z.number(),
    held: z.number(),
    enrolled: z.number(),
  }),
  positional: [],
  errors: ['no-such-campaign', 'which-campaign'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [{ command: 'assess', says: 'only leads that changed since the last time are looked at' }],
  async run(context, input) {
    const found = await campaignToAssess(context, input.campaign);
    const report = await assessAll(context.engine, found, {
      progress: context.progress,
      note: context.note,
      signal: context.signal,
    });
    if (found.state === 'draft' || found.state === 'checked') {
      context.note(`Campaign “${found.name}” is a ${found.state}: nobody is enrolled before rekindle campaign launch.`);
    }
    return report;
  },
  print: printAssess,
});

/** The campaign to assess; on a fresh instance a draft on the acquisition playbook, so that a first look needs no set-up. */
async function campaignToAssess(context: OperationContext, ref: string | undefined): Promise<Campaign> {
  const { engine, workspaceId } = context;
  if (ref !== undefined || (await engine.store.campaigns.list(workspaceId, 1)).length > 0)
    return campaignOf(context, ref);
  await workspaceOf(context);
  const { playbook } = playbookOf(engine, 'acquisition', {});
  context.note('There was no campaign: made a draft called “acquisition” on the playbook of that name.');
  const sender = { name: '', address: '', company: '', postalAddress: '', dailyCap: 30 };
  return createCampaign(engine, {
    workspaceId,
    name: 'acquisition',
    playbook,
    content: canonicalJson(playbook),
    audience: EVERYBODY,
    sender,
  });
}

export const reviewList = operation({
  noun: 'review',
  verb: 'list',
  command: 'review list',
  summary: 'Leads that a person must say yes or no to, best score first',
  kind: 'query',
  input: z.strictObject({ campaign, limit: z.int().min(1).max(1000).default(50).describe('how many') }),
  output: z.object({ review: z.array(anything) }),
  positional: [],
  errors: ['no-such-campaign', 'no-campaign', 'which-campaign'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'review list', says: 'with the reason of each' }],
  async run(context, input) {
    const found = await campaignOf(context, input.campaign);
    const members = await context.engine.store.campaigns.inReview(context.workspaceId, found.id, input.limit);
    return {
      review: members.map(({ leadId, tier, scoreMillionths, coverageMillionths, reasonCode }) => {
        return { leadId, tier, score: scoreMillionths / 1e6, coverage: coverageMillionths / 1e6, reason: reasonCode };
      }),
    };
  },
});

function answering(verb: 'approve' | 'reject' | 'back', answer: Member['review'], summary: string) {
  return operation({
    noun: 'review',
    verb,
    command: `review ${verb}`,
    summary,
    kind: 'command',
    input: z.strictObject({
      lead: z.string().min(1, 'name a lead').describe('id, e-mail address or phone number'),
      campaign,
    }),
    output: z.object({ leadId: z.string(), campaign: z.string(), review: z.string().nullable() }),
    positional: ['lead'],
    errors: ['no-such-lead', 'no-campaign', 'which-campaign', 'not-a-member'],
    role: 'operator',
    scope: 'workspace',
    effect: 'write',
    idempotent: true,
    ...(verb === 'back' ? {} : { undo: 'review back LEAD' }),
    examples: [{ command: `review ${verb} jane@acme.com`, says: summary.toLowerCase() }],
    async run(context, input) {
      const { engine, workspaceId, actor } = context;
      const leadId = await leadIdOf(engine, workspaceId, input.lead);
      const found = await campaignOf(context, input.campaign);
      const key = { workspaceId, campaignId: found.id, leadId };
      if (!(await engine.store.campaigns.answerReview(key, answer, actor, engine.clock.now()))) {
        throw new Refusal('not-a-member', `this lead is not in campaign “${found.name}”`, 'run rekindle assess first');
      }
      await assessAll(engine, found, {});
      return { leadId, campaign: found.name, review: answer };
    },
  });
}

export const reviewApprove = answering('approve', 'approved', 'Let a lead through that the rules held back');
export const reviewReject = answering('reject', 'rejected', 'Keep a lead out');
export const reviewBack = answering('back', null, 'Take an answer back; the rules decide again');

const DAY_MS = 86_400_000;

/** Why: a start to the day, not to the millisecond, so that the same seed gives the same digest all day. */
function nextMidnight(now: number): number {
  return (Math.floor(now / DAY_MS) + 1) * DAY_MS;
}

export const simulate = operation({
  noun: 'campaign',
  verb: 'simulate',
  command: 'simulate',
  summary: 'Live through a campaign on a copy of the data and a virtual clock, with the real engine; nothing leaves',
  kind: 'job',
  input: z.strictObject({
    campaign,
    for: z
      .string()
      .regex(/^\d{1,3}d$/, 'days, such as 45d')
      .default('45d')
      .describe('how long, such as 45d'),
    seed: z.int().min(0).default(1).describe('the same seed gives the same answers'),
    start: z.iso
      .datetime({ offset: true })
      .optional()
      .describe('virtual time of the start; the next midnight (UTC) by default'),
    assume: z
      .record(z.string(), z.coerce.number())
      .default({})
      .describe('assumed answers, such as replied=0.05; may be repeated'),
  }),
  output: z.object({
    messages: z.number(),
    byChannel: tally,
    byDay: tally,
    byTemplate: tally,
    refusals: tally,
    signals: tally,
    handoffs: z.number(),
    ends: tally,
    digest: z.string(),
    days: z.number(),
    from: z.string(),
    assumptions: responseModelSchema,
    seed: z.number(),
  }),
  positional: [],
  errors: ['no-such-campaign', 'no-campaign', 'which-campaign', 'bad-assumption'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [
    {
      command: 'simulate --for 45d --seed 7 --assume replied=0.04',
      says: 'messages by day, refusals by reason, a digest',
    },
  ],
  async run(context, input) {
    const { engine, workspaceId, progress, signal, note } = context;
    const found = await campaignOf(context, input.campaign);
    const responses = responseModelSchema.safeParse(input.assume);
    if (!responses.success)
      throw new Refusal('bad-assumption', z.prettifyError(responses.error), 'see rekindle simulate --help');
    note('Volumes, times and refusals are computed; what recipients answer is your assumption.');
    return runSimulation(engine, {
      workspaceId,
      campaignId: found.id,
      startsAt: input.start ? Date.parse(input.start) : nextMidnight(engine.clock.now()),
      days: Number.parseInt(input.for, 10),
      seed: input.seed,
      responses: responses.data,
      progress,
      signal,
    });
  },
  print: printSimulation,
});
