/** Which event a told one is, once its words are read. Owns what a reading makes of an event; the reading is `intent.ts`. */
import type { EventKind, LeadEvent } from '../event.ts';
import { type ReplyIntent, readReply } from './intent.ts';

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
  const reading = text === null ? null : readReply(text).intent;
  const outcome = said ?? (kind === 'replied' ? reading : null);
  if (kind === 'replied' && outcome === 'opt-out')
    return { kind: 'opted-out', outcome: null, verdict: 'human', reading };
  return { kind, outcome, verdict: outcome === 'out-of-office' ? 'machine' : 'human', reading };
}
