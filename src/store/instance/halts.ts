/** What a person stopped. A handful of rows, read whole with every batch. */
import type { Halt } from '../../domain/delivery/queue.ts';
import { LIMITS } from '../../domain/limits.ts';
import { stopsGate } from '../gates.ts';
import { all, enterAlone, type Program, run } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';

const HALTS = statement<SqlRow>(
  `SELECT workspace_id, channel, why, by, at FROM halt ORDER BY workspace_id, channel LIMIT ${LIMITS.halts}`,
  { scans: 'as many rows as stops that people set' },
);
const HALT = insert(
  'halt',
  ['workspaceId', 'channel', 'why', 'by', 'at'],
  'ON CONFLICT (workspace_id, channel) DO UPDATE SET why = excluded.why, by = excluded.by, at = excluded.at',
);
const LIFT = statement('DELETE FROM halt WHERE workspace_id = :workspaceId AND channel = :channel');

/** All stops. */
export function* readHalts(): Program<Halt[]> {
  return (yield* all(HALTS, {})).map((row) => ({
    workspaceId: row.workspace_id as string,
    channel: row.channel as string,
    why: row.why as string,
    by: row.by as string,
    at: row.at as number,
  }));
}

/** Sets a stop; one that stands already takes the new words. */
export function* addHalt(halt: Halt): Program<void> {
  yield* enterAlone(stopsGate());
  yield* run(HALT, { ...halt });
}

/** Lifts a stop; false where there was none. */
export function* liftHalt(workspaceId: string, channel: string): Program<boolean> {
  yield* enterAlone(stopsGate());
  return (yield* run(LIFT, { workspaceId, channel })) === 1;
}
