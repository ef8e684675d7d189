/** Runs a row of routine-turn.md: of the first table a turn, of the second when it is due, of the third an opening. */
import { readCron } from '../src/domain/routine/cron.ts';
import { dueBy, type Neighbour, openingOf, turnOf } from '../src/domain/routine/turn.ts';
import { instantOf, wallText } from './wall-clock.ts';

interface Row {
  readonly due?: string;
  readonly stored?: string;
  readonly now?: string;
  readonly name?: string;
  readonly order?: number;
  readonly enabled?: boolean;
  readonly neighbours?: readonly Neighbour[];
}

/** The turn, when it is due, or the opening. */
export function run({ due, stored, now, name, order, enabled, neighbours }: Row): Record<string, unknown> {
  const nightly = readCron('0 2 * * *');
  if (!nightly) throw new Error('the schedule of the table is none');
  if (due !== undefined && now !== undefined) {
    const turn = turnOf(nightly, 'UTC', instantOf(due, 'UTC'), instantOf(now, 'UTC'));
    const next = turn.nextAt === null ? {} : { next: wallText(turn.nextAt, 'UTC') };
    return { slot: wallText(turn.slotAt, 'UTC'), missed: turn.missed, late: turn.late, ...next };
  }
  if (stored !== undefined && now !== undefined) {
    const at = dueBy(nightly, 'UTC', instantOf(stored, 'UTC'), instantOf(now, 'UTC'));
    return { due: at === null ? 'never' : wallText(at, 'UTC') };
  }
  const { verdict, code } = openingOf(
    { name: name ?? '', order: order ?? null, enabled: enabled ?? true },
    neighbours ?? [],
  );
  return code === null ? { verdict } : { verdict, code };
}
