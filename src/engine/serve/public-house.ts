/**
 * What the outside may ask of an instance: to be taken off, by the token in each mail; to hear what a provider tells; and whether
 * it works. Owns which
 * event an opt-out becomes; what follows from it is decided by `react`.
 */
import { createHash } from 'node:crypto';
import { UNSUBSCRIBE_PAGE } from '../../domain/sequence/reaction.ts';
import type { Engine } from '../engine.ts';
import type { PublicHouse } from '../ports.ts';
import { hookDesk } from '../react/hooks.ts';
import { recordTogether } from '../react/together.ts';
import { readUnsubscribeToken, type UnsubscribeClaim } from '../tokens/unsubscribe.ts';

/**
 * The house of an engine. `looping`: whether the loop beside it runs.
 * An opt-out is an event whose id is the token's hash: however often it is asked for, it is one event. The refusal is in the
 * database before the answer leaves.
 */
export function publicHouse(engine: Engine, looping: () => boolean): PublicHouse {
  const startedAt = engine.clock.now();
  return {
    async unsubscribe(token) {
      const claim = readUnsubscribeToken(engine.keyring.secret, token);
      if (claim === null) return 'invalid';
      await takeOff(engine, claim, token);
      return 'done';
    },
    async describe(token) {
      const claim = readUnsubscribeToken(engine.keyring.secret, token);
      return claim === null ? null : { name: await senderOf(engine, claim) };
    },
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

/** A lead that was merged is found under its new id; one that was removed is nobody we could write to. */
async function takeOff(engine: Engine, { workspaceId, leadId: known }: UnsubscribeClaim, token: string): Promise<void> {
  const [leadId] = await engine.store.leads.find(workspaceId, known, []);
  if (leadId === undefined) return;
  const event = {
    workspaceId,
    leadId,
    campaignId: null,
    messageId: null,
    kind: 'opted-out',
    at: engine.clock.now(),
    origin: UNSUBSCRIBE_PAGE,
    originId: createHash('sha256').update(token).digest('hex'),
    verdict: 'human',
    text: null,
  } as const;
  await recordTogether(engine, [event]);
}

/** The company whose campaign wrote last; null = not known. */
async function senderOf(engine: Engine, { workspaceId, leadId }: UnsubscribeClaim): Promise<string | null> {
  const story = await engine.store.leads.story(workspaceId, leadId, engine.suppressionKeys);
  const last = story?.messages.at(-1)?.campaignId;
  const campaign = story?.memberships.find((membership) => membership.campaign.id === last)?.campaign;
  return campaign?.sender.company || campaign?.sender.name || null;
}
