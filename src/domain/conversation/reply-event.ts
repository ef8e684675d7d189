/** Which event a told one is, once its words are read. Owns what a reading makes of an event; the reading is `intent.ts`. */
import { EVERY_WAY, type EventKind, type LeadEvent } from '../event.ts';
import { meansEveryWay, type ReplyIntent, readReply } from './intent.ts';

/** An event as it is told: what is said of its outcome counts more than what its words say. */
export interface ToldEvent {
  readonly kind: EventKind;
  /** Null = nothing is said of it. */
  readonly outcome: string | null;
  readonly text: string | null;
}

/** What it is. A reply that says stop is an opt-out; an absence note was written by a machine. */
export interface ReadEvent extends Pick<LeadEvent, 'kind' | 'outcome' | 'verdict'> {
  /** What the words mean; null = there are none. */
  readonly reading: ReplyIntent | null;
}

/** Reads an event that a person tells. */
export function readEvent({ kind, outcome: said, text }: ToldEvent): ReadEvent {
  const read = text === null ? null : readReply(text);
  const reading = read?.intent ?? null;
  const outcome = said ?? (kind === 'replied' ? reading : null);
  if (kind === 'opted-out' || (kind === 'replied' && outcome === 'opt-out')) {
    const everyWay = said === EVERY_WAY || (read !== null && meansEveryWay(read));
    return { kind: 'opted-out', outcome: everyWay ? EVERY_WAY : null, verdict: 'human', reading };
  }
  return { kind, outcome, verdict: outcome === 'out-of-office' ? 'machine' : 'human', reading };
}
