/**
 * Assessing every live campaign of every workspace as far as leads have changed, on real time beside the loop: whoever comes in by the
 * hundred thousand keeps no message waiting. A campaign that breaks off is loud and rests; it stops no other, and its leads wait.
 */
import { LIMITS } from '../../domain/limits.ts';
import { everyMs } from '../clock.ts';
import type { Engine } from '../engine.ts';
import { keepAtIt } from '../instance/strand.ts';
import { assessAll } from './assess.ts';

/** Campaigns of one workspace looked at in one round. */
const MOST_CAMPAIGNS = 1_000;
/** A campaign that broke off is tried again after this, ms. */
const REST_MS = 60_000;
/** How often it is looked whether leads have changed, ms. */
const LOOK_MS = 500;

/** Keeps every live campaign assessed until told to stop. */
export function keepAssessed(engine: Engine, signal: AbortSignal): Promise<void> {
  const live = new LiveCampaigns(engine);
  return keepAtIt(engine, signal, { restMs: LOOK_MS, work: () => live.assess(signal) });
}

/** The live campaigns of an instance, and which of them rest. */
export class LiveCampaigns {
  readonly #engine: Engine;
  /** Says of a campaign that broke off when it is to be tried again. */
  readonly #rested = new Map<string, () => boolean>();
  /** What campaigns broke off with, those that rest now. */
  readonly broken = new Map<string, unknown>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** One pass over all of them; the count of leads assessed. Errors: faults of the store, which are nobody's in particular. */
  async assess(signal?: AbortSignal): Promise<number> {
    const { store } = this.#engine;
    let assessed = 0;
    for (const { id } of await store.workspaces.list(LIMITS.workspaces)) {
      for (const campaign of await store.campaigns.list(id, MOST_CAMPAIGNS)) {
        if (campaign.state !== 'live' || signal?.aborted) continue;
        if (this.#rested.get(campaign.id)?.() === false) continue;
        assessed += await this.#assessOne(campaign, signal);
      }
    }
    return assessed;
  }

  async #assessOne(campaign: Parameters<typeof assessAll>[1], signal?: AbortSignal): Promise<number> {
    const { log, clock } = this.#engine;
    const hooks = { note: (sentence: string) => log.info(sentence), ...(signal ? { signal } : {}) };
    try {
      const { assessed } = await assessAll(this.#engine, campaign, hooks);
      this.broken.delete(campaign.id);
      this.#rested.delete(campaign.id);
      return assessed;
    } catch (error) {
      if ((error as Error).name === 'StoreError') throw error;
      log.error('a campaign could not be assessed; its leads wait', {
        campaign: campaign.id,
        error: (error as Error).stack ?? String(error),
      });
      const rested = everyMs(clock, REST_MS);
      rested();
      this.#rested.set(campaign.id, rested);
      this.broken.set(campaign.id, error);
      return 0;
    }
  }
}
