/**
 * Whether a person may be contacted at all: channel × country × basis (directives/permission.md).
 * Owns the order of evidence: withdrawal, then a recorded opt-in, then what the law of the country makes of the stated
 * basis. Pure. A standing refusal is `suppression.ts` and always wins.
 */
import type { Basis } from '../lead/lead.ts';
import type { Reason } from '../reason.ts';
import type { ConsentReason } from './reasons.ts';
import { type Channel, type Regime, regimeOf } from './regimes.ts';

/** A recorded consent. Times in epoch milliseconds. */
export interface Consent {
  readonly channel: Channel | 'all';
  /** opt-in: the person said yes · inquiry: they asked for something · business: they bought or signed. */
  readonly kind: 'opt-in' | 'inquiry' | 'business';
  readonly at: number;
  readonly withdrawnAt: number | null;
  /** Where it was given: form, page, words. */
  readonly evidence: string;
}

type Facts = NonNullable<Reason['facts']>;
interface Told extends Reason {
  readonly code: ConsentReason;
}

/** What is asked. */
export interface PermissionAsk {
  readonly channel: Channel;
  /** ISO 3166-1 alpha-2, upper case; null = not known. */
  readonly country: string | null;
  /** As the importing user stated it; null = never stated. */
  readonly basis: Basis | null;
  /** When the basis came to be: the date of the purchase, say. */
  readonly basisAt: number | null;
  readonly consents: readonly Consent[];
  readonly now: number;
  /** Whether the workspace has switched on calls by an artificial voice; off where absent. */
  readonly aiVoice?: boolean;
}

/**
 * The answer. `until`, epoch milliseconds: for `allow` when it ends (null = not by itself); for `hold` always null: it
 * lasts until somebody supplies what the reason names.
 */
export interface Permission {
  readonly verdict: 'allow' | 'hold' | 'refuse';
  readonly until: number | null;
  readonly reasons: readonly Reason[];
}

/** Permission to contact one person by one channel now. Costs about 0.1 µs; 3 µs where consent expires. */
export function permissionFor(ask: PermissionAsk): Permission {
  const { channel, consents, now } = ask;
  const records = consents.filter((consent) => covers(consent, channel) && consent.at <= now);
  if (channel === 'ai-voice' && ask.aiVoice !== true) return answer('refuse', 'ai-voice-off', { channel });
  const optedInAt = latest(records.filter(({ kind, withdrawnAt }) => kind === 'opt-in' && withdrawnAt === null));
  if (isWithdrawn(records, optedInAt)) return answer('refuse', 'consent-withdrawn', { channel });
  if (optedInAt !== null) return answer('allow', 'opted-in', { channel });
  if (channel === 'sms' || channel === 'ai-voice') return withoutProof(ask.basis, channel);
  return byBasis(ask, channel, records);
}

/** An opt-in to calls says nothing of artificial voices: they need one of their own. */
function covers(consent: Consent, channel: Channel): boolean {
  return consent.channel === channel || (consent.channel === 'all' && channel !== 'ai-voice');
}

function latest(records: readonly Consent[]): number | null {
  return records.length === 0 ? null : Math.max(...records.map(({ at }) => at));
}

/** Withdrawn, and not given anew since. */
function isWithdrawn(records: readonly Consent[], optedInAt: number | null): boolean {
  return records.some(({ withdrawnAt }) => withdrawnAt !== null && withdrawnAt >= (optedInAt ?? withdrawnAt));
}

/** Who says there is consent, or says nothing, may still bring the proof; any other basis is no opt-in. */
function withoutProof(basis: Basis | null, channel: Channel): Permission {
  return answer(basis === 'consent' || basis === null ? 'hold' : 'refuse', 'opt-in-proof-missing', { channel });
}

function byBasis(ask: PermissionAsk, channel: 'email' | 'voice', records: readonly Consent[]): Permission {
  const regime = regimeOf(ask.country);
  const basis = ask.basis ?? 'unstated';
  const facts = { basis, law: regime.name };
  if (channel === 'email' && regime.impliedMonths !== null && basis !== 'consent') {
    const implied = byImpliedConsent(ask, regime.impliedMonths, records, facts);
    if (implied !== null) return implied;
  }
  if (regime[channel].includes(basis)) {
    const stated = basis !== 'unstated' && basis !== 'none';
    return answer('allow', stated ? 'basis-accepted' : 'opt-out-regime', facts);
  }
  const code = basis === 'unstated' ? 'basis-not-stated' : 'basis-insufficient';
  const reasons: readonly Reason[] = [{ code, facts } satisfies Told];
  return {
    verdict: 'hold',
    until: null,
    reasons: ask.country === null ? [...reasons, COUNTRY_UNKNOWN] : reasons,
  };
}

const COUNTRY_UNKNOWN: Reason = { code: 'country-unknown' satisfies ConsentReason };

type ImpliedMonths = NonNullable<Regime['impliedMonths']>;

/** Consent that follows from a purchase or an inquiry, for as long as the law lets it; null = there is none to judge. */
function byImpliedConsent(
  ask: PermissionAsk,
  months: ImpliedMonths,
  records: readonly Consent[],
  facts: Facts,
): Permission | null {
  const ends = records.flatMap(({ kind, at }) => (kind === 'opt-in' ? [] : [monthsAfter(at, months[kind])]));
  if (ask.basis === 'contract' && ask.basisAt !== null) ends.push(monthsAfter(ask.basisAt, months.business));
  if (ends.length === 0) return ask.basis === 'contract' ? answer('hold', 'basis-date-missing', facts) : null;
  const until = Math.max(...ends);
  if (until <= ask.now) return answer('hold', 'consent-expired', facts);
  return { verdict: 'allow', until, reasons: [{ code: 'implied-consent', facts } satisfies Told] };
}

function monthsAfter(at: number, months: number): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC').add({ months }).epochMilliseconds;
}

function answer(verdict: Permission['verdict'], code: ConsentReason, facts: Facts): Permission {
  return { verdict, until: null, reasons: [{ code, facts }] };
}
