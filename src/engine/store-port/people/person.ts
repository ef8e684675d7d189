/** People's rights as the engine asks a store for them: all that is held of a person, and taking it away. */
import type { NoteStanding, RefusalNote } from '../../../domain/consent/noted.ts';
import type { Lead } from '../../../domain/lead/lead.ts';
import type { UnderWay } from '../../../domain/person/erasure.ts';
import type { Suppression } from '../lead.ts';

/** Rows of one kind that are about a person, as they are stored: columns in snake_case, JSON as text. */
export interface HeldRows {
  /** What they are, in words of the field: `messages`. */
  readonly kind: string;
  /** goes: the rows are taken away with the person; stays: what named the person is taken out of them. */
  readonly fate: 'goes' | 'stays';
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** There are more than are told. */
  readonly more: boolean;
}

/** A person as they are found: the lead, the ids that were merged into it, and by what they can be reached. */
export interface PersonFound {
  readonly lead: Lead;
  readonly ids: readonly string[];
  readonly emails: readonly string[];
  readonly phones: readonly string[];
}

/** Everything that is held of a person. */
export interface PersonHeld extends PersonFound {
  readonly held: readonly HeldRows[];
  readonly underWay: UnderWay;
}

/** What is to be done about a person, decided on what is found in the same transaction. */
export interface ErasureDecision {
  readonly id: string;
  readonly at: number;
  readonly by: string;
  /** Keys under which the person stays refused. */
  readonly keyHashes: readonly string[];
  /** What is left under a key of what stands there. */
  refusals(keyHash: string, standing: readonly Suppression[]): readonly Suppression[];
}

/** A wish to erase; `decide` gives null where it cannot be just now. */
export interface ErasureWish {
  readonly workspaceId: string;
  readonly leadId: string;
  decide(found: PersonFound, underWay: UnderWay): ErasureDecision | null;
}

/** What an erasure came to, to be shown later. It names nobody. */
export interface Erasure {
  readonly workspaceId: string;
  readonly id: string;
  readonly at: number;
  readonly by: string;
  /** By kind: rows that went, and that stay without the person. */
  readonly counts: Readonly<Record<string, { readonly gone: number; readonly kept: number }>>;
  readonly keyHashes: readonly string[];
}

/** A page of erasures, newest first. */
export interface ErasureQuery {
  readonly workspaceId: string;
  /** Only what is older than this id; null = from the newest on. */
  readonly before: string | null;
  readonly limit: number;
}

/** The verbs of people's rights. */
export interface PersonVerbs {
  /** Everything that is held of a person; null = there is no such lead. */
  held(workspaceId: string, leadId: string): Promise<PersonHeld | null>;
  /** Takes a person away in one transaction; null = there is no such lead, or `decide` says no. */
  erase(wish: ErasureWish): Promise<Erasure | null>;
  /** Erasures, newest first. */
  erasures(query: ErasureQuery): Promise<Erasure[]>;
  /** The erasure that left a refusal under one of these keys; null = there was none. */
  erasureUnder(workspaceId: string, keyHashes: readonly string[]): Promise<Erasure | null>;
  /** What is to be noted of refusals outside of the database, at most so much. */
  refusalsKept(limit: number): Promise<RefusalNote[]>;
  /** They are noted: none of them is kept any more, but for what was said since. */
  refusalsNoted(notes: readonly RefusalNote[]): Promise<void>;
  /** Refuses again what was noted in a workspace, as far as it does not stand; how many. */
  refuseAgain(workspaceId: string, notes: readonly NoteFound[]): Promise<number>;
}

/** A note of a refusal, and what is known of it from the other notes. */
export interface NoteFound extends Omit<NoteStanding, 'stands'> {
  readonly note: RefusalNote;
}

/** An erasure as it is noted outside of the database: the keyed hashes of who was erased. */
export interface Tombstone {
  readonly workspaceId: string;
  readonly id: string;
  readonly by: string;
  readonly keyHashes: readonly string[];
}

/** Erasures noted outside of the database and of its backups, so that a backup that is brought back forgets them again. */
export interface Tombstones {
  read(): Promise<readonly Tombstone[]>;
  /** It is on disk before this resolves. Twice is once. */
  add(tombstone: Tombstone): Promise<void>;
}

/** Refusals noted outside of the database and of its backups, so that a backup that is brought back hears of them. */
export interface RefusalNotes {
  /** In the order in which they were added. */
  read(): AsyncIterable<RefusalNote>;
  /** They are on disk before this resolves. */
  add(notes: readonly RefusalNote[]): Promise<void>;
}
