/**
 * Tending: has the server look at tables that have outgrown what it knows of them, and months made before they come. Owns when to look;
 * the server knows what to see. Why it looks: plans are made once and kept, and those made on a new, empty table read all that an import puts into it, at every look-up, until
 * the server looks by itself, which takes it a minute (half of an assessment's time, measured).
 */

/** What tending needs of the outside. */
export interface TendingParts {
  /** Runs a statement by itself, in no transaction. */
  readonly ask: (text: string) => Promise<readonly { readonly name: string }[]>;
  /** Makes the months that come. */
  readonly makeMonths: () => Promise<void>;
}

/** Rows changed by this process between two looks: twice as many after each, up to the second number. */
const ROWS_BETWEEN_LOOKS = { first: 250, most: 2_000 } as const;
/** Between two looks at the months, ms: they are made ahead by two. */
const MONTHS_MS = 3_600_000;
/** A table is looked at again when it is this many times as large. */
const GROWTH = 8;
const BLOCK_BYTES = 8_192;

const GROWN = `SELECT quote_ident(c.relname) AS name FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace
  WHERE s.nspname = current_schema() AND c.relkind = 'r'
  AND pg_relation_size(c.oid) >= ${BLOCK_BYTES} * ${GROWTH} * greatest(c.relpages, 1)::bigint`;

/** Counts changes, and looks now and then; at the months with the first of them, too. */
export class Tending {
  readonly #parts: TendingParts;
  #changed = 0;
  #lookAfter: number = ROWS_BETWEEN_LOOKS.first;
  #monthsFrom = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | null = null;

  constructor(parts: TendingParts) {
    this.#parts = parts;
  }

  /** Rows were changed and committed. Waits for nothing. */
  changed(rows: number): void {
    this.#changed += rows;
    const grown = this.#changed >= this.#lookAfter;
    const months = performance.now() >= this.#monthsFrom;
    if (this.#looking || !(grown || months)) return;
    if (grown) {
      this.#changed = 0;
      this.#lookAfter = Math.min(2 * this.#lookAfter, ROWS_BETWEEN_LOOKS.most);
    }
    if (months) this.#monthsFrom = performance.now() + MONTHS_MS;
    this.#looking = this.#look(grown, months).then(() => {
      this.#looking = null;
    });
  }

  async #look(grown: boolean, months: boolean): Promise<void> {
    const { ask, makeMonths } = this.#parts;
    try {
      if (months) await makeMonths();
      if (!grown) return;
      // Who finds a table locked leaves it to whoever has it: another process looks, or the server itself.
      for (const { name } of await ask(GROWN)) await ask(`ANALYZE (SKIP_LOCKED) ${name}`);
    } catch {
      // It is for speed and order alone; what is wrong with the database reaches whoever asks it next.
    }
  }

  /** Waits for a look that is under way. */
  async close(): Promise<void> {
    await this.#looking;
  }
}
