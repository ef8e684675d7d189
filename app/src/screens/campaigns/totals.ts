/** Sums of counts by name. */

/** All of them together; nothing = 0. */
export function totalOf(tally: Readonly<Record<string, number>> | undefined): number {
  return Object.values(tally ?? {}).reduce((sum, n) => sum + n, 0);
}
