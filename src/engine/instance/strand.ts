/** Strands: what goes on beside the loop until it is told to stop, each by itself, so that whoever is slow keeps only its own waiting. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../engine.ts';
import { waitOutUntil } from './patience.ts';

/** What one strand goes on with, and how long it rests where nothing was found, ms. */
interface Strand {
  readonly restMs: number;
  /** One look; 0 = there was nothing to do. */
  work(): Promise<number>;
}

/** Goes on until told to stop; what is under way then is waited for. A database that is away is waited out. Errors: what `work` fails with. */
export async function keepAtIt(engine: Engine, signal: AbortSignal, { restMs, work }: Strand): Promise<void> {
  while (!signal.aborted) {
    await waitOutUntil(engine, signal, async () => {
      if ((await work()) === 0) await rest(restMs, signal);
    });
  }
}

/** Ends early at a stop. */
async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch((error: unknown) => {
    if ((error as Error).name !== 'AbortError') throw error;
  });
}
