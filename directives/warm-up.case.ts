/** Runs a row of warm-up.md. */
import type { WarmUp } from '../src/domain/consent/pace/send-limits.ts';
import { senderAllowance } from '../src/domain/consent/pace/warm-up.ts';

interface Row {
  readonly own: number | null;
  readonly 'warm-up'?: WarmUp;
  readonly 'warm days': number;
}

export function run(row: Row): ReturnType<typeof senderAllowance> {
  return senderAllowance(row.own, row['warm-up'] ?? null, row['warm days']);
}
