/**
 * Asking how what left has ended: whether what is in doubt arrived, how calls and texts went. On real time beside the loop, each on a
 * strand of its own: a provider that is slow to tell keeps no message waiting, and no other way out.
 */
import type { Engine } from '../../engine.ts';
import { keepAtIt } from '../../instance/strand.ts';
import { callsBatch } from './calls.ts';
import { confirmBatch } from './confirm.ts';
import { textsBatch } from './texts.ts';

/** How often an idle worker looks whether somebody is to be asked, ms. */
const REST_MS = 2_000;

/** One batch of each kind; of how many something follows. After a stop nobody is asked any more, and nobody waited for. */
export async function askForEnds(engine: Engine, signal?: AbortSignal): Promise<number> {
  const { requeued } = await confirmBatch(engine, signal);
  return requeued + (await callsBatch(engine, signal)) + (await textsBatch(engine, signal));
}

/** Asks until told to stop: a strand for each kind. */
export function keepEnds(engine: Engine, signal: AbortSignal): readonly Promise<void>[] {
  const settled = async () => {
    const { sent, requeued } = await confirmBatch(engine, signal);
    return sent + requeued;
  };
  const kinds = [settled, callsBatch, textsBatch];
  return kinds.map((ask) => keepAtIt(engine, signal, { restMs: REST_MS, work: () => ask(engine, signal) }));
}
