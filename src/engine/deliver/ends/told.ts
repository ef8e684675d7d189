/**
 * What a provider tells that is asked how something ended. Owns that nobody waits for it for ever, or falls over what it fails with, and
 * how many questions it has at once.
 */
import type { Engine } from '../../engine.ts';
import { inTime } from '../../instance/asked.ts';
import type { Doubtful } from '../../store-port.ts';
import { NO_WAY, type WayOut, wayTaken } from '../way-out.ts';

/** What it tells; `nothing` where it does not in time, or fails though it should never. */
export function told<T>(engine: Engine, ask: () => Promise<T>, nothing: T): Promise<T> {
  return inTime(async () => ask(), nothing).catch((error: unknown) => {
    engine.log.error('a provider threw instead of telling how something ended', { error: String(error) });
    return nothing;
  });
}

/**
 * In rounds, in their order: in each as many of a way out as it has connections. Those of a round are asked about at once, and what is
 * told is written in their order, whoever answers first: a run on the virtual clock is like the last.
 */
export function roundsOf(engine: Engine, doubtfuls: readonly Doubtful[]): readonly (readonly Doubtful[])[] {
  const counts = new Map<WayOut, number>();
  const rounds = Map.groupBy(doubtfuls, ({ workspace, message }) => {
    const way = wayTaken(engine, workspace, message) ?? NO_WAY;
    const before = counts.get(way) ?? 0;
    counts.set(way, before + 1);
    return Math.floor(before / way.concurrency);
  });
  return [...rounds.values()];
}
