/** What the suite of the store is played with: a workspace, leads, a campaign and its work, each as plain as it may be. */

import type { Campaign, Decision, Member } from '../../domain/campaign/campaign.ts';
import { giveOut } from '../../domain/delivery/queue.ts';
import type { EventKind, LeadEvent } from '../../domain/event.ts';
import { type Lead, type LeadValues, NO_VALUES } from '../../domain/lead/lead.ts';
import type { Message, MessageState } from '../../domain/message.ts';
import type { Enrollment } from '../../domain/sequence/enrollment.ts';
import type {
  AssessedPage,
  ClaimedMessage,
  EventOutcome,
  MessageUpdate,
  Recipient,
  SendGate,
  Store,
  StoredPlaybook,
  Suppression,
} from '../../engine/store-port.ts';

/** A Monday morning, epoch ms. */
export const NOW = Date.UTC(2026, 2, 2, 9);
/** The workspace of most tests. */
export const MAIN = 'main';
/** The campaign of most tests. */
export const CAMPAIGN = 'cmp_1';

/** A lead that is not stored yet. */
export function lead(id: string, values: Partial<LeadValues> = {}, workspaceId = MAIN): Omit<Lead, 'revision'> {
  return {
    workspaceId,
    id,
    values: { ...NO_VALUES, email: `${id}@example.com`, ...values },
    attributes: {},
    basis: 'legitimate-interest',
    basisAt: NOW,
    source: 'csv',
    importId: null,
    createdAt: NOW,
    changedAt: NOW,
  };
}

/** Keys under which refusals of a recipient stand, unhashed. */
export function suppressionKeys({ leadId, email }: Recipient): readonly string[] {
  return [`lead:${leadId}`, ...(email === null ? [] : [`address:${email}`])];
}

/** A refusal of the e-mail address of a lead made by `lead`. */
export function refusal(id: string, part: Partial<Suppression> = {}): Suppression {
  const value = `${id}@example.com`;
  const base = { keyHash: `address:${value}`, channel: 'email', kind: 'address', value } as const;
  return { ...base, reason: 'opted-out', origin: 'test', at: NOW, ...part };
}

const PLAYBOOK: StoredPlaybook = { workspaceId: MAIN, hash: 'pb_1', name: 'test', content: '{}', createdAt: NOW };

/** A campaign of that playbook. */
export function campaign(part: Partial<Campaign> = {}): Campaign {
  return {
    workspaceId: MAIN,
    id: CAMPAIGN,
    name: 'Spring',
    state: 'live',
    playbookHash: PLAYBOOK.hash,
    audience: { imports: [], tags: [], where: null, frozen: false },
    sender: { name: 'Ann', address: 'ann@acme.example', company: 'Acme', postalAddress: '1 Road', dailyCap: 30 },
    assessedRevision: 0,
    createdAt: NOW,
    launchedAt: null,
    launchedBy: null,
    finishedAt: null,
    ...part,
  };
}

/** A decision on a lead. */
export function decision(leadId: string, part: Partial<Decision> = {}): Decision {
  const base = { workspaceId: MAIN, campaignId: CAMPAIGN, leadId, at: NOW, verdict: 'qualified', reasons: [] };
  return { ...base, id: `dec_${leadId}`, facts: '{"lead":{}}', rulesetId: 'rules', ...part };
}

/** A lead's place in the campaign. */
export function member(leadId: string, part: Partial<Member> = {}): Member {
  return {
    workspaceId: MAIN,
    campaignId: CAMPAIGN,
    leadId,
    stage: 'enrolled',
    tier: 'warm',
    scoreMillionths: 700_000,
    coverageMillionths: 800_000,
    sequence: 'warm',
    reasonCode: 'qualified',
    decisionId: `dec_${leadId}`,
    review: null,
    reviewedBy: null,
    reassessAt: null,
    ...part,
  };
}

/** A passage that is due now. */
export function enrollment(leadId: string, part: Partial<Enrollment> = {}): Enrollment {
  return {
    workspaceId: MAIN,
    id: `enr_${leadId}`,
    campaignId: CAMPAIGN,
    leadId,
    generation: 1,
    sequence: 'warm',
    playbookHash: PLAYBOOK.hash,
    decisionId: `dec_${leadId}`,
    state: 'due',
    step: 'one',
    visit: 0,
    dueAt: NOW,
    reason: null,
    zone: 'UTC',
    scoreMillionths: 0,
    startedAt: NOW,
    watchedFrom: null,
    lastMessageId: null,
    lastTouchAt: null,
    endedAt: null,
    ...part,
  };
}

/** The passage, ended. */
export function ended(of: Enrollment, code: string, at = NOW): Enrollment {
  return { ...of, state: 'ended', step: null, dueAt: null, reason: { code }, endedAt: at };
}

/** A queued message of a lead's passage. */
export function message(leadId: string, part: Partial<Message> = {}): Message {
  return {
    workspaceId: MAIN,
    id: `msg_${leadId}`,
    intentKey: `enr:enr_${leadId}:one:0`,
    campaignId: CAMPAIGN,
    enrollmentId: `enr_${leadId}`,
    leadId,
    channel: 'email',
    lane: 1,
    template: 'hello',
    playbookHash: PLAYBOOK.hash,
    decisionId: `dec_${leadId}`,
    recipient: `${leadId}@example.com`,
    sender: 'ann@acme.example',
    state: 'queued',
    mayHaveLeft: false,
    reason: null,
    dueAt: NOW,
    attempts: 0,
    putOffs: 0,
    firstAttemptedAt: null,
    leftBy: null,
    fence: 0,
    leaseUntil: null,
    subject: null,
    bodyHash: null,
    providerRef: null,
    createdAt: NOW,
    attemptedAt: null,
    sentAt: null,
    ...part,
  };
}

/** Something that happened to a lead, about its message. */
export function event(leadId: string, kind: EventKind, part: Partial<LeadEvent> = {}): LeadEvent {
  const base = { workspaceId: MAIN, leadId, campaignId: CAMPAIGN, messageId: `msg_${leadId}`, kind } as const;
  const told = { at: NOW, recordedAt: NOW, origin: 'test', verdict: 'human', text: null } as const;
  const untold = { direction: null, channel: null, outcome: null } as const;
  return { ...base, ...told, ...untold, id: `evt_${leadId}_${kind}`, originId: `${leadId}:${kind}`, ...part };
}

/** What follows from an event that nothing follows from. */
export const NOTHING_FOLLOWS: EventOutcome = {
  enrollments: [],
  takenBack: [],
  tasks: [],
  signals: { records: [], changes: [] },
  suppressions: [],
  messageState: null,
};

/** Stores new leads, known by their e-mail address. */
export async function addLeads(store: Store, leads: readonly Omit<Lead, 'revision'>[]): Promise<void> {
  const [first] = leads;
  if (!first) return;
  await store.leads.capture({
    workspaceId: first.workspaceId,
    source: 'sample',
    now: NOW,
    rows: [],
    progress: null,
    decide: () => ({
      created: leads.map((one) => ({ lead: one, keys: [`e:${one.values.email}`] })),
      changed: [],
      traces: [],
      suppressions: [],
      reviews: [],
    }),
  });
}

/** The lead as it is stored. */
export async function stored(store: Store, id: string, workspaceId = MAIN): Promise<Lead | null> {
  return (await store.leads.story(workspaceId, id, suppressionKeys))?.lead ?? null;
}

/** Makes the workspace, its playbook and a campaign. */
export async function openCampaign(store: Store, part: Partial<Campaign> = {}): Promise<Campaign> {
  const made = campaign(part);
  await store.workspaces.ensure(made.workspaceId, NOW);
  await store.playbooks.put({ ...PLAYBOOK, workspaceId: made.workspaceId });
  await store.campaigns.add(made);
  return made;
}

/** Assesses one page: `judge` says what is decided of each lead of it. With the members that were written. */
export async function assess(
  store: Store,
  judge: (leadId: string) => { decision?: Decision; member?: Member; enrollment?: Enrollment },
  part: { now?: number; limit?: number; campaignId?: string } = {},
): Promise<AssessedPage & { readonly members: readonly Member[] }> {
  const { now = NOW, limit = 100, campaignId = CAMPAIGN } = part;
  const members: Member[] = [];
  const { assessed } = await store.campaigns.assess({
    workspaceId: MAIN,
    campaignId,
    now,
    limit,
    suppressionKeys,
    decide(subjects) {
      const judged = subjects.map((subject) => judge(subject.lead.id));
      const written = judged.flatMap((one) => one.member ?? []);
      members.push(...written);
      return {
        decisions: judged.flatMap((one) => one.decision ?? []),
        members: written,
        enrollments: judged.flatMap((one) => one.enrollment ?? []),
      };
    },
  });
  return { assessed, members };
}

/** Leads of these ids, enrolled in a live campaign and due now. */
export async function enroll(store: Store, ids: readonly string[]): Promise<void> {
  await openCampaign(store);
  await addLeads(
    store,
    ids.map((id) => lead(id)),
  );
  const judged = (id: string) => ({ decision: decision(id), member: member(id), enrollment: enrollment(id) });
  await assess(store, judged, { limit: ids.length + 1 });
}

/** Passages of these leads moved on by one message each. */
export async function queueMessages(store: Store, ids: readonly string[], now = NOW): Promise<void> {
  await enroll(store, ids);
  await store.work.advance({
    now,
    limit: ids.length,
    suppressionKeys,
    needsFacts: () => false,
    decide: (subjects) => ({
      messages: subjects.map(({ enrollment: of }) => message(of.leadId)),
      enrollments: subjects.map(({ enrollment: of }) => ({
        ...of,
        step: 'two',
        dueAt: NOW + 86_400_000,
        lastMessageId: `msg_${of.leadId}`,
      })),
      tasks: [],
    }),
  });
}

/** A gate that lets everything leave, with the same words for all. */
export const OPEN_GATE: SendGate = {
  now: NOW,
  contacts: [],
  way: 'post',
  suppressionKeys,
  decide: () => ({ kind: 'leave', subject: 'Hello', bodyHash: 'hash' }),
};

/** Claims what is due for a worker. */
export function claim(store: Store, part: { now?: number; owner?: string; until?: number; limit?: number } = {}) {
  const { now = NOW, owner = 'worker', until = NOW + 60_000, limit = 100 } = part;
  return store.work.claim(now, {
    owner,
    until,
    limit,
    connectionOf: () => 'smtp',
    giveOut: (queue, most) => giveOut(queue, most, 0, now),
  });
}

/** Wakes passages of a campaign that its pause had parked. */
export function wake(store: Store, now: number, limit: number, campaignId = CAMPAIGN): Promise<number> {
  return store.campaigns.wake({ workspaceId: MAIN, campaignId, code: 'campaign-paused', now, limit });
}

/** A move of a claimed message. */
export function update(
  { message: of }: Pick<ClaimedMessage, 'message'>,
  from: MessageState,
  to: MessageState,
  part: Partial<MessageUpdate> = {},
): MessageUpdate {
  const reason = ['held', 'refused', 'failed', 'unconfirmed'].includes(to) ? { code: 'test' } : null;
  const base = { workspaceId: of.workspaceId, id: of.id, fence: of.fence, from, to, reason, dueAt: of.dueAt };
  const words = { subject: null, bodyHash: null, providerRef: null };
  return { ...base, ...words, sentAt: to === 'sent' ? NOW : null, ...part };
}

/** One message of one lead, claimed and `sending`. */
export async function sendingMessage(store: Store, id = 'ann', until = NOW + 60_000): Promise<ClaimedMessage> {
  await queueMessages(store, [id]);
  const claimed = await claim(store, { until });
  const { sending } = await store.work.deliverTurn([], claimed, OPEN_GATE);
  const [only] = sending;
  if (!only) throw new Error('nothing became sending');
  return only;
}
