/** What a CRM and we say differently of leads, as the engine asks a store for it. */
import type { Verdict } from '../../../domain/reconcile/compare.ts';

/** Leads are read in this order: those that were handed over, those that came from there, those that were erased here. */
export type ReadingPhase = 'handed' | 'harvested' | 'erased' | 'done';

/** How far a CRM was compared, and what came of it so far. */
export interface CrmReading {
  readonly workspaceId: string;
  readonly connection: string;
  readonly phase: ReadingPhase;
  /** The last one of this phase; empty = it begins. */
  readonly after: string;
  readonly startedAt: number;
  /** Null = it is under way. */
  readonly endedAt: number | null;
  readonly counts: Readonly<Record<string, number>>;
}

/** Whom to look for next. */
export interface LinkQuery {
  readonly workspaceId: string;
  readonly connection: string;
  readonly provider: string;
  readonly phase: Exclude<ReadingPhase, 'done'>;
  readonly after: string;
  readonly limit: number;
}

/** A contact, and the lead that it is here; null = they were erased. */
export interface CrmLink {
  readonly contactId: string;
  readonly leadId: string | null;
}

/** A page of them. */
export interface LinkPage {
  readonly links: readonly CrmLink[];
  /** Where the next one begins; null = there is none. */
  readonly next: string | null;
}

/** open: a person decides; later: it is made with the next run; settled: it was made; left: a person left both as they are. */
export type DifferenceState = 'open' | 'later' | 'settled' | 'left';

/** Something that a CRM and we say differently. */
export interface Difference {
  readonly workspaceId: string;
  readonly connection: string;
  readonly contactId: string;
  /** A field of the lead, `refusal.email`, or `being`. */
  readonly field: string;
  readonly id: string;
  /** Null = they were erased here. */
  readonly leadId: string | null;
  readonly ours: string | null;
  readonly theirs: string | null;
  readonly verdict: Exclude<Verdict, 'same'>;
  readonly because: string;
  readonly state: DifferenceState;
  readonly seenAt: number;
  readonly settledAt: number | null;
  readonly settledBy: string | null;
  /** What the CRM said where it could not be made. */
  readonly detail: string | null;
}

/** Differences of a workspace, the latest found first. */
export interface DifferenceQuery {
  readonly workspaceId: string;
  readonly state: DifferenceState;
  /** Those found before the one of this id; null = from the latest on. */
  readonly before: string | null;
  readonly limit: number;
}

/** The verbs of reconciliation. */
export interface ReconcileVerbs {
  reading(workspaceId: string, connection: string): Promise<CrmReading | null>;
  links(query: LinkQuery): Promise<LinkPage>;
  /** What is on record of these contacts, in any state. */
  of(workspaceId: string, connection: string, contactIds: readonly string[]): Promise<Difference[]>;
  /** Writes a page: what was found, what is no difference any more, where the reading stands, and who is gone from both sides. */
  note(page: NotedPage): Promise<void>;
  list(query: DifferenceQuery): Promise<Difference[]>;
  get(workspaceId: string, id: string): Promise<Difference | null>;
  /** Writes what a person decided; false = it has changed since. */
  settle(difference: Difference, was: DifferenceState): Promise<boolean>;
}

/** What one page of contacts came to. */
export interface NotedPage {
  readonly reading: CrmReading;
  readonly found: readonly Difference[];
  /** Those that both sides agree on by now. */
  readonly over: readonly Difference[];
  /** Contacts of the erased that are gone there too. */
  readonly forgotten: readonly string[];
  readonly provider: string;
}
