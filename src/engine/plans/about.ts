/**
 * What a plan is about, as it stands: whom an operation would reach, what they would be told by whom, how much of it and how fast. Reads;
 * the one thing that it writes are decisions about leads of a campaign that nobody is enrolled in yet.
 */
import { createHash, hash } from 'node:crypto';
import type { ByChannel } from '../../domain/agent/audience.ts';
import { type Campaign, isOver } from '../../domain/campaign/campaign.ts';
import { mailboxesOf } from '../../domain/campaign/senders.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import { refusalOf } from '../access/caller.ts';
import { brandOf } from '../agency/brand.ts';
import { assessAll } from '../assess/assess.ts';
import { previewBulk } from '../bulk/run.ts';
import { mayCall } from '../deliver/artificial-voice.ts';
import { sendLimitsOf } from '../deliver/send-limits.ts';
import { campaignOf, leadIdOf, workspaceOf } from '../operations/find.ts';
import { type BulkEnrolled, bulkWishOf } from '../operations/lists/bulk-wish.ts';
import type { Operation, OperationContext } from '../operations/operation.ts';
import { replyNamed } from '../replies/inbox.ts';
import type { PlanAbout, Workspace } from '../store-port.ts';

/** Input as it was parsed. */
export type PlanInput = Readonly<Record<string, unknown>>;

/** Ids in one page of an audience. */
const PAGE = 5_000;
const CHANNELS = ['email', 'sms', 'voice'] as const;

/** What the operation is about now. Errors: refusals for what the input names and is not there; `plan-too-long`. */
export async function aboutOf(context: OperationContext, operation: Operation, input: PlanInput): Promise<PlanAbout> {
  const workspace = await workspaceOf(context);
  const only = await onlyLead(context, operation, input);
  const campaigns = only === null ? await campaignsOf(context, operation, input) : [];
  for (const campaign of campaigns) await assessedAnew(context, campaign);
  const enrolled = operation.command === 'bulk enroll' ? await enrolledBy(context, operation, input) : null;
  const people = enrolled?.people ?? (only === null ? await peopleOf(context, campaigns) : oneOf(only));
  const playbooks = await playbooksOf(context, campaigns);
  return {
    ...people,
    campaigns: campaigns.map(({ name }) => name),
    excluded: enrolled?.excluded ?? (await excludedOf(context, campaigns)),
    content: contentOf(workspace, campaigns),
    planned: await plannedOf(context, campaigns, playbooks),
    perDay: perDayOf(workspace, campaigns),
    credits: typeof input.credits === 'number' ? input.credits : null,
    mode: workspace.mode,
  };
}

/** The one person that an operation concerns; null = it concerns more. */
async function onlyLead(context: OperationContext, { noun }: Operation, input: PlanInput): Promise<string | null> {
  const { engine, workspaceId } = context;
  const { lead, reply, id } = input;
  if (typeof lead === 'string') return leadIdOf(engine, workspaceId, lead);
  if (typeof reply === 'string') {
    const found = await replyNamed(engine, { workspaceId, eventId: reply });
    return found.reply.leadId;
  }
  if (noun !== 'message' || typeof id !== 'string') return null;
  return (await engine.store.messages.get(workspaceId, id))?.leadId ?? null;
}

/** The campaign that is named, or all that are not over: whatever is not said to concern one may concern each. */
async function campaignsOf(context: OperationContext, { noun }: Operation, input: PlanInput): Promise<Campaign[]> {
  const campaign = input.into ?? input.campaign;
  if (noun === 'campaign' || typeof campaign === 'string')
    return [await campaignOf(context, campaign as string | undefined)];
  const { engine, workspaceId } = context;
  return (await engine.store.campaigns.list(workspaceId, LIMITS.campaigns)).filter((one) => !isOver(one));
}

/** An audience is counted as it would be enrolled: who was never looked at is looked at first. */
async function assessedAnew({ engine, progress, signal }: OperationContext, campaign: Campaign): Promise<void> {
  if (campaign.state === 'draft' || campaign.state === 'checked')
    await assessAll(engine, campaign, { progress, signal });
}

type People = Pick<PlanAbout, 'people' | 'hash' | 'members'>;

function oneOf(leadId: string): People {
  return { people: 1, hash: hash('sha256', leadId), members: [leadId] };
}

/** Of an act that enrolls it is those whom it would enroll, and why not the others, told by the code that does it. */
async function enrolledBy(context: OperationContext, operation: Operation, input: PlanInput) {
  const { into, ...wished } = operation.input.parse(input) as BulkEnrolled;
  const wish = await bulkWishOf(context, { ...wished, act: 'enroll', value: into });
  const members: string[] = [];
  const preview = await previewBulk(context.engine, wish, context.actor, {
    ...{ progress: context.progress, signal: context.signal },
    changes: (leadId) => members.push(leadId),
  });
  if (!preview.whole || members.length > LIMITS.planPeople) throw refusalOf('plan-too-long');
  const sum = createHash('sha256');
  for (const id of members) sum.update(`${id}\n`);
  const people = {
    ...{ people: members.length, hash: sum.digest('hex') },
    members: members.length <= LIMITS.planMembers ? members : null,
  };
  return { people, excluded: preview.skips };
}

async function peopleOf({ engine, workspaceId }: OperationContext, campaigns: readonly Campaign[]): Promise<People> {
  const sum = createHash('sha256');
  const members: string[] = [];
  let people = 0;
  for (const { id: campaignId } of campaigns) {
    for (let after = ''; ; ) {
      const page = await engine.store.plans.audience({ workspaceId, campaignId, after, limit: PAGE });
      const ids = campaigns.length === 1 ? page : page.map((id) => `${campaignId}/${id}`);
      for (const id of ids) sum.update(`${id}\n`);
      people += page.length;
      if (people > LIMITS.planPeople) throw refusalOf('plan-too-long');
      if (people <= LIMITS.planMembers) members.push(...ids);
      if (page.length < PAGE) break;
      after = page.at(-1) as string;
    }
  }
  return { people, hash: sum.digest('hex'), members: people <= LIMITS.planMembers ? members : null };
}

async function excludedOf({ engine, workspaceId }: OperationContext, campaigns: readonly Campaign[]) {
  const excluded: Record<string, number> = {};
  for (const { id } of campaigns) {
    const { refused } = await engine.store.campaigns.reasons(workspaceId, id);
    for (const [code, n] of Object.entries(refused)) excluded[code] = (excluded[code] ?? 0) + n;
  }
  return excluded;
}

/** A campaign that somebody changes is no longer what was said yes to. */
function contentOf(workspace: Workspace, campaigns: readonly Campaign[]): string {
  const said = campaigns.map(({ id, state, playbookHash, sender }) => ({
    id,
    over: isOver({ state }),
    playbookHash,
    sender,
  }));
  const whole = { mode: workspace.mode, voice: mayCall(workspace), brand: brandOf(workspace), said };
  return hash('sha256', canonicalJson(JSON.parse(JSON.stringify(whole))));
}

async function playbooksOf({ engine }: OperationContext, campaigns: readonly Campaign[]): Promise<readonly Playbook[]> {
  await engine.playbooks.refresh();
  return campaigns.map(({ playbookHash }) => engine.playbooks.get(playbookHash).playbook);
}

/** As the longest sequence of each playbook has it, for everybody who may be enrolled. */
async function plannedOf(
  { engine, workspaceId }: OperationContext,
  campaigns: readonly Campaign[],
  playbooks: readonly Playbook[],
): Promise<ByChannel> {
  const planned = { email: 0, sms: 0, voice: 0 };
  for (const [i, { id }] of campaigns.entries()) {
    const { stages } = await engine.store.campaigns.count(workspaceId, id);
    const sequences = Object.values(playbooks[i]?.sequences ?? {});
    for (const channel of CHANNELS) {
      const steps = sequences.map((sequence) => sequence.steps.filter(({ kind }) => kind === channel).length);
      planned[channel] += Math.max(0, ...steps) * (stages.ready + stages.enrolled);
    }
  }
  return planned;
}

/** What limits and mailboxes let through; the gates may let through less. */
function perDayOf(workspace: Workspace, campaigns: readonly Campaign[]): PlanAbout['perDay'] {
  const limits = sendLimitsOf(workspace);
  const count = Math.max(1, campaigns.length);
  const most = (channel: (typeof CHANNELS)[number]) => {
    const { campaignDay, senderDay } = limits[channel];
    return campaignDay === null ? senderDay : campaignDay * count;
  };
  const boxes = campaigns.flatMap(({ sender }) => mailboxesOf(sender));
  const byBoxes = boxes.reduce((sum, { dailyCap }) => sum + Math.min(dailyCap, limits.email.senderDay ?? dailyCap), 0);
  const byCampaigns = limits.email.campaignDay === null ? null : limits.email.campaignDay * count;
  const email = boxes.length === 0 ? most('email') : Math.min(byBoxes, byCampaigns ?? byBoxes);
  return { email, sms: most('sms'), voice: most('voice') };
}
