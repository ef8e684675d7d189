/**
 * The inbox as people work through it: put off, assigned, closed, and read anew by a person's word. Owns the acts and how a reply is
 * shown; what a correction makes of one is `domain/conversation/inbox`, what follows is decided by `react`.
 */
import { confidenceOf } from '../../domain/conversation/confidence.ts';
import { CORRECTION, correctedTo, isUnanswered, meaningOf, standsAs } from '../../domain/conversation/inbox/inbox.ts';
import type { ReplyIntent } from '../../domain/conversation/reply-intent.ts';
import type { Engine } from '../engine.ts';
import { spoken } from '../explain.ts';
import { Refusal } from '../operations/operation.ts';
import { eventBatch } from '../react.ts';
import type { ReplyChange, ReplyKey, ReplyOf, ReplyRecord } from '../store-port.ts';

/** The reply. Errors: refusal `no-such-reply`. */
export async function replyNamed(engine: Engine, key: ReplyKey): Promise<ReplyOf> {
  return (await engine.store.replies.get(key)) ?? nothing(key);
}

function nothing({ eventId }: ReplyKey): never {
  throw new Refusal('no-such-reply', `there is no reply ${eventId}`, 'rekindle reply list shows those that are open');
}

/** Moves a reply on. Errors: refusal `no-such-reply`. */
export async function moveReply(engine: Engine, change: ReplyChange): Promise<ReplyRecord> {
  return (await engine.store.replies.change(change)) ?? nothing(change);
}

/** What a correction came to. */
export interface CorrectedReply {
  readonly before: ReplyIntent;
  readonly meaning: ReplyIntent;
  /** False = it was read so already, and nothing follows. */
  readonly changed: boolean;
}

/** A person says what a reply means. Errors: refusals `no-such-reply`, `reply-forgotten`, `changed-meanwhile`. */
export async function correctReply(
  engine: Engine,
  key: ReplyKey,
  { meaning, by }: { readonly meaning: ReplyIntent; readonly by: string },
): Promise<CorrectedReply> {
  const { reply, event } = await replyNamed(engine, key);
  const { meaning: before, corrections } = reply;
  if (before === meaning) return { before, meaning, changed: false };
  if (event === null)
    throw new Refusal(
      'reply-forgotten',
      'the words of this reply are forgotten by now',
      'say it of the lead: event record',
    );
  const at = engine.clock.now();
  const { workspaceId, leadId, campaignId, messageId, direction, channel, text } = event;
  const events = await eventBatch(engine, [
    {
      ...{ workspaceId, leadId, campaignId, messageId, at, direction, channel, text, ...correctedTo(meaning) },
      ...{ origin: CORRECTION, originId: `${event.id}.${corrections + 1}` },
      why: [{ code: 'reply-corrected', facts: { by, event: event.id, before, read: meaningOf(event) } }],
    },
  ]);
  const told = { ...key, meaning, state: standsAs(meaning), by, at, corrections, events };
  if (await engine.store.replies.correct(told)) return { before, meaning, changed: true };
  throw new Refusal('changed-meanwhile', 'somebody else has corrected it just now', 'look at it again: reply show');
}

/** A reply as faces show it. */
export function shownReply({ reply, event, lead, answers }: ReplyOf) {
  const why = event?.why ?? [];
  return {
    id: reply.eventId,
    leadId: lead?.id ?? reply.leadId,
    name: lead?.values.fullName ?? null,
    email: lead?.values.email ?? null,
    phone: lead?.values.phone ?? null,
    at: iso(reply.at),
    channel: event?.channel ?? null,
    campaignId: event?.campaignId ?? null,
    state: reply.state,
    class: reply.meaning,
    readAs: event && meaningOf(event),
    confidence: reply.corrections > 0 ? null : confidenceOf(why),
    words: wordsOf(why),
    reasons: why.map(({ code }) => code),
    why: why.map(spoken),
    correctedBy: reply.correctedBy,
    correctedAt: iso(reply.correctedAt),
    assignedTo: reply.assignedTo,
    snoozedUntil: iso(reply.snoozedUntil),
    closedBy: reply.closedBy,
    answers: answers.length,
    notSent: notSent(answers),
    text: event?.text ?? null,
  };
}

/** Why the last answer did not leave, where none has or may; null = one has, or nobody has answered. */
function notSent(answers: ReplyOf['answers']) {
  const states = answers.flatMap(({ message }) => (message === null ? [] : [message.state]));
  const reason = isUnanswered(states) ? answers.at(-1)?.message?.reason : null;
  return reason ? spoken(reason) : null;
}

/** The same with all that stands behind it. */
export function shownInFull(of: ReplyOf) {
  const { reply, event, answers } = of;
  return {
    ...shownReply(of),
    messageId: event?.messageId ?? null,
    subject: reply.thread?.subject ?? null,
    from: reply.thread?.from ?? null,
    given: answers.map(({ answer, message }) => ({
      ...{ messageId: answer.messageId, by: answer.by, at: iso(answer.at), words: answer.words },
      state: message?.state ?? null,
      reason: message?.reason ? spoken(message.reason) : null,
    })),
  };
}

function iso(at: number): string;
function iso(at: number | null): string | null;
function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** The words that decided, as the reasons name them. */
function wordsOf(
  why: readonly { readonly code: string; readonly facts?: Readonly<Record<string, unknown>> }[],
): string {
  const decided = why.find(({ facts }) => typeof facts?.intent === 'string');
  return typeof decided?.facts?.words === 'string' ? decided.facts.words : '';
}
