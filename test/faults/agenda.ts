/** What is to happen at a time, in the order of times, then of adding. */

interface Entry {
  readonly at: number;
  readonly act: () => void;
}

/** A list of acts by time. */
export class Agenda {
  readonly #entries: Entry[] = [];

  add(at: number, act: () => void): void {
    const place = this.#entries.findIndex((entry) => entry.at > at);
    this.#entries.splice(place === -1 ? this.#entries.length : place, 0, { at, act });
  }

  /** Time of the first act; infinity where there is none. */
  nextAt(): number {
    return this.#entries[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  /** Takes the first act that is due; undefined = none is. */
  take(now: number): (() => void) | undefined {
    return this.nextAt() <= now ? this.#entries.shift()?.act : undefined;
  }
}
