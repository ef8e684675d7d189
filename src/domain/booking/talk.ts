/**
 * What follows from an answer to times that were offered (directives/booking-talk.md). Pure. Asked once more and offered anew once; then a
 * person arranges it. Owns the order; how an answer is read is `choice.ts`.
 */
import type { ReplyIntent } from '../conversation/reply-intent.ts';
import type { Reason } from '../reason.ts';
import type { Choice } from './choice.ts';
import type { BookingReason } from './reasons.ts';

/** What was said of times so far. */
export interface TalkSoFar {
  /** How many times times were offered. */
  readonly offers: number;
  /** Whether the lead was asked which one they mean since the last offer. */
  readonly isAsked: boolean;
}

/** `book`: the time is taken · `ask`: which of these · `offer`: other times · `person`: somebody answers, `isOver` or not · `leave`: a no. */
export interface TalkNext {
  readonly kind: 'book' | 'ask' | 'offer' | 'person' | 'leave';
  /** The time to book, or those to ask about; epoch ms. */
  readonly slots: readonly number[];
  /** Nothing more is read as an answer to these times. */
  readonly isOver: boolean;
  readonly reasons: readonly Reason[];
}

/** Offers of one talk. */
const OFFERS_MOST = 2;
/** Who writes so does not speak of times, and is answered as without them. */
const NO: ReadonlySet<ReplyIntent> = new Set(['opt-out', 'not-interested', 'wrong-person', 'out-of-office']);

/** What follows. `now`: a time that is past by then is not booked. */
export function talkAfter(choice: Choice, intent: ReplyIntent, { offers, isAsked }: TalkSoFar, now: number): TalkNext {
  const { kind, left, reasons } = choice;
  const [first] = left;
  if (kind !== 'chosen' && NO.has(intent))
    return { kind: 'leave', slots: [], isOver: intent !== 'out-of-office', reasons };
  if (kind === 'other') return { kind: 'person', slots: [], isOver: false, reasons };
  if (kind === 'unclear') return isAsked ? toPerson(reasons) : { kind: 'ask', slots: left, isOver: false, reasons };
  const isPast = kind === 'chosen' && first !== undefined && first <= now;
  if (kind === 'chosen' && !isPast) return { kind: 'book', slots: left, isOver: true, reasons };
  const why = isPast ? [...reasons, because('booking-expired')] : reasons;
  return offers < OFFERS_MOST ? { kind: 'offer', slots: [], isOver: false, reasons: why } : toPerson(why);
}

function toPerson(reasons: readonly Reason[]): TalkNext {
  return { kind: 'person', slots: [], isOver: true, reasons: [...reasons, because('booking-person')] };
}

function because(code: BookingReason): Reason {
  return { code };
}
