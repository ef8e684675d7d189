/**
 * What one engine has under way, on real time: a delivery for each way out, which takes in more while it runs, so that a slow server
 * keeps nobody waiting but those who leave by it. Owns that no way has two, and that none is lost sight of when one fails.
 */
import { setTimeout as pause, setImmediate as tick } from 'node:timers/promises';
import { LIMITS } from '../../domain/limits.ts';
import type { Engine } from '../engine.ts';
import type { ClaimedMessage } from '../store-port.ts';
import { type DeliverReport, Delivery, noCount } from './delivery.ts';
import { Fares } from './fares.ts';
import type { WayOut } from './way-out.ts';

/** Messages that wait for any connection, at most: they stand in memory. A slow one has few of them. */
const MOST_OF_ALL = 50 * LIMITS.deliverBatchMessages;

interface Running {
  readonly delivery: Delivery;
  /** Ends with the delivery, and never fails. */
  readonly end: Promise<void>;
}

/** All deliveries of an engine. */
export class UnderWay {
  readonly #engine: Engine;
  readonly #running = new Map<WayOut, Running>();
  /** By the names of ways out: one that has nothing to do just now is remembered, and one that is opened by other settings begins anew. */
  readonly #fares = new Map<string, { readonly way: WayOut; readonly fares: Fares }>();
  readonly #failures: unknown[] = [];
  readonly #count = noCount();
  #turned = Promise.withResolvers<void>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** How many wait for a connection, whichever it is. */
  waiting(): number {
    return [...this.#running.values()].reduce((sum, { delivery }) => sum + delivery.waiting, 0);
  }

  /** How many more may be claimed for a connection. */
  roomFor(connection: string): number {
    if (this.waiting() >= MOST_OF_ALL) return 0;
    const mine = [...this.#running].filter(([{ name }]) => name === connection);
    const waiting = mine.reduce((sum, [, { delivery }]) => sum + delivery.waiting, 0);
    return this.#fares.get(connection)?.fares.room(waiting, this.#engine.clock.now()) ?? Number.POSITIVE_INFINITY;
  }

  /** Whether a message is in hand: it waits, or is on its way, or its end is about to be written. */
  holds(messageId: string): boolean {
    return [...this.#running.values()].some(({ delivery }) => delivery.holds(messageId));
  }

  /** Hands messages to the delivery of their way; it begins where none runs. */
  add(way: WayOut, messages: readonly ClaimedMessage[], leaseEndsAt: number, signal: AbortSignal | undefined): void {
    const running = this.#running.get(way)?.delivery;
    const parts = { count: this.#count, signal, turned: () => this.#turn(), fares: this.#faresOf(way) };
    const delivery = running ?? new Delivery(this.#engine, way, parts);
    delivery.add(messages, leaseEndsAt);
    if (!running) this.#running.set(way, { delivery, end: this.#keep(way, delivery) });
  }

  /** What became of messages since it was last asked. */
  report(): DeliverReport {
    const told = { ...this.#count };
    Object.assign(this.#count, noCount());
    return told;
  }

  /** Waits while more than `most` wait for each connection that is in use, `ms` at most, or until one fails. */
  async room(most: number, ms: number, signal: AbortSignal | undefined): Promise<void> {
    // A store in this process answers without giving way: whoever only asks it would hear nothing of what comes in.
    await tick();
    const over = new AbortController();
    const ends = AbortSignal.any(signal ? [over.signal, signal] : [over.signal]);
    const time = pause(ms, undefined, { signal: ends }).catch(() => undefined);
    let isOver = false;
    void time.then(() => {
      isOver = true;
    });
    while (!isOver && this.#allHave(most) && this.#failures.length === 0) {
      await Promise.race([this.#turned.promise, time]);
    }
    over.abort();
  }

  #allHave(most: number): boolean {
    const all = [...this.#running.values()];
    return all.length > 0 && all.every(({ delivery }) => delivery.waiting > most);
  }

  /** Gives back what has not begun to leave: all of it, or what has waited too long. */
  async recall(which: 'all' | 'late'): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ delivery }) => delivery.recall(which)));
  }

  /** Until nothing is under way. Errors: what a delivery failed with. */
  async landed(): Promise<void> {
    while (this.#running.size > 0) await Promise.all([...this.#running.values()].map(({ end }) => end));
    if (this.#failures.length > 0) throw this.#failures.splice(0)[0];
  }

  /** Errors: what a delivery failed with, once all others have ended. */
  async check(): Promise<void> {
    if (this.#failures.length > 0) await this.landed();
  }

  /** Gives back what has not begun to leave by a way that is given up, and waits for the rest to land. */
  async leave(way: WayOut): Promise<void> {
    const running = this.#running.get(way);
    await running?.delivery.recall('all');
    await running?.end;
  }

  async #keep(way: WayOut, delivery: Delivery): Promise<void> {
    try {
      do await delivery.run();
      while (delivery.waiting > 0);
    } catch (error) {
      this.#failures.push(error);
    }
    // In the tick of the last look: what comes after it finds no delivery, and begins one.
    this.#running.delete(way);
    this.#turn();
  }

  #faresOf(way: WayOut): Fares {
    const now = this.#engine.clock.now();
    const known = this.#fares.get(way.name);
    const fares = known?.way === way ? known.fares : new Fares(way.concurrency, now);
    this.#fares.set(way.name, { way, fares });
    fares.begin(now);
    return fares;
  }

  #turn(): void {
    this.#turned.resolve();
    this.#turned = Promise.withResolvers();
  }
}

const OF = new WeakMap<Engine, UnderWay>();

/** What an engine has under way. */
export function underWay(engine: Engine): UnderWay {
  let found = OF.get(engine);
  if (!found) {
    found = new UnderWay(engine);
    OF.set(engine, found);
  }
  return found;
}
