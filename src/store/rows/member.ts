/** Members of campaigns and the decisions on them, as rows. */
import type { Decision, Member } from '../../domain/campaign/campaign.ts';
import { fromJson, toJson } from '../json.ts';
import { type Program, runEachLater } from '../program.ts';
import { binder, insert, type Readers, type SqlRow, snakeCase } from '../statement.ts';

const DECISION: Readers<Decision> = {
  workspaceId: (decision) => decision.workspaceId,
  leadId: (decision) => decision.leadId,
  id: (decision) => decision.id,
  campaignId: (decision) => decision.campaignId,
  at: (decision) => decision.at,
  verdict: (decision) => decision.verdict,
  reasons: (decision) => toJson(decision.reasons),
  facts: (decision) => decision.facts,
  rulesetId: (decision) => decision.rulesetId,
};
const INSERT_DECISION = insert('decision', Object.keys(DECISION));
const valuesOfDecision = binder(INSERT_DECISION, DECISION);

const KEY: Readers<Member> = {
  workspaceId: (member) => member.workspaceId,
  campaignId: (member) => member.campaignId,
  leadId: (member) => member.leadId,
};
const STANDING: Readers<Member> = {
  stage: (member) => member.stage,
  tier: (member) => member.tier,
  score: (member) => member.scoreMillionths,
  coverage: (member) => member.coverageMillionths,
  sequence: (member) => member.sequence,
  reasonCode: (member) => member.reasonCode,
  decisionId: (member) => member.decisionId,
  review: (member) => member.review,
  reviewedBy: (member) => member.reviewedBy,
  reassessAt: (member) => member.reassessAt,
};
const UPSERT_MEMBER = insert(
  'campaign_member',
  Object.keys({ ...KEY, ...STANDING }),
  `ON CONFLICT (workspace_id, campaign_id, lead_id) DO UPDATE SET
   ${Object.keys(STANDING)
     .map((name) => `${snakeCase(name)} = excluded.${snakeCase(name)}`)
     .join(', ')}`,
);
const valuesOfMember = binder(UPSERT_MEMBER, { ...KEY, ...STANDING });

/** Adds decisions. They never change. */
export function* insertDecisions(decisions: readonly Decision[]): Program<void> {
  yield* runEachLater(INSERT_DECISION, decisions.values().map(valuesOfDecision));
}

/** Writes where members stand now. */
export function* putMembers(members: readonly Member[]): Program<void> {
  yield* runEachLater(UPSERT_MEMBER, members.values().map(valuesOfMember));
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
