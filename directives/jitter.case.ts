/** Runs a row of jitter.md. */
import { jitterWait } from '../src/domain/consent/pace/jitter.ts';
import { type PaceRow, paceOf, toldWaits } from './pace-row.ts';

export function run(row: PaceRow): ReturnType<typeof toldWaits> {
  return toldWaits(jitterWait(paceOf(row)), row);
}
