/** What people did after a campaign began with them, counted: who replied, said yes, booked. */
import type { CampaignAnswers } from '../../engine/store-port.ts';
import { first, type Program } from '../program.ts';
import { statement } from '../statement.ts';

/** What is told of no campaign counts for each that the person is in by then. */
const ANSWERS = statement<{ replied: number; positive: number; meetings: number }>(
  `SELECT COUNT(DISTINCT CASE WHEN e.kind = 'replied' AND COALESCE(e.outcome, '') <> 'out-of-office' THEN e.lead_id END) AS replied,
    COUNT(DISTINCT CASE WHEN e.outcome = 'interested' THEN e.lead_id END) AS positive,
    COUNT(DISTINCT CASE WHEN e.kind = 'booked' THEN e.lead_id END) AS meetings
  FROM enrollment n JOIN event e ON e.workspace_id = n.workspace_id AND e.lead_id = n.lead_id
  WHERE n.workspace_id = :workspaceId AND n.campaign_id = :campaignId AND e.at >= n.started_at
    AND (e.kind = 'replied' OR e.kind = 'booked' OR e.kind = 'call-completed')
    AND (e.campaign_id = n.campaign_id OR e.campaign_id IS NULL)`,
  { scans: 'a report that a person asks for reads every passage of a campaign' },
);

/** Of one campaign; each person once. */
export function* answersOf(workspaceId: string, campaignId: string): Program<CampaignAnswers> {
  return (yield* first(ANSWERS, { workspaceId, campaignId })) ?? { replied: 0, positive: 0, meetings: 0 };
}
