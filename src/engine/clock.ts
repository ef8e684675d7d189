/** Clocks: the machine's, and one that moves only when told. */
import type { Clock } from './ports.ts';

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/**
 * True at the first asking, and again whenever so many ms have passed since it last was. A clock that was set back makes it true as well:
 * else whatever waits for a time of day would wait for a day that has to come again.
 */
export function everyMs(clock: Clock, ms: number): () => boolean {
  let last: number | null = null;
  return () => {
    const now = clock.now();
    if (last !== null && now >= last && now < last + ms) return false;
    last = now;
    return true;
  };
}

/** Virtual time: stands still between moves and never goes back. */
export interface VirtualClock extends Clock {
  /** Moves to `at`, epoch ms; an earlier time is ignored. */
  moveTo(at: number): void;
}

/** A clock that stands at `start` (epoch milliseconds) until it is moved; it refuses to go back. */
export function virtualClock(start: number): VirtualClock {
  let now = start;
  return {
    now: () => now,
    moveTo(at) {
      if (at > now) now = at;
    },
  };
}

/**
 * The time of the first asking: inside a transaction, a worker that waited for the database, or stood still before it, goes by the time at
 * which it goes on.
 */
export function readOnce(clock: Clock): () => number {
  let read: number | null = null;
  return () => {
    read ??= clock.now();
    return read;
  };
}
