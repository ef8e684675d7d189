/** Members of campaigns and the decisions on them, as rows. */
import type { Decision, Member } from '../../domain/campaign/campaign.ts';
import { fromJson, toJson } from '../json.ts';
import { type Program, runEach } from '../program.ts';
import { insert, type SqlRow, snakeCase } from '../statement.ts';

const DECISION_COLUMNS = [
  'workspaceId',
  'leadId',
  'id',
  'campaignId',
  'at',
  'verdict',
  'reasons',
  'facts',
  'rulesetId',
] as const;
const INSERT_DECISION = insert('decision', DECISION_COLUMNS);

const KEY = ['workspaceId', 'campaignId', 'leadId'] as const;
const STANDING = [
  'stage',
  'tier',
  'score',
  'coverage',
  'sequence',
  'variant',
  'reasonCode',
  'decisionId',
  'review',
  'reviewedBy',
  'reassessAt',
] as const;
const UPSERT_MEMBER = insert(
  'campaign_member',
  [...KEY, ...STANDING],
  `ON CONFLICT (workspace_id, campaign_id, lead_id) DO UPDATE SET
   ${STANDING.map((name) => `${snakeCase(name)} = excluded.${snakeCase(name)}`).join(', ')}`,
);

/** Adds decisions. They never change. */
export function* insertDecisions(decisions: readonly Decision[]): Program<void> {
  yield* runEach(
    INSERT_DECISION,
    decisions.values().map((decision) => ({ ...decision, reasons: toJson(decision.reasons) })),
  );
}

/** Writes where members stand now. */
export function* putMembers(members: readonly Member[]): Program<void> {
  yield* runEach(
    UPSERT_MEMBER,
    members.values().map(({ scoreMillionths, coverageMillionths, ...rest }) => ({
      ...rest,
      score: scoreMillionths,
      coverage: coverageMillionths,
    })),
  );
}

/** The member of a row that holds all its columns. */
export function memberOf(row: SqlRow): Member {
  return {
    workspaceId: row.workspace_id as string,
    campaignId: row.campaign_id as string,
    leadId: row.lead_id as string,
    stage: row.stage as Member['stage'],
    tier: row.tier as Member['tier'],
    scoreMillionths: row.score as number,
    coverageMillionths: row.coverage as number,
    sequence: row.sequence as string | null,
    variant: row.variant as string | null,
    reasonCode: row.reason_code as string,
    decisionId: row.decision_id as string,
    review: row.review as Member['review'],
    reviewedBy: row.reviewed_by as string | null,
    reassessAt: row.reassess_at as number | null,
  };
}

/** The decision of a row that holds all its columns. */
export function decisionOf(row: SqlRow): Decision {
  return {
    workspaceId: row.workspace_id as string,
    id: row.id as string,
    campaignId: row.campaign_id as string,
    leadId: row.lead_id as string,
    at: row.at as number,
    verdict: row.verdict as string,
    reasons: fromJson(row.reasons),
    facts: row.facts as string,
    rulesetId: row.ruleset_id as string,
  };
}
