/**
 * Waiting out what passes by itself: a database server that is started again, a disk that is full until somebody makes room. Owns
 * which faults those are, and how it is said; whoever waits says for how long, and does again only what bears being done twice.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../engine.ts';

/** Codes of the store's faults that pass, if somebody waits. All others want a person first, or are bugs. */
const PASSING: ReadonlySet<string> = new Set([
  'commit-unknown',
  'connection-lost',
  'database-busy',
  'database-connections',
  'database-memory',
  'database-read-only',
  'database-unreachable',
  'disk-full',
  'statement-timeout',
]);

/** First and longest pause between two tries, ms: work goes on this long after the database is back, and no later. */
const FIRST_MS = 100;
const LONGEST_MS = 2_000;

/** How long is waited. */
export interface Bound {
  /** Milliseconds at most; absent = as long as it takes. */
  readonly mostMs?: number;
  /** After a stop nothing is tried again, or for `afterStopMs` at most. */
  readonly signal?: AbortSignal | undefined;
  readonly afterStopMs?: number;
}

/** Whether a fault of the store passes by itself. */
export function passes(error: unknown): boolean {
  const { name, code } = error as { readonly name?: string; readonly code?: string };
  return name === 'StoreError' && PASSING.has(code ?? '');
}

/** Whether what was being written may be there although nobody said so; `error` null = nothing failed. */
export function mayBeWritten(error: unknown): boolean {
  return (error as { readonly code?: string } | null)?.code === 'commit-unknown';
}

/**
 * Does something until no fault that passes is in its way: a bounded time, and only where the engine is told to be patient.
 * Errors: what `attempt` fails with at last. `attempt` is given what a try before it failed with, or null.
 */
export async function waitOut<T>(
  engine: Engine,
  { mostMs = Number.POSITIVE_INFINITY, signal, afterStopMs = 0 }: Bound,
  attempt: (before: unknown) => Promise<T>,
): Promise<T> {
  let failed: unknown = null;
  for (let [wait, waited] = [FIRST_MS, 0]; ; wait = Math.min(LONGEST_MS, 2 * wait)) {
    try {
      const done = await attempt(failed);
      if (failed !== null && AWAY.delete(engine)) engine.log.info('the database works again', { afterMs: waited });
      return done;
    } catch (error) {
      const most = signal?.aborted ? Math.min(mostMs, afterStopMs) : mostMs;
      if (!engine.parts.patient || !passes(error) || waited >= most) {
        AWAY.delete(engine);
        throw error;
      }
      tell(engine, error);
      // Whatever comes after it, it stays so.
      failed = mayBeWritten(failed) ? failed : error;
    }
    await pause(wait);
    waited += wait;
  }
}

/** The same for a strand that goes on until it is told to stop: a database that is away by then is no failure of it. */
export async function waitOutUntil(engine: Engine, signal: AbortSignal, attempt: () => Promise<void>): Promise<void> {
  try {
    await waitOut(engine, { signal }, attempt);
  } catch (error) {
    if (!signal.aborted || !engine.parts.patient || !passes(error)) throw error;
  }
}

/** Engines of which it was said that they wait: an outage is told once, by whichever strand meets it first, and its end by the first that is through. */
const AWAY = new WeakSet<Engine>();

function tell(engine: Engine, error: unknown): void {
  if (AWAY.has(engine)) return;
  AWAY.add(engine);
  const { code, message } = error as { readonly code: string; readonly message: string };
  engine.log.error('the database cannot be used now; waiting for it', { code, says: message });
}
