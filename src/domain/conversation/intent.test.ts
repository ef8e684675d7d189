import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { confidenceOf } from './confidence.ts';
import refusals from './data/refusals.json' with { type: 'json' };
import en from './data/sentences.en.json' with { type: 'json' };
import es from './data/sentences.es.json' with { type: 'json' };
import { REPLY_LANGUAGES, readReply } from './intent.ts';

/** Sentences that stand in no language's file: of all meanings, as people write them, and some that only look like one. */
const SENTENCES: Readonly<Record<string, readonly (readonly string[])[]>> = { en, es };

describe.each(REPLY_LANGUAGES)('replies in $language', ({ language, examples }) => {
  test.each(examples.map(([text = '', intent]) => ({ text, intent })))('"$text" is $intent', ({ text, intent }) => {
    expect(readReply(text)).toMatchObject({ intent });
    expect(readReply(text, language)).toMatchObject({ intent });
  });
});

describe.each(Object.entries(SENTENCES))('sentences in %s', (language, rows) => {
  test.each(rows.map(([text = '', intent]) => ({ text, intent })))('"$text" is $intent', ({ text, intent }) => {
    expect(readReply(text)).toMatchObject({ intent });
    expect(readReply(text, language)).toMatchObject({ intent });
  });

  test('there are seventy-five at least, and some of each meaning', () => {
    expect(rows.length).toBeGreaterThanOrEqual(75);
    expect(new Set(rows.map(([, intent]) => intent)).size).toBe(8);
  });
});

describe('a wish to be left alone in other languages', () => {
  test.each(refusals.examples)('"%s" is one, whatever language is known', (text) => {
    for (const language of [undefined, 'en', 'es', 'de']) expect(readReply(text, language).intent).toBe('opt-out');
  });

  test.each(refusals.others)('"%s" is none', (text) => {
    expect(readReply(text).intent).not.toBe('opt-out');
  });
});

test('the reasons of a reading tell its confidence', () => {
  for (const [text = ''] of [...en, ...es, ...REPLY_LANGUAGES.flatMap(({ examples }) => examples)]) {
    const { confidence, reasons } = readReply(text);
    expect(confidenceOf(reasons), text).toBe(confidence);
  }
  expect(confidenceOf([{ code: 'mail-answer' }])).toBeNull();
});

test('a word inside another word is never heard', () => {
  for (const text of [
    'nonstop fun',
    'weekend',
    'spending',
    'Endeavour',
    'quitely',
    'unstoppable',
    'stopwatch',
    'descanso',
  ])
    expect(readReply(text).intent, text).toBe('unsure');
});

test('any text is read, and always alike', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      expect(readReply(text)).toEqual(readReply(text));
    }),
  );
});

test('an opt-out is heard whatever else is said around it in other clauses', () => {
  const other = fc.constantFrom(
    'I am interested',
    'not now',
    'how much is it?',
    'no thanks',
    'I am on vacation',
    'hello there',
  );
  fc.assert(
    fc.property(
      other,
      other,
      fc.constantFrom('please stop messaging me', 'Stop', 'take me off your list'),
      (a, b, optOut) => {
        expect(readReply(`${a}. ${optOut}. ${b}`).intent).toBe('opt-out');
      },
    ),
  );
});
