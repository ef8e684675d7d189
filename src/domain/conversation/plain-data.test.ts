/** Words of the data files are compared with plain text: one that is not written plain can never be heard. */
import { expect, test } from 'vitest';
import { plainText } from '../facts/phrases.ts';
import bounces from './data/bounce-causes.json' with { type: 'json' };
import datesEn from './data/dates.en.json' with { type: 'json' };
import datesEs from './data/dates.es.json' with { type: 'json' };
import keywords from './data/keywords.json' with { type: 'json' };
import subjects from './data/mail-subjects.json' with { type: 'json' };
import quotes from './data/quotes.json' with { type: 'json' };
import referrals from './data/referrals.json' with { type: 'json' };
import refusals from './data/refusals.json' with { type: 'json' };
import en from './data/replies.en.json' with { type: 'json' };
import es from './data/replies.es.json' with { type: 'json' };

/** Every word of a file, but for what is told about it and its examples. */
function wordsOf(data: unknown): readonly string[] {
  if (typeof data === 'string') return [data];
  if (Array.isArray(data)) return data.flatMap(wordsOf);
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) =>
    ['about', 'examples', 'others'].includes(key) ? [] : wordsOf(value),
  );
}

test.each(
  Object.entries({ bounces, datesEn, datesEs, keywords, subjects, quotes, referrals, refusals, en, es }),
)('%s are written plain', (_, data) => {
  expect(wordsOf(data).filter((word) => plainText(word) !== word)).toEqual([]);
});
