/** Operation on a campaign as a whole: called off for good. */
import { z } from 'zod';
import { cancelCampaign } from '../../steer/campaign.ts';
import { campaignOf, campaignRef } from '../find.ts';
import { operation } from '../operation.ts';
import { why } from './enrollments.ts';

/** `campaign cancel`: called off, from whatever state. */
export const campaignCancel = operation({
  noun: 'campaign',
  verb: 'cancel',
  command: 'campaign cancel',
  summary: 'Call a campaign off, whatever state it is in: everybody in it is out of it, what has not left is refused',
  kind: 'job',
  input: z.strictObject({ campaign: campaignRef, why }),
  output: z.object({ campaign: z.string(), state: z.string(), messages: z.number() }),
  positional: ['campaign', 'why'],
  errors: ['no-such-campaign', 'no-campaign', 'which-campaign', 'wrong-state', 'changed-meanwhile'],
  role: 'manager',
  scope: 'workspace',
  effect: 'irreversible',
  idempotent: true,
  preview: 'campaign show',
  examples: [{ command: 'campaign cancel spring "wrong list"', says: 'for good; campaign pause is for a while' }],
  async run(context, input) {
    const found = await campaignOf(context, input.campaign);
    const { campaign, messages } = await cancelCampaign(context.engine, found, { by: context.actor, why: input.why });
    return { campaign: campaign.name, state: campaign.state, messages };
  },
});
