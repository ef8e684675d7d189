/**
 * Serving: the tokened pages on this thread, the loop beside it, until a stop. Owns the order of starting and stopping:
 * pages open last, so that nobody is told “ready” by a house without a loop, and a stop ends all at once.
 */
import type { Engine } from '../engine.ts';
import type { Host } from '../ports.ts';
import { publicHouse } from './public-house.ts';

/** Serves until `signal`. `opened` is told where. Errors: what the host or the loop fails with, after all is closed. */
export async function serve(
  engine: Engine,
  host: Host,
  signal: AbortSignal,
  opened: (url: string) => void,
): Promise<void> {
  const loop = await host.startLoop();
  let looping = true;
  const ended = loop.done.finally(() => {
    looping = false;
  });
  try {
    const pages = await host.listen(publicHouse(engine, () => looping));
    try {
      opened(pages.url);
      await Promise.race([stopped(signal), ended]);
    } finally {
      // At once: a visitor who takes their time leaves the loop none for the answers that it waits for.
      await Promise.all([pages.close(), host.jobs?.stop(), looping ? loop.stop() : undefined]);
    }
  } finally {
    if (looping) await loop.stop();
  }
}

function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
