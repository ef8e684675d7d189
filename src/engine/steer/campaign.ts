/**
 * A campaign is called off: nothing of it leaves from that commit on, and whoever is in it is out of it, page by page. Of one that is
 * called off already, a call that was cut off goes on.
 */
import type { Campaign } from '../../domain/campaign/campaign.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Reason } from '../../domain/reason.ts';
import { move } from '../campaigns.ts';
import type { Engine } from '../engine.ts';

/** Messages refused in one transaction. */
const PAGE = 500;

/** Calls a campaign off, from whatever state it is in; the count of messages that had not left. Errors: refusal `wrong-state`. */
export async function cancelCampaign(
  engine: Engine,
  campaign: Campaign,
  { by, why }: { readonly by: string; readonly why: string },
): Promise<{ readonly campaign: Campaign; readonly messages: number }> {
  const { store, clock } = engine;
  const now = clock.now();
  const over = campaign.state === 'cancelled';
  const called = over ? campaign : await move(engine, campaign, 'cancelled', { finishedAt: now });
  const reason: Reason = { code: 'campaign-cancelled', facts: why === '' ? { by } : { by, why } };
  const { workspaceId, id: campaignId } = campaign;
  for (let after: string | null = ''; after !== null; ) {
    after = await store.campaigns.endOpen({
      workspaceId,
      campaignId,
      reason,
      now,
      after,
      limit: LIMITS.assessPageLeads,
    });
  }
  let messages = 0;
  for (const from of ['queued', 'held'] as const) {
    const open = { workspaceId, campaignId, id: null, code: null, from, to: 'refused', reason, now } as const;
    for (let after: string | null = ''; after !== null; ) {
      const page = await store.messages.settle({ ...open, after, limit: PAGE });
      messages += page.moved;
      after = page.last;
    }
  }
  return { campaign: called, messages };
}
