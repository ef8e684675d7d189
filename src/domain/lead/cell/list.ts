/** Several values in one cell: tags, technologies. Owns where one ends; must never rename them. */
import { LIMITS } from '../../limits.ts';
import { isPlaceholder } from './placeholder.ts';

const BRACKETS = /^\[(.*)\]$/s;
const QUOTES = /^["']+|["']+$/g;

/**
 * The values of a list cell in order, each once whatever its case: `AWS; Stripe;aws` → `[AWS, Stripe]`, `["a","b"]` → `[a, b]`.
 * Separated by semicolon, bar or line end where one occurs, else by comma. At most LIMITS.listItems; missing words left out.
 */
export function readList(text: string): readonly string[] {
  const inner = text.replace(BRACKETS, '$1');
  const separator = /[;|\n]/.test(inner) ? /[;|\n]/ : ',';
  const seen = new Map<string, string>();
  for (const part of inner.split(separator)) {
    const item = part.trim().replace(QUOTES, '').trim();
    const key = item.toLowerCase();
    if (item !== '' && !seen.has(key) && !isPlaceholder(item)) seen.set(key, item);
    if (seen.size === LIMITS.listItems) break;
  }
  return [...seen.values()];
}
