/**
 * What a colleague may be told of whoever was touched before. The rule is directives/account-claim.md: nothing is claimed that
 * the ledger does not hold, and who does not want to hear from us is not named. Owns that choice; the words are the template's.
 */
import type { Happening } from './conflict.ts';
import { type AccountTouch, madeOf } from './touch.ts';

/** What is on record of the referrer: a meeting is booked · they answered · we wrote or called, no more. */
export type Claim = 'meeting' | 'replied' | 'written';

/** Whom a colleague message names. */
export interface Referrer {
  readonly leadId: string;
  readonly claim: Claim;
  /** When they were first touched, epoch milliseconds. */
  readonly firstAt: number;
}

/** What is asked. Contacts in their rank; touches in any order. */
export interface ReferrerAsk {
  readonly target: string;
  readonly ranked: readonly string[];
  readonly touches: readonly AccountTouch[];
  readonly happenings: readonly Happening[];
  readonly startedAt: number;
}

/** Kinds after which somebody is not named to a colleague. */
const UNNAMED: ReadonlySet<Happening['kind']> = new Set(['opted-out', 'negative']);
const CLAIMS: readonly Claim[] = ['meeting', 'replied', 'written'];

/**
 * Whom a message to `target` names: of those who were touched the one of whom the most is on record, of several the highest in rank.
 * Null = nobody: the message is that of a first contact. Whoever was touched first in the account is nobody's colleague.
 */
export function referrerFor(ask: ReferrerAsk): Referrer | null {
  const made = madeOf(ask.touches);
  if (made[0]?.leadId === ask.target) return null;
  const known = ask.ranked.flatMap((leadId) => (leadId === ask.target ? [] : referrerOf(leadId, made, ask)));
  return CLAIMS.map((claim) => known.find((one) => one.claim === claim)).find((one) => one !== undefined) ?? null;
}

function referrerOf(leadId: string, made: readonly AccountTouch[], ask: ReferrerAsk): readonly Referrer[] {
  const touched = made.filter((touch) => touch.leadId === leadId).map(({ at }) => at);
  const did = ask.happenings.filter((one) => one.leadId === leadId && one.at >= ask.startedAt).map(({ kind }) => kind);
  if (touched.length === 0 || did.some((kind) => UNNAMED.has(kind))) return [];
  const claim = CLAIMS.find((one) => did.some((kind) => kind === one)) ?? 'written';
  return [{ leadId, claim, firstAt: Math.min(...touched) }];
}
