import { expect, test } from 'vitest';
import { everyMs } from './clock.ts';

test('is true at first, then every so many ms, and whenever the clock was set back', () => {
  let now = 1_000_000;
  const due = everyMs({ now: () => now }, 500);
  const at = (time: number) => {
    now = time;
    return due();
  };
  expect([at(1_000_000), at(1_000_499), at(1_000_500), at(1_000_501)]).toEqual([true, false, true, false]);
  const DAY_MS = 86_400_000;
  expect([at(now + DAY_MS), at(now - DAY_MS), at(now + 499), at(now + 1)]).toEqual([true, true, false, true]);
});
