/**
 * The canary (directives/canary.md): the first messages of a campaign leave alone, and tell whether the others may.
 * Owns that one rule; which messages are the first is the store's to count.
 */
import type { Reason } from '../../reason.ts';
import type { ConsentReason } from '../reasons.ts';
import type { PaceAsk, Wait } from './facts.ts';

const HOUR_MS = 3_600_000;

/**
 * Holds the others while the first messages are out, and for good, until a person decides, where too many of them came
 * back. A bounce that comes in later stops the campaign all the same.
 */
export function canaryWait({ now, facts, limits: { canary } }: PaceAsk): readonly Wait[] {
  if (canary === null || facts.canary === null) return [];
  const { filledAt, bounced, complained } = facts.canary;
  const { messages, hours, bounceShare, complaintShare } = canary;
  if (complained > messages * complaintShare) return [stopped('canary-complaints', complained, messages)];
  if (bounced > messages * bounceShare) return [stopped('canary-bounces', bounced, messages)];
  const until = filledAt === null ? now : filledAt + hours * HOUR_MS;
  return until > now ? [{ until, reason: because('canary-waiting', { messages }) }] : [];
}

function stopped(code: ConsentReason, count: number, messages: number): Wait {
  return { until: null, reason: because(code, { count, messages }) };
}

function because(code: ConsentReason, facts: NonNullable<Reason['facts']>): Reason {
  return { code, facts };
}
