/**
 * Brings the facts to the one gate (`domain/consent/gate`), when a step is decided and again before `sending`. Adds no
 * rule of its own.
 */
import { hash } from 'node:crypto';
import { zoneOfLead } from '../domain/calendar/zone.ts';
import { mailboxNamed } from '../domain/campaign/senders.ts';
import { askGate, type GateAnswer, type GateInput } from '../domain/consent/gate.ts';
import { type CanaryFacts, type GateFacts, NOTHING_COUNTED } from '../domain/consent/pace/facts.ts';
import { type Canary, NO_LIMITS, type SendLimits } from '../domain/consent/pace/send-limits.ts';
import { type Consent, permissionFor } from '../domain/consent/permission.ts';
import type { ConsentReason } from '../domain/consent/reasons.ts';
import { isSuppressed } from '../domain/consent/suppression.ts';
import { isWritten } from '../domain/conversation/inbox/answer-to.ts';
import { isByHand } from '../domain/conversation/inbox/by-hand.ts';
import type { Keyword } from '../domain/conversation/keyword.ts';
import { answerBarred, keywordAnswerOf } from '../domain/conversation/keyword-answer.ts';
import type { Halt } from '../domain/delivery/queue.ts';
import { senderOfHalt } from '../domain/delivery/sender-halt.ts';
import type { Message, MessageChannel } from '../domain/message.ts';
import { type SendWindow, type Sequence, sends } from '../domain/playbook/playbook.ts';
import type { Reason } from '../domain/reason.ts';
import { pauseOf } from '../domain/sequence/pause.ts';
import { againstAccount } from './accounts/facts.ts';
import { mayCall } from './deliver/artificial-voice.ts';
import { limitsOfMessage, sendLimitsOf } from './deliver/send-limits.ts';
import type { Engine } from './engine.ts';
import { suppressionKeysFor } from './keyring.ts';
import type { CanaryCount, ClaimedMessage, DueSubject, LastFacts, Recipient, Suppression } from './store-port.ts';

/** A window that is always open: the step's own was asked by the calendar already. */
const ALWAYS: SendWindow = {
  days: [1, 2, 3, 4, 5, 6, 7],
  fromMinute: 0,
  toMinute: 1440,
  skipHolidays: false,
  fallbackZone: 'UTC',
};
/** What stands for the identity where nothing reaches a person. */
const NO_IDENTITY = { senderName: '', senderAddress: '', postalAddress: '', visibleOptOut: false, oneClickUrl: null };

/** Whose step is decided, as far as the gate asks. */
export interface Deciding extends Pick<DueSubject, 'recipient' | 'suppressions' | 'byPhone'> {
  readonly enrollment: Pick<DueSubject['enrollment'], 'zone'>;
}

/**
 * When a step is decided: refusals and permission. Limits, pace and identity are asked when it leaves.
 * Why: until then others use up limits that it would have been promised, and reading them twice gains nothing.
 */
export function gateAtDeciding(subject: Deciding, channel: MessageChannel, now: number): GateAnswer {
  const { recipient, suppressions, enrollment, byPhone } = subject;
  const aiVoice = byPhone !== null && mayCall(byPhone.workspace);
  const by = { channel, consents: byPhone?.consents ?? [], aiVoice };
  const common = inputFor(recipient, suppressions, enrollment.zone, by, now);
  return askGate({
    ...common,
    live: false,
    window: ALWAYS,
    facts: NOTHING_COUNTED,
    limits: NO_LIMITS,
    identity: NO_IDENTITY,
  });
}

/** In the transaction that writes `sending`: everything, with the facts of this moment. */
export function gateAtSending(engine: Engine, claimed: ClaimedMessage, facts: LastFacts, now: number): GateAnswer {
  const { message, recipient, campaign, workspace, zone } = claimed;
  if (facts.halt) return { verdict: 'hold', until: now + lookAgainMs(facts.halt), reasons: [haltReason(facts.halt)] };
  if (facts.ended && facts.ended.code !== 'completed' && !isAnswer(message, facts.ended))
    return { verdict: 'refuse', reasons: [stopped(facts.ended.code)] };
  const keyword = keywordAnswerOf(message);
  const stoppedBy = keyword ? null : isWritten(message) ? answerStop(facts) : campaignStop(facts, message, now);
  if (stoppedBy) return stoppedBy;
  const against = facts.account && againstAccount(engine, facts.account, message.leadId);
  if (against) return { verdict: 'refuse', reasons: [against] };
  const failing = engine.connections.failing(workspace, message.channel, message.sender);
  if (failing) {
    const facts = { connection: failing.name, answer: failing.code, detail: failing.says };
    return { verdict: 'hold', until: now + CONNECT_LOOK_MS, reasons: [{ code: 'connection-failing', facts }] };
  }
  const way = engine.wayOut(workspace, message.channel, message.sender);
  if (way === null) {
    return { verdict: 'hold', until: now + CONNECT_LOOK_MS, reasons: [{ code: NOT_CONNECTED[message.channel] }] };
  }
  // Only the way out that it was handed to knows it by its key; whoever had a person decide to send it again has forgotten that one.
  if (message.mayHaveLeft && message.leftBy !== null && message.leftBy !== way.name)
    return { verdict: 'refuse', reasons: [{ code: 'connection-changed' }] };
  if (keyword) return gateOfKeywordAnswer(keyword.keyword, claimed, facts, now);
  const sender = campaign?.sender;
  const by = { channel: message.channel, consents: facts.byPhone?.consents ?? [], aiVoice: mayCall(workspace) };
  const sequence = sequenceOf(engine, claimed);
  const limits = limitsOfMessage(engine, claimed, sequence?.minGapHours ?? null);
  return askGate({
    ...inputFor(recipient, facts.suppressions, zone ?? claimed.answer?.zone ?? 'UTC', by, now),
    lane: laneOf(message),
    live: workspace.mode === 'live',
    window: sequence?.window ?? ALWAYS,
    facts: factsFor(claimed, facts, limits),
    limits,
    identity: {
      senderName: (sender && mailboxNamed(sender, message.sender)?.name) ?? sender?.name ?? '',
      senderAddress: message.sender,
      postalAddress: sender?.postalAddress ?? '',
      visibleOptOut: true,
      oneClickUrl: engine.publicUrl,
    },
  });
}

/** The person has just asked for it, by this very number: neither permission nor hours nor limits are asked. */
function gateOfKeywordAnswer(
  keyword: Keyword,
  { message, recipient }: ClaimedMessage,
  { suppressions }: LastFacts,
  now: number,
): GateAnswer {
  const keys = suppressionKeysFor(recipient);
  const barred = answerBarred(keyword, { saidAt: message.createdAt, now, keys, refusals: suppressions });
  return barred ? { verdict: 'refuse', reasons: [barred] } : { verdict: 'send' };
}

/** What becomes of the campaign, or of the passage, stops what it sends. */
function campaignStop(facts: LastFacts, message: Message, now: number): GateAnswer | null {
  const { campaignState } = facts;
  if (campaignState === 'finished') return { verdict: 'refuse', reasons: [{ code: 'campaign-finished' }] };
  if (campaignState === 'cancelled') return { verdict: 'refuse', reasons: [{ code: 'campaign-cancelled' }] };
  if (campaignState === 'paused') {
    return { verdict: 'hold', until: now + PAUSE_LOOK_MS, reasons: [{ code: 'campaign-paused' }] };
  }
  const keptBack = facts.keptBack && isAnswer(message, facts.keptBack.reason) ? null : facts.keptBack;
  // A message that was leaving as it was paused or held, and came back to the queue.
  if (keptBack && (keptBack.until === null || keptBack.until > now)) {
    return { verdict: 'hold', until: keptBack.until, reasons: [keptBack.reason] };
  }
  return null;
}

/** A person answers though the campaign is over or they have paused the lead; what the lead has refused waits for a person's word. */
function answerStop({ keptBack }: LastFacts): GateAnswer | null {
  if (keptBack === null || pauseOf(keptBack) !== 'opt-out-review') return null;
  return { verdict: 'hold', until: keptBack.until, reasons: [keptBack.reason] };
}

/** What a reply ends or holds is the sequence, not the answer to it; nor does a goal that is reached by it. */
function isAnswer({ lane }: Message, { code }: Reason): boolean {
  return lane === 0 && (code === 'replied' || code === 'held-replied' || code === 'goal-reached');
}

/** A message of a paused campaign is looked at again after this, ms; resuming is seen then at the latest. */
const PAUSE_LOOK_MS = 60_000;

/** The stop of a sender is lifted after hours or days, and everything that it sends comes by here. */
function lookAgainMs(halt: Halt): number {
  return senderOfHalt(halt) === null ? PAUSE_LOOK_MS : CONNECT_LOOK_MS;
}

/** Whether something was connected since is looked at again after this, ms. */
const CONNECT_LOOK_MS = 15 * 60_000;
const NOT_CONNECTED: Readonly<Record<MessageChannel, ConsentReason>> = {
  email: 'mail-not-connected',
  sms: 'texts-not-connected',
  voice: 'calls-not-connected',
};

/** The reason of what a person stopped. */
export function haltReason(halt: Halt): Reason {
  const { why, by } = halt;
  const sender = senderOfHalt(halt);
  return sender === null
    ? { code: 'halted', facts: { by, why } }
    : { code: 'sender-stopped', facts: { sender, by, why } };
}

function stopped(because: string) {
  return { code: 'enrollment-ended', facts: { because } };
}

function inputFor(
  recipient: Recipient,
  suppressions: readonly Suppression[],
  zone: string,
  by: By,
  now: number,
): Omit<GateInput, 'live' | 'window' | 'facts' | 'limits' | 'identity'> {
  const { country, region, basis, basisAt } = recipient;
  const { consents, aiVoice } = by;
  // Every call that leaves here is made by an artificial voice.
  const channel = by.channel === 'voice' ? 'ai-voice' : by.channel;
  return {
    now,
    channel,
    recipient: { address: channel === 'email' ? recipient.email : recipient.phone, verdict: null },
    zone,
    place: { country, region, zones: channel === 'email' ? [zone] : zonesOf(recipient, zone) },
    permission: permissionFor({ channel, country, basis, basisAt, consents, now, aiVoice }),
    suppression: suppressions.length === 0 ? null : isSuppressed(suppressionKeysFor(recipient), suppressions, channel),
  };
}

/** By which way, and what is on record of it. */
interface By {
  readonly channel: MessageChannel;
  readonly consents: readonly Consent[];
  readonly aiVoice: boolean;
}

/** Every zone in which the phone may ring; the one that messages are timed by where its place and number say none. */
function zonesOf({ country, region, phone }: Recipient, zone: string): readonly string[] {
  const { candidates } = zoneOfLead({ country, region, phone });
  return candidates.length === 0 ? [zone] : candidates;
}

/** The sequence that the message is a step of, or in whose hours a person wrote it; undefined = of none. */
function sequenceOf(engine: Engine, { message, campaign, answer }: ClaimedMessage): Sequence | undefined {
  if (!campaign || (message.enrollmentId === null && !answer?.sequence)) return undefined;
  const { playbook } = engine.playbooks.get(message.playbookHash);
  if (answer?.sequence) return playbook.sequences[answer.sequence];
  return Object.values(playbook.sequences).find(({ steps }) =>
    steps.some((step) => sends(step) && step.variants.some(({ template }) => template === message.template)),
  );
}

function factsFor({ message }: ClaimedMessage, { counted }: LastFacts, limits: SendLimits): GateFacts {
  return {
    ...counted,
    canary: limits.canary && counted.canary && canaryFacts(limits.canary, counted.canary),
    hash: limits.jitter === null ? NOTHING_COUNTED.hash : seedOf(message),
  };
}

function canaryFacts({ messages }: Canary, { left, lastAt, bounced, complained }: CanaryCount): CanaryFacts {
  return { filledAt: left < messages ? null : lastAt, bounced, complained };
}

/** As the gate asks; in the queue what a person writes leaves before everything else, whatever it is. */
function laneOf(message: Message): NonNullable<GateInput['lane']> {
  if (isByHand(message)) return 'hand';
  return message.lane === 0 ? 'reply' : 'bulk';
}

/** Whether a message that leaves now is one of the first, which the others are judged by. */
export function isCanary({ message, workspace }: ClaimedMessage, { counted }: LastFacts): boolean {
  if (isWritten(message) || keywordAnswerOf(message)) return false;
  const { canary } = sendLimitsOf(workspace);
  return canary !== null && counted.canary !== null && counted.canary.left < canary.messages;
}

/** What the message is, without the id of its passage, which a simulation does not share with the launch after it. */
function seedOf({ intentKey, enrollmentId, campaignId, leadId }: ClaimedMessage['message']): string {
  const intent = enrollmentId === null ? intentKey : intentKey.replace(enrollmentId, `${campaignId}:${leadId}`);
  return hash('sha256', intent);
}
