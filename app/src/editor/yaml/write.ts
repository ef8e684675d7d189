/** Values as they are written in one line of YAML. */

/** A value of a playbook. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

const PLAIN = /^[A-Za-z][A-Za-z0-9_./+-]*( [A-Za-z0-9_./+-]+)*$/;
/** What YAML takes for something else than text. Source: YAML 1.1 §10.3, of which readers remain; 1.2 has fewer. */
const WORDS = /^(true|false|yes|no|on|off|null|y|n|\.nan|\.inf)$/i;

/** In one line: `{ kind: email, day: 3 }`, `[a, b]`, `"text: with a colon"`. */
export function inline(value: Value): string {
  if (typeof value === 'string') return text(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  const pairs = Object.entries(value).map(([key, one]) => `${text(key)}: ${inline(one)}`);
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

function text(value: string): string {
  return PLAIN.test(value) && !WORDS.test(value) ? value : JSON.stringify(value);
}

/** Whether two values are the same; the order of keys counts for nothing. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(a[key as never], b[key as never]))
  );
}
