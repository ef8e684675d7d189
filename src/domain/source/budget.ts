/**
 * How many people a source may be asked for before its credits are used up (directives/source-budget.md). Owns the sum; who sets credits
 * aside before asking, and on disk, is the store.
 */
import type { SourceReason } from './reasons.ts';

/** What a person lets a source cost. Credits may be fractions. */
export interface CreditBudget {
  /** Null = nobody has set it: nothing is spent. */
  readonly perRun: number | null;
  /** Of a calendar month, UTC. Null = nobody has set it: nothing is spent. */
  readonly perMonth: number | null;
  /** Credits that one person costs at most. */
  readonly each: number;
}

/** What was spent, and what is set aside and not told of yet. */
export interface CreditsSpent {
  readonly run: number;
  readonly month: number;
}

/** For how many the credits suffice, and why not for all that were wanted; null = they do. */
export interface Affordable {
  readonly people: number;
  readonly why: SourceReason | null;
}

/** Sums of fractions come out a hair too small or too large: of a credit, what is no more than this is nothing. */
const HAIR = 1e-6;

/** How many of the people wanted may be asked for. The month is named before the run: it is what a person must wait for. */
export function affordable({ perRun, perMonth, each }: CreditBudget, spent: CreditsSpent, wanted: number): Affordable {
  if (perRun === null || perMonth === null) return { people: 0, why: 'source-credits-not-set' };
  const ofMonth = peopleFor(perMonth - spent.month, each);
  const ofRun = peopleFor(perRun - spent.run, each);
  const people = Math.min(ofMonth, ofRun, wanted);
  if (people === wanted) return { people, why: null };
  return { people, why: people === ofMonth ? 'source-month-spent' : 'source-run-spent' };
}

function peopleFor(credits: number, each: number): number {
  return Math.max(0, Math.floor((credits + HAIR) / each));
}

/** The calendar month of a moment, UTC: `2026-11`. */
export function monthOf(at: number): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString().slice(0, 7);
}
