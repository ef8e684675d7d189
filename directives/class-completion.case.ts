/** Runs a row of class-completion.md. */
import { isPartOfHundred, isThrough, percentOf } from '../src/domain/course/completion.ts';

interface Row {
  readonly value?: number | 'NaN';
  readonly count?: number;
  readonly total?: number;
}

export function run({ value, count, total }: Row): Readonly<Record<string, unknown>> {
  if (count !== undefined && total !== undefined) return { percent: percentOf(count, total) };
  const number = value === 'NaN' ? Number.NaN : value;
  return { possible: isPartOfHundred(number ?? Number.NaN), through: isThrough(number ?? null) };
}
