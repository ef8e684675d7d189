/** One account has one limit, whoever speaks to it. */
import { expect, test } from 'vitest';
import { Pace, sharedPace } from './pace.ts';

/** A clock that is as late as was waited for. */
function clockOf() {
  let now = 1_000_000;
  const pass = async (ms: number) => {
    now += ms;
  };
  return { now: () => now, sleep: pass, pause: pass };
}

test('two who speak to one account share its calls, two accounts do not', async () => {
  const clock = clockOf();
  const [one, other] = [sharedPace('there loc1', clock), sharedPace('there loc1', clock)];
  expect([one === other, one instanceof Pace, one === sharedPace('there loc2', clock)]).toEqual([true, true, false]);
  const begun = clock.now();
  for (let call = 0; call < 60; call++) await Promise.all([one.turn(), other.turn()]);
  expect(clock.now() - begun).toBeGreaterThanOrEqual(10_000);
});
