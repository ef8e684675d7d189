/** Members of campaigns: counted, waiting for a person, answered, woken, and those to whom something may still come. */
import type { Member, ReviewAnswer } from '../../domain/campaign/campaign.ts';
import type { Reason } from '../../domain/reason.ts';
import { cancelled } from '../../domain/sequence/pause.ts';
import type { CampaignReasons, EndWish, StageCounts, ToComePage, WakeWish } from '../../engine/store-port.ts';
import { wakeAccountsParked } from '../accounts/move.ts';
import { fromJson } from '../json.ts';
import { all, first, type Program, run, runEach } from '../program.ts';
import { enrollmentOf, updateEnrollments } from '../rows/enrollment.ts';
import { memberOf } from '../rows/member.ts';
import { type SqlRow, statement } from '../statement.ts';

const COUNTS = statement<{ stage: Member['stage']; tier: Member['tier']; code: string; n: number }>(`
  SELECT stage, tier, reason_code AS code, leads AS n FROM member_count
  WHERE workspace_id = :workspaceId AND campaign_id = :campaignId ORDER BY stage, tier, reason_code`);
const LEFT_OUT: ReadonlySet<Member['stage']> = new Set(['rejected', 'review', 'unrouted']);
const ENDS = statement<{ code: string; n: number }>(`
  SELECT reason_code AS code, COUNT(*) AS n FROM enrollment
  WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND state = 'ended' GROUP BY reason_code`);
const HANDOFFS = statement<{ n: number }>(`
  SELECT COUNT(*) AS n FROM task
  WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND kind = 'hand-off'`);
const IN_REVIEW = statement<SqlRow>(`
  SELECT * FROM campaign_member WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND stage = 'review'
  ORDER BY score DESC, lead_id DESC LIMIT :limit`);
const ANSWER = statement(`
  UPDATE campaign_member SET review = :answer, reviewed_by = :by, reassess_at = :now
  WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND lead_id = :leadId`);
const PARKED = statement<{ id: string; reason: string }>(`
  SELECT id, reason FROM enrollment WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND state = 'waiting'
  AND due_at IS NULL AND reason_code = :code ORDER BY id LIMIT :limit`);
const WAKE = statement(`
  UPDATE enrollment SET state = 'due', due_at = :dueAt, reason = NULL, reason_code = NULL,
    follows_at = CASE WHEN begun_by IS NULL THEN follows_at ELSE :dueAt END
  WHERE workspace_id = :workspaceId AND id = :id AND state = 'waiting' AND reason_code = :code`);

const OPEN_PAGE = statement<{ id: string; lead_id: string }>(`
  SELECT e.id, m.lead_id FROM campaign_member m
  JOIN enrollment e ON e.workspace_id = m.workspace_id AND e.lead_id = m.lead_id AND e.campaign_id = m.campaign_id
  WHERE m.workspace_id = :workspaceId AND m.campaign_id = :campaignId AND m.lead_id > :after AND m.stage = 'enrolled'
  AND e.state <> 'ended' ORDER BY m.lead_id LIMIT :limit`);
/** As rows, to be ended; the passages themselves are held, for a step of theirs may be decided just now. */
const OPEN_ROWS = statement<SqlRow>(
  `SELECT e.* FROM campaign_member m
   JOIN enrollment e ON e.workspace_id = m.workspace_id AND e.lead_id = m.lead_id AND e.campaign_id = m.campaign_id
   WHERE m.workspace_id = :workspaceId AND m.campaign_id = :campaignId AND m.lead_id > :after AND m.stage = 'enrolled'
   AND e.state <> 'ended' ORDER BY m.lead_id LIMIT :limit`,
  { holds: 'e' },
);
const WAKE_OPEN = statement(`
  UPDATE enrollment SET state = 'due', due_at = CASE WHEN due_at < :now THEN due_at ELSE :now END, reason = NULL, reason_code = NULL,
    follows_at = CASE WHEN begun_by IS NULL THEN follows_at ELSE :now END
  WHERE workspace_id = :workspaceId AND id = :id AND state <> 'ended'`);

interface ToComeRow {
  readonly lead_id: string;
  readonly stage: Member['stage'];
  readonly m_sequence: string | null;
  readonly facts: string | null;
  readonly generation: number | null;
  readonly sequence: string;
  readonly step: string | null;
  readonly playbook_hash: string;
}

/** A page of members whatever their stage, so that none reads more than its limit; only of some is the decision read. */
const TO_COME = statement<ToComeRow>(`
  SELECT m.lead_id, m.stage, m.sequence AS m_sequence, d.facts, e.generation, e.sequence, e.step, e.playbook_hash
  FROM campaign_member m
  LEFT JOIN enrollment e ON m.stage = 'enrolled' AND e.workspace_id = m.workspace_id AND e.lead_id = m.lead_id
    AND e.campaign_id = m.campaign_id AND e.state <> 'ended'
  LEFT JOIN decision d ON m.stage IN ('ready', 'enrolled') AND d.workspace_id = m.workspace_id AND d.lead_id = m.lead_id
    AND d.id = COALESCE(e.decision_id, m.decision_id)
  WHERE m.workspace_id = :workspaceId AND m.campaign_id = :campaignId AND m.lead_id > :after
  ORDER BY m.lead_id LIMIT :limit`);

/** Members by stage and by tier. */
export function* countMembers(workspaceId: string, campaignId: string): Program<StageCounts> {
  const stages = { rejected: 0, review: 0, ready: 0, unrouted: 0, enrolled: 0, ended: 0, left: 0 };
  const tiers = { hot: 0, warm: 0, cool: 0, cold: 0 };
  for (const { stage, tier, n } of yield* all(COUNTS, { workspaceId, campaignId })) {
    stages[stage] += n;
    if (stage !== 'left') tiers[tier] += n;
  }
  return { stages, tiers };
}

/** Enrollments that are not ended. One is open exactly while its member is enrolled: the two are written together. */
export function* countOpenEnrollments(workspaceId: string, campaignId: string): Program<number> {
  return (yield* countMembers(workspaceId, campaignId)).stages.enrolled;
}

/** Why leads were left out, and why passages ended, counted. */
export function* countReasons(workspaceId: string, campaignId: string): Program<CampaignReasons> {
  const refused: Record<string, number> = {};
  for (const { stage, code, n } of yield* all(COUNTS, { workspaceId, campaignId }))
    if (LEFT_OUT.has(stage) && n > 0) refused[code] = (refused[code] ?? 0) + n;
  const ends: Record<string, number> = {};
  for (const { code, n } of yield* all(ENDS, { workspaceId, campaignId })) ends[code] = n;
  return { refused, ends, handoffs: (yield* first(HANDOFFS, { workspaceId, campaignId }))?.n ?? 0 };
}

/** Members that wait for a person, best first. */
export function* membersInReview(workspaceId: string, campaignId: string, limit: number): Program<Member[]> {
  return (yield* all(IN_REVIEW, { workspaceId, campaignId, limit })).map(memberOf);
}

/** A person's answer; the member is due to be assessed again at once. Null takes the answer back. */
export function* answerReview(
  { workspaceId, campaignId, leadId }: Pick<Member, 'workspaceId' | 'campaignId' | 'leadId'>,
  answer: ReviewAnswer | null,
  by: string,
  now: number,
): Program<boolean> {
  return (yield* run(ANSWER, { workspaceId, campaignId, leadId, answer, by, now })) === 1;
}

/**
 * Wakes one page of enrollments that were parked for this reason: each is due when it was, else now; and of accounts, which are due now.
 * The count of both.
 */
export function* wakeParked(wish: WakeWish): Program<number> {
  const { workspaceId, campaignId, code, now, limit } = wish;
  const rows = yield* all(PARKED, { workspaceId, campaignId, code, limit });
  const woken = yield* runEach(
    WAKE,
    rows.map(({ id, reason }) => ({
      workspaceId,
      id,
      code,
      dueAt: (fromJson<Reason>(reason).facts?.due ?? now) as number,
    })),
  );
  return woken + (yield* wakeAccountsParked(wish));
}

/** Ends one page of passages that are not over; the last lead of the page, null = there was none. */
export function* endOpen(wish: EndWish): Program<string | null> {
  const { workspaceId, campaignId, reason, now, after, limit } = wish;
  const rows = yield* all(OPEN_ROWS, { workspaceId, campaignId, after, limit });
  yield* updateEnrollments(rows.map((row) => cancelled(enrollmentOf(row), reason, now)));
  return (rows.at(-1)?.lead_id ?? null) as string | null;
}

/** Makes one page of open enrollments due now, whatever they wait for; the last lead of the page, null = there was none. */
export function* wakeOpen(
  workspaceId: string,
  campaignId: string,
  now: number,
  page: { readonly after: string; readonly limit: number },
): Program<string | null> {
  const rows = yield* all(OPEN_PAGE, { workspaceId, campaignId, ...page });
  yield* runEach(
    WAKE_OPEN,
    rows.map(({ id }) => ({ workspaceId, id, now })),
  );
  return rows.at(-1)?.lead_id ?? null;
}

/** One page of members by their leads; those that are ready or enrolled are told. */
export function* membersToCome(
  workspaceId: string,
  campaignId: string,
  page: { readonly after: string; readonly limit: number },
): Program<ToComePage> {
  const rows = yield* all(TO_COME, { workspaceId, campaignId, ...page });
  const leads = rows.flatMap(({ lead_id: leadId, stage, facts, ...row }) => {
    if ((stage !== 'ready' && stage !== 'enrolled') || facts === null) return [];
    const { generation, sequence, step, playbook_hash: playbookHash } = row;
    const passage = generation === null ? null : { generation, sequence, step, playbookHash };
    return [{ leadId, facts, sequence: row.m_sequence, passage }];
  });
  return { leads, read: rows.length, last: rows.at(-1)?.lead_id ?? null };
}
