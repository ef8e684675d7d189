/** JSON columns: canonical text, so that equal values are equal bytes on every database. */
import { canonicalJson } from '../domain/canonical-json.ts';

/** The text of a JSON column. Errors: `CanonicalJsonError` for what is no JSON. */
export function toJson(value: unknown): string {
  return canonicalJson(value);
}

/** The text of a JSON column that may be empty: null stays null. */
export function toJsonOrNull(value: unknown): string | null {
  return value === null ? null : canonicalJson(value);
}

/** What a JSON column says; null stays null. */
export function fromJson<T>(text: unknown): T {
  return (text === null ? null : JSON.parse(text as string)) as T;
}
