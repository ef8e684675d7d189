import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DATE_LANGUAGES, readDates } from './dates.ts';

const NOON = Date.UTC(2026, 2, 4, 12);

describe.each(DATE_LANGUAGES)('dates in $language', ({ language, examples }) => {
  test.each(examples.map(([text = '', on = '']) => ({ text, on })))('"$text" is $on', ({ text, on }) => {
    expect(readDates(text, { now: NOON, zone: 'UTC', language })[0]?.on ?? 'none').toBe(on);
  });
});

test('every day of three years, as figures and in words, is read as that day or the next such one', () => {
  const months = Object.keys(DATE_LANGUAGES[0]?.months ?? {}).filter((name) => name.length > 4 || name === 'may');
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_095 }),
      fc.constantFrom('UTC', 'Asia/Tokyo', 'America/Lima'),
      (days, zone) => {
        const today = Temporal.Instant.fromEpochMilliseconds(NOON).toZonedDateTimeISO(zone).toPlainDate();
        const day = today.add({ days });
        const name =
          months.find((month) => DATE_LANGUAGES[0]?.months[month] === day.month) ??
          day.toLocaleString('en', { month: 'long' });
        const read = (text: string) => readDates(text, { now: NOON, zone })[0]?.on;
        expect(read(`on ${day.toString()}`)).toBe(day.toString());
        expect(read(`on ${day.day} ${name} ${day.year}`)).toBe(day.toString());
        expect(read(`on ${name} ${day.day}`)?.slice(5)).toBe(day.toString().slice(5));
      },
    ),
  );
});

test.each(['29 February', '2/29', 'on February 29th'])('"%s" is the next leap day, however far', (text) => {
  expect(readDates(text, { now: NOON, zone: 'UTC' })[0]?.on).toBe('2028-02-29');
});

test('any text is read, and gives days of the calendar', () => {
  const pieces = fc.constantFrom(
    '31',
    'june',
    '29',
    'february',
    'in',
    'two',
    'weeks',
    'next',
    '2/30',
    'end',
    'of',
    'q5',
    '0',
    '99/99/9999',
    'the',
    '31st',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (words) => {
      for (const { on } of readDates(words.join(' '), { now: NOON, zone: 'UTC' }))
        expect(Temporal.PlainDate.from(on).toString()).toBe(on);
    }),
  );
});
