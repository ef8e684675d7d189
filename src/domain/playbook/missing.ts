/** When printing a value would leave a hole in the sentence. Owns that one rule (directives/missing-variable.md). */

/**
 * Whether a value that a template prints counts as not known. A fact from outside is missing when it is nil, an empty text or
 * an empty list; a name the template itself set may be empty, but not nil. Zero and false are known.
 */
export function isMissing(value: unknown, origin: 'fact' | 'local'): boolean {
  if (value === null || value === undefined) return true;
  if (origin === 'local') return false;
  return value === '' || (Array.isArray(value) && value.length === 0);
}
