/** Keeping the feed and webhooks: what happens gets its place, and who wants to be told is. The strand beside the loop. */
import type { Engine } from '../engine.ts';
import { keepAtIt } from '../instance/strand.ts';
import { placeNews, WebhookDesk } from './deliver.ts';

/** How often it is looked whether something happened, ms: what is seen by whoever watches is no older than this. */
const LOOK_MS = 250;

/** Keeps them until told to stop; what is under way then is waited for. */
export async function keepWebhooks(engine: Engine, signal: AbortSignal): Promise<void> {
  const speech = await engine.parts.speech?.();
  const desk = speech ? new WebhookDesk(engine, speech) : null;
  try {
    await keepAtIt(engine, signal, {
      restMs: LOOK_MS,
      work: async () => (await placeNews(engine)) + (desk ? await desk.begin() : 0),
    });
  } finally {
    await desk?.settle();
  }
}
