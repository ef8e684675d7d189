/**
 * The inbox of replies (directives/reply-inbox.md): which events stand in it, what each is read as, and what a person's correction
 * makes of one. Pure. Owns no words: what a reply means is `intent.ts`, what follows is `domain/sequence/reaction`.
 */
import { CONSENT_PROOF } from '../../consent/lift.ts';
import type { EventKind, EventVerdict, LeadEvent } from '../../event.ts';
import type { MessageState } from '../../message.ts';
import type { ReplyIntent } from '../reply-intent.ts';

/** Origin of the event that a person's correction is. */
export const CORRECTION = 'correction';

/** open: somebody may have to answer · done: nobody has to. */
export const INBOX_STATES = ['open', 'done'] as const;
/** One of `INBOX_STATES`. */
export type InboxState = (typeof INBOX_STATES)[number];

/** What there is nothing to answer to. */
const ANSWERLESS: ReadonlySet<ReplyIntent> = new Set(['opt-out', 'out-of-office']);

type Told = Pick<LeadEvent, 'kind' | 'direction' | 'origin' | 'outcome' | 'text' | 'channel'>;

/** How an event stands in the inbox when it comes in; null = it is no reply, or one that was told by a person's correction. */
export function standingOf(event: Told): InboxState | null {
  const { kind, direction, origin, text } = event;
  if (direction === 'out' || origin === CORRECTION) return null;
  // An opt-out without words came by a button, and there is nothing to read.
  const isReply = kind === 'replied' || (kind === 'opted-out' && text !== null) || isKeyword(event);
  return isReply ? standsAs(meaningOf(event)) : null;
}

/** START and HELP: somebody has to look, though neither is an answer. Proof that a person of ours notes is no text of theirs. */
function isKeyword({ kind, direction, origin, channel }: Told): boolean {
  const isOne = kind === 'opted-in' || kind === 'note';
  return isOne && direction === 'in' && channel === 'sms' && origin !== CONSENT_PROOF;
}

/** What a reply is read as. */
export function meaningOf({ kind, outcome }: Pick<LeadEvent, 'kind' | 'outcome'>): ReplyIntent {
  if (kind === 'opted-out') return 'opt-out';
  if (kind === 'opted-in') return 'interested';
  if (kind === 'note') return 'question';
  return (outcome ?? 'unsure') as ReplyIntent;
}

/** How a reply stands that was just read, or corrected, as this. */
export function standsAs(meaning: ReplyIntent): InboxState {
  return ANSWERLESS.has(meaning) ? 'done' : 'open';
}

/** States of messages that never left and never will by themselves. */
export const NOTHING_CAME: ReadonlySet<MessageState> = new Set(['refused', 'failed']);

/** Whether nobody has answered after all: of the answers to a reply none has left, and none may yet. */
export function isUnanswered(answers: readonly MessageState[]): boolean {
  return answers.every((state) => NOTHING_CAME.has(state));
}

/** The event that a reply is after a person has said what it means. */
export interface Corrected {
  readonly kind: EventKind;
  readonly outcome: string | null;
  readonly verdict: EventVerdict;
}

/** What a correction tells; nothing refused is lifted by it. */
export function correctedTo(meaning: ReplyIntent): Corrected {
  if (meaning === 'opt-out') return { kind: 'opted-out', outcome: null, verdict: 'human' };
  return { kind: 'replied', outcome: meaning, verdict: meaning === 'out-of-office' ? 'machine' : 'human' };
}
