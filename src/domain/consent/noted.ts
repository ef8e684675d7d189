/**
 * Refusals that are noted outside of the database: what of one is noted, and which stand again after a backup from before was brought
 * back (directives/refusals-noted.md). Owns these rules; where they are noted is the instance's.
 */
import { STOP_KEYWORD } from '../conversation/keyword-answer.ts';
import { CODES } from '../person/erasure.ts';
import type { FoundSuppression } from './suppression.ts';

/** What was said under a key: a refusal, or that it was lifted. */
export interface RefusalNote {
  /** '' = in every workspace. */
  readonly workspaceId: string;
  /** Kind, colon, keyed hash of what it is about. */
  readonly keyHash: string;
  readonly channel: FoundSuppression['channel'];
  /** A code; null = it was lifted. */
  readonly reason: string | null;
  /** Epoch ms. */
  readonly at: number;
}

const NAMED: ReadonlySet<string> = new Set([...CODES, STOP_KEYWORD, 'manual']);
/** Stands where somebody's own words stood. */
const WORDS = 'refused';

/** The reason as it is noted: codes stay, words may name somebody. */
export function codeNoted(reason: string): string {
  return NAMED.has(reason) ? reason : WORDS;
}

/** Where among the notes each key was lifted last. Holds only those that were. */
export class LastYes {
  readonly #places = new Map<string, number>();
  #read = 0;

  /** The next note in their order. */
  add(note: RefusalNote): void {
    if (note.reason === null) this.#places.set(keyOf(note), this.#read);
    this.#read += 1;
  }

  /** null = never. */
  of(note: RefusalNote): number | null {
    return this.#places.get(keyOf(note)) ?? null;
  }
}

function keyOf({ workspaceId, keyHash, channel }: RefusalNote): string {
  return `${workspaceId} ${keyHash} ${channel}`;
}

/** What is known of a note's key: the note's own place, where it was lifted last, and whether the database has it refused. */
export interface NoteStanding {
  readonly place: number;
  readonly lifted: number | null;
  readonly stands: boolean;
}

/** Whether what a note says is refused anew. */
export function refusedAgain({ reason }: RefusalNote, { place, lifted, stands }: NoteStanding): boolean {
  return reason !== null && !stands && (lifted === null || place > lifted);
}
