/** Runs a row of min-gap.md. */
import { gapWait } from '../src/domain/consent/pace/gap.ts';
import { type PaceRow, paceOf, toldWaits } from './pace-row.ts';

export function run(row: PaceRow): ReturnType<typeof toldWaits> {
  return toldWaits(gapWait(paceOf(row)), row);
}
