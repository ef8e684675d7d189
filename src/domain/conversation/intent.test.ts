import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REPLY_LANGUAGES, readReply } from './intent.ts';

describe.each(REPLY_LANGUAGES)('replies in $language', ({ language, examples }) => {
  test.each(examples.map(([text = '', intent]) => ({ text, intent })))('"$text" is $intent', ({ text, intent }) => {
    expect(readReply(text)).toMatchObject({ intent });
    expect(readReply(text, language)).toMatchObject({ intent });
  });
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
