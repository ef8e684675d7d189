/** Runs a row of retention.md; times are instants in UTC. */
import { forgetBefore, keptFrom, monthStart } from '../src/domain/retention.ts';

interface Row {
  readonly now: string;
  readonly days?: number;
  readonly kind?: keyof ReturnType<typeof forgetBefore>;
  readonly later?: number;
}

/** From when on rows are kept, or the month that comes. */
export function run({ now, days, kind, later }: Row): Record<string, string> {
  const at = Date.parse(now);
  const told = (instant: number) => new Date(instant).toISOString().replace('.000Z', 'Z');
  if (kind !== undefined) return { 'kept from': told(forgetBefore(at)[kind]) };
  return days === undefined ? { month: told(monthStart(at, later)) } : { 'kept from': told(keptFrom(at, days)) };
}
