/**
 * E-mail to Canada (directives/casl.md): consent, express or implied; implied consent ends by itself.
 * Owns the months and how they are counted.
 * Source: S.C. 2010, c. 23 (CASL), s. 6(1), 10(9)(a), 10(10).
 */
import type { Reason } from '../../reason.ts';
import type { Permission } from '../permission.ts';
import type { ConsentReason } from '../reasons.ts';
import { ANY_STATED, answer, byAcceptedBases, CONSENT_OR_CONTRACT, type LawAsk } from './accepted.ts';

const LAW = 'CASL';
/**
 * Months for which consent is implied, counted from the day of the purchase or contract, or of the inquiry.
 * Source: s. 10(10)(a)–(d): two years; s. 10(10)(e): six months.
 */
const IMPLIED_MONTHS = { business: 24, inquiry: 6 } as const;

/**
 * Whether an e-mail may be sent to somebody in Canada. Consent stated as such is express and does not end; a contract, a
 * purchase or an inquiry implies consent for its months, and the answer says until when.
 */
export function byCasl(ask: LawAsk): Permission {
  return impliedConsent(ask) ?? byAcceptedBases(ask, CONSENT_OR_CONTRACT, LAW);
}

/**
 * Calls by a person to Canada: not CASL's, which leaves live conversations out.
 * Source: CASL, s. 6(8)(a); CRTC Unsolicited Telecommunications Rules, Part II, whose list is not asked here.
 */
export function byCanadianCallRules(ask: LawAsk): Permission {
  return byAcceptedBases(ask, ANY_STATED, 'CRTC Unsolicited Telecommunications Rules');
}

/** Null = nothing implies consent, or nothing needs to: express consent is stated. */
function impliedConsent(ask: LawAsk): Permission | null {
  if (ask.basis === 'consent') return null;
  const facts = { basis: ask.basis ?? 'unstated', law: LAW };
  const ends = endsOf(ask);
  if (ends.length === 0) return ask.basis === 'contract' ? answer('hold', 'basis-date-missing', facts) : null;
  const until = Math.max(...ends);
  if (until <= ask.now) return answer('hold', 'consent-expired', facts);
  const reason: Reason = { code: 'implied-consent' satisfies ConsentReason, facts };
  return { verdict: 'allow', until, reasons: [reason] };
}

function endsOf({ basis, basisAt, records }: LawAsk): readonly number[] {
  const ends = records.flatMap(({ kind, at }) => (kind === 'opt-in' ? [] : [monthsAfter(at, IMPLIED_MONTHS[kind])]));
  return basis === 'contract' && basisAt !== null ? [...ends, monthsAfter(basisAt, IMPLIED_MONTHS.business)] : ends;
}

function monthsAfter(at: number, months: number): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC').add({ months }).epochMilliseconds;
}
