/**
 * Asking how what left has ended: whether what is in doubt arrived, how calls and texts went. On real time beside the loop, on a strand
 * of its own: a provider that is slow to tell keeps no message waiting.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../../engine.ts';
import { waitOutUntil } from '../../instance/patience.ts';
import { callsBatch } from './calls.ts';
import { confirmBatch } from './confirm.ts';
import { textsBatch } from './texts.ts';

/** How often an idle worker looks whether somebody is to be asked, ms. */
const POLL_MS = 2_000;

/** One batch of each kind; of how many something follows. After a stop nobody is asked any more, and nobody waited for. */
export async function askForEnds(engine: Engine, signal?: AbortSignal): Promise<number> {
  const { requeued } = await confirmBatch(engine, signal);
  return requeued + (await callsBatch(engine, signal)) + (await textsBatch(engine, signal));
}

/** Asks until told to stop. */
export async function keepEnds(engine: Engine, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await waitOutUntil(engine, signal, async () => {
      if ((await askForEnds(engine, signal)) === 0) await pause(POLL_MS, undefined, { signal }).catch(leaveToTheLoop);
    });
  }
}

function leaveToTheLoop(): void {
  // A stop ends the pause, and the loop with it.
}
