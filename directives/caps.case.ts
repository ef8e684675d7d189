/** Runs a row of caps.md: the limits that protect a person, then those that protect accounts, mailboxes and domains. */
import { leadCaps, sharedCaps } from '../src/domain/consent/pace/caps.ts';
import { type PaceRow, paceOf, toldWaits } from './pace-row.ts';

export function run(row: PaceRow): ReturnType<typeof toldWaits> {
  const asked = paceOf(row);
  return toldWaits([...leadCaps(asked), ...sharedCaps(asked)], row);
}
