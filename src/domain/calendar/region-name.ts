/**
 * How names of regions and cities are compared: without case, accents and punctuation.
 * Owns that one rule; must never decide which region is meant.
 */

/** `São Paulo` → `sao paulo`, `Québec` → `quebec`, `Washington, D.C.` → `washington dc`. */
export function foldName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\p{M}.'’]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();
}
