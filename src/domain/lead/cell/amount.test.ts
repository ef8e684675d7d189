import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readHeadCount, readMoney, readNumber } from './amount.ts';

test.each([
  ['12', 12],
  ['1,234', 1234],
  ['1.234', 1234],
  ['1 234 567', 1234567],
  ["1'234", 1234],
  ['1,234.5', 1234.5],
  ['1.234,5', 1234.5],
  ['1.234.567,89', 1234567.89],
  ['0.5', 0.5],
  ['1,5', 1.5],
  ['12.50', 12.5],
  ['1,2,3', null],
  ['', null],
  ['a', null],
  ['1-2', null],
])('number %j', (text, expected) => expect(readNumber(text)).toBe(expected));

test.each([
  ['250', 250],
  ['11-50', 30],
  ['51 to 200', 125],
  ['10K+', 10_000],
  ['10,001+', 10_001],
  ['1,001-5,000 employees', 3_000],
  ['1.001 – 5.000 empleados', 3_000],
  ['Self-employed', 1],
  ['<10', 5],
  ['> 1000', 1_000],
  ['less than 10', 5],
  ['50 or more', 50],
  ['2.5k', 2_500],
  ['1-10', 5],
  ['Nov-50', 30],
  ['10-Feb', 6],
  ['2-Oct', 6],
  ['51-200 people', 125],
  ['between 11 and 50', 30],
  ['250.0', 250],
  ['0', null],
  ['many', null],
  ['', null],
  ['200-51', null],
  ['entre 11 y 50', 30],
  ['5000+ employees', 5_000],
])('head count %j', (text, expected) => expect(readHeadCount(text)).toBe(expected));

test.each([
  ['$1.2M', 1_200_000],
  ['1.5 bn', 1_500_000_000],
  ['1-10M', 5_500_000],
  ['$1M - $10M', 5_500_000],
  ['€ 2.500.000', 2_500_000],
  ['1,5 Mio', 1_500_000],
  ['2 Mrd. €', null],
  ['2 Mrd €', 2_000_000_000],
  ['3 millones', 3_000_000],
  ['USD 500k', 500_000],
  ['1.234M', 1_234_000],
  ['2500000', 2_500_000],
  ['500 mil', 500_000],
  ['2 mil millones', 2_000_000_000],
  ['$10M+', 10_000_000],
  ['< $1M', 500_000],
  ['0', 0],
  ['n.a.', null],
  ['$500K-$1M', 750_000],
  ['5 crore', 50_000_000],
  ['-5', null],
])('money %j', (text, expected) => expect(readMoney(text)).toBe(expected));

test('law: whatever the text, a count is a whole number from 1, money is finite and not negative', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789.,-+ kmb$') }));
  fc.assert(
    fc.property(text, (cell) => {
      const count = readHeadCount(cell);
      if (count !== null) expect(count >= 1 && Number.isInteger(count)).toBe(true);
      const money = readMoney(cell);
      if (money !== null) expect(money >= 0).toBe(true);
    }),
  );
});

test('law: a number written in any country is read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), fc.constantFrom('en-US', 'de-DE', 'de-CH', 'fr-FR'), (n, locale) => {
      expect(readNumber(new Intl.NumberFormat(locale).format(n))).toBe(n);
    }),
  );
});
