/** Figures that are measured before a release: told as they are, and held to twice what is wanted. */
import { expect } from 'vitest';

/** A machine that does something else beside takes longer: what is asserted is twice what is wanted. */
export const SLACK = 2;

/** Prints a figure, in the unit that its words name. */
export function told(what: string, figure: number): void {
  console.log(`${what}: ${Math.round(figure)}`);
}

/** Prints how long something took, and fails where that is more than twice `wanted`; both ms. */
export function within(what: string, ms: number, wanted: number): void {
  told(`${what}, ms`, ms);
  expect(ms, `${what}, ms`).toBeLessThan(wanted * SLACK);
}

/** The best of a few tries, ms, each begun when the one before is over. */
export async function bestOf(tries: number, run: () => Promise<number>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let n = 0; n < tries; n++) best = Math.min(best, await run());
  return best;
}

/**
 * Begins to measure the work of this thread; what is given tells how long it has worked since, ms. Where others have the machine meanwhile,
 * that is what it would take alone, but for waiting for the disk.
 */
export function working(): () => number {
  const began = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(began);
    return (user + system) / 1_000;
  };
}
