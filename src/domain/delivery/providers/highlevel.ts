/** What an answer of HighLevel means for a message (directives/highlevel-answers.md). Sends nothing, suppresses nobody. */
import { type ProviderVerdict, refused, retry, SENT, UNCONFIRMED } from './verdict.ts';

/** An answer on the way to a message that is sent. */
export interface HighLevelAnswer {
  readonly status: number;
  /** Its words; empty where it gives none. */
  readonly message: string;
  /** The call could be made twice: it was a question, not the message. */
  readonly harmless: boolean;
}

/** Source: HighLevel, rate limits: 100 calls in 10 seconds; 429 gives no time of its own. */
const INTERVAL_MS = 10_000;

/** Words of a 400 or 422; the first that fits decides. */
const BY_WORDS: readonly (readonly [RegExp, ProviderVerdict])[] = [
  [/\bdnd\b/i, refused('do-not-contact', 'recipient')],
  [/from ?number/i, refused('sender-refused', 'sender')],
  [/email ?from|from ?(e-?mail|address)/i, refused('sender-refused', 'sender')],
  [/e-?mail (address )?(is )?(not valid|invalid)|valid e-?mail|email ?to/i, refused('mailbox-refused', 'recipient')],
  [/phone|to ?number/i, refused('number-unusable', 'recipient')],
];

/**
 * The verdict.
 * Why a 5xx to the message is `unconfirmed`: HighLevel has no key that makes a second one harmless.
 */
export function readHighLevelAnswer({ status, message, harmless }: HighLevelAnswer): ProviderVerdict {
  if (status === 200 || status === 201) return SENT;
  if (status === 429) return retry('sender-throttled', 'sender', INTERVAL_MS);
  if (status === 408 || status >= 500) return harmless ? retry('server-busy', null, null) : UNCONFIRMED;
  if (status === 401) return refused('login-refused', 'sender');
  if (status === 403) return refused('sender-refused', 'sender');
  if (status !== 400 && status !== 422) return refused('policy-refused', 'policy');
  return BY_WORDS.find(([words]) => words.test(message))?.[1] ?? refused('content-refused', 'content');
}
