/**
 * Whose lead a draft is: a known one, or a new one with those that a person should look at. The rules in words: directives/identity.md
 * (what a pair amounts to) and directives/survivor.md (which of several).
 * Owns putting the two together; must never look anything up (the candidates are given) nor change a value (`merge.ts`).
 */
import { LIMITS } from '../limits.ts';
import type { Reason } from '../reason.ts';
import { mailboxOf } from '../verify/mailbox.ts';
import { type Comparison, claimOf, type MergeRule } from './claim.ts';
import { companyKey } from './company.ts';
import type { IdentityKeys, KeyKind } from './identity.ts';
import type { LeadDraft, LeadValues } from './lead.ts';
import { agreeNames, nameOf, type PersonName } from './name.ts';
import type { IDENTITY_REASONS } from './reasons-identity.ts';
import { ALSO_MATCHES_SCORE, byAge, bySurvival, type Match } from './survivor.ts';

/** A known lead that shares a key with the draft. */
export interface Candidate {
  readonly id: string;
  readonly values: Partial<LeadValues>;
  /** Keys by which the store found it, where they are not in `values`: a further mailbox, an id of the source. */
  readonly foundBy?: readonly KeyKind[];
}

/** A known lead that may be the same person; `score` 0–1 orders the review list and never merges. */
export interface Review {
  readonly leadId: string;
  readonly score: number;
  readonly reasons: readonly Reason[];
}

/** Whose lead a draft is. */
export type Resolution =
  | {
      readonly verdict: 'same';
      readonly leadId: string;
      readonly rule: MergeRule;
      readonly reasons: readonly Reason[];
      readonly reviews: readonly Review[];
    }
  | { readonly verdict: 'new'; readonly reasons: readonly Reason[]; readonly reviews: readonly Review[] };

type Text = string | null | undefined;

const fold = (text: Text) => (text ?? '').toLowerCase();
const same = (a: Text, b: Text) => Boolean(a) && fold(a) === fold(b);
const differ = (a: Text, b: Text) => Boolean(a) && Boolean(b) && fold(a) !== fold(b);

const CONTRADICTING = ['email', 'phone', 'domain', 'country', 'city', 'birthDate', 'linkedinUrl'] as const;

function isShared(address: Text): boolean {
  return Boolean(address) && mailboxOf(address!.slice(0, address!.lastIndexOf('@'))).kind !== 'person';
}

function sameCompany(a: Text, b: Text): boolean {
  return Boolean(a) && Boolean(b) && companyKey(a!) === companyKey(b!);
}

/** What a draft and a known lead have in common; `name` and `keys` are the draft's. */
export function compareIdentity(
  draft: LeadDraft,
  candidate: Candidate,
  keys: IdentityKeys,
  name: PersonName,
): Comparison {
  const ours = draft.values;
  const theirs = candidate.values;
  const found = (kind: KeyKind) => candidate.foundBy?.includes(kind) === true;
  return {
    sameSourceId: found('external'),
    sameEmail: found('email') || same(keys.email, theirs.email) || keys.otherEmails.includes(fold(theirs.email)),
    sharedMailbox: isShared(ours.email ?? theirs.email),
    bothHaveEmail: Boolean(ours.email) && Boolean(theirs.email),
    otherFirstEmail: differ(ours.email, theirs.email),
    samePhone: found('phone') || same(keys.phone, theirs.phone),
    sameProfile: same(ours.linkedinUrl, theirs.linkedinUrl),
    name: agreeNames(name, nameOf(theirs)),
    sameDomain: same(ours.domain, theirs.domain),
    sameCompany: sameCompany(ours.company, theirs.company),
    otherBirthDate: differ(ours.birthDate, theirs.birthDate),
    contradictions: CONTRADICTING.filter((field) => differ(ours[field], theirs[field])).length,
  };
}

const reviewOf = (leadId: string, code: keyof typeof IDENTITY_REASONS, score: number): Review => ({
  leadId,
  score,
  reasons: [{ code }],
});

function bestReviews(reviews: Review[]): readonly Review[] {
  return reviews.sort((a, b) => b.score - a.score || byAge(a.leadId, b.leadId)).slice(0, LIMITS.identityReviews);
}

const NOBODY_KNOWN: Resolution = { verdict: 'new', reasons: [{ code: 'no-known-lead' }], reviews: [] };

/**
 * Settles whose lead a draft is.
 *
 * Inputs: the draft; known leads that share any key with it, each once, in any order; the draft's keys (`identityKeys`).
 * Output: `same` with the rule that settled it, or `new`; `reviews` are known leads that a person should look at, best first, at most
 * `LIMITS.identityReviews`. The order of the candidates never matters.
 * Why: only rules that are right at least 995 times in 1,000 merge by themselves; a shared number, address or name alone never does.
 */
export function resolveDraft(draft: LeadDraft, candidates: readonly Candidate[], keys: IdentityKeys): Resolution {
  if (candidates.length === 0) return NOBODY_KNOWN;
  const name = nameOf(draft.values);
  const matches: Match[] = [];
  const reviews: Review[] = [];
  for (const candidate of candidates) {
    const claim = claimOf(compareIdentity(draft, candidate, keys, name));
    if (claim === null) continue;
    if ('merge' in claim) matches.push({ leadId: candidate.id, rule: claim.merge });
    else reviews.push(reviewOf(candidate.id, claim.review, claim.score));
  }
  const [winner, ...others] = bySurvival(matches);
  for (const other of others) reviews.push(reviewOf(other.leadId, 'also-matches', ALSO_MATCHES_SCORE));
  if (winner === undefined)
    return { verdict: 'new', reasons: [{ code: 'no-known-lead' }], reviews: bestReviews(reviews) };
  return { verdict: 'same', ...winner, reasons: [{ code: winner.rule }], reviews: bestReviews(reviews) };
}
