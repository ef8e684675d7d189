/** Credits of sources, questions to them, and what became of the leads that each brought, as the engine asks a store for them. */
import type { Lead } from '../../../domain/lead/lead.ts';
import type { Affordable } from '../../../domain/source/budget.ts';
import type { SuppressionKeysOf } from '../lead.ts';

/** Credits to be set aside for one question. */
export interface SpendWish {
  readonly workspaceId: string;
  /** Ours; an answer that comes later names it. */
  readonly id: string;
  /** The source's name. */
  readonly source: string;
  /** What leads of it bear as their source. */
  readonly vendor: string;
  /** `2026-11`. */
  readonly month: string;
  readonly at: number;
  /** Credits that one person costs at most. */
  readonly each: number;
  /** Asked with what is spent or set aside in the month; nothing is written where nobody can be afforded. */
  decide(month: number): Affordable;
}

/** How a question stands: `asked`: no answer yet, or it was lost; `waiting`: more of the answer comes later; `settled`. */
export type SpendState = 'asked' | 'waiting' | 'settled';

/** A question that cost something. */
export interface Spend {
  readonly workspaceId: string;
  readonly id: string;
  readonly source: string;
  readonly vendor: string;
  readonly at: number;
  readonly state: SpendState;
  /** Credits that it costs at most; they count until it is settled. */
  readonly most: number;
  /** Credits told so far. */
  readonly credits: number;
  /** The provider's name of the question, where it has one. */
  readonly request: string | null;
}

/** What an answer says of a question. */
export interface SpendTold {
  readonly workspaceId: string;
  readonly id: string;
  /** Only what stands so is settled: what is told twice counts once. */
  readonly from: Exclude<SpendState, 'settled'>;
  readonly to: Exclude<SpendState, 'asked'>;
  /** Added to what was told before. */
  readonly credits: number;
  readonly most: number;
  readonly request: string | null;
}

/** What sources brought, and what became of it. A lead counts where it first came from. */
export interface SourceFigures {
  readonly source: string;
  /** Records by what became of them, since the beginning; null = none was counted. */
  readonly taken: {
    readonly created: number;
    readonly merged: number;
    readonly unchanged: number;
    readonly rejected: number;
    readonly firstAt: number;
    readonly lastAt: number;
  } | null;
  /** Leads that are there now. */
  readonly leads: number;
  readonly qualified: number;
  /** Leads that messages were sent to, and those messages. */
  readonly contacted: number;
  readonly sent: number;
  readonly replied: number;
  readonly booked: number;
  readonly converted: number;
  readonly optedOut: number;
}

/** Credits of one source. */
export interface SourceCredits {
  readonly source: string;
  readonly vendor: string;
  readonly month: number;
  readonly total: number;
  /** Set aside for questions whose answer was lost or is still to come. */
  readonly open: number;
}

/** A page of leads that a source may be asked about. */
export interface EnrichPage {
  readonly workspaceId: string;
  readonly source: string;
  readonly after: string;
  readonly limit: number;
  /** Who was asked about since then is left out. */
  readonly askedSince: number;
  readonly suppressionKeys: SuppressionKeysOf;
}

/** Verbs of sources. */
export interface SourceVerbs {
  setAside(wish: SpendWish): Promise<Affordable>;
  /** False = it stands otherwise, or there is none. */
  settle(told: SpendTold): Promise<boolean>;
  /** Spent or set aside in a month. */
  spent(workspaceId: string, source: string, month: string): Promise<number>;
  waiting(workspaceId: string, source: string, limit: number): Promise<Spend[]>;
  spend(workspaceId: string, id: string): Promise<Spend | null>;
  /** Which of these identity keys any lead holds. */
  held(workspaceId: string, keys: readonly string[]): Promise<ReadonlySet<string>>;
  credits(workspaceId: string, month: string): Promise<SourceCredits[]>;
  figures(workspaceId: string): Promise<SourceFigures[]>;
  /** Leads after `after` by id that were not asked about lately, and refused nothing altogether. `last` = where the page ends; null = at the end. */
  toEnrich(page: EnrichPage): Promise<{ readonly leads: readonly Lead[]; readonly last: string | null }>;
  asked(
    workspaceId: string,
    source: string,
    leads: readonly { readonly id: string; readonly found: boolean }[],
    at: number,
  ): Promise<void>;
}
