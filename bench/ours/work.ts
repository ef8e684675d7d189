/** The engine's own verbs, each run over everything there is to do; the caller takes the time. */

import { giveOut } from '../../src/domain/delivery/queue.ts';
import { LIMITS } from '../../src/domain/limits.ts';
import { advanceSideBySide } from '../../src/engine/advance/advance.ts';
import { assessAll } from '../../src/engine/assess/assess.ts';
import { deliverBatch } from '../../src/engine/deliver/deliver.ts';
import { envelopeOf } from '../../src/engine/deliver/envelope.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { NO_RESPONSES } from '../../src/engine/simulate/response-model.ts';
import { simulate } from '../../src/engine/simulate/simulate.ts';
import { type Instance, START } from './instance.ts';

const HOUR_MS = 3_600_000;
/** By the end of the first day every lead has had its first step, whatever its zone, and none its second. */
const HOURS = 24;

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

/** What is done with the messages of the steps: left in the queue, given their words, or delivered to a channel that takes all. */
export type Then = 'queued' | 'worded' | 'delivered';

/**
 * Takes each lead's first step as its morning comes. How many messages, and the time that the engine took, ms. Of `worded`
 * messages the words are made and hashed, as delivery does it; the claim by which they are found is not in the time.
 */
export async function takeSteps({ engine, clock }: Instance, then: Then): Promise<{ items: number; ms: number }> {
  await engine.playbooks.refresh();
  let items = 0;
  let ms = 0;
  for (let hour = 0; hour < HOURS; hour++) {
    clock.moveTo(START + hour * HOUR_MS);
    const start = performance.now();
    for (let taken = 1; taken > 0; ) {
      const report = await advanceSideBySide(engine);
      taken = report.taken;
      items += report.queued;
    }
    for (let sent = 1; sent > 0 && then === 'delivered'; ) {
      sent = (await deliverBatch(engine, LIMITS.deliverBatchMessages)).sent;
    }
    ms += performance.now() - start;
    if (then === 'worded') ms += await wordMessages(engine);
  }
  return { items, ms };
}

/** Makes the words of everything queued; the time of that alone, ms. */
async function wordMessages(engine: Engine): Promise<number> {
  let ms = 0;
  for (;;) {
    const now = engine.clock.now();
    const claimed = await engine.store.work.claim(now, {
      owner: 'bench',
      until: Number.MAX_SAFE_INTEGER,
      limit: LIMITS.advanceBatchSteps,
      connectionOf: () => 'bench',
      giveOut: (queue, most) => giveOut(queue, most, 0, now),
    });
    if (claimed.length === 0) return ms;
    const start = performance.now();
    for (const message of claimed) {
      if (envelopeOf(engine, message, false).bodyHash === null) throw new Error('a message got no words');
    }
    ms += performance.now() - start;
  }
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
