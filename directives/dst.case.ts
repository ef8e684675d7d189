/** Runs a row of dst.md. */
import { firstShowing, wallAt } from '../src/domain/calendar/local-time.ts';
import { instantOf, wallText } from './wall-clock.ts';

interface Row {
  readonly wall: string;
  readonly zone: string;
  readonly from?: string;
}

export function run({ wall, zone, from }: Row): { readonly moment: string; readonly shows: string } {
  const at = firstShowing(instantOf(`${wall}Z`, 'UTC'), zone, from === undefined ? undefined : instantOf(from, 'UTC'));
  const shows = wallText(at, zone);
  if (wallText(wallAt(at, zone), 'UTC') !== shows) throw new Error(`wallAt disagrees with Temporal at ${at}`);
  return { moment: Temporal.Instant.fromEpochMilliseconds(at).toString(), shows };
}
