/** Runs a row of sender-rates.md. */
import { type SenderCounts, stopSender } from '../src/domain/deliverability/sender-rates.ts';

export function run(counts: SenderCounts): Readonly<Record<string, unknown>> {
  const reason = stopSender(counts);
  return { code: reason?.code ?? 'none', ...reason?.facts };
}
