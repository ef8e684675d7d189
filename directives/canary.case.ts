/** Runs a row of canary.md. */
import { canaryWait } from '../src/domain/consent/pace/canary.ts';
import { type PaceRow, paceOf, toldWaits } from './pace-row.ts';

export function run(row: PaceRow): ReturnType<typeof toldWaits> {
  return toldWaits(canaryWait(paceOf(row)), row);
}
