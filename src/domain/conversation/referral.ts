/**
 * To whom somebody sends us: a name, an address, as they wrote them. Owns the reading; writes to nobody. A name counts only
 * where it is asked for in words, and has a capital letter.
 */
import { plainText } from '../facts/phrases.ts';
import { LIMITS } from '../limits.ts';
import data from './data/referrals.json' with { type: 'json' };

/** Somebody we are sent to; at least one of the two is there. */
export interface Referral {
  readonly name: string | null;
  /** In lower case. */
  readonly address: string | null;
}

/** Words between "contact" and a name that are none. */
const BETWEEN = new Set(data.between);
const WORDS_BETWEEN = 5;

/** Who is named in a text in place of the one who wrote; null = nobody. Reads at most `LIMITS.readCharacters`. */
export function referralIn(text: string): Referral | null {
  const words = text
    .slice(0, LIMITS.readCharacters)
    .split(/\s+/)
    .filter((word) => word !== '');
  const plain = words.map((word) =>
    plainText(word)
      .replace(/[^\p{L}\p{N}@.'-]+/gu, '')
      .replace(/[.]+$/, ''),
  );
  const asked = askedAt(plain);
  const address = plain.slice(asked ?? 0).find((word) => /^[^@]+@[^@.]+(\.[^@.]+)+$/.test(word)) ?? null;
  const name = asked === null ? null : nameFrom(words, plain, asked);
  return name === null && address === null ? null : { name, address };
}

/** Behind which word somebody is named: "please contact", "reach out to", "contacte con". */
function askedAt(plain: readonly string[]): number | null {
  for (let at = 0; at < plain.length; at += 1) {
    const phrase = data.asks.find((ask) => ask.split(' ').every((word, i) => plain[at + i] === word));
    if (phrase !== undefined) return at + phrase.split(' ').length;
  }
  return null;
}

function nameFrom(words: readonly string[], plain: readonly string[], from: number): string | null {
  for (let at = from; at < Math.min(words.length, from + WORDS_BETWEEN); at += 1) {
    if (isName(words[at]!, plain[at]!)) return nameAt(words, plain, at);
    if (!BETWEEN.has(plain[at]!)) return null;
  }
  return null;
}

function nameAt(words: readonly string[], plain: readonly string[], at: number): string {
  const name: string[] = [];
  for (let i = at; i < words.length && name.length < 4 && isName(words[i]!, plain[i]!); i += 1) {
    name.push(words[i]!.replace(/[^\p{L}'’.-]/gu, '').replace(/[.]$/, ''));
    if (/[.,;:!?)]$/.test(words[i]!)) break;
  }
  return name.join(' ');
}

function isName(word: string, plain: string): boolean {
  return /^[("“]?\p{Lu}[\p{L}'’.-]*[.,;:!?)"”]?$/u.test(word) && !BETWEEN.has(plain);
}
