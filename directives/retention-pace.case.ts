/** Runs a row of retention-pace.md; times are instants in UTC. */
import { forgetAsOf } from '../src/domain/retention-pace.ts';

interface Row {
  readonly now: string;
  readonly last?: string;
}

/** By which present the purge forgets. */
export function run({ now, last }: Row): Record<string, string> {
  const asOf = forgetAsOf(Date.parse(now), last === undefined ? null : Date.parse(last));
  return { 'as of': new Date(asOf).toISOString().replace('.000Z', 'Z') };
}
