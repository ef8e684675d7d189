/** What an answer of Twilio to a text message means (directives/twilio-answers.md). Sends nothing, suppresses nobody. */
import { type ProviderVerdict, refused, retry, SENT, UNCONFIRMED } from './verdict.ts';

/** An answer to the POST of a message, or the error of a message that was taken and failed later (status 201). */
export interface TwilioAnswer {
  readonly status: number;
  /** Twilio's own number of the error; null where it gives none. */
  readonly code: number | null;
  /** Seconds of `Retry-After`; null where there is none. */
  readonly retryAfter: number | null;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** A phone that is off, or out of reach. */
const UNREACHABLE_MS = 4 * HOUR_MS;
const THROTTLED_MS = 30 * SECOND_MS;
const QUEUE_FULL_MS = 5 * MINUTE_MS;
/** An answer that asks for longer is not believed. */
const LONGEST_WAIT_MS = 24 * HOUR_MS;

const UNUSABLE = refused('number-unusable', 'recipient');
const SENDER = refused('sender-refused', 'sender');
const LOGIN = refused('login-refused', 'sender');
const CONTENT = refused('content-refused', 'content');
const THROTTLED = retry('sender-throttled', 'sender', THROTTLED_MS);

/** Codes that tell alone. Vendors split and rename codes, so what is not here goes by its HTTP status. */
const BY_CODE: Readonly<Record<number, ProviderVerdict>> = {
  20003: LOGIN,
  20429: THROTTLED,
  21211: UNUSABLE,
  21408: SENDER,
  21602: CONTENT,
  21606: SENDER,
  21610: refused('number-opted-out', 'recipient'),
  21612: SENDER,
  21614: UNUSABLE,
  21617: CONTENT,
  30001: retry('sender-throttled', 'sender', QUEUE_FULL_MS),
  30003: retry('number-unreachable', 'recipient', UNREACHABLE_MS),
  30005: UNUSABLE,
  30006: UNUSABLE,
  30007: refused('policy-refused', 'policy'),
  30034: SENDER,
};

/**
 * The verdict.
 * Why a 5xx is `unconfirmed`: Twilio has no key that makes a second POST harmless, and may have queued the first.
 */
export function readTwilioAnswer({ status, code, retryAfter }: TwilioAnswer): ProviderVerdict {
  const verdict = (code === null ? undefined : BY_CODE[code]) ?? byStatus(status);
  if (verdict.kind !== 'retry' || retryAfter === null) return verdict;
  return { ...verdict, afterMs: Math.min(retryAfter * SECOND_MS, LONGEST_WAIT_MS) };
}

function byStatus(status: number): ProviderVerdict {
  if (status === 200 || status === 201) return SENT;
  if (status === 429) return THROTTLED;
  if (status === 401) return LOGIN;
  if (status === 403 || status === 404) return SENDER;
  if (status === 408 || status >= 500) return UNCONFIRMED;
  return refused('policy-refused', 'policy');
}
