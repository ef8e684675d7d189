import { beforeEach, expect, test, vi } from 'vitest';
import { StoreError } from '../../store/errors.ts';
import type { Engine } from '../engine.ts';
import { waitOut, waitOutUntil } from './patience.ts';

/** Pauses that were made, ms; none of them takes any time. */
const pauses = vi.hoisted((): number[] => []);
vi.mock('node:timers/promises', () => ({
  setTimeout: async (ms: number) => {
    pauses.push(ms);
  },
}));

const said: string[] = [];
const engineThat = (patient: boolean) =>
  ({
    parts: { patient },
    log: { info: (text: string) => said.push(text), error: (text: string) => said.push(text) },
  }) as unknown as Engine;
const patient = engineThat(true);

beforeEach(() => {
  said.length = 0;
  pauses.length = 0;
});

/** Fails with these codes, one after the other, then is done. */
function failing(...codes: string[]) {
  const given: unknown[] = [];
  const attempt = async (before: unknown) => {
    given.push((before as { code?: string } | null)?.code ?? null);
    const code = codes.shift();
    if (code !== undefined) throw new StoreError(code, 'it broke');
    return 'done';
  };
  return { given, attempt };
}

test('what passes is waited out, and said once at its beginning and once at its end', async () => {
  const { attempt } = failing('database-unreachable', 'connection-lost', 'disk-full');
  expect(await waitOut(patient, {}, attempt)).toBe('done');
  expect(said).toEqual(['the database cannot be used now; waiting for it', 'the database works again']);
});

test('of all that wait at once it is said once, and its end by the first that is through', async () => {
  const both = () => Promise.all([1, 2].map(() => waitOut(patient, {}, failing('database-unreachable').attempt)));
  await both();
  expect(said).toEqual(['the database cannot be used now; waiting for it', 'the database works again']);
  await both();
  expect(said).toHaveLength(4);
});

test('what was given up is said anew when it comes again', async () => {
  const given = () => waitOut(patient, { mostMs: 100 }, failing('disk-full', 'disk-full').attempt);
  await expect(given()).rejects.toMatchObject({ code: 'disk-full' });
  await waitOut(patient, {}, failing('disk-full').attempt);
  expect(said.filter((text) => text.includes('waiting for it'))).toHaveLength(2);
});

test('that a commit was lost is told to every try after it', async () => {
  const { attempt, given } = failing('commit-unknown', 'database-unreachable');
  await waitOut(patient, {}, attempt);
  expect(given).toEqual([null, 'commit-unknown', 'commit-unknown']);
});

test('pauses grow to two seconds and no further', async () => {
  await waitOut(patient, {}, failing(...Array<string>(8).fill('database-unreachable')).attempt);
  expect(pauses).toEqual([100, 200, 400, 800, 1_600, 2_000, 2_000, 2_000]);
});

test('only so long as is said, not after a stop, not where nobody is patient, and never a bug', async () => {
  const full = () => failing(...Array<string>(9).fill('disk-full')).attempt;
  const FULL = { code: 'disk-full' };
  await expect(waitOut(patient, { mostMs: 250 }, full())).rejects.toMatchObject(FULL);
  expect(pauses).toEqual([100, 200]);
  const signal = AbortSignal.abort();
  await expect(waitOut(patient, { signal }, full())).rejects.toMatchObject(FULL);
  await expect(waitOut(engineThat(false), {}, full())).rejects.toMatchObject(FULL);
  const damaged = failing('database-corrupt').attempt;
  await expect(waitOut(patient, {}, damaged)).rejects.toMatchObject({ code: 'database-corrupt' });
  const bug = () => Promise.reject(new TypeError('a bug'));
  await expect(waitOut(patient, {}, bug)).rejects.toBeInstanceOf(TypeError);
  expect(pauses).toEqual([100, 200]);
  await expect(waitOut(patient, { signal, afterStopMs: 600 }, full())).rejects.toMatchObject(FULL);
  expect(pauses.slice(2)).toEqual([100, 200, 400]);
});

test('a strand that is told to stop while the database is away ends without a fault', async () => {
  const stop = new AbortController();
  await waitOutUntil(patient, stop.signal, () => {
    if (pauses.length === 3) stop.abort();
    return Promise.reject(new StoreError('connection-lost', 'it broke'));
  });
  expect(pauses.length).toBe(3);
});
