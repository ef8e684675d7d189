/** How statements are spelt for PostgreSQL: `$1` for `?`, row locks at the end, a name to prepare them under. Runs nothing. */
import { createHash } from 'node:crypto';
import { bind, type Parameters, type RowLock, type SqlValue, type Statement, withoutNul } from '../statement.ts';

/** A statement as PostgreSQL is told it. */
export interface Spelt {
  /**
   * Of the statement on every connection: the same text always goes under the same name, and no other text does. Made of the text, since a
   * pooler that nobody told us of may hand us a connection on which another process, or another version of us, has prepared its own.
   */
  readonly name: string;
  readonly text: string;
  /** For each `$n`, where its value stands among the values of the question marks. */
  readonly places: readonly number[];
}

const LOCK: Readonly<Record<RowLock['way'], string>> = { claim: 'SKIP LOCKED', hold: '' };

const SPELT = new WeakMap<Statement<unknown>, Spelt>();
/** Far more than tells a few hundred statements apart; the server cuts names at 63. */
const NAME_DIGITS = 24;

/** The statement in PostgreSQL's words; a parameter that is named twice is one `$n`. */
export function spelt(of: Statement<unknown>): Spelt {
  let found = SPELT.get(of);
  if (!found) {
    found = spell(of);
    SPELT.set(of, found);
  }
  return found;
}

function spell({ text, names, lock }: Statement<unknown>): Spelt {
  const distinct = [...new Set(names)];
  let at = 0;
  const numbered = text.replaceAll('?', () => `$${distinct.indexOf(names[at++] as string) + 1}`);
  const locked = lock === null ? numbered : `${numbered} FOR UPDATE OF ${lock.of} ${LOCK[lock.way]}`.trimEnd();
  return { name: nameOf(locked), text: locked, places: distinct.map((name) => names.indexOf(name)) };
}

function nameOf(text: string): string {
  return `rekindle_${createHash('sha256').update(text).digest('hex').slice(0, NAME_DIGITS)}`;
}

/** Values as text in the order of `$1`, `$2`, …; null stays null. */
export function boundTo(
  of: Statement<unknown>,
  parameters: Parameters | readonly SqlValue[],
): readonly (string | Buffer | null)[] {
  const values = bind(of, parameters);
  return spelt(of).places.map((place) => wireValue(values[place] as SqlValue));
}

function wireValue(value: SqlValue): string | Buffer | null {
  if (typeof value === 'string') return withoutNul(value);
  if (value === null) return value;
  return typeof value === 'number' ? String(value) : Buffer.from(value);
}
