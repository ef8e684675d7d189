/**
 * What a recorded opt-in says of the basis on which somebody may be contacted (directives/permission.md, its second table).
 * Owns that reading; what a channel makes of the basis is `permission.ts`. Pure.
 */
import type { LeadEvent } from '../event.ts';

/**
 * Since when the person consents to e-mail by this event, epoch milliseconds; null = it says nothing of that.
 * Why only with words: a provider also tells of an address that somebody took off its list of refusals, and that is nobody's yes.
 */
export function consentedAt({
  kind,
  channel,
  text,
  at,
  recordedAt,
}: Pick<LeadEvent, 'kind' | 'channel' | 'text' | 'at' | 'recordedAt'>): number | null {
  const isYes = kind === 'opted-in' && channel === 'email' && (text ?? '').trim() !== '';
  return isYes && at <= recordedAt ? at : null;
}
