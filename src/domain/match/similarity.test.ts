import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jaro, jaroWinkler, slips, soundOf } from './similarity.ts';

const word = fc.string({ unit: fc.constantFrom(...'abcde'), maxLength: 12 });

describe('jaroWinkler', () => {
  test.each([
    ['martha', 'marhta', 0.9611],
    ['dwayne', 'duane', 0.84],
    ['dixon', 'dicksonx', 0.8133],
    ['abc', 'xyz', 0],
    ['', 'abc', 0],
    ['abc', 'abc', 1],
  ])("Winkler's own examples: %s and %s", (a, b, expected) => {
    expect(jaroWinkler(a, b)).toBeCloseTo(expected, 4);
  });

  test('is symmetric and stays between 0 and 1', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const value = jaroWinkler(a, b);
        expect(value).toBe(jaroWinkler(b, a));
        expect(value).toBeGreaterThanOrEqual(jaro(a, b) - 1e-12);
        expect(value).toBeLessThanOrEqual(1);
      }),
    );
  });
});

/** The plain table, for comparison: optimal string alignment. */
function plainSlips(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const options = [
        table[i - 1]![j]! + 1,
        table[i]![j - 1]! + 1,
        table[i - 1]![j - 1]! + Number(a[i - 1] !== b[j - 1]),
      ];
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) options.push(table[i - 2]![j - 2]! + 1);
      table[i]![j] = Math.min(...options);
    }
  }
  return table[a.length]![b.length]!;
}

describe('slips', () => {
  test('counts as the plain table does, and stops at its bound', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, most) => {
        expect(slips(a, b, most)).toBe(Math.min(plainSlips(a, b), most + 1));
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['smith', 'smtih', 1],
    ['smith', 'smyth', 1],
    ['smith', 'smit', 1],
    ['smith', 'jones', 3],
  ])('%s and %s', (a, b, expected) => expect(slips(a, b, 2)).toBe(expected));

  test('long texts are compared by their beginning', () => {
    expect(slips(`${'a'.repeat(64)}x`, `${'a'.repeat(64)}y`, 1)).toBe(0);
  });
});

describe('soundOf', () => {
  test.each([
    ['meier', 'mayer'],
    ['smith', 'smyth'],
    ['catherine', 'kathryn'],
    ['philip', 'filip'],
    ['schmidt', 'schmitt'],
    ['wagner', 'vagner'],
  ])('%s sounds like %s', (a, b) => expect(soundOf(a)).toBe(soundOf(b)));

  test('tells other names apart, and nothing from nothing', () => {
    expect(soundOf('robert')).not.toBe(soundOf('walter'));
    expect(soundOf('')).toBe('');
  });
});
