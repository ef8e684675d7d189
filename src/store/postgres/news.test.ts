/** News: told rarely, heard soon, and never missed by somebody who was not waiting just then. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { News } from './news.ts';

const open: News[] = [];
afterEach(async () => {
  for (const news of open.splice(0)) await news.close();
});

/** News whose outside is this test: what it sent, and what it is told. */
function stage() {
  const sent: number[] = [];
  const nobody: () => void = () => undefined;
  const outside = { heard: nobody, lost: nobody, listening: 0 };
  const news = new News({
    send: async () => void sent.push(performance.now()),
    listen: async (heard, lost) => {
      Object.assign(outside, { heard, lost });
      outside.listening += 1;
      return { close: async () => undefined };
    },
  });
  open.push(news);
  return { news, sent, outside };
}

const never = new AbortController().signal;

test('a thousand tellings are two: at once, and a tenth of a second later', async () => {
  const { news, sent } = stage();
  for (let i = 0; i < 1_000; i++) news.tell();
  expect(sent).toHaveLength(1);
  await pause(180);
  expect(sent).toHaveLength(2);
  expect((sent[1] as number) - (sent[0] as number)).toBeGreaterThan(90);
});

test('what waits to be told is told before the end', async () => {
  const { news, sent } = stage();
  news.tell();
  news.tell();
  await news.close();
  expect(sent).toHaveLength(2);
});

test('whoever waits wakes when something is told, else after the wait, and at the signal', async () => {
  const { news, outside } = stage();
  const from = performance.now();
  setTimeout(() => outside.heard(), 20);
  await news.wait(5_000, never);
  expect(performance.now() - from).toBeLessThan(1_000);
  await news.wait(30, never);
  await news.wait(5_000, AbortSignal.timeout(20));
  await news.wait(5_000, AbortSignal.abort());
  expect(performance.now() - from).toBeLessThan(2_000);
});

test('what was told while nobody waited is not missed, once', async () => {
  const { news, outside } = stage();
  await news.wait(1, never);
  outside.heard();
  const from = performance.now();
  await news.wait(5_000, never);
  expect(performance.now() - from).toBeLessThan(1_000);
  await news.wait(40, never);
  expect(performance.now() - from).toBeGreaterThan(35);
});

test('a listener that broke is begun anew, but not in a hot loop', async () => {
  const { news, outside } = stage();
  await news.wait(1, never);
  outside.lost();
  for (let i = 0; i < 5; i++) await news.wait(1, never);
  expect(outside.listening).toBe(1);
});
