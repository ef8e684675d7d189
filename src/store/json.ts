/** JSON columns: canonical text, so that equal values are equal bytes on every database. */
import { CanonicalJsonError, canonicalJson } from '../domain/canonical-json.ts';
import { withoutNul } from './statement.ts';

/**
 * The text of a JSON column. What a mail or a server said may hold what no database keeps: NUL is left out, half a surrogate pair becomes U+FFFD, as
 * both do in columns of text. Errors: `CanonicalJsonError` for what is no JSON.
 */
export function toJson(value: unknown): string {
  try {
    return canonicalJson(value);
  } catch (error) {
    if (!(error instanceof CanonicalJsonError)) throw error;
    return canonicalJson(mended(value));
  }
}

/** The text of a JSON column that may be empty: null stays null. */
export function toJsonOrNull(value: unknown): string | null {
  return value === null ? null : toJson(value);
}

/** The same with text that can be kept; whatever else has no JSON stays, and is told. */
function mended(value: unknown): unknown {
  if (typeof value === 'string') return withoutNul(value.toWellFormed());
  if (Array.isArray(value)) return value.map(mended);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [withoutNul(name.toWellFormed()), mended(one)]));
}

/** What a JSON column says; null stays null. */
export function fromJson<T>(text: unknown): T {
  return (text === null ? null : JSON.parse(text as string)) as T;
}
