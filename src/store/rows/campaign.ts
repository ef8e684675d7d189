/** Campaigns as rows, and the campaigns that a batch of work belongs to. */
import type { Campaign, CampaignState, Tracking } from '../../domain/campaign/campaign.ts';
import { fromJson, toJson } from '../json.ts';
import { first, type Program } from '../program.ts';
import { type SqlRow, type SqlValue, statement } from '../statement.ts';

const CAMPAIGN = statement<SqlRow>('SELECT * FROM campaign WHERE workspace_id = :workspaceId AND id = :campaignId');

/** The campaign of this id. */
export function* campaignById(workspaceId: string, campaignId: string): Program<Campaign | null> {
  const row = yield* first(CAMPAIGN, { workspaceId, campaignId });
  return row ? campaignOf(row) : null;
}

/** Campaigns of a batch, each read once in its transaction; ask with `campaignIn`. */
export type CampaignsRead = Map<string, Campaign | null>;

/** The campaign, from what this transaction has read already. */
export function* campaignIn(
  read: CampaignsRead,
  workspaceId: string,
  campaignId: string | null,
): Program<Campaign | null> {
  if (campaignId === null) return null;
  const key = `${workspaceId} ${campaignId}`;
  let campaign = read.get(key);
  if (campaign === undefined) {
    campaign = yield* campaignById(workspaceId, campaignId);
    read.set(key, campaign);
  }
  return campaign;
}

/** Parameters of a campaign's row. */
export function campaignParameters(campaign: Campaign): Record<string, SqlValue> {
  const { audience, sender, tracking = null } = campaign;
  return { ...campaign, tracking, audience: toJson(audience), sender: toJson(sender) };
}

/** The campaign of a row that holds all its columns. */
export function campaignOf(row: SqlRow): Campaign {
  return {
    workspaceId: row.workspace_id as string,
    id: row.id as string,
    name: row.name as string,
    state: row.state as CampaignState,
    playbookHash: row.playbook_hash as string,
    audience: fromJson(row.audience),
    sender: fromJson(row.sender),
    ...(row.tracking !== null && { tracking: row.tracking as Tracking }),
    assessedRevision: row.assessed_revision as number,
    createdAt: row.created_at as number,
    launchedAt: row.launched_at as number | null,
    launchedBy: row.launched_by as string | null,
    finishedAt: row.finished_at as number | null,
  };
}
