/** By which way a contact is touched next. The rule is directives/account-way.md. Owns that choice; who may be reached how is the gate's. */
import type { AccountPlan, Way } from './plan.ts';
import type { AccountTouch } from './touch.ts';

/**
 * The first way of the plan that was tried less often with this contact than the plan says, and is open to it; where all are used up,
 * the first that is open. Null = none is. A try counts also where it failed, so that what does not arrive is not tried for ever.
 */
export function chooseWay(
  { ways, triesPerWay }: Pick<AccountPlan, 'ways' | 'triesPerWay'>,
  tried: readonly Pick<AccountTouch, 'way'>[],
  isOpen: (way: Way) => boolean,
): Way | null {
  const open = ways.filter(isOpen);
  return open.find((way) => triesBy(way, tried) < triesPerWay) ?? open[0] ?? null;
}

/** How often a contact was tried by a way. */
export function triesBy(way: Way, tried: readonly Pick<AccountTouch, 'way'>[]): number {
  return tried.filter((touch) => touch.way === way).length;
}
