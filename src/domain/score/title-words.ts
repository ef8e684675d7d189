/** A title cut into words and breaks, as titles and departments are read. Owns the cutting; words mean nothing here. */
import { plainText } from '../facts/phrases.ts';

/** Characters that join posts: "CEO/CTO", "Sales & Marketing". */
const JOINING: ReadonlySet<string> = new Set(['/', '&', '+']);

/**
 * The words of a text: lower case, no accents, `/` for a break between joined posts, `,` for any other. Letters dotted or spaced
 * (`C.E.O.`, `C E O`) are one word and `R&D` is two; a hyphen without blanks only parts words.
 */
export function wordsOf(text: string): readonly string[] {
  const plain = plainText(text)
    .replace(/\b(\p{L})[&+](?=\p{L}\b)/gu, '$1 ')
    .replace(/\b\p{L}(?:\.\p{L}\b)+\.?|\b\p{L}(?: \p{L}\b){2,}/gu, (letters) => `${letters.replace(/[. ]/g, '')} `);
  return (plain.match(/[\p{L}\p{N}]+(?:['’]\p{L}+)?| -+ |- | -|[^\p{L}\p{N} .'’-]/gu) ?? []).map(breakOrWord);
}

function breakOrWord(token: string): string {
  if (token === '@') return 'at';
  if (JOINING.has(token)) return '/';
  return isWord(token) ? token : ',';
}

/** Whether a token is a word and no break. */
export function isWord(token: string): boolean {
  return /[\p{L}\p{N}]/u.test(token);
}
