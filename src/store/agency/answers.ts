/** What people did after a campaign began with them, counted: who replied, said yes, booked. */
import type { CampaignAnswers, CampaignResults } from '../../engine/store-port.ts';
import { first, type Program } from '../program.ts';
import { HAS_LEFT } from '../rows/message-state.ts';
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

const MESSAGE =
  'SELECT 1 FROM message WHERE workspace_id = m.workspace_id AND lead_id = m.lead_id AND campaign_id = m.campaign_id';
/** A reply since the campaign began with the person. */
const REPLY = `SELECT 1 FROM enrollment n JOIN event e ON e.workspace_id = n.workspace_id AND e.lead_id = n.lead_id
  WHERE n.workspace_id = m.workspace_id AND n.lead_id = m.lead_id AND n.campaign_id = m.campaign_id AND e.at >= n.started_at
  AND (e.campaign_id = n.campaign_id OR e.campaign_id IS NULL)`;
const COUNT = (what: string) => `COUNT(CASE WHEN ${what} THEN 1 END)`;
const RESULTS = statement<Omit<CampaignResults, 'nextAt'>>(
  `SELECT COUNT(*) AS written,
    ${COUNT(`EXISTS (${REPLY} AND e.kind = 'replied' AND COALESCE(e.outcome, '') <> 'out-of-office')`)} AS replied,
    ${COUNT(`EXISTS (${REPLY} AND e.outcome = 'interested')`)} AS positive,
    ${COUNT(`EXISTS (${MESSAGE} AND state = 'bounced')`)} AS bounced,
    ${COUNT(`m.tier = 'hot'`)} AS hot
  FROM campaign_member m
  WHERE m.workspace_id = :workspaceId AND m.campaign_id = :campaignId AND EXISTS (${MESSAGE} AND ${HAS_LEFT})`,
);

const NEXT_AT = statement<{ next_at: number | null }>(`
  SELECT MIN(n.due_at) AS next_at FROM campaign_member m
  JOIN enrollment n ON n.workspace_id = m.workspace_id AND n.lead_id = m.lead_id AND n.campaign_id = m.campaign_id
  WHERE m.workspace_id = :workspaceId AND m.campaign_id = :campaignId AND m.stage = 'enrolled' AND n.due_at IS NOT NULL`);

/** Of those to whom something left; each person once. */
export function* resultsOf(workspaceId: string, campaignId: string): Program<CampaignResults> {
  const of = { workspaceId, campaignId };
  const { written = 0, replied = 0, positive = 0, bounced = 0, hot = 0 } = (yield* first(RESULTS, of)) ?? {};
  const nextAt = (yield* first(NEXT_AT, of))?.next_at ?? null;
  return { written, replied, positive, bounced, hot, nextAt };
}

/** Of one campaign; each person once. */
export function* answersOf(workspaceId: string, campaignId: string): Program<CampaignAnswers> {
  return (yield* first(ANSWERS, { workspaceId, campaignId })) ?? { replied: 0, positive: 0, meetings: 0 };
}
