/**
 * Which of several leads stays when they are one person. The rule in words: directives/survivor.md.
 * Owns this order only; what the survivor takes over is `merge.ts`.
 */
import { MERGE_RULES, type MergeRule } from './claim.ts';

/** A known lead that a draft matches, and by which rule. */
export interface Match {
  readonly leadId: string;
  readonly rule: MergeRule;
}

/** What a second match is worth on the review list: the two known leads are probably one person. */
export const ALSO_MATCHES_SCORE = 0.95;

/** Orders two different ids by age: ids are time-ordered, so the least is the oldest. */
export function byAge(a: string, b: string): number {
  return a < b ? -1 : 1;
}

/** The matches in the order of their claim: the strongest rule first, among equals the oldest lead. The first survives. */
export function bySurvival(matches: readonly Match[]): readonly Match[] {
  return matches.toSorted(
    (a, b) => MERGE_RULES.indexOf(a.rule) - MERGE_RULES.indexOf(b.rule) || byAge(a.leadId, b.leadId),
  );
}
