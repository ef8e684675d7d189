/**
 * Erasing a person: when it can be done, under which keys they stay refused, and what is left of refusals that stood
 * (directives/erasure.md). Owns these rules; hashing the keys and taking the rows away is done elsewhere.
 */
import { type FoundSuppression, type Reachable, type SuppressionKey, suppressionKeys } from '../consent/suppression.ts';
import type { Reason } from '../reason.ts';

/** What stands in a row in place of what named the person; the code of the reason too. */
export const ERASED = 'erased';

/** What is under way about a person. */
export interface UnderWay {
  /** Messages on their way out. */
  readonly messages: number;
  /** Hand-offs about them that are being handed over. */
  readonly handOffs: number;
}

/** Why a person cannot be erased just now: an answer to what is leaving would find nothing; null = they can. */
export function erasedLater({ messages, handOffs }: UnderWay): Reason | null {
  return messages + handOffs === 0 ? null : { code: 'on-its-way', facts: { messages, handOffs } };
}

/** What is a person's own: what they share with colleagues (domain, account) refuses nobody else on their account. */
const OWN: ReadonlySet<SuppressionKey['kind']> = new Set(['lead', 'address', 'phone']);

/** Keys under which the person stays refused: ids they had here, mailboxes, numbers. Each once. */
export function keysThatStay(of: readonly Reachable[]): readonly SuppressionKey[] {
  const keys = new Map<string, SuppressionKey>();
  for (const key of of.flatMap((one) => suppressionKeys(one, OWN))) keys.set(`${key.kind}:${key.value}`, key);
  return [...keys.values()];
}

/** A refusal as it stands after the person was erased. */
export interface RefusalLeft {
  readonly channel: FoundSuppression['channel'];
  readonly reason: string;
  /** It begins with the erasure: a yes that was said before does not lift it. */
  readonly anew: boolean;
}

/** Reasons that are codes and name nobody; others are words that somebody wrote. */
export const CODES: ReadonlySet<string> = new Set(['opted-out', 'bounced', 'complained', ERASED]);

/** What stands under one of the keys afterwards: what stood, without its words, and in any case a refusal of all ways. */
export function refusalsLeft(
  standing: readonly Pick<FoundSuppression, 'channel' | 'reason'>[],
): readonly RefusalLeft[] {
  const codeOf = (reason: string) => (CODES.has(reason) ? reason : ERASED);
  const whole = standing.find(({ channel }) => channel === 'all');
  return [
    ...standing
      .filter(({ channel }) => channel !== 'all')
      .map(({ channel, reason }) => ({ channel, reason: codeOf(reason), anew: false })),
    { channel: 'all', reason: whole ? codeOf(whole.reason) : ERASED, anew: true },
  ];
}

/** What an address or id may go on with: `maryjane@acme.com` does not name `jane@acme.com`, nor `jane@acme.com.au`. */
const GOES_ON = /[\p{L}\p{N}_%+-]/u;
const DOT_GOES_ON = /^\.[\p{L}\p{N}]/u;

/** Whether a text names an address, a number or an id: as a word of its own, in whatever letters. */
export function namesWord(text: string, word: string): boolean {
  const [all, one] = [text.toLowerCase(), word.toLowerCase()];
  for (let at = all.indexOf(one); at >= 0; at = all.indexOf(one, at + 1)) {
    const before = all.slice(0, at).at(-1) ?? ' ';
    const after = all.slice(at + one.length);
    if (!GOES_ON.test(before) && before !== '.' && !GOES_ON.test(after.charAt(0)) && !DOT_GOES_ON.test(after))
      return true;
  }
  return false;
}
