/** Runs a row of agency-push.md. */
import type { CampaignState } from '../src/domain/campaign/campaign.ts';
import { pushOf } from '../src/domain/playbook/push.ts';

export function run({ runs, state, target }: { runs: string; state: CampaignState; target: string }) {
  return { move: pushOf({ state, playbookHash: runs }, target) };
}
