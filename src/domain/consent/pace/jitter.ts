/**
 * Time between two e-mails of one sender (directives/jitter.md), different each time and yet the same when asked again:
 * it comes from the hash of the message. Owns that one rule.
 */
import type { ConsentReason } from '../reasons.ts';
import type { PaceAsk, Wait } from './facts.ts';

const SECOND_MS = 1_000;
/** Hex digits of the hash that are used: finer than a millisecond of any span that may be set. */
const HASH_DIGITS = 8;
const HASH_RANGE = 16 ** HASH_DIGITS;

/** Holds until the message's own distance from the sender's last one is over. */
export function jitterWait({ now, channel, facts, limits }: PaceAsk): readonly Wait[] {
  const { lastSentAt } = facts.sender;
  if (channel !== 'email' || limits.jitter === null || lastSentAt === null) return [];
  const { fromSeconds, toSeconds } = limits.jitter;
  const share = Number.parseInt(facts.hash.slice(0, HASH_DIGITS), 16) / HASH_RANGE;
  const until = lastSentAt + Math.floor((fromSeconds + share * (toSeconds - fromSeconds)) * SECOND_MS);
  return until > now ? [{ until, reason: { code: 'sender-pace' satisfies ConsentReason } }] : [];
}
