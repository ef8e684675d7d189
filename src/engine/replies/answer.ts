/**
 * A person answers a reply: addressed the way it came, put into the queue before everything else, and what the lead goes through is
 * held as by any touch of a person. Owns the order and who may answer again; the address is `domain/conversation/inbox/answer-to`.
 */
import {
  type Addressed,
  answerIntentKey,
  answerTo,
  type Unanswerable,
} from '../../domain/conversation/inbox/answer-to.ts';
import type { LeadEvent } from '../../domain/event.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { QueuedMessage } from '../../domain/message.ts';
import { segmentsOf } from '../../domain/phone/segments.ts';
import { messageIdOf } from '../deliver/message-id.ts';
import type { Engine } from '../engine.ts';
import { Refusal } from '../operations/operation.ts';
import { movedByTouch } from '../react.ts';
import type { Answer, AnswerDraft, AnswerSubject } from '../store-port.ts';
import { gateNow, refusedBy } from './gate-now.ts';

/** What a person wants to answer. */
export interface AnswerWords {
  readonly workspaceId: string;
  /** The event that the reply is. */
  readonly eventId: string;
  readonly words: string;
  readonly by: string;
  /** Also where it was answered before. */
  readonly again: boolean;
}

/** The answer, and whether it is new: the same words a second time are the same answer. */
export interface Given {
  readonly answer: Answer;
  readonly isNew: boolean;
}

/**
 * Answers. Errors: refusals `no-such-reply`, `already-answered`, `too-many-answers`, `cannot-answer`, `text-too-long`, and whatever code the gate
 * refuses with now: words that can never leave close no reply.
 */
export async function answerReply(engine: Engine, wish: AnswerWords): Promise<Given> {
  await engine.playbooks.refresh();
  await engine.connections.refresh();
  await refuseUnsendable(engine, wish);
  const { workspaceId, eventId } = wish;
  let given: Given | null = null;
  const found = await engine.store.replies.answer({
    workspaceId,
    eventId,
    decide(of) {
      const same = of.answers.find(({ words }) => words === wish.words);
      const draft = same === undefined ? draftOf(engine, wish, of) : null;
      given = { answer: (same ?? draft?.answer) as Answer, isNew: draft !== null };
      return draft;
    },
  });
  if (found && given !== null) return given;
  throw new Refusal('no-such-reply', `there is no reply ${eventId}, or its lead is gone`, 'rekindle reply list');
}

/** The gate is asked with the answer as it would be, of which nothing is written; it is asked again as the answer leaves. */
async function refuseUnsendable(engine: Engine, wish: AnswerWords): Promise<void> {
  const { workspaceId, eventId, words } = wish;
  const { store } = engine;
  let would: { readonly letter: AnswerDraft; readonly lead: Lead } | null = null;
  await store.replies.answer({
    workspaceId,
    eventId,
    decide(of) {
      const isThere = of.answers.some((answer) => answer.words === words);
      would = isThere ? null : { letter: draftOf(engine, wish, of), lead: of.lead };
      return null;
    },
  });
  if (would === null) return;
  const { letter, lead } = would as { readonly letter: AnswerDraft; readonly lead: Lead };
  const workspace = await store.workspaces.ensure(workspaceId, engine.clock.now());
  const { campaignId } = letter.message;
  const campaign = campaignId === null ? null : await store.campaigns.get(workspaceId, campaignId);
  const gate = await gateNow(engine, { workspace, campaign, lead }, letter);
  if (gate.verdict === 'refuse') throw refusedBy(gate);
}

function draftOf(engine: Engine, wish: AnswerWords, of: AnswerSubject): AnswerDraft {
  mayAnswer(wish, of);
  const { reply, event, lead, before, turn } = of;
  const now = engine.clock.now();
  const { email, phone } = lead.values;
  const to = addressed({
    ...{ channel: event.channel, thread: reply.thread, email, phone },
    before: before && { ...before, messageId: messageIdOf(before) },
  });
  if (to.channel === 'sms') checkLength(wish.words);
  const { channel, sender, recipient, subject, references } = to;
  const message: QueuedMessage = {
    ...{ workspaceId: wish.workspaceId, id: engine.ids.next('msg'), intentKey: answerIntentKey(wish.eventId, turn) },
    ...{ campaignId: before?.campaignId ?? null, enrollmentId: null, leadId: lead.id, channel, lane: 0, template: '' },
    ...{ playbookHash: before?.playbookHash ?? '', decisionId: before?.decisionId ?? '' },
    ...{ recipient, sender, dueAt: now, createdAt: now },
  };
  const { workspaceId, eventId, words, by } = wish;
  const answer: Answer = {
    ...{ workspaceId, messageId: message.id, eventId, turn, by, at: now, subject, references, words },
    ...{ sequence: null, zone: null },
  };
  return { message, answer, ...movedByTouch(engine, touchOf(message, event.id), of) };
}

function mayAnswer({ again }: AnswerWords, { answers, turn }: AnswerSubject): void {
  const last = answers.at(-1);
  if (last !== undefined && !again) {
    const when = new Date(last.at).toISOString();
    throw new Refusal(
      'already-answered',
      `${last.by} answered on ${when}`,
      'read it (reply show); --again adds another answer',
    );
  }
  if (turn > LIMITS.answersPerReply)
    throw new Refusal('too-many-answers', `it has ${turn - 1} answers`, 'answer a later reply of theirs');
}

const WHY_NOT: Readonly<Record<Unanswerable, readonly [says: string, remedy: string]>> = {
  'not-by-mail-or-text': [
    'it came by neither e-mail nor text',
    'call, or write by hand, and note it: event record … human-touch',
  ],
  'never-written': [
    'no message of ours has gone out by its way',
    'write from your own mailbox or phone: nothing is known of what they answer',
  ],
  'no-address': ['nobody is known to write to', 'add an address or number to the lead'],
};

function addressed(reply: Parameters<typeof answerTo>[0]): Addressed {
  const to = answerTo(reply);
  if (!('refused' in to)) return to;
  throw new Refusal('cannot-answer', ...WHY_NOT[to.refused]);
}

function checkLength(words: string): void {
  const { count } = segmentsOf(words);
  if (count <= LIMITS.textSegments) return;
  throw new Refusal('text-too-long', `it would be ${count} texts, at most ${LIMITS.textSegments} leave`, 'write less');
}

/**
 * What a person wrote, as it moves what the lead goes through; the message is the touch on record, so that no event is. `because`: id of
 * what the passage says it is held by.
 */
export function touchOf(
  { workspaceId, id, leadId, campaignId, channel, createdAt: at }: QueuedMessage,
  because: string,
): LeadEvent {
  return {
    ...{ workspaceId, id: because, leadId, campaignId, messageId: id, kind: 'human-touch', at, recordedAt: at },
    ...{ origin: 'answer', originId: id, verdict: 'human', direction: 'out', channel, outcome: null, text: null },
  };
}
