/** Runs a row of human-touch.md. */
import { humanTouchWait } from '../src/domain/consent/pace/human-touch.ts';
import { type PaceRow, paceOf, toldWaits } from './pace-row.ts';

export function run(row: PaceRow): ReturnType<typeof toldWaits> {
  return toldWaits(humanTouchWait(paceOf(row)), row);
}
