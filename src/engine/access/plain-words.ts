/** Words that no database can keep as they are, in any input. Owns which; says where they stand. */
import { z } from 'zod';

/** Inputs are shallow: a playbook’s settings are the deepest. */
const DEPTH = 20;

/** Refuses text with a character of no value (U+0000), or with half a surrogate pair, and what is nested too deep to be looked at. Errors: zod's, as for any other wrong input. */
export function refuseUnwritable(input: unknown): void {
  const path = unwritableIn(input, []);
  if (path === null) return;
  const message =
    path.length > DEPTH
      ? `is nested deeper than ${DEPTH} levels`
      : 'holds a character that no text has: U+0000, or half of a surrogate pair';
  throw new z.ZodError([{ code: 'custom', path: path.slice(0, DEPTH), message, input: undefined }]);
}

function unwritableIn(value: unknown, path: readonly string[]): readonly string[] | null {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? path : null;
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return null;
  if (path.length > DEPTH) return path;
  for (const [name, one] of Object.entries(value)) {
    const found = unwritableIn(name, path) ?? unwritableIn(one, [...path, name]);
    if (found !== null) return found;
  }
  return null;
}
