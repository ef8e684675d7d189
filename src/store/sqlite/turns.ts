/**
 * Turns among the writers of one file. Whoever is about to wait leaves a mark beside the file; whoever writes batch after batch
 * looks there between two of them, and stands aside while it is there.
 * Why: SQLite tells nobody that somebody waits, its busy handler polls, and it is not fair. A pause now and then cost a twentieth
 * of all work, and a waiter still had to hit it (measured).
 */
import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';

const MARK_BYTES = 8;
const NOBODY = Buffer.alloc(MARK_BYTES);

/** The marks beside one file, as one connection sees them. */
export class Turns {
  readonly #file: number;
  readonly #mine = randomBytes(MARK_BYTES);
  readonly #seen = Buffer.alloc(MARK_BYTES);

  private constructor(file: number) {
    this.#file = file;
  }

  /** Beside a database file, as `<path>-turn`. Null where that cannot be written: others then wait until they hit a pause. */
  static beside(path: string): Turns | null {
    try {
      return new Turns(openSync(`${path}-turn`, constants.O_RDWR | constants.O_CREAT, 0o666));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      return null;
    }
  }

  /** Says that we are about to wait. */
  ask(): void {
    writeSync(this.#file, this.#mine, 0, MARK_BYTES, 0);
  }

  /** Takes our mark away; one that somebody else put over it stays. */
  done(): void {
    if (this.#read().equals(this.#mine)) writeSync(this.#file, NOBODY, 0, MARK_BYTES, 0);
  }

  /** The mark of somebody else who waits, as text; null = nobody does. About 1 µs. */
  waiting(): string | null {
    const mark = this.#read();
    return mark.equals(NOBODY) || mark.equals(this.#mine) ? null : mark.toString('hex');
  }

  close(): void {
    closeSync(this.#file);
  }

  #read(): Buffer {
    const bytes = readSync(this.#file, this.#seen, 0, MARK_BYTES, 0);
    return bytes === MARK_BYTES ? this.#seen : NOBODY;
  }
}
