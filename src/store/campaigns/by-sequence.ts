/** People of a campaign who are in a sequence, and who wait for one. Writes nothing. */
import type { Tier } from '../../domain/campaign/campaign.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { PeopleStanding } from '../../domain/playbook/moves.ts';
import type { ROUTE_REASONS } from '../../domain/route/reasons.ts';
import { all, type Program } from '../program.ts';
import { statement } from '../statement.ts';

interface Counted {
  readonly name: string;
  readonly n: number;
}

/** A member is enrolled exactly while a passage of theirs is open. */
const PEOPLE = statement<Counted>(`
  SELECT e.sequence AS name, COUNT(*) AS n FROM campaign_member m
  JOIN enrollment e ON e.workspace_id = m.workspace_id AND e.lead_id = m.lead_id AND e.campaign_id = m.campaign_id
  WHERE m.workspace_id = :workspaceId AND m.campaign_id = :campaignId AND m.stage = 'enrolled' AND e.state <> 'ended'
  GROUP BY 1 ORDER BY 1 LIMIT :limit`);
const ACCOUNTS = statement<Counted>(`
  SELECT sequence AS name, COUNT(*) AS n FROM account_enrollment
  WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND state <> 'ended' GROUP BY 1 ORDER BY 1 LIMIT :limit`);
const WAITING = statement<{ readonly tier: Tier; readonly n: number }>(`
  SELECT tier, leads AS n FROM member_count WHERE workspace_id = :workspaceId AND campaign_id = :campaignId
  AND (stage = 'ready' OR (stage = 'unrouted' AND reason_code = :code)) ORDER BY stage, tier, reason_code`);
const CODE: keyof typeof ROUTE_REASONS = 'no-sequence-for-tier';

/** By the names that sequences had in the version that each began with. */
export function* countBySequence(workspaceId: string, campaignId: string): Program<PeopleStanding> {
  const key = { workspaceId, campaignId };
  const most = { ...key, limit: LIMITS.sequencesTold };
  const people = yield* all(PEOPLE, most);
  const accounts = yield* all(ACCOUNTS, most);
  const waiting: Partial<Record<Tier, number>> = {};
  for (const { tier, n } of yield* all(WAITING, { ...key, code: CODE })) waiting[tier] = (waiting[tier] ?? 0) + n;
  return { underWay: recordOf(people), accounts: recordOf(accounts), waiting };
}

function recordOf(rows: readonly Counted[]): Readonly<Record<string, number>> {
  return Object.fromEntries(rows.map(({ name, n }) => [name, n]));
}
