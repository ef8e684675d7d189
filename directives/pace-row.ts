/** What the rows of pace directives have in common: what was counted, and the limits it is held against. */
import type { GateFacts, PaceAsk, Touch, Wait } from '../src/domain/consent/pace/facts.ts';
import { NOTHING_COUNTED } from '../src/domain/consent/pace/facts.ts';
import { type ChannelLimits, NO_LIMITS, type SendLimits } from '../src/domain/consent/pace/send-limits.ts';
import { instantOf, wallText } from './wall-clock.ts';

type TouchCell = readonly [channel: Touch['channel'], at: string, by?: Touch['by']];

/** Cells of a row; what it leaves out is: Monday 2026-06-01 at 10:00 in Berlin, an e-mail, nothing counted, no limits. */
export interface PaceRow {
  readonly now?: string;
  readonly channel?: PaceAsk['channel'];
  readonly zone?: string;
  readonly place?: { readonly country?: string; readonly region?: string };
  readonly touches?: readonly TouchCell[];
  readonly colleagues?: readonly TouchCell[];
  readonly 'of the number'?: readonly TouchCell[];
  readonly counters?: Partial<GateFacts['counters']>;
  readonly kept?: GateFacts['kept'];
  readonly 'warm days'?: number;
  readonly 'last sent'?: string;
  readonly 'last given'?: string;
  readonly given?: string;
  readonly hash?: string;
  readonly canary?: { readonly filled?: string; readonly bounced?: number; readonly complained?: number };
  readonly 'watched from'?: string;
  readonly limits?: Partial<Omit<SendLimits, 'email' | 'sms' | 'voice'>> & {
    readonly [channel in 'email' | 'sms' | 'voice']?: Partial<ChannelLimits>;
  };
}

export const ZONE = 'Europe/Berlin';

/** A row as the rules of pace are asked. */
export function paceOf(row: PaceRow): PaceAsk {
  const zone = row.zone ?? ZONE;
  return {
    now: instantOf(row.now ?? '2026-06-01T10:00', zone),
    channel: row.channel ?? 'email',
    zone,
    place: { country: row.place?.country ?? 'DE', region: row.place?.region ?? null },
    facts: factsOf(row, zone),
    limits: limitsOf(row.limits ?? {}),
  };
}

/** What waits come to, as a row tells it: the last end, and the reasons with their facts. */
export function toldWaits(
  waits: readonly Wait[],
  row: PaceRow,
): { readonly verdict: 'send' | 'hold'; readonly until?: string; readonly because?: string } {
  if (waits.length === 0) return { verdict: 'send' };
  const verdict = 'hold';
  const because = waits
    .map(({ reason: { code, facts } }) => [code, ...Object.values(facts ?? {})].join(' '))
    .join('; ');
  const ends = waits.map(({ until }) => until ?? Number.POSITIVE_INFINITY);
  const last = Math.max(...ends);
  return last === Number.POSITIVE_INFINITY
    ? { verdict, because }
    : { verdict, because, until: wallText(last, row.zone ?? ZONE) };
}

function factsOf(row: PaceRow, zone: string): GateFacts {
  const at = (text: string | undefined) => (text === undefined ? null : instantOf(text, zone));
  const touch = ([channel, when, by = 'us']: TouchCell): Touch => ({ channel, at: instantOf(when, zone), by });
  const { canary } = row;
  return {
    touches: (row.touches ?? []).map(touch),
    accountTouches: (row.colleagues ?? row.touches ?? []).map(touch),
    numberTouches: (row['of the number'] ?? row.touches ?? []).map(touch),
    counters: { ...NOTHING_COUNTED.counters, ...row.counters },
    ...(row.kept ? { kept: row.kept } : {}),
    sender: {
      warmDays: row['warm days'] ?? 0,
      lastSentAt: at(row['last sent']),
      lastSlotAt: at(row['last given'] ?? row['last sent']),
    },
    canary: canary
      ? { filledAt: at(canary.filled), bounced: canary.bounced ?? 0, complained: canary.complained ?? 0 }
      : null,
    watchedFrom: at(row['watched from']),
    slotAt: at(row.given),
    hash: row.hash ?? NOTHING_COUNTED.hash,
  };
}

function limitsOf({ email, sms, voice, ...others }: NonNullable<PaceRow['limits']>): SendLimits {
  return {
    ...NO_LIMITS,
    ...others,
    email: { ...NO_LIMITS.email, ...email },
    sms: { ...NO_LIMITS.sms, ...sms },
    voice: { ...NO_LIMITS.voice, ...voice },
  };
}
