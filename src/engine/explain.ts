/**
 * Telling what is stored: one lead in full, and the answer to “why was this, or was not, sent, and what comes next”. Reads
 * stored decisions only; decides nothing anew.
 */
import type { Campaign, Decision, Member } from '../domain/campaign/campaign.ts';
import { isWritten } from '../domain/conversation/inbox/answer-to.ts';
import { NEVER_ASKED } from '../domain/delivery/providers/text-end.ts';
import { haltOf } from '../domain/delivery/queue.ts';
import type { Message } from '../domain/message.ts';
import type { Reason } from '../domain/reason.ts';
import { type ShownScore, type StoredScore, shownScore } from '../domain/score/stored-score.ts';
import type { Enrollment } from '../domain/sequence/enrollment.ts';
import { pauseOfLead, pauseReason } from '../domain/sequence/pause.ts';
import { originsOf, permissionOf } from './capture/origins.ts';
import type { Engine } from './engine.ts';
import { heldText, shownUpcoming, upcoming, upcomingStep, upcomingText } from './explain/next.ts';
import { type SpokenReason, spoken } from './explain/spoken.ts';
import { timelineOf } from './explain/timeline.ts';
import { writtenBy } from './explain/written.ts';
import { haltReason } from './gate.ts';
import { Refusal } from './operations/operation.ts';
import { signalView } from './react/signals.ts';
import type { LeadStory, MemberStanding, PassageStanding } from './store-port.ts';

export { type SpokenReason, spoken } from './explain/spoken.ts';

/** The answer to “why”, and what comes next. */
export interface Explanation {
  /** One line: what was decided. */
  readonly decision: string;
  readonly reasons: readonly SpokenReason[];
  readonly facts: Readonly<Record<string, unknown>>;
  readonly next: string;
}

/** Why a lead did or did not get something in a campaign. Errors: refusal `no-such-message`. */
export async function explainLead(
  engine: Engine,
  leadId: string,
  campaign: Campaign,
  messageId: string | null,
): Promise<Explanation> {
  const story = await storyOf(engine, campaign.workspaceId, leadId);
  const mine = story.memberships.find((membership) => membership.campaign.id === campaign.id);
  const enrollment = story.enrollments.filter(({ campaignId }) => campaignId === campaign.id).at(-1) ?? null;
  if (messageId !== null) return explainMessage(story, messageId, campaign, enrollment);
  const pause = story.pause && pauseReason(pauseOfLead(story.pause));
  if (!mine) return notLookedAt(campaign, pause);
  const decision = story.decisions.find(({ id }) => id === mine.member.decisionId);
  const last = story.messages.filter(({ campaignId }) => campaignId === campaign.id).at(-1) ?? null;
  const unsent = last?.reason ?? null;
  const isHeld = last?.state === 'held' && enrollment !== null && enrollment.state !== 'ended';
  const up = upSignals(await signalsOf(engine, story), campaign);
  const told = enrollment?.reason?.code === pause?.code ? null : pause;
  const stop =
    enrollment?.state === 'ended' ? null : haltOf(await engine.store.instance.halts(), campaign.workspaceId, null);
  // Of one that is through it is told how it ended; what spoke for or against letting it in speaks of nothing to come.
  const letIn = mine.member.stage === 'ended' ? [] : (decision?.reasons ?? []);
  const standing = [stop && haltReason(stop), told, enrollment?.reason ?? null, unsent, ...up].filter(
    (reason) => reason !== null,
  );
  return {
    decision: headline(mine.member, campaign, enrollment),
    reasons: [...standing, ...letIn].map(spoken),
    facts: { ...parsed(decision), ...(story.origins.length > 0 && { origins: originsOf(story) }) },
    next: `${isHeld ? heldText(last, enrollment.zone) : ''}${upcomingText(upcoming(engine, campaign, mine.member, enrollment))}`,
  };
}

/** Where the lead's signals stand now. */
async function signalsOf(engine: Engine, { signals }: LeadStory) {
  await engine.playbooks.refresh();
  const now = engine.clock.now();
  return signals.map((record) => ({ campaignId: record.campaignId, ...signalView(engine, record, now) }));
}

/** Signals that are up, as reasons of what the campaign does. */
function upSignals(signals: Awaited<ReturnType<typeof signalsOf>>, { id }: Campaign): Reason[] {
  return signals
    .filter(({ campaignId, state }) => campaignId === id && state === 'up')
    .map(({ signal, points, since, fallsAt }) => ({ code: 'signal-rose', facts: { signal, points, since, fallsAt } }));
}

/** Everything about a lead. Errors: refusal `no-such-lead`. */
export async function storyOf(engine: Engine, workspaceId: string, leadId: string): Promise<LeadStory> {
  const story = await engine.store.leads.story(workspaceId, leadId, engine.suppressionKeys);
  if (!story) throw new Refusal('no-such-lead', `no lead is known as “${leadId}”`, 'it may have been merged or erased');
  return story;
}

function notLookedAt(campaign: Campaign, pause: Reason | null): Explanation {
  return {
    decision: `Campaign “${campaign.name}” has not looked at this lead, or the lead is not in its audience.`,
    reasons: pause ? [spoken(pause)] : [],
    facts: {},
    next: `Run rekindle assess --campaign "${campaign.name}".`,
  };
}

function explainMessage(
  story: LeadStory,
  messageId: string,
  campaign: Campaign,
  enrollment: Enrollment | null,
): Explanation {
  const message = story.messages.find(({ id }) => id === messageId);
  if (!message)
    throw new Refusal(
      'no-such-message',
      `this lead has no message ${messageId}`,
      'rekindle lead show names its messages',
    );
  const decision = story.decisions.find(({ id }) => id === message.decisionId);
  return {
    decision: `Message ${isWritten(message) ? writtenBy(story, message) : message.template} to ${message.recipient}: ${message.state}${message.sentAt ? ` at ${iso(message.sentAt)}` : ''}.`,
    reasons: [...(message.reason ? [spoken(message.reason)] : []), ...(decision?.reasons ?? []).map(spoken)],
    facts: { intent: message.intentKey, attempts: message.attempts, bodyHash: message.bodyHash, ...parsed(decision) },
    next: enrollment ? upcomingText(upcomingStep(campaign, enrollment)) : '',
  };
}

/** A decision's facts as they are shown. */
function parsed(decision: Decision | undefined): { readonly score?: ShownScore; readonly [group: string]: unknown } {
  if (!decision) return {};
  const { score, ...facts } = JSON.parse(decision.facts) as { readonly score?: StoredScore };
  return score ? { ...facts, score: shownScore(score) } : facts;
}

function headline(
  { stage, tier, scoreMillionths, coverageMillionths }: Member,
  campaign: Campaign,
  enrollment: Enrollment | null,
): string {
  const score = `score ${(scoreMillionths / 1e6).toFixed(2)} (${tier}), coverage ${(coverageMillionths / 1e6).toFixed(2)}`;
  const where = enrollment ? `, sequence ${enrollment.sequence}` : '';
  return `${STAGES[stage]} in “${campaign.name}”${where}: ${score}.`;
}

const STAGES: Readonly<Record<Member['stage'], string>> = {
  rejected: 'Rejected',
  review: 'Waits for a person’s review',
  ready: 'Ready to be enrolled',
  unrouted: 'Qualified, but not enrolled',
  enrolled: 'Enrolled',
  ended: 'Finished',
  left: 'No longer in the audience',
};

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** One lead with everything known and decided, for `lead show`. */
export async function leadView(engine: Engine, story: LeadStory): Promise<Record<string, unknown>> {
  const signals = await signalsOf(engine, story);
  const { lead } = story;
  const known = Object.entries(lead.values).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
  );
  return {
    id: lead.id,
    ...Object.fromEntries(known),
    attributes: lead.attributes,
    source: lead.source,
    basis: lead.basis,
    paused: story.pause && { since: iso(story.pause.at), by: story.pause.by, why: story.pause.why },
    aliases: story.aliases,
    origins: originsOf(story),
    permission: permissionOf(story),
    suppressions: story.suppressions.map(({ kind, channel, reason, at }) => ({ kind, channel, reason, at: iso(at) })),
    campaigns: story.memberships.map(({ campaign, member }) => membershipView(engine, story, campaign, member)),
    signals,
    timeline: timelineOf(story),
  };
}

function membershipView(engine: Engine, story: LeadStory, campaign: Campaign, member: Member): Record<string, unknown> {
  const decision = story.decisions.find(({ id }) => id === member.decisionId);
  const enrollment = story.enrollments.filter(({ campaignId }) => campaignId === campaign.id).at(-1) ?? null;
  const facts = parsed(decision);
  const next = upcoming(engine, campaign, member, enrollment);
  return {
    campaign: campaign.name,
    state: campaign.state,
    stage: member.stage,
    tier: member.tier,
    score: facts.score ?? null,
    scoreBefore: scoreBefore(story, member),
    sequence: enrollment?.sequence ?? member.sequence,
    reasons: (decision?.reasons ?? []).map(spoken),
    next: upcomingText(next),
    upcoming: shownUpcoming(next),
    nextAt: enrollment?.dueAt == null ? null : iso(enrollment.dueAt),
    waitsFor: enrollment?.state === 'waiting' && enrollment.reason ? spoken(enrollment.reason) : null,
  };
}

/** The score before it last changed, of 1, as a list tells it (`store/campaigns/trend`): by decisions on this lead, not on those it took in. */
function scoreBefore(
  { decisions }: LeadStory,
  { campaignId, leadId, decisionId, scoreMillionths }: Member,
): number | null {
  const earlier = decisions.findLast((one) => {
    const isOfIt = one.campaignId === campaignId && one.leadId === leadId && one.id < decisionId;
    const score = isOfIt ? scoreOf(one) : null;
    return score !== null && Math.round(score * 1e6) !== scoreMillionths;
  });
  return earlier === undefined ? null : scoreOf(earlier);
}

function scoreOf(decision: Decision): number | null {
  return (parsed(decision).score as { readonly value?: number } | null | undefined)?.value ?? null;
}

/** Where a lead stands in a campaign: `score` and `coverage` of 1, times in ISO 8601. */
export interface StandingView {
  readonly stage: Member['stage'];
  readonly tier: Member['tier'];
  readonly score: number;
  readonly coverage: number;
  readonly sequence: string | null;
  readonly why: SpokenReason;
  readonly nextAt: string | null;
  /** When the last message left, or may have, or somebody else was in touch. */
  readonly lastAt: string | null;
}

/** Where a lead stands in a campaign, in a line of a list. */
export function standingView(member: MemberStanding, enrollment: PassageStanding | null): StandingView {
  const { stage, tier, scoreMillionths, coverageMillionths, sequence, reasonCode } = member;
  return {
    ...{ stage, tier, score: scoreMillionths / 1e6, coverage: coverageMillionths / 1e6 },
    sequence: enrollment?.sequence ?? sequence,
    why: spoken(enrollment?.reason ?? { code: reasonCode }),
    nextAt: enrollment?.dueAt == null ? null : iso(enrollment.dueAt),
    lastAt: enrollment?.lastAt == null ? null : iso(enrollment.lastAt),
  };
}

/** One message of the ledger as lists show it. */
export function messageView(message: Message): Record<string, unknown> {
  const {
    id,
    leadId,
    recipient,
    sender,
    template,
    subject,
    state,
    reason,
    dueAt,
    attempts,
    attemptedAt,
    sentAt,
    providerRef,
    intentKey,
  } = message;
  return {
    id,
    leadId,
    recipient,
    sender,
    template,
    subject,
    state,
    reason: reason ? spoken(reason) : null,
    dueAt: dueAt === NEVER_ASKED ? null : iso(dueAt),
    attempts,
    attemptedAt: attemptedAt === null ? null : iso(attemptedAt),
    sentAt: sentAt === null ? null : iso(sentAt),
    providerRef,
    intentKey,
  };
}
