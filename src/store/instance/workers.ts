/** Who works on this database: whoever holds leases of messages or of runs of routines. Somebody with nothing to do holds none. */
import type { Worker } from '../../engine/store-port.ts';
import { all, type Program, together } from '../program.ts';
import { statement } from '../statement.ts';

interface Lease {
  readonly owner: string;
  readonly until: number;
}

const held = (state: string) =>
  statement<Lease>(`
    SELECT lease_owner AS owner, lease_until AS until FROM message WHERE state = '${state}' ORDER BY due_at, score DESC, id LIMIT :limit`);
const CLAIMED = held('claimed');
const SENDING = held('sending');
const RUNS = statement<Lease>(
  "SELECT lease_owner AS owner, lease_until AS until FROM routine_run WHERE state = 'running' LIMIT :limit",
  { scans: 'as many rows as routines that run' },
);

/** By owner, in the order of their names; among at most `limit` leases of a kind. */
export function* workersOf(limit: number): Program<Worker[]> {
  const [claimed, sending, runs] = yield* together(
    all(CLAIMED, { limit }),
    all(SENDING, { limit }),
    all(RUNS, { limit }),
  );
  const workers = new Map<string, Worker>();
  const add = ({ owner, until }: Lease, messages: number, routines: number) => {
    const known = workers.get(owner) ?? { owner, messages: 0, routines: 0, until: 0 };
    workers.set(owner, {
      owner,
      messages: known.messages + messages,
      routines: known.routines + routines,
      until: Math.max(known.until, Number(until)),
    });
  };
  for (const lease of [...claimed, ...sending]) add(lease, 1, 0);
  for (const lease of runs) add(lease, 0, 1);
  return [...workers.values()].toSorted((a, b) => (a.owner < b.owner ? -1 : 1));
}
