/**
 * Events that come one by one, as webhooks do: those that wait while a transaction is written share the next one, so that a hundred
 * callers wait for one commit instead of for a hundred. Each is told what became of its own; one that fails takes none with it, and of one
 * caller's events neither.
 */
import { LIMITS } from '../../domain/limits.ts';
import type { Engine } from '../engine.ts';
import { passes } from '../instance/patience.ts';
import { type EventReport, recordEach } from '../react.ts';

interface Waiting {
  readonly reports: readonly EventReport[];
  readonly told: (fresh: number) => void;
  readonly failed: (error: unknown) => void;
}

/** Callers whose turn comes when the transaction under way is written. Absent = none is under way. */
const DESKS = new WeakMap<Engine, Waiting[]>();

/** As `recordEvents`, beside other callers of the same process. Gives how many of these were new, once they are stored. */
export function recordTogether(engine: Engine, reports: readonly EventReport[]): Promise<number> {
  return new Promise((told, failed) => {
    const caller = { reports, told, failed };
    const waiting = DESKS.get(engine);
    if (waiting) waiting.push(caller);
    else void serve(engine, caller);
  });
}

/** Writes for this caller, then for those that came meanwhile, until nobody waits. */
async function serve(engine: Engine, first: Waiting): Promise<void> {
  const waiting: Waiting[] = [];
  DESKS.set(engine, waiting);
  await write(engine, [first]);
  while (waiting.length > 0) await write(engine, nextOf(waiting));
  DESKS.delete(engine);
}

/** Those that share a transaction: one at least, and no more events than a batch may have. */
function nextOf(waiting: Waiting[]): Waiting[] {
  let events = 0;
  const fits = waiting.findIndex(({ reports }) => {
    events += reports.length;
    return events > LIMITS.hookBatchEvents;
  });
  return waiting.splice(0, fits === -1 ? waiting.length : Math.max(1, fits));
}

async function write(engine: Engine, callers: readonly Waiting[]): Promise<void> {
  try {
    const fresh = await recordEach(
      engine,
      callers.flatMap(({ reports }) => reports),
    );
    let from = 0;
    for (const { reports, told } of callers) {
      told(fresh.slice(from, from + reports.length).filter(Boolean).length);
      from += reports.length;
    }
  } catch (error) {
    const [only, ...others] = callers;
    if (only && others.length === 0) await writeEach(engine, only, error);
    else for (const caller of callers) await write(engine, [caller]);
  }
}

/** What can be stored of a caller whose events could not be stored together; the caller is told of the first that cannot. */
async function writeEach(engine: Engine, { reports, failed }: Waiting, error: unknown): Promise<void> {
  let first: unknown = null;
  for (const report of reports.length > 1 && !passes(error) ? reports : []) {
    await recordEach(engine, [report]).catch((broken: unknown) => {
      first ??= broken;
    });
  }
  failed(first ?? error);
}
