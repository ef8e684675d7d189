/** As of when the nightly purge of a workspace last forgot: what the next one goes on from, and what doctor tells. */
import type { Engine } from '../engine.ts';

/** Runs that are looked through: where a clock was ahead for a night, its run stays the newest for long. */
const RUNS = 20;

/** The purge that went furthest, epoch ms. */
export interface Forgetting {
  /** The present that it forgot by. */
  readonly asOf: number;
  /** What the clock said. */
  readonly at: number;
}

/** The purge of this workspace that went furthest; null = none is on record. */
export async function lastForgetting({ store }: Engine, workspaceId: string): Promise<Forgetting | null> {
  const runs = await store.routines.runs({ workspaceId, routine: 'purge', limit: RUNS });
  const known = runs.flatMap(({ details: { asOf }, startedAt: at }) =>
    typeof asOf === 'number' ? [{ asOf, at }] : [],
  );
  return known.sort((one, other) => other.asOf - one.asOf)[0] ?? null;
}
