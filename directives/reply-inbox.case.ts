/** Runs a row of reply-inbox.md. */
import { correctedTo, isUnanswered, meaningOf, standingOf, standsAs } from '../src/domain/conversation/inbox/inbox.ts';
import type { ReplyIntent } from '../src/domain/conversation/reply-intent.ts';
import type { EventChannel, EventDirection, EventKind } from '../src/domain/event.ts';
import type { MessageState } from '../src/domain/message.ts';

interface Row {
  readonly event?: EventKind;
  readonly direction?: EventDirection;
  readonly origin?: string;
  readonly outcome?: string;
  readonly text?: string;
  readonly channel?: EventChannel;
  readonly as?: ReplyIntent;
  /** States of the messages that the answers are. */
  readonly answers?: string;
}

export function run({ event: kind, as, answers, ...row }: Row) {
  if (answers !== undefined) return { unanswered: isUnanswered(answers.split(' ') as MessageState[]) };
  if (as !== undefined) {
    const { kind: becomes, outcome, verdict } = correctedTo(as);
    return { becomes: [becomes, outcome].filter(Boolean).join(' '), verdict, state: standsAs(as) };
  }
  const { direction = null, origin = '', outcome = null, text = null, channel = null } = row;
  const event = { kind: kind as EventKind, direction, origin, outcome, text, channel };
  return { stands: standingOf(event) ?? 'none', reads: meaningOf(event) };
}
