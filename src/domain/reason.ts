/**
 * The one table of reason codes. Every verdict, hold, refusal and skip names codes from here and nowhere else;
 * the docs page is made from it. Each area keeps its rows beside its rule (`<area>/reasons.ts`); this file joins them.
 */

/** What a code means to a person, and what they can do about it. */
export interface ReasonText {
  /** One sentence, present tense, no full code names. */
  readonly says: string;
  /** The remedy; empty where there is nothing to do. */
  readonly remedy: string;
}

/** A reason as stored with a decision: the code, and the facts that made it true. Canonical JSON, short keys. */
export interface Reason {
  readonly code: string;
  /** Facts used, by name; small scalars only. */
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>;
}

/** A table of codes; `satisfies ReasonTable` keeps the keys literal. */
export type ReasonTable = Readonly<Record<string, ReasonText>>;
