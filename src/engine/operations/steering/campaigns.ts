/** Operations on a campaign as a whole: what of its mails is counted; called off for good. */
import { z } from 'zod';
import { TRACKING } from '../../../domain/campaign/campaign.ts';
import { changedMeanwhile } from '../../campaigns.ts';
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

/** `campaign track`: whether opens and clicks are heard. */
export const campaignTrack = operation({
  noun: 'campaign',
  verb: 'track',
  command: 'campaign track',
  summary: 'Count who follows links of a campaign’s mails, or who opens them as well; nothing is counted by default',
  kind: 'command',
  input: z.strictObject({
    campaign: campaignRef,
    what: z.enum(['nothing', ...TRACKING]).describe('of mails that leave from now on'),
  }),
  output: z.object({ campaign: z.string(), counts: z.enum(['nothing', ...TRACKING]), warning: z.string().nullable() }),
  positional: ['campaign'],
  errors: ['no-such-campaign', 'no-campaign', 'which-campaign', 'changed-meanwhile'],
  role: 'manager',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  undo: 'campaign track',
  examples: [
    { command: 'campaign track spring --what clicks', says: 'links lead past publicUrl; only people’s clicks score' },
    { command: 'campaign track spring --what nothing', says: 'mails that have left already are still heard' },
  ],
  async run(context, { campaign: ref, what }) {
    const { engine } = context;
    const found = await campaignOf(context, ref);
    const tracking = what === 'nothing' ? null : what;
    if (!(await engine.store.campaigns.save({ ...found, tracking }, found))) throw changedMeanwhile(found);
    const unheard = tracking !== null && engine.publicUrl === null;
    const warning = unheard ? 'nobody can reach us: set publicUrl, else nothing is put into the mails' : null;
    return { campaign: found.name, counts: what, warning };
  },
});
