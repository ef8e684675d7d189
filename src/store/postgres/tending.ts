/**
 * Tending: has the server look at tables that have outgrown what it knows of them. Owns when to look; the server knows what to see.
 * Why: plans are made once and kept, and those made on a new, empty table read all that an import puts into it, at every look-up, until
 * the server looks by itself, which takes it a minute (half of an assessment's time, measured).
 */

/** What tending needs of the outside: runs a statement by itself, in no transaction. */
export type Ask = (text: string) => Promise<readonly { readonly name: string }[]>;

/** Rows changed by this process between two looks: twice as many after each, up to the second number. */
const ROWS_BETWEEN_LOOKS = { first: 250, most: 2_000 } as const;
/** A table is looked at again when it is this many times as large. */
const GROWTH = 8;
const BLOCK_BYTES = 8_192;

const GROWN = `SELECT quote_ident(c.relname) AS name FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace
  WHERE s.nspname = current_schema() AND c.relkind = 'r'
  AND pg_relation_size(c.oid) >= ${BLOCK_BYTES} * ${GROWTH} * greatest(c.relpages, 1)::bigint`;

/** Counts changes, and looks now and then. */
export class Tending {
  readonly #ask: Ask;
  #changed = 0;
  #lookAfter: number = ROWS_BETWEEN_LOOKS.first;
  #looking: Promise<void> | null = null;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Rows were changed and committed. Waits for nothing. */
  changed(rows: number): void {
    this.#changed += rows;
    if (this.#changed < this.#lookAfter || this.#looking) return;
    this.#changed = 0;
    this.#lookAfter = Math.min(2 * this.#lookAfter, ROWS_BETWEEN_LOOKS.most);
    this.#looking = this.#look().then(() => {
      this.#looking = null;
    });
  }

  async #look(): Promise<void> {
    try {
      // Who finds a table locked leaves it to whoever has it: another process looks, or the server itself.
      for (const { name } of await this.#ask(GROWN)) await this.#ask(`ANALYZE (SKIP_LOCKED) ${name}`);
    } catch {
      // It is for speed alone; what is wrong with the database reaches whoever asks it next.
    }
  }

  /** Waits for a look that is under way. */
  async close(): Promise<void> {
    await this.#looking;
  }
}
