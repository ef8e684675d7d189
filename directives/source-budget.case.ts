/** Runs a row of source-budget.md. */
import { affordable, monthOf } from '../src/domain/source/budget.ts';

interface Row {
  readonly perRun?: number;
  readonly perMonth?: number;
  readonly each?: number;
  readonly run?: number;
  readonly month?: number;
  readonly wanted?: number;
  readonly at?: string;
}

export function run({ at, ...row }: Row): unknown {
  if (at !== undefined) return { key: monthOf(Date.parse(at)) };
  const budget = { perRun: row.perRun ?? null, perMonth: row.perMonth ?? null, each: row.each ?? 0 };
  const spent = { run: row.run ?? 0, month: row.month ?? 0 };
  const { people, why } = affordable(budget, spent, row.wanted ?? 0);
  return { people, ...(why !== null && { why }) };
}
