/** Keeping the feed and webhooks: what happens gets its place, and who wants to be told is. The strand beside the loop. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../engine.ts';
import { waitOutUntil } from '../instance/patience.ts';
import { placeNews, WebhookDesk } from './deliver.ts';

/** How often it is looked whether something happened, ms: what is seen by whoever watches is no older than this. */
const LOOK_MS = 250;

/** Keeps them until told to stop; what is under way then is waited for. */
export async function keepWebhooks(engine: Engine, signal: AbortSignal): Promise<void> {
  const speech = await engine.parts.speech?.();
  const desk = speech ? new WebhookDesk(engine, speech) : null;
  try {
    while (!signal.aborted) {
      await waitOutUntil(engine, signal, async () => {
        const placed = await placeNews(engine);
        const told = desk ? await desk.begin() : 0;
        if (placed + told === 0) await rest(signal);
      });
    }
  } finally {
    await desk?.settle();
  }
}

async function rest(signal: AbortSignal): Promise<void> {
  await pause(LOOK_MS, undefined, { signal }).catch((error: unknown) => {
    if ((error as Error).name !== 'AbortError') throw error;
  });
}
