/**
 * What the outside may ask of an instance: to be taken off, by the token in each mail; to hear what a provider tells; and whether
 * it works. Decides nothing.
 */

import { optOutMeaning } from '../../domain/consent/opt-out-choice.ts';
import { brandOfId } from '../agency/brand.ts';
import { classHouse } from '../classes/room.ts';
import type { Engine } from '../engine.ts';
import { clickDesk } from '../plans/click.ts';
import type { PublicHouse } from '../ports.ts';
import { hookDesk } from '../react/hooks.ts';
import { optOutByToken } from '../react/opt-out.ts';
import { touch } from '../react/touches.ts';
import { readUnsubscribeToken, type UnsubscribeClaim } from '../tokens/unsubscribe.ts';
import { valuationHouse } from '../valuation/valuations.ts';
import { apiDesk } from './api-desk.ts';

/**
 * The house of an engine. `looping`: whether the loop beside it runs. A refusal is in the database before the answer leaves.
 */
export function publicHouse(engine: Engine, looping: () => boolean): PublicHouse {
  const startedAt = engine.clock.now();
  const api = apiDesk(engine);
  const click = clickDesk(engine, api.perform);
  return {
    async unsubscribe(token, _way, choice) {
      return (await optOutByToken(engine, token, choice)) ?? 'invalid';
    },
    async describe(token) {
      const claim = readUnsubscribeToken(engine.keyring.secret, token);
      if (claim === null) return null;
      const { what } = optOutMeaning(null, { by: claim.channel, campaignId: null });
      const by = what === 'phone' ? 'phone' : 'email';
      const [name, brand] = [await senderOf(engine, claim), await brandOfId(engine, claim.workspaceId)];
      return { name, by, ofCampaign: by === 'email' && Boolean(claim.campaignId), brand };
    },
    classes: classHouse(engine, (key) => senderOf(engine, key)),
    valuations: valuationHouse(engine, (key) => senderOf(engine, key)),
    touch: (request) => touch(engine, request),
    api,
    ...(click ? { click } : {}),
    hook: hookDesk(engine, engine.parts.hooks ?? []),
    health: () => ({ upMs: engine.clock.now() - startedAt }),
    async ready() {
      const database = await engine.store.work.nextAt().then(
        () => true,
        () => false,
      );
      return { ready: database && looping(), database, loop: looping() };
    },
    log: engine.log,
  };
}

/** The company whose campaign wrote last; null = not known. */
async function senderOf(
  engine: Engine,
  { workspaceId, leadId }: Pick<UnsubscribeClaim, 'workspaceId' | 'leadId'>,
): Promise<string | null> {
  const story = await engine.store.leads.story(workspaceId, leadId, engine.suppressionKeys);
  const last = story?.messages.at(-1)?.campaignId;
  const campaign = story?.memberships.find((membership) => membership.campaign.id === last)?.campaign;
  return campaign?.sender.company || campaign?.sender.name || null;
}
