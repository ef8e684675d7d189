/**
 * Which event a told one is, once its words are read (directives/text-keywords.md). Owns what a reading makes of an event; the readings
 * are `intent.ts` and `keyword.ts`.
 */
import { EVERY_WAY, type EventChannel, type EventKind, type LeadEvent, THIS_CHANNEL } from '../event.ts';
import type { Reason } from '../reason.ts';
import { type AnswerContext, readAnswer, startOf } from './answer.ts';
import { meansEveryWay, type ReplyReading } from './intent.ts';
import { type Keyword, readKeyword } from './keyword.ts';
import type { ReplyIntent } from './reply-intent.ts';

/** An event as it is told: what is said of its outcome counts more than what its words say. */
export interface ToldEvent {
  readonly kind: EventKind;
  /** Null = nothing is said of it. */
  readonly outcome: string | null;
  readonly text: string | null;
  /** Null or absent = it is not told. */
  readonly channel?: EventChannel | null;
}

/** What it is. A reply that says stop is an opt-out; an absence note was written by a machine. */
export interface ReadEvent extends Pick<LeadEvent, 'kind' | 'outcome' | 'verdict'> {
  /** Until when they are away, or asked to be left, epoch ms; null = they named no day. */
  readonly holdUntil: number | null;
  /** What the words mean; null = there are none, or they are a keyword that is no answer. */
  readonly reading: ReplyIntent | null;
  /** By what the words mean it; null = there are none. */
  readonly why: readonly Reason[] | null;
}

const KEYWORD_IS: Readonly<Record<Keyword, EventKind>> = { stop: 'opted-out', start: 'opted-in', help: 'note' };

/** Reads an event that a person or a provider tells; a day that its words name is one after `context.now`. */
export function readEvent(told: ToldEvent, context: AnswerContext): ReadEvent {
  const { kind, outcome: said, text, channel } = told;
  const keyword = kind === 'replied' && said === null && channel === 'sms' ? readKeyword(text ?? '') : null;
  if (keyword !== null) return keywordEvent(keyword, text ?? '');
  const read = text === null ? null : readAnswer(text, context);
  const reading = read?.intent ?? null;
  const why = read?.reasons ?? null;
  const outcome = said ?? (kind === 'replied' ? reading : null);
  if (kind === 'opted-out' || (kind === 'replied' && outcome === 'opt-out')) {
    return { kind: 'opted-out', outcome: howFar(said, read), verdict: 'human', holdUntil: null, reading, why };
  }
  const day = kind === 'replied' ? (read?.holdUntil ?? null) : null;
  const holdUntil = day === null ? null : startOf(day, context.zone);
  return { kind, outcome, verdict: outcome === 'out-of-office' ? 'machine' : 'human', holdUntil, reading, why };
}

/** A text that is a keyword and nothing else. */
function keywordEvent(keyword: Keyword, words: string): ReadEvent {
  const reading = keyword === 'stop' ? 'opt-out' : null;
  const why = [{ code: 'reply-keyword', facts: { intent: keyword, words } }];
  return { kind: KEYWORD_IS[keyword], outcome: null, verdict: 'human', holdUntil: null, reading, why };
}

/** How much an opt-out means; null = it does not say. */
function howFar(said: string | null, read: ReplyReading | null): string | null {
  if (said === EVERY_WAY || said === THIS_CHANNEL) return said;
  return read !== null && meansEveryWay(read) ? EVERY_WAY : null;
}
