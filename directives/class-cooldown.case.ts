/** Runs a row of class-cooldown.md; hours before now. */
import { mayTell } from '../src/domain/course/cooldown.ts';
import { STANDARD_CLASS_RULES } from '../src/domain/course/rules.ts';

const HOUR_MS = 3_600_000;
const NOW = 1_000 * HOUR_MS;
const ago = (hours: number | undefined) => (hours === undefined ? null : NOW - Math.round(hours * HOUR_MS));

export function run({ told, active }: { readonly told?: number; readonly active?: number }): { readonly may: boolean } {
  return { may: mayTell(ago(told), ago(active), STANDARD_CLASS_RULES, NOW) };
}
