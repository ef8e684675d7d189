/**
 * How good an answer is, and what yes, no, a span of time and a rhythm of vagueness it holds. Owns the reading of single
 * answers; which question they answer is `seller.ts` and `buyer.ts`.
 */
import { clausesOf } from '../facts/clauses.ts';
import { phraseAt, phraseIndex } from '../facts/phrases.ts';
import { heard, LANGUAGES, topicsIn } from './words.ts';

/** Hundredths, by what is found first. */
const QUALITY = { veryVague: 25, vague: 30, definite: 85, specific: 75, short: 40, plain: 60, long: 55 } as const;
const SHORT_BELOW = 10;
const PLAIN_UP_TO = 50;

/** Quality of an answer, hundredths. */
export function qualityOf(text: string): number {
  const vague = heard('vague', text).length;
  if (vague > 1) return QUALITY.veryVague;
  if (vague === 1) return QUALITY.vague;
  if (topicsIn('state', text).length > 0) return QUALITY.specific;
  if (isDefinite(text)) return QUALITY.definite;
  const { length } = text.trim();
  if (length < SHORT_BELOW) return QUALITY.short;
  return length <= PLAIN_UP_TO ? QUALITY.plain : QUALITY.long;
}

/** Whether an answer says nothing that can be kept. */
export function isVague(text: string): boolean {
  return qualityOf(text) <= QUALITY.vague;
}

function isDefinite(text: string): boolean {
  return /\d/.test(text) || assentIn(text) !== null || topicsIn('pace', text).length > 0;
}

/** Yes or no, by the first word that says one; null = neither, or not for sure. */
export function assentIn(text: string): boolean | null {
  if (heard('vague', text).length > 0) return null;
  const first = heard('assent', text)[0];
  return first === undefined ? null : (first.meaning === 'yes') !== first.denied;
}

/** A word or two with yes or no in them: they answer nothing but yes or no. */
export function isBareAssent(text: string): boolean {
  return assentIn(text) !== null && clausesOf(text).flat().length <= BARE_WORDS;
}

const BARE_WORDS = 2;
const TIMES = new Map(LANGUAGES.flatMap(({ time }) => Object.entries(time)));
const COUNTS = phraseIndex(LANGUAGES.flatMap(({ counts }) => Object.entries(counts)));

/** Days of a span that a text names, `in 6 weeks`, `un mes`; the longest of several, `30 to 45 days`; null = none. */
export function daysIn(text: string): number | null {
  const spans = clausesOf(text).flatMap((words) =>
    words.flatMap((word, i) => {
      const unit = TIMES.get(word);
      const count = unit === undefined ? null : countBefore(words, i);
      return unit === undefined || count === null ? [] : [count * unit];
    }),
  );
  return spans.length === 0 ? null : Math.max(...spans);
}

/** The number that stands before word `at`, in digits or words. */
function countBefore(words: readonly string[], at: number): number | null {
  const word = words[at - 1] ?? '';
  const digits = Number(word.split('-').at(-1) ?? '');
  if (word !== '' && Number.isFinite(digits)) return digits;
  const phrase = phraseAt(COUNTS, words, at - 1);
  if (phrase !== undefined) return phrase.meaning;
  return word === 'of' || word === 'de' ? countBefore(words, at - 1) : null;
}
