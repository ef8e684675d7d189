/** Percentages of a class. Owns what one is, and when a class is done. */

/** Whether a number can be a percentage at all; what is not a number is none. */
export function isPartOfHundred(value: number): boolean {
  return value >= 0 && value <= 100;
}

/** Whether all of the class is done. Null = not known. */
export function isThrough(completion: number | null): boolean {
  return completion !== null && completion >= 100;
}

/** The share of so many sections in all of them, per cent. */
export function percentOf(count: number, total: number): number {
  return (count / total) * 100;
}
