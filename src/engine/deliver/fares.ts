/**
 * How a way out fares while messages leave by it: how many it has come to lately, so that no more is claimed for a slow one than it comes to
 * soon, and whether it is down. Owns the counting; when a connection is left alone is `domain/delivery/rest`.
 */
import { FAULTS } from '../../domain/delivery/rest.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { ContactHeard } from '../connections/shelf.ts';

/** Messages that wait for a connection before a worker claims no more for it. */
export const ENOUGH = LIMITS.deliverBatchMessages / 2;
/** Messages are counted over this long, ms. */
const SPAN_MS = 5_000;
/** One that was not used for so long may be quick by now, ms. */
const FORGOTTEN_MS = 60_000;
/** A slow one has so many waiting for each of its lines. */
const AT_LEAST = 2;

/** Counts over the span before and the present one, and failures in a row. */
export class Fares {
  readonly #lines: number;
  #began: number;
  #usedAt: number;
  #spanAt: number;
  #now = 0;
  #before = 0;
  #faults = 0;

  /** `lines`: how many messages it takes at once. */
  constructor(lines: number, now: number) {
    this.#lines = lines;
    this.#began = now;
    this.#usedAt = now;
    this.#spanAt = now;
  }

  /** Messages are handed to it, for the first time in a while it may be. */
  begin(now: number): void {
    if (now - this.#usedAt > FORGOTTEN_MS) this.#began = now;
    this.#usedAt = now;
  }

  /** What answers said, in their order. */
  add(contacts: readonly ContactHeard[], now: number): void {
    this.#moveTo(now);
    this.#usedAt = now;
    this.#now += contacts.length;
    for (const { contact } of contacts) {
      if (contact === 'works') this.#faults = 0;
      else if (contact === 'fails') this.#faults += 1;
    }
  }

  /** Whether it has failed so often in a row that it is left alone. Told once: whatever is handed to it later was let by the rest. */
  hasFallen(): boolean {
    if (this.#faults < FAULTS) return false;
    this.#faults = 0;
    return true;
  }

  /**
   * How many more it takes while so many wait: what it comes to soon, a little at least; before it is known how quick it is, as many as
   * there are.
   */
  room(waiting: number, now: number): number {
    if (waiting > ENOUGH) return 0;
    if (now - this.#began < SPAN_MS) return Number.POSITIVE_INFINITY;
    this.#moveTo(now);
    return Math.max(0, Math.max(this.#before + this.#now, AT_LEAST * this.#lines) - waiting);
  }

  #moveTo(now: number): void {
    const spans = Math.floor((now - this.#spanAt) / SPAN_MS);
    if (spans <= 0) return;
    this.#before = spans === 1 ? this.#now : 0;
    this.#now = 0;
    this.#spanAt += spans * SPAN_MS;
  }
}
