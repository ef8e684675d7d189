/**
 * What follows from how a call ended (directives/call-outcome.md): by the provider's own word where it is known, else by the outcome
 * that its adapter made of it. Owns that table; who is called again when is the step's.
 * Source: https://docs.retellai.com/reliability/debug-call-disconnect
 */

/**
 * talked: somebody spoke · voicemail: a machine answered, which is no conversation · again: nobody was reached, or we could not call;
 * later perhaps · once-more: one more call, no matter how many a step has · never: no second call · alarm: as again, and somebody must
 * look at the connection · review: over, and a person looks.
 */
export type CallEnd = 'talked' | 'voicemail' | 'again' | 'once-more' | 'never' | 'alarm' | 'review';

const BY_REASON: ReadonlyMap<string, CallEnd> = new Map<string, CallEnd>([
  ['user_hangup', 'talked'],
  ['agent_hangup', 'talked'],
  ['call_transfer', 'talked'],
  ['transfer_bridged', 'talked'],
  ['inactivity', 'talked'],
  ['max_duration_reached', 'talked'],
  ['call_take_over', 'talked'],
  ['manual_stopped', 'talked'],
  ['voicemail_reached', 'voicemail'],
  ['ivr_reached', 'voicemail'],
  ['dial_busy', 'again'],
  ['dial_no_answer', 'again'],
  ['concurrency_limit_reached', 'again'],
  ['no_concurrency_fallback', 'again'],
  ['telephony_provider_unavailable', 'again'],
  ['sip_routing_error', 'again'],
  ['registered_call_timeout', 'again'],
  ['dial_failed', 'once-more'],
  ['invalid_destination', 'never'],
  ['user_declined', 'never'],
  ['marked_as_spam', 'never'],
  ['scam_detected', 'never'],
  ['no_valid_payment', 'alarm'],
  ['telephony_provider_permission_denied', 'alarm'],
]);
const FAULT = /^error_/;

const BY_OUTCOME: ReadonlyMap<string, CallEnd> = new Map<string, CallEnd>([
  ['answered', 'talked'],
  ['interested', 'talked'],
  ['not-interested', 'talked'],
  ['call-back', 'talked'],
  ['voicemail', 'voicemail'],
  ['busy', 'again'],
  ['no-answer', 'again'],
  ['failed', 'once-more'],
]);

/** Calls at most where one more is all that is left to try. */
const ONCE_MORE = 2;

/** How a call ended. `reason`: the provider's word; `outcome`: what its adapter made of it; null = not told. */
export function callEnd(reason: string | null, outcome: string | null): CallEnd {
  const known = reason === null ? undefined : BY_REASON.get(reason);
  if (known !== undefined) return known;
  if (reason !== null && FAULT.test(reason)) return 'again';
  // A word that was made up since: whatever was made of it, it is not taken for a reason to call somebody again.
  if (reason !== null && /^[a-z]+(_[a-z]+)+$/.test(reason)) return 'review';
  return BY_OUTCOME.get(outcome ?? '') ?? 'review';
}

/** Whether the person is called again, after `made` calls of a step that allows `tries`. */
export function callsAgain(end: CallEnd, made: number, tries: number): boolean {
  if (end === 'once-more') return made < Math.min(tries, ONCE_MORE);
  return (end === 'again' || end === 'alarm') && made < tries;
}
