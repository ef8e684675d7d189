/**
 * News: who has written tells all others, at most once in a tenth of a second, and whoever waits for work listens. A hint and
 * never more: what is lost costs the wait. Owns one connection that listens, from the first wait on.
 * Why so rarely: NOTIFY takes a lock of the whole server when it commits; one per row or per step would line all workers up.
 */
import { setTimeout as sleep } from 'node:timers/promises';

/** A connection that listens. */
export interface Listener {
  close(): Promise<void>;
}

/** What news needs of the outside. */
export interface NewsParts {
  /** Tells all who listen; never throws. */
  readonly send: () => Promise<void>;
  /** Begins to listen; `heard` for each telling of somebody else, `lost` when the connection broke. Null = it cannot listen. */
  readonly listen: (heard: () => void, lost: () => void) => Promise<Listener | null>;
}

/** Shortest time between two tellings of one process, ms. */
const TELL_MS = 100;
/** How long a broken listener is left alone, ms. */
const LISTEN_AGAIN_MS = 5_000;

/** Tells and hears. */
export class News {
  readonly #parts: NewsParts;
  #toldAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;
  #telling: Promise<void> = Promise.resolve();
  #listener: Promise<Listener | null> | null = null;
  #listenFrom = 0;
  #heard = false;
  #wake: (() => void) | null = null;

  constructor(parts: NewsParts) {
    this.#parts = parts;
  }

  /** Something was written: at once where nothing was told of late, else with all that follows at the next tenth of a second. */
  tell(): void {
    if (this.#timer) return;
    const wait = this.#toldAt + TELL_MS - performance.now();
    if (wait > 0) this.#timer = setTimeout(() => this.#send(), wait).unref();
    else this.#send();
  }

  #send(): void {
    this.#timer = null;
    this.#toldAt = performance.now();
    this.#telling = this.#parts.send();
  }

  /** Until somebody else has told, `mostMs` at the latest, or the signal. What was heard while nobody waited counts. */
  async wait(mostMs: number, signal: AbortSignal): Promise<void> {
    this.#beginToListen();
    if (!this.#heard && !signal.aborted) {
      const over = new AbortController();
      const heard = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      await Promise.race([heard, sleep(mostMs, undefined, { signal: AbortSignal.any([signal, over.signal]) })]).catch(
        ignoreAbort,
      );
      over.abort();
      this.#wake = null;
    }
    this.#heard = false;
  }

  #beginToListen(): void {
    if (this.#listener || performance.now() < this.#listenFrom) return;
    this.#listener = this.#parts.listen(
      () => {
        this.#heard = true;
        this.#wake?.();
      },
      () => {
        this.#listener = null;
        this.#listenFrom = performance.now() + LISTEN_AGAIN_MS;
      },
    );
  }

  async close(): Promise<void> {
    if (this.#timer) {
      clearTimeout(this.#timer);
      this.#send();
    }
    await this.#telling;
    await (await this.#listener)?.close();
  }
}

function ignoreAbort(error: unknown): void {
  if ((error as Error).name !== 'AbortError') throw error;
}
