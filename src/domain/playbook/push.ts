/** What a pushed version of a playbook does to a campaign that runs one of its name: the rule is directives/agency-push.md. */
import { type CampaignState, isOver } from '../campaign/campaign.ts';

/** moves: it runs the pushed version from now on; current: it has it; over: nothing follows any more. */
export type Push = 'moves' | 'current' | 'over';

/** What becomes of it. */
export function pushOf(
  campaign: { readonly state: CampaignState; readonly playbookHash: string },
  target: string,
): Push {
  if (isOver(campaign)) return 'over';
  return campaign.playbookHash === target ? 'current' : 'moves';
}
