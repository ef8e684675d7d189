/**
 * The working loop: assess what changed, advance what is due, deliver what is queued. The same three verbs on real time
 * (`work`) and on virtual time (`simulate`). Owns the order and the sleep between.
 */
import { LIMITS } from '../domain/limits.ts';
import { advanceBatch } from './advance/advance.ts';
import { assessAll } from './assess/assess.ts';
import { type DeliverReport, deliverBatch } from './deliver/deliver.ts';
import type { Engine } from './engine.ts';

/** What one round did. `busy` = something was done, so another round may find more. */
export interface Round {
  readonly busy: boolean;
  readonly assessed: number;
  readonly advanced: number;
  readonly delivered: DeliverReport;
}

/** Longest sleep of an idle worker, ms: what another process commits is seen after this at the latest. */
const IDLE_MS = 500;
/** Campaigns looked at in one round. */
const MOST_CAMPAIGNS = 1_000;

/** Assesses every live campaign of a workspace as far as leads have changed. */
export async function assessLive(engine: Engine, workspaceId: string, signal?: AbortSignal): Promise<number> {
  let assessed = 0;
  const hooks = { note: (sentence: string) => engine.log.info(sentence), ...(signal ? { signal } : {}) };
  for (const campaign of await engine.store.campaigns.list(workspaceId, MOST_CAMPAIGNS)) {
    if (campaign.state === 'live') assessed += (await assessAll(engine, campaign, hooks)).assessed;
  }
  return assessed;
}

/** One batch of steps and one of messages. */
async function round(engine: Engine, signal?: AbortSignal): Promise<Round> {
  const { taken } = await advanceBatch(engine);
  const delivered = await deliverBatch(engine, LIMITS.deliverBatchMessages, signal);
  const moved = delivered.sent + delivered.refused + delivered.held + delivered.retried + delivered.unconfirmed;
  return { busy: taken > 0 || moved > 0, assessed: 0, advanced: taken, delivered };
}

/** Rounds until nothing is due at the clock's present time. Gives what they did together. */
export async function untilIdle(engine: Engine, signal?: AbortSignal): Promise<Omit<Round, 'busy'>> {
  const total = { sent: 0, refused: 0, held: 0, retried: 0, unconfirmed: 0 };
  let advanced = 0;
  for (let last = await round(engine, signal); ; last = await round(engine, signal)) {
    advanced += last.advanced;
    for (const key of Object.keys(total) as (keyof DeliverReport)[]) total[key] += last.delivered[key];
    if (!last.busy || signal?.aborted) return { assessed: 0, advanced, delivered: total };
  }
}

/**
 * Works until told to stop: the body of `serve` and `worker`. A stop is seen between two batches; what is in flight is
 * finished, so that nothing is left unconfirmed.
 */
export async function work(engine: Engine, workspaceIds: readonly string[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    let assessed = 0;
    for (const workspaceId of workspaceIds) assessed += await assessLive(engine, workspaceId, signal);
    const { busy } = await round(engine, signal);
    if (busy || assessed > 0) continue;
    const nextAt = await engine.store.work.nextAt();
    const wait = Math.min(IDLE_MS, Math.max(1, (nextAt ?? Number.POSITIVE_INFINITY) - engine.clock.now()));
    await engine.store.work.waitForNews(wait, signal);
  }
}
