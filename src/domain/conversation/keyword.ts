/**
 * Keywords of text messages, as carriers and providers keep to them: the whole text is the keyword, or it is none. Owns the
 * lists. What is said in words around them is read as any reply is.
 */
import { plainText } from '../facts/phrases.ts';
import { LIMITS } from '../limits.ts';
import data from './data/keywords.json' with { type: 'json' };

/** What a keyword asks for: nothing more · texts again · help. */
export type Keyword = 'stop' | 'start' | 'help';

const MEANING = new Map<string, Keyword>([
  ...data.stop.map((word) => [word, 'stop'] as const),
  ...data.start.map((word) => [word, 'start'] as const),
  ...data.help.map((word) => [word, 'help'] as const),
]);

/**
 * The keyword that a text is; null = none. Case, accents, quotes and punctuation at its ends do not count: `"Stop."`.
 * Why not YES among those that start: some providers take it for consent, but in a conversation it answers a question.
 * Source: CTIA Messaging Principles §5.1.3; the lists of Twilio, AWS, Telnyx, Braze and sent.dm.
 */
export function readKeyword(text: string): Keyword | null {
  if (text.length > LIMITS.keywordCharacters) return null;
  const bare = plainText(text.normalize('NFKC'))
    .replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
    .replace(/\s+/g, ' ');
  return MEANING.get(bare) ?? null;
}
