/** What an answer does to a telling and to its webhook (directives/webhook-answer.md). */
import type { Webhook, WebhookSend } from './webhook.ts';

/** What came of a try; `forbidden`: the address may not be reached, nothing was sent. */
export type WebhookAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfterMs: number | null }
  | { readonly kind: 'forbidden' | 'not-sent' | 'no-answer' };

/** Where both go. */
export interface WebhookMove {
  readonly send: Pick<WebhookSend, 'state' | 'dueAt' | 'status'>;
  readonly webhook: Pick<Webhook, 'state' | 'offReason' | 'restUntil' | 'fails'>;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** Waits before the second, third … try. Source: Standard Webhooks 1.0, “Retries”; three days in all. */
const WAITS_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
] as const;
const REST_MS = 5 * SECOND_MS;
const LONGEST_REST_MS = HOUR_MS;
/** Source: RFC 9110 §15.5.11; Standard Webhooks 1.0: the receiver wants nothing more. */
const GONE = 410;

/** What follows. `attempts`: tries made, this one included; `fails`: failures in a row before it. */
export function afterWebhook(answer: WebhookAnswer, attempts: number, fails: number, now: number): WebhookMove {
  const status = answer.kind === 'answered' ? answer.status : null;
  if (status !== null && status >= 200 && status < 300)
    return { send: { state: 'sent', dueAt: now, status }, webhook: ON };
  const noSooner = (ms: number) => Math.max(ms, (answer.kind === 'answered' ? answer.retryAfterMs : null) ?? ms);
  const rest = noSooner(Math.min(LONGEST_REST_MS, REST_MS * 2 ** fails));
  const isGone = status === GONE;
  const wait = WAITS_MS[attempts - 1];
  const isOver = isGone || wait === undefined;
  return {
    send: isOver ? { state: 'failed', dueAt: now, status } : { state: 'queued', dueAt: now + noSooner(wait), status },
    webhook: {
      ...(isGone ? { state: 'off', offReason: 'webhook-gone' } : { state: 'on', offReason: null }),
      restUntil: now + rest,
      fails: fails + 1,
    },
  };
}

const ON = { state: 'on', offReason: null, restUntil: 0, fails: 0 } as const;
