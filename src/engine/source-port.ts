/**
 * Where leads come from by themselves, as the engine asks an adapter for them: fetched page by page, or asked for what a known lead
 * lacks. Sources that cost credits are handed a purse, and ask for nobody before it is set aside. A fault of the outside is an answer.
 */
import type { LeadDraft } from '../domain/lead/lead.ts';
import type { CreditBudget } from '../domain/source/budget.ts';
import type { SourceReason } from '../domain/source/reasons.ts';

/** What a page of leads is asked with. */
export interface HarvestAsk {
  readonly limit: number;
  /** What the page before gave, JSON-able; null = from the beginning. */
  readonly cursor: unknown;
  /** Of a source with a budget; others have none. */
  readonly purse: Purse;
  /** Which of these ids of the vendor's are known here already: nobody is paid for twice. */
  known(externalIds: readonly string[]): Promise<ReadonlySet<string>>;
}

/** A watched folder, a vendor's interface. */
export interface LeadSource {
  /** Unique among the sources of an instance; leads and faults are told by it. */
  readonly name: string;
  /** What its leads bear as their source, and whose their ids are; absent = its name. */
  readonly vendor?: string;
  /** What it may cost; absent = it costs nothing. */
  readonly budget?: CreditBudget;
  /** False = it is not fetched from, though it may tell more of leads that are known; absent = it is. */
  readonly fetches?: boolean;
  /** Whether it has all that it needs to be asked. */
  configured(): boolean;
  /**
   * The next leads, at most `limit` (never more than `LIMITS.importBatchRows`). A fault of the outside is a page of kind `failed`.
   */
  fetch(ask: HarvestAsk): Promise<HarvestPage>;
  /** How many it could give at most, asked without cost; null = that cannot be told. Absent = it is not known before. */
  count?(): Promise<number | null>;
  /** Of a source that can tell more of leads that are known. */
  readonly enricher?: Enricher;
  /** Asks what came of a question whose answer comes later; absent = all its answers come at once. */
  later?(request: string): Promise<LaterAnswer>;
}

/** One page of leads, captured in one transaction with its cursor; or why there is none. */
export type HarvestPage =
  | {
      readonly kind: 'leads';
      /** Whose ids `externalId` are, such as `apollo`; null = the source's own. */
      readonly vendor: string | null;
      readonly drafts: readonly LeadDraft[];
      /** What could not be taken, each with its place and reason. */
      readonly rejects: readonly HarvestReject[];
      readonly cursor: unknown;
      /** False = nothing is left for now. */
      readonly more: boolean;
      /** Why no more is asked for though more is there; absent = nothing stops it. */
      readonly stopped?: SourceReason;
    }
  | { readonly kind: 'failed'; readonly code: string; readonly detail: string };

/** A record that a source could not make a lead of. */
export interface HarvestReject {
  /** Such as `spring.csv, line 12`. */
  readonly place: string;
  /** Code of the table of reasons. */
  readonly reason: string;
}

/** Credits, set aside before a question and settled after its answer. What is never settled counts in full. */
export interface Purse {
  /** Sets aside for up to so many people. On disk before it resolves. */
  setAside(people: number): Promise<SetAside>;
}

/** What was set aside. */
export interface SetAside {
  /** Ours; a later answer names it. */
  readonly id: string;
  /** For so many; fewer than were wanted, or none, where the credits do not suffice. */
  readonly people: number;
  readonly why: SourceReason | null;
  /** The answer came: what it cost. `later`: more comes, by the provider's name of the question, and costs so much more at most. */
  settle(credits: number, later?: { readonly request: string; readonly most: number }): Promise<void>;
}

/** A known lead, as far as whoever is asked can tell by it who is meant. */
export interface EnrichQuestion {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly fullName: string | null;
  readonly email: string | null;
  readonly domain: string | null;
  readonly company: string | null;
  readonly linkedinUrl: string | null;
  /** The vendor's own id, where the lead came from there; null = it did not. */
  readonly externalId: string | null;
}

/** What a source knows of leads, in the order of the questions; null = nobody there is meant. */
export type EnrichAnswer =
  | {
      readonly kind: 'answered';
      readonly drafts: readonly (LeadDraft | null)[];
      /** Fewer were asked about than were wanted: why. Drafts are of the first ones. */
      readonly stopped: SourceReason | null;
    }
  | { readonly kind: 'failed'; readonly code: string; readonly detail: string };

/** Who can tell more of leads that are known. */
export interface Enricher {
  /** Fields of a lead that it can tell. */
  readonly tells: readonly string[];
  /** At most `LIMITS.enrichedAtOnce` questions. Never rejects for what the other side does. */
  enrich(questions: readonly EnrichQuestion[], purse: Purse): Promise<EnrichAnswer>;
}

/** What came of a question whose answer comes later. */
export type LaterAnswer =
  | { readonly kind: 'told'; readonly credits: number; readonly drafts: readonly LeadDraft[] }
  /** `pending`: it is worked on; `gone`: it will never be told. */
  | { readonly kind: 'pending' | 'gone' }
  | { readonly kind: 'failed'; readonly code: string; readonly detail: string };
