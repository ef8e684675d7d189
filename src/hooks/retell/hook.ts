/** Calls by Retell about telephone calls: how they ended, and what was made of them. Owns its table of reasons. */
import {
  ECHOED,
  type HookAdapter,
  type HookEvent,
  type HookReading,
  type HookRequest,
  type HookVerdict,
} from '../../engine/hook-port.ts';
import { anySame, FIVE_MINUTES, GENUINE, hmac, isFresh, refused, timeOfDigits } from '../proof.ts';
import { hookEvent, instantOf, jsonOf, type Shape, shapeOf, textOf, toldOf } from '../shape.ts';

/** How Retell’s calls are proven and read. Secrets: API keys; only the one with the “webhook” badge signs. */
export const retellHook: HookAdapter = {
  provider: 'retell',
  verify,
  read(request) {
    const body = shapeOf(jsonOf(request.body));
    const id = textOf(shapeOf(body.call).call_id);
    return id === null ? null : readCall(textOf(body.event) ?? 'unknown', shapeOf(body.call), id);
  },
};

/** Source: https://docs.retellai.com/features/secure-webhook: `v=<ms>,d=<hex HMAC-SHA256 over body and ms>`. */
function verify({ headers, body }: HookRequest, keys: readonly string[], now: number): HookVerdict {
  if (keys.length === 0) return refused('hook-no-secret');
  const header = headers['x-retell-signature'];
  if (!header) return refused('hook-unsigned');
  const [, at, digest] = /^v=(\d{1,15}),d=([0-9a-f]{64})$/.exec(header) ?? [];
  if (at === undefined || digest === undefined) return refused('hook-bad-signature');
  const expected = keys.map((key) => hmac('sha256', key, 'hex', body, at));
  if (!anySame([digest], expected)) return refused('hook-bad-signature');
  return isFresh(timeOfDigits(at, 'milliseconds'), now, FIVE_MINUTES) ? GENUINE : refused('hook-stale');
}

/**
 * How a call ended. A reason that is not here was made up since: the call is over, and taken for answered, so that the sequence
 * waits and a person looks.
 * Source: https://docs.retellai.com/reliability/debug-call-disconnect
 */
const ENDS: ReadonlyMap<string, string> = new Map([
  ...[
    'user_hangup',
    'agent_hangup',
    'call_transfer',
    'transfer_bridged',
    'inactivity',
    'max_duration_reached',
    'call_take_over',
    'manual_stopped',
  ].map((reason) => [reason, 'answered'] as const),
  ['voicemail_reached', 'voicemail'],
  ['ivr_reached', 'voicemail'],
  ['dial_busy', 'busy'],
  ['user_declined', 'busy'],
  ['dial_no_answer', 'no-answer'],
  ...[
    'dial_failed',
    'concurrency_limit_reached',
    'no_concurrency_fallback',
    'telephony_provider_unavailable',
    'telephony_provider_permission_denied',
    'sip_routing_error',
    'registered_call_timeout',
    'invalid_destination',
    'no_valid_payment',
    'marked_as_spam',
    'scam_detected',
  ].map((reason) => [reason, 'failed'] as const),
]);
const FAULT = /^error_/;

function outcomeOf(reason: string): string {
  return ENDS.get(reason) ?? (FAULT.test(reason) ? 'failed' : 'answered');
}

function readCall(event: string, call: Shape, id: string): HookReading {
  if (event === 'call_ended') return toldOf([ended(call, id)]);
  // Either of the two may be lost; both tell of the same end under the same id.
  if (event === 'call_analyzed') return toldOf([ended(call, id), analysed(call, id)]);
  return toldOf([], [event]);
}

function ended(call: Shape, id: string): HookEvent {
  const reason = textOf(call.disconnection_reason) ?? 'unknown';
  return hookEvent({
    originId: `${id}:ended`,
    kind: 'call-completed',
    at: instantOf(call.end_timestamp, 'milliseconds'),
    channel: 'voice',
    direction: call.direction === 'inbound' ? 'in' : 'out',
    outcome: outcomeOf(reason),
    text: reason,
    about: aboutOf(call, id),
  });
}

function analysed(call: Shape, id: string): HookEvent {
  const text = textOf(shapeOf(call.call_analysis).call_summary);
  const at = instantOf(call.end_timestamp, 'milliseconds');
  return hookEvent({ originId: `${id}:analysed`, kind: 'note', at, channel: 'voice', text, about: aboutOf(call, id) });
}

function aboutOf(call: Shape, id: string): Partial<HookEvent['about']> {
  const metadata = shapeOf(call.metadata);
  return {
    ours: textOf(metadata[ECHOED.message]) ?? textOf(metadata[ECHOED.lead]),
    providerRef: id,
    phone: textOf(call.direction === 'inbound' ? call.from_number : call.to_number),
  };
}
