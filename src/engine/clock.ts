/** Clocks: the machine's, and one that moves only when told. */
import type { Clock } from './ports.ts';

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

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
