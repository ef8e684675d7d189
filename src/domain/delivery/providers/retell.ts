/** What an answer of Retell to a call to be placed means (directives/retell-answers.md). Places nothing. */
import { type ProviderVerdict, refused, retry, SENT, UNCONFIRMED } from './verdict.ts';

/** An answer to the POST that places a call. */
export interface RetellAnswer {
  readonly status: number;
  /** Its `message`; empty where it gives none. */
  readonly message: string;
  /** Seconds of `Retry-After`; null where there is none. */
  readonly retryAfter: number | null;
}

const SECOND_MS = 1_000;
/** Retell says nothing of how long; a call that is under way frees its place within a minute or so. */
const THROTTLED_MS = 60 * SECOND_MS;
/** An answer that asks for longer is not believed. */
const LONGEST_WAIT_MS = 86_400 * SECOND_MS;

/** The number that is called, not the one that calls. */
const NUMBER_CALLED = /to_number|destination|e\.?164/i;
const NUMBER_CALLING = /from_number/i;

/**
 * The verdict.
 * Why a 5xx is `unconfirmed`: Retell has no key that makes a second POST harmless, and a second call would ring.
 */
export function readRetellAnswer({ status, message, retryAfter }: RetellAnswer): ProviderVerdict {
  if (status === 201 || status === 200) return SENT;
  if (status === 429) return retry('sender-throttled', 'sender', waitOf(retryAfter));
  if (status === 408 || status >= 500) return UNCONFIRMED;
  if (status === 400 || status === 422) return ofTheCall(message);
  if (status === 401) return refused('login-refused', 'sender');
  if (status === 402 || status === 403 || status === 404) return refused('sender-refused', 'sender');
  return refused('policy-refused', 'policy');
}

/** A call that was not understood is blamed on its number only where the answer names that alone. */
function ofTheCall(message: string): ProviderVerdict {
  if (NUMBER_CALLING.test(message)) return refused('sender-refused', 'sender');
  if (NUMBER_CALLED.test(message)) return refused('number-unusable', 'recipient');
  return refused('content-refused', 'content');
}

function waitOf(retryAfter: number | null): number {
  return retryAfter === null ? THROTTLED_MS : Math.min(retryAfter * SECOND_MS, LONGEST_WAIT_MS);
}
