/** Messages of a campaign that wait for a reason, due again. Owns the pages; whether they may leave now is asked by the last gate. */
import type { Campaign } from '../../domain/campaign/campaign.ts';
import type { Engine } from '../engine.ts';

/** Messages moved in one transaction. */
const PAGE = 500;

/** What waits in a campaign for a reason is due now, and asked about anew; how many did. */
export async function lookAgain(
  { store, clock }: Pick<Engine, 'store' | 'clock'>,
  { workspaceId, id: campaignId }: Pick<Campaign, 'workspaceId' | 'id'>,
  code: string,
): Promise<number> {
  const held = { workspaceId, campaignId, id: null, code, from: 'held', to: 'queued', reason: null } as const;
  let messages = 0;
  for (let after: string | null = ''; after !== null; ) {
    const page = await store.messages.settle({ ...held, now: clock.now(), after, limit: PAGE });
    messages += page.moved;
    after = page.last;
  }
  return messages;
}
