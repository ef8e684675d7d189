import { expect, test } from 'vitest';
import { inTime, unlessStopped } from './asked.ts';

test('what a provider says comes back, and what it fails with', async () => {
  const { signal } = new AbortController();
  expect(await unlessStopped(async () => 'yes', signal)).toBe('yes');
  expect(await unlessStopped(async () => 'yes', undefined)).toBe('yes');
  await expect(unlessStopped(() => Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
});

test('a stop ends the waiting, and after it nobody is asked', async () => {
  const stop = new AbortController();
  const waiting = unlessStopped(() => new Promise(() => undefined), stop.signal);
  stop.abort();
  expect(await waiting).toBeNull();
  let asked = 0;
  const ask = async () => {
    asked += 1;
    throw new Error('nobody hears this');
  };
  expect(await unlessStopped(ask, stop.signal)).toBeNull();
  expect(asked).toBe(0);
});

test('after a stop an answer is waited for as long as is said', async () => {
  const stop = new AbortController();
  const asked = Promise.withResolvers<string>();
  const waiting = unlessStopped(() => asked.promise, stop.signal, 10_000);
  stop.abort();
  asked.resolve('yes');
  expect(await waiting).toBe('yes');
});

test('whoever never answers is late, and who answers or fails in time is heard', async () => {
  expect(await inTime(() => new Promise<string>(() => undefined), 'late', 5)).toBe('late');
  expect(await inTime(async () => 'yes', 'late', 10_000)).toBe('yes');
  await expect(inTime(() => Promise.reject(new Error('no')), 'late')).rejects.toThrow('no');
});
