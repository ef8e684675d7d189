/**
 * What left since a backup was taken, known by notes that are kept outside of the database and of its backups
 * (directives/departures-noted.md). Owns what the notes of a message come to, and what becomes of one that would leave a second time;
 * where they are kept is the instance's.
 */
import type { End } from './doubt.ts';

/** A message as it leaves. It names nobody: what could is a digest. */
export interface DepartureNote {
  readonly workspaceId: string;
  readonly messageId: string;
  /** Digest of its intent key. */
  readonly intent: string;
  /** Keyed digest of campaign, address, and the step with its visit or the mail that it answers; null = it is neither. */
  readonly whom: string | null;
  /** When it was handed over, epoch ms, as the ledger has it. */
  readonly at: number;
  /** The way out that took it, by its name. */
  readonly way: string;
  readonly bodyHash: string;
}

/** What its way out said of the last departure before. Where nobody knows, nothing is noted. */
export interface AnswerNote {
  readonly workspaceId: string;
  readonly messageId: string;
  readonly left: boolean;
  readonly providerRef: string | null;
}

/** Either, as they follow each other. */
export type LeftNote = DepartureNote | AnswerNote;

/** What is known of a departure: it left, it came back without having left, or nobody noted which. */
export type DepartureState = 'left' | 'back' | 'unknown';

/** What several notes of one message come to. Without a departure the answer is that of one noted before them. */
export interface NotesRead {
  readonly departure: DepartureNote | null;
  readonly answer: AnswerNote | null;
}

/** Reads on: the next note of the same message. */
export function readOn(before: NotesRead, note: LeftNote): NotesRead {
  return 'left' in note ? { ...before, answer: note } : { departure: note, answer: null };
}

/** The state of a departure by its answer. */
export function stateBy(answer: AnswerNote | null): DepartureState {
  if (answer === null) return 'unknown';
  return answer.left ? 'left' : 'back';
}

/** Whether the database knows of a departure: it has the message, as handed over then or later. `attemptedAt`: null = never. */
export function isKnown({ at }: Pick<DepartureNote, 'at'>, attemptedAt: number | null): boolean {
  return attemptedAt !== null && attemptedAt >= at;
}

/** A departure that has not come back, as it was found for a message that is about to leave. */
export interface DepartureFound {
  readonly state: Exclude<DepartureState, 'back'>;
  /** By the same intent, or only as the same step or answer to the same address. */
  readonly by: 'intent' | 'whom';
  readonly at: number;
}

/** What becomes of a message that left already, and whether its way out may be asked about it. */
export interface LeftAlready extends End<'sent' | 'unconfirmed'> {
  readonly isAsked: boolean;
}

/** A provider knows a message by its intent: of another intent it would say that it never came. */
export function leftAlready({ state, by }: Pick<DepartureFound, 'state' | 'by'>): LeftAlready {
  const isAsked = by === 'intent';
  if (state === 'left') return { to: 'sent', reason: null, isAsked };
  return { to: 'unconfirmed', reason: { code: 'left-before-restore' }, isAsked };
}
