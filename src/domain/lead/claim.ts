/**
 * What speaks for a draft and a known lead being one person, and how far that carries. The rule in words: directives/identity.md.
 * Owns this judgement of one pair; must never look at other leads (`resolve.ts`).
 */
import type { NameAgreement } from './name.ts';

/** What a draft and a known lead have in common, or not. A fact that either does not state is never in common and never differs. */
export interface Comparison {
  /** The same source gave both the same id. */
  readonly sameSourceId: boolean;
  readonly sameEmail: boolean;
  /** Several people read that mailbox: `info@`, `sales@`. */
  readonly sharedMailbox: boolean;
  readonly bothHaveEmail: boolean;
  /** Both state a first address, and not the same one. */
  readonly otherFirstEmail: boolean;
  readonly samePhone: boolean;
  readonly sameProfile: boolean;
  readonly name: NameAgreement;
  readonly sameDomain: boolean;
  readonly sameCompany: boolean;
  readonly otherBirthDate: boolean;
  /** How many facts that both state differ: mailbox, number, domain, country, city, birth date, profile. */
  readonly contradictions: number;
}

/** Rules that settle it, strongest first: each is right at least 995 times in 1,000. */
export const MERGE_RULES = [
  'same-source-id',
  'same-email',
  'same-profile',
  'same-phone-and-name',
  'same-name-and-domain',
] as const;
/** A rule that makes two records one lead. */
export type MergeRule = (typeof MERGE_RULES)[number];

/** How much each weaker claim is worth on the review list, 0–1. */
const REVIEW_SCORES = {
  'name-and-domain': 0.9,
  'name-and-company': 0.8,
  'source-id-other-person': 0.6,
  'phone-other-name': 0.6,
  'shared-mailbox-other-name': 0.5,
} as const;
/** A claim that only a person can settle. */
export type ReviewCode = keyof typeof REVIEW_SCORES | 'name-alone';

/** What a pair amounts to. */
export type Claim = { readonly merge: MergeRule } | { readonly review: ReviewCode; readonly score: number };

/** What a name alone is worth with no, one and two facts that differ; with more, a namesake is nobody we know. */
const NAMESAKE_SCORES = [0.5, 0.4, 0.3] as const;

const review = (code: keyof typeof REVIEW_SCORES): Claim => ({ review: code, score: REVIEW_SCORES[code] });

function namesakeClaim(seen: Comparison): Claim | null {
  if (seen.sameDomain) return review('name-and-domain');
  if (seen.sameCompany) return review('name-and-company');
  const score = NAMESAKE_SCORES[seen.contradictions];
  return score === undefined ? null : { review: 'name-alone', score };
}

/** The rule that makes a pair of one name one lead, as far as one does. */
function namedMerge(seen: Comparison): MergeRule | null {
  if (seen.name !== 'same' || seen.otherBirthDate) return null;
  if (seen.sameProfile) return 'same-profile';
  if (seen.samePhone) return 'same-phone-and-name';
  return seen.sameDomain && !seen.bothHaveEmail ? 'same-name-and-domain' : null;
}

/** What a pair amounts to: a rule that merges, a claim to review, or null where nothing speaks for one person. */
export function claimOf(seen: Comparison): Claim | null {
  const otherPerson = seen.name === 'different';
  if (seen.sameEmail && otherPerson && seen.sharedMailbox) return review('shared-mailbox-other-name');
  const otherMailbox = seen.bothHaveEmail && !seen.sameEmail;
  if (seen.sameSourceId)
    return otherPerson && otherMailbox ? review('source-id-other-person') : { merge: 'same-source-id' };
  if (seen.sameEmail)
    return otherPerson && seen.otherFirstEmail ? review('shared-mailbox-other-name') : { merge: 'same-email' };
  const merge = namedMerge(seen);
  if (merge !== null) return { merge };
  if (seen.samePhone) return review('phone-other-name');
  return seen.name === 'same' || seen.name === 'alike' ? namesakeClaim(seen) : null;
}
