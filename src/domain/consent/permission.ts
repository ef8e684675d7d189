/**
 * Whether a person may be contacted at all: channel × country × basis (directives/permission.md).
 * Owns the order of evidence: withdrawal, then a recorded opt-in, then what the law of the country makes of the stated
 * basis (`law/`). Pure. A standing refusal is `suppression.ts` and always wins.
 */
import type { Basis } from '../lead/lead.ts';
import type { Reason } from '../reason.ts';
import { answer, type LawAsk } from './law/accepted.ts';
import { isRelied, needsProof, withoutProof } from './law/tcpa.ts';
import type { ConsentReason } from './reasons.ts';
import { type Channel, regimeOf } from './regimes.ts';

/** A recorded consent. Times in epoch milliseconds. */
export interface Consent {
  readonly channel: Channel | 'all';
  /** opt-in: the person said yes · inquiry: they asked for something · business: they bought or signed. */
  readonly kind: 'opt-in' | 'inquiry' | 'business';
  readonly at: number;
  readonly withdrawnAt: number | null;
  /** Where it was given: form, page, words. Empty = nobody can show it, which is no proof (directives/tcpa.md). */
  readonly evidence: string;
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
  const { channel, consents, basis, now } = ask;
  const records = consents.filter((consent) => covers(consent, channel) && consent.at <= now);
  if (channel === 'ai-voice' && ask.aiVoice !== true) return answer('refuse', 'ai-voice-off', { channel });
  const optedInAt = latest(records.filter((consent) => isRelied(consent, channel)));
  if (isWithdrawn(records, optedInAt)) return answer('refuse', 'consent-withdrawn', { channel });
  if (optedInAt !== null) return answer('allow', 'opted-in', { channel });
  if (needsProof(channel)) return withoutProof(basis, channel);
  return byLaw(ask, channel, { basis, basisAt: ask.basisAt, records, now });
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

/** Where a law holds it back, and which law it is was a guess, that is told as well. */
function byLaw({ country }: PermissionAsk, channel: 'email' | 'voice', asked: LawAsk): Permission {
  const permission = regimeOf(country)[channel](asked);
  if (permission.verdict !== 'hold' || country !== null) return permission;
  return { ...permission, reasons: [...permission.reasons, COUNTRY_UNKNOWN] };
}

const COUNTRY_UNKNOWN: Reason = { code: 'country-unknown' satisfies ConsentReason };
