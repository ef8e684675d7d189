import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idHead, idTime } from './id-time.ts';

const instant = fc.integer({ min: 0, max: Date.UTC(2999, 0) });

test('an id tells when it was made', () => {
  fc.assert(fc.property(instant, (at) => idTime(`${idHead('dec', at)}0001a7c2e9f1`) === at));
});

test('ids sort by when they were made, and the head of a time before all of it and later', () => {
  fc.assert(
    fc.property(instant, instant, (a, b) => {
      const [early, late] = [Math.min(a, b), Math.max(a, b)];
      return (
        idHead('dec', late) <= `${idHead('dec', late)}0000` &&
        (early === late || `${idHead('dec', early)}zzzz` < idHead('dec', late))
      );
    }),
  );
});

test('of an id of another form no time is told', () => {
  expect(['dec_ann', 'dec_1', 'dec_01k9x3v7', '01k9x3v7f0000', ''].map(idTime)).toEqual([null, null, null, null, null]);
});
