/** One account has one limit, whoever speaks to it. */
import { expect, test } from 'vitest';
import { startHighlevelCrm } from '../testing/providers/highlevel-crm-server.ts';
import { apiCalls } from './api-calls.ts';
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

test('hand-offs and harvests of a location together never meet its 429', async () => {
  const clock = clockOf();
  const crm = await startHighlevelCrm({
    ...{ location: 'loc1', token: 't', now: clock.now },
    rate: { calls: 100, spanMs: 10_000 },
  });
  const headers = async () => ({ authorization: 'Bearer t', version: '2021-07-28' });
  const place = { baseUrl: crm.url, account: 'loc1', headers, concurrency: 4, timeoutMs: 5_000, askMs: 0 };
  const [handOffs, harvest] = [apiCalls(place, clock), apiCalls(place, clock)];
  const ask = { method: 'GET', path: '/locations/loc1', again: true } as const;
  for (let round = 0; round < 75; round++) await Promise.all([handOffs.ask(ask), harvest.ask(ask)]);
  expect(crm.replies.map(({ status }) => status).filter((status) => status !== 200)).toEqual([]);
  await crm.close();
});
