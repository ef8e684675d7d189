/** Members of campaigns and the decisions on them, as rows. */
import type { Decision, Member } from '../../domain/campaign/campaign.ts';
import type { MemberStanding } from '../../engine/store-port.ts';
import { fromJson, toJson } from '../json.ts';
import { allEach, type Program, runEachLater } from '../program.ts';
import { binder, insert, type Readers, type SqlRow, snakeCase, statement } from '../statement.ts';
import { type Counted, MemberCounts } from './member-count.ts';

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

const COUNTED = 'workspace_id, campaign_id, stage, tier, reason_code';
const ONE = 'WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND lead_id = :leadId';
const WHERE_COUNTED = statement<SqlRow>(`SELECT ${COUNTED} FROM campaign_member ${ONE}`, { holds: 'campaign_member' });
const END = statement<SqlRow>(
  `UPDATE campaign_member SET stage = 'ended' ${ONE} AND stage = 'enrolled' RETURNING ${COUNTED}`,
);
/** Of the other campaigns of its lead that look at it again by themselves: what kept them from it may be over. */
const LOOK_NOW = statement(
  `UPDATE campaign_member SET reassess_at = :at WHERE workspace_id = :workspaceId AND lead_id = :leadId AND reassess_at > :at
   AND stage <> 'enrolled'
   AND campaign_id IN (SELECT c.id FROM campaign c WHERE c.workspace_id = :workspaceId AND c.state <> 'finished' AND c.state <> 'cancelled')`,
  { scans: 'the campaigns of a workspace, of which there are few' },
);
const LEAVE = statement(`UPDATE campaign_member SET stage = 'left', reason_code = 'merged', reassess_at = NULL ${ONE}`);
const DELETE = statement<SqlRow>(`DELETE FROM campaign_member ${ONE} RETURNING ${COUNTED}`);

/** Which member. */
type MemberKey = Pick<Member, 'workspaceId' | 'campaignId' | 'leadId'>;

/** Adds decisions. They never change. */
export function* insertDecisions(decisions: readonly Decision[]): Program<void> {
  yield* runEachLater(INSERT_DECISION, decisions.values().map(valuesOfDecision));
}

/** Writes where members stand now. `before`: where they stood, by lead; `counts` is written by the caller, at its end. */
export function* putMembers(
  members: readonly Member[],
  before: ReadonlyMap<string, Member>,
  counts: MemberCounts,
): Program<void> {
  yield* runEachLater(UPSERT_MEMBER, members.values().map(valuesOfMember));
  for (const member of members) counts.moved(before.get(member.leadId) ?? null, member);
}

/** Members whose passage is over, and when. One that is not enrolled stays where it is; campaigns that left the lead to this one look again. */
export function* endMembers(keys: readonly (MemberKey & { readonly endedAt: number | null })[]): Program<void> {
  const counts = new MemberCounts();
  for (const row of (yield* allEach(END, keys.map(onlyKey))).flat()) {
    const after = countedOf(row);
    counts.moved({ ...after, stage: 'enrolled' }, after);
  }
  yield* counts.write();
  yield* runEachLater(
    LOOK_NOW,
    keys.map(({ workspaceId, leadId, endedAt }) => ({ workspaceId, leadId, at: endedAt ?? 0 })),
  );
}

/** Members of a lead that was merged into another one leave; those that are none are passed over. */
export function* leaveMerged(keys: readonly MemberKey[]): Program<void> {
  const counts = new MemberCounts();
  for (const row of (yield* allEach(WHERE_COUNTED, keys.map(onlyKey))).flat()) {
    const before = countedOf(row);
    counts.moved(before, { ...before, stage: 'left', reasonCode: 'merged' });
  }
  yield* runEachLater(LEAVE, keys.map(onlyKey));
  yield* counts.write();
}

/** Removes members, of leads that are no more. */
export function* deleteMembers(keys: readonly MemberKey[]): Program<void> {
  const counts = new MemberCounts();
  for (const row of (yield* allEach(DELETE, keys.map(onlyKey))).flat()) counts.moved(countedOf(row), null);
  yield* counts.write();
}

function onlyKey({ workspaceId, campaignId, leadId }: MemberKey): MemberKey {
  return { workspaceId, campaignId, leadId };
}

function countedOf(row: SqlRow): Counted {
  return {
    workspaceId: row.workspace_id as string,
    campaignId: row.campaign_id as string,
    stage: row.stage as Member['stage'],
    tier: row.tier as Member['tier'],
    reasonCode: row.reason_code as string,
  };
}

/** Where the member of a row stands. */
export function memberStandingOf(row: SqlRow): MemberStanding {
  return {
    stage: row.stage as Member['stage'],
    tier: row.tier as Member['tier'],
    scoreMillionths: row.score as number,
    coverageMillionths: row.coverage as number,
    sequence: row.sequence as string | null,
    reasonCode: row.reason_code as string,
  };
}

/** The member of a row that holds all its columns. */
export function memberOf(row: SqlRow): Member {
  return {
    workspaceId: row.workspace_id as string,
    campaignId: row.campaign_id as string,
    leadId: row.lead_id as string,
    ...memberStandingOf(row),
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
