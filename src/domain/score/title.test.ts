import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTitle } from './title.ts';
import { postPhrases, TITLE_LANGUAGES, type TitleLanguage } from './title-lexicon.ts';

describe.each(TITLE_LANGUAGES)('titles in $language', ({ examples }) => {
  test.each(
    examples.map(([title, level, department]) => ({ title: title ?? '', level, department })),
  )('$title is $level, $department', ({ title, level, department }) => {
    expect(readTitle(title)).toEqual({ level, department });
  });
});

test('a word inside another word is never heard', () => {
  for (const title of ['Contractor', 'Factory worker', 'Doctor', 'Headhunter', 'Misleading', 'Ceoland', 'Managerial'])
    expect(readTitle(title).level, title).toBe('other');
});

test('case, accents and punctuation do not change a reading', () => {
  for (const title of ['vp, sales', 'VP Sales', 'V.P. Sales', 'vp - sales'])
    expect(readTitle(title)).toEqual({ level: 'vp', department: 'sales' });
  expect(readTitle('LÍDER TÉCNICO')).toEqual(readTitle('lider tecnico'));
});

test('any text has a reading, and always the same one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (title) => {
      expect(readTitle(title)).toEqual(readTitle(title));
    }),
  );
});

test('a company, a place or a degree beside a post changes nothing of its level', () => {
  const posts = fc.constantFrom(
    ...[
      'CEO',
      'Founder',
      'Chief Design Engineer',
      'VP',
      'Former VP',
      'Head of Sales',
      'Director',
      'Mgr',
      'Team Lead',
      'Partner',
    ],
    ...['Owner', 'Executive Assistant', 'Product Management', 'Analyst', 'Board Member', 'Assistant to the President'],
  );
  const besides = fc.constantFrom(
    ' at Acme',
    ', Acme Group',
    ' - Berlin',
    ' (New York)',
    ' | Acme',
    ', PhD, MBA',
    ' @ Smith & Sons',
  );
  fc.assert(
    fc.property(posts, besides, besides, (post, one, other) => {
      expect(readTitle(`${post}${one}${other}`).level).toBe(readTitle(post).level);
    }),
  );
});

test('a company named right behind a chief takes nothing away', () => {
  for (const company of ['Acme Group', 'Acme Management', 'Office Depot', 'Team Sports GmbH'])
    for (const [post, level] of [
      ['CEO', 'c-level'],
      ['Founder', 'founder'],
      ['Chief Risk Officer', 'c-level'],
    ])
      expect(readTitle(`${post} ${company}`).level, `${post} ${company}`).toBe(level);
});

test('serving somebody never gives their standing', () => {
  const posts = fc.constantFrom('CEO', 'Chief Financial Officer', 'President', 'Managing Director', 'Founder');
  fc.assert(
    fc.property(posts, posts, (one, other) => {
      expect(readTitle(`Executive Assistant to the ${one} and ${other}`).level).toBe('other');
    }),
  );
});

test('files that contradict each other are refused', () => {
  const [english] = TITLE_LANGUAGES;
  const contrary: TitleLanguage = { ...english!, levels: { head: ['manager'] } };
  expect(() => postPhrases([english!, contrary])).toThrow(/"manager" has two meanings/);
});
