/** Operations on campaigns: create, change, check, launch, pause, resume, finish, show; assess. */
import { z } from 'zod';
import type { Campaign } from '../../domain/campaign/campaign.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { LIMITS } from '../../domain/limits.ts';
import { type ReasonText, reasonText } from '../../domain/reason.ts';
import { accountSequenceOf } from '../accounts/facts.ts';
import { assessAll } from '../assess/assess.ts';
import { createCampaign, EVERYBODY, finish, launch, move, preflight, release, resume } from '../campaigns.ts';
import { wordsItem, wordsToCome } from '../drafts/wordless.ts';
import { timeOf } from './classes/shape.ts';
import { campaignOf, campaignRef, workspaceOf } from './find.ts';
import { type OperationContext, operation } from './operation.ts';
import { playbookOf } from './playbooks.ts';
import { printAssess, printCampaign, printPreflight } from './print/campaign.ts';
import { printList } from './print/table.ts';

const named = z.strictObject({ campaign: campaignRef });
const tally = z.record(z.string(), z.number());
const anything = z.record(z.string(), z.unknown());

/** `campaign show`: where everybody stands. */
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

/** A campaign as it is told: what it is, where everybody stands, what left. */
export async function campaignView({ engine, workspaceId }: OperationContext, found: Campaign) {
  const { campaigns, messages, accounts } = engine.store;
  const [counts, reasons, sent, standing] = await Promise.all([
    campaigns.count(workspaceId, found.id),
    campaigns.reasons(workspaceId, found.id),
    messages.count(workspaceId, found.id),
    accounts.count(workspaceId, found.id),
  ]);
  await engine.playbooks.refresh();
  const { playbook } = engine.playbooks.get(found.playbookHash);
  const { id, name, state, audience, sender, tracking = null } = found;
  return {
    id,
    name,
    state,
    playbook: { name: playbook.name, hash: playbook.hash },
    settings: playbook.settings,
    audience,
    sender,
    counts: tracking ?? 'nothing',
    stages: counts.stages,
    tiers: counts.tiers,
    // Null = it works none.
    accounts: accountSequenceOf(playbook) ? standing : null,
    messages: sent.states,
    messagesByDay: sent.byDay,
    messageReasons: sent.reasons,
    notEnrolled: reasons.refused,
    ends: reasons.ends,
    reasons: textsOf([sent.reasons, reasons.refused, reasons.ends]),
  };
}

/** What the codes of these counts say; a playbook’s own say it themselves. */
function textsOf(tallies: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, ReasonText>> {
  const codes = new Set(tallies.flatMap((counts) => Object.keys(counts)));
  return Object.fromEntries([...codes].map((code) => [code, reasonText(code)] as const).filter(([, { says }]) => says));
}

/** `campaign list`. */
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
    await engine.playbooks.refresh();
    return { campaigns: found.map((one) => campaignRow(one, engine.playbooks.get(one.playbookHash).playbook.name)) };
  },
  print: ({ campaigns }) =>
    printList(campaigns, CAMPAIGN_COLUMNS, {
      none: 'There is no campaign yet: rekindle campaign create NAME makes one.',
    }),
});

const CAMPAIGN_COLUMNS = {
  ...{ name: 'NAME', state: 'STATE', playbook: 'PLAYBOOK', launchedAt: 'LAUNCHED (UTC)', launchedBy: 'BY', id: 'ID' },
};

function campaignRow({ id, name, state, playbookHash, launchedAt, launchedBy }: Campaign, playbook: string) {
  return { id, name, state, playbook, playbookHash, launchedAt: timeOf(launchedAt), launchedBy };
}

const WordsShown = z.object({
  looked: z.number().describe('leads to whom something may still come'),
  leads: z.number().describe('of those, for whom at least one message has no words; it is refused when it falls due'),
  tried: z.number().describe('templates that were tried on them'),
  templates: z.array(
    z.object({
      ...{ sequence: z.string(), step: z.string(), template: z.string(), code: z.string() },
      missing: z.string().nullable().describe('the fact that is not known; null = another reason, see code'),
      leads: z.number(),
    }),
  ),
  first: z
    .array(
      z.object({
        ...{ leadId: z.string(), name: z.string().nullable(), template: z.string(), code: z.string() },
        missing: z.string().nullable(),
      }),
    )
    .describe(`the first ${LIMITS.wordlessTold}, by lead`),
  later: z.array(z.string()).describe('templates that were not tried: what they tell is looked up when they fall due'),
});

/** `campaign check`: the pre-flight, with who would get no proper words. */
export const campaignCheck = operation({
  noun: 'campaign',
  verb: 'check',
  command: 'campaign check',
  summary:
    'Pre-flight: everything a launch needs, with what is missing, and each lead whose messages would have no words',
  kind: 'job',
  input: named,
  output: z.object({
    campaign: z.string(),
    mode: z.enum(['dry', 'live']),
    ready: z.boolean(),
    items: z.array(z.object({ check: z.string(), ok: z.boolean(), blocks: z.boolean(), says: z.string() })),
    audience: tally,
    words: WordsShown,
  }),
  positional: ['campaign'],
  errors: ['no-such-campaign', 'no-campaign', 'which-campaign'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [{ command: 'campaign check spring', says: 'exit 1 while something is missing' }],
  async run(context, input) {
    const { engine, signal, progress } = context;
    const workspace = await workspaceOf(context);
    const found = await campaignOf(context, input.campaign);
    const flight = await preflight(engine, workspace, found);
    const total = Object.values(flight.audience).reduce((sum, n) => sum + n, 0);
    const words = await wordsToCome(engine, workspace, found, {
      signal,
      progress: (done) => progress({ stage: 'words', done, total, unit: 'leads' }),
    });
    return { ...flight, items: [...flight.items, wordsItem(words)], words };
  },
  print: printPreflight,
  failed: ({ ready }) => !ready,
});

/** `campaign launch`: from here on messages fall due. */
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

/** `campaign pause`. */
export const campaignPause = moving('pause', 'Stop sending; takes effect within one batch', ({ engine }, found) =>
  move(engine, found, 'paused'),
);
/** `campaign resume`. */
export const campaignResume = moving('resume', 'Go on after a pause', ({ engine }, found) => resume(engine, found));
/** `campaign finish`: for good. */
export const campaignFinish = moving(
  'finish',
  'End it for good; what is still queued is refused',
  ({ engine }, found) => finish(engine, found),
);

/** `campaign release`: it goes on whatever its first messages came to. */
export const campaignRelease = operation({
  noun: 'campaign',
  verb: 'release',
  command: 'campaign release',
  summary:
    'Let a campaign go on that waits for its first messages, or was stopped by them; its canary is asked no more',
  kind: 'command',
  input: named,
  output: z.object({ campaign: z.string(), released: z.boolean(), messages: z.number() }),
  positional: ['campaign'],
  errors: ['no-such-campaign', 'no-campaign', 'which-campaign'],
  role: 'manager',
  scope: 'workspace',
  effect: 'send',
  idempotent: true,
  examples: [{ command: 'campaign release spring', says: 'after somebody has looked why the first ones came back' }],
  async run(context, input) {
    const found = await campaignOf(context, input.campaign);
    return { campaign: found.name, ...(await release(context.engine, found, context.actor)) };
  },
});

/** `assess`: whatever changed is scored, qualified and routed. */
export const assess = operation({
  noun: 'campaign',
  verb: 'assess',
  command: 'assess',
  summary: 'Score, qualify and route what is new or changed',
  kind: 'job',
  input: named,
  output: z.object({
    campaign: z.string(),
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
    return { campaign: found.name, ...report };
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
