/** The engine's own verbs, each run over everything there is to do; the caller takes the time. */

import { LIMITS } from '../../src/domain/limits.ts';
import { advanceBatch } from '../../src/engine/advance/advance.ts';
import { assessAll } from '../../src/engine/assess/assess.ts';
import { deliverBatch } from '../../src/engine/deliver/deliver.ts';
import { NO_RESPONSES } from '../../src/engine/simulate/response-model.ts';
import { simulate } from '../../src/engine/simulate/simulate.ts';
import { type Instance, START } from './instance.ts';

const HOUR_MS = 3_600_000;
/** By the end of the second day every lead has had its first step, whatever its zone. */
const HOURS = 36;

async function campaignOf({ engine }: Instance) {
  const [campaign] = await engine.store.campaigns.list('main', 1);
  if (!campaign) throw new Error('the file holds no campaign');
  return campaign;
}

/** Assesses and enrolls all leads; how many. Errors: throws where one was not enrolled, since half the work is the writing. */
export async function assessLeads(instance: Instance): Promise<number> {
  const { assessed, enrolled } = await assessAll(instance.engine, await campaignOf(instance), {});
  if (assessed !== enrolled) throw new Error(`${assessed - enrolled} leads were not enrolled`);
  return assessed;
}

/**
 * Takes each lead's first step as its morning comes; with `words`, every message is also claimed, written, hashed, let through
 * the last gate and marked sent. How many messages, and the time that the verbs took, ms.
 */
export async function takeSteps(instance: Instance, words: boolean): Promise<{ items: number; ms: number }> {
  const { engine, clock } = instance;
  await engine.playbooks.refresh();
  let items = 0;
  let ms = 0;
  for (let hour = 0; hour < HOURS; hour++) {
    clock.moveTo(START + hour * HOUR_MS);
    const start = performance.now();
    for (let taken = 1; taken > 0; ) {
      const report = await advanceBatch(engine);
      taken = report.taken;
      items += report.queued;
    }
    for (let sent = words ? 1 : 0; sent > 0; ) sent = (await deliverBatch(engine, LIMITS.deliverBatchMessages)).sent;
    ms += performance.now() - start;
  }
  return { items, ms };
}

/** A simulation: how many messages, and how long until all of the first day was shown, ms. */
export async function liveThrough(
  instance: Instance,
  days: number,
): Promise<{ items: number; ms: number; firstDayMs: number; digest: string }> {
  const { id } = await campaignOf(instance);
  const start = performance.now();
  let firstDayMs = Number.NaN;
  const { messages, digest } = await simulate(instance.engine, {
    workspaceId: 'main',
    campaignId: id,
    startsAt: START,
    days,
    seed: 1,
    responses: NO_RESPONSES,
    progress: ({ stage }) => {
      const day = /^day (\d+)$/.exec(stage)?.[1];
      if (Number.isNaN(firstDayMs) && Number(day) > 0) firstDayMs = performance.now() - start;
    },
  });
  return { items: messages, ms: performance.now() - start, firstDayMs, digest };
}
