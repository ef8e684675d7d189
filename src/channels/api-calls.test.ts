import { expect, test } from 'vitest';
import { ApiStop } from '../engine/crm-port.ts';
import { startApiServer } from '../testing/providers/api-server.ts';
import { apiCalls } from './api-calls.ts';

const DAY_MS = 86_400_000;

/** What a call is given back with where the provider says too many, with these headers. */
async function tooMany(headers: Readonly<Record<string, string>>) {
  const server = await startApiServer(() => ({ status: 429, body: {}, headers }));
  const place = { baseUrl: server.url, headers: async () => ({}), concurrency: 1, timeoutMs: 5_000, askMs: 0 };
  const api = apiCalls(place, { now: () => 0, pause: async () => undefined });
  try {
    return await api.ask({ method: 'GET', path: '/', again: true });
  } catch (error) {
    return error instanceof ApiStop ? error.reply : error;
  } finally {
    await api.close();
    await server.close();
  }
}

test.each([
  [{ 'retry-after': '3600' }, 3_600_000],
  [{ 'retry-after': '86400' }, DAY_MS],
  [{ 'retry-after': '999999999' }, DAY_MS],
  [{ 'x-ratelimit-interval-milliseconds': '999999999' }, DAY_MS],
  [{ 'retry-after': '60', 'x-ratelimit-interval-milliseconds': '999999999' }, 60_000],
])('too many, with %o', async (headers, afterMs) => {
  expect(await tooMany(headers)).toMatchObject({ kind: 'retry', afterMs });
});
