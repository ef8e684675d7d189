/**
 * What others found out about a mailbox: a vendor's status column, a verification service, our own sent mail.
 * Owns the meaning of their words and how long they hold. Never believes a word it does not know.
 */

/** One finding of somebody else about an address. */
export interface MailEvidence {
  /** Who says so: `Apollo`, `own history`. */
  readonly source: string;
  /** In their words: `Verified`, `Unavailable`, `accept_all`. */
  readonly status: string;
  /** Whole days since it was found; null where nobody says when. */
  readonly ageDays: number | null;
}

/** What evidence amounts to. `stale` = once known, too old or undated; null = says nothing. */
export type Proof = 'deliverable' | 'undeliverable' | 'uncertain' | 'stale' | null;

/**
 * Days for which a finding counts as proof.
 * Why: people leave companies; about a quarter of business addresses die within a year, so a quarter of a year costs some six
 * in a hundred. Older findings are said, not believed.
 */
const PROOF_LASTS_DAYS = 90;

/** Statuses by vendor word, without case, spaces, hyphens and underscores. */
const MEANING: ReadonlyMap<string, 'deliverable' | 'undeliverable' | 'uncertain'> = new Map([
  ...meaning('deliverable', 'verified valid deliverable ok safe delivered good safetosend'),
  ...meaning('undeliverable', 'invalid undeliverable bounced hardbounce hardbounced bad disabled spamtrap donotmail'),
  ...meaning(
    'uncertain',
    'unverified unknown risky acceptall catchall questionable extrapolated likely guessed usermanaged pending softbounce',
  ),
]);

function meaning<T extends string>(proof: T, words: string): [string, T][] {
  return words.split(' ').map((word) => [word, proof]);
}

/**
 * What a finding amounts to today. `Unavailable` (Apollo: it has no address to give) and words not known say nothing.
 * Source: status values of Apollo's, ZeroBounce's, NeverBounce's, Hunter's and Bouncer's exports.
 */
export function proofOf(evidence: MailEvidence | undefined): Proof {
  if (evidence === undefined) return null;
  const found = MEANING.get(evidence.status.toLowerCase().replace(/[\s_-]/g, '')) ?? null;
  if (found === null || found === 'uncertain') return found;
  return evidence.ageDays !== null && evidence.ageDays <= PROOF_LASTS_DAYS ? found : 'stale';
}
