/** What waits for a person: members under review, pairs that may be one person, and merging them with a way back. */
import type { Member, ReviewAnswer } from '../domain/campaign/campaign.ts';
import type { Lead } from '../domain/lead/lead.ts';
import type { MergeRecord, ReviewPair } from '../engine/store-port.ts';
import { memberOf } from './assess.ts';
import { leadsById, UPDATE_LEAD } from './capture.ts';
import { takeRevisions } from './counters.ts';
import { LEAD_COLUMNS, leadParameters } from './lead-row.ts';
import { all, first, type Program, run, runEach } from './program.ts';
import { insert, type SqlRow, statement } from './statement.ts';

const IN_REVIEW = statement<SqlRow>(`
  SELECT * FROM campaign_member WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND stage = 'review'
  ORDER BY score DESC, lead_id LIMIT :limit`);
const ANSWER = statement(`
  UPDATE campaign_member SET review = :answer, reviewed_by = :by, reassess_at = :now
  WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND lead_id = :leadId`);
const OPEN_PAIRS = statement<SqlRow>(
  "SELECT * FROM review_pair WHERE workspace_id = :workspaceId AND state = 'open' ORDER BY score DESC, lead_id DESC LIMIT :limit",
);
const SETTLE_PAIR = statement(
  'UPDATE review_pair SET state = :state WHERE workspace_id = :workspaceId AND lead_id = :leadId AND other_id = :otherId',
);
const INSERT_ALIAS = insert('lead_alias', ['workspaceId', 'aliasId', 'leadId', 'mergedAt', 'before']);
const ALIAS = statement<{ lead_id: string; before: string }>(
  'SELECT lead_id, before FROM lead_alias WHERE workspace_id = :workspaceId AND alias_id = :aliasId',
);
const REPOINT_ALIASES = statement(
  'UPDATE lead_alias SET lead_id = :to WHERE workspace_id = :workspaceId AND lead_id = :from',
);
const DELETE_ALIAS = statement('DELETE FROM lead_alias WHERE workspace_id = :workspaceId AND alias_id = :aliasId');
const DELETE_LEAD = statement('DELETE FROM lead WHERE workspace_id = :workspaceId AND id = :id');
const INSERT_LEAD = insert('lead', LEAD_COLUMNS);
const ADD_KEY = insert('identity', ['workspaceId', 'key', 'leadId'], 'ON CONFLICT DO NOTHING');
const DROP_KEY = statement(
  'DELETE FROM identity WHERE workspace_id = :workspaceId AND key = :key AND lead_id = :leadId',
);
const KEYS_OF_LEAD = statement<{ key: string }>(
  'SELECT key FROM identity WHERE workspace_id = :workspaceId AND lead_id = :leadId ORDER BY key',
  { scans: 'merging is a person’s act; an index of keys by lead would cost every import a fifth of its speed' },
);
const OPEN_ENROLLMENTS = statement<{ id: string }>(
  "SELECT id FROM enrollment WHERE workspace_id = :workspaceId AND lead_id = :leadId AND state <> 'ended'",
);
const END_ENROLLMENT = statement(`
  UPDATE enrollment SET state = 'ended', reason = :reason, reason_code = 'merged', due_at = NULL, ended_at = :now
  WHERE workspace_id = :workspaceId AND id = :id AND state <> 'ended'`);

export function* membersInReview(workspaceId: string, campaignId: string, limit: number): Program<Member[]> {
  return (yield* all(IN_REVIEW, { workspaceId, campaignId, limit })).map(memberOf);
}

/** A person's answer; the member is due to be assessed again at once. Null takes the answer back. */
export function* answerReview(
  key: Pick<Member, 'workspaceId' | 'campaignId' | 'leadId'>,
  answer: ReviewAnswer | null,
  by: string,
  now: number,
): Program<boolean> {
  const { workspaceId, campaignId, leadId } = key;
  return (yield* run(ANSWER, { workspaceId, campaignId, leadId, answer, by, now })) === 1;
}

export function* openPairs(workspaceId: string, limit: number): Program<ReviewPair[]> {
  return (yield* all(OPEN_PAIRS, { workspaceId, limit })).map((row) => ({
    leadId: row.lead_id as string,
    otherId: row.other_id as string,
    score: row.score as number,
    reasons: JSON.parse(row.reasons as string),
  }));
}

export function* settlePair(
  workspaceId: string,
  pair: readonly [string, string],
  state: 'open' | 'merged' | 'distinct',
): Program<void> {
  const [leadId, otherId] = [...pair].sort();
  yield* run(SETTLE_PAIR, { workspaceId, leadId, otherId, state });
}

/**
 * Makes one lead of two: the survivor takes the merged values and keys, the other's id becomes an alias for ever,
 * and its open enrollments end. `before` keeps what undo needs.
 */
export function* mergeLeads(merge: MergeRecord, now: number): Program<void> {
  const { workspaceId, survivor, other, merged } = merge;
  const otherKeys = (yield* all(KEYS_OF_LEAD, { workspaceId, leadId: other.id })).map((row) => row.key);
  const held = new Set((yield* all(KEYS_OF_LEAD, { workspaceId, leadId: survivor.id })).map((row) => row.key));
  const newKeys = otherKeys.filter((key) => !held.has(key));
  const revision = yield* takeRevisions(workspaceId, 1);
  yield* run(UPDATE_LEAD, leadParameters({ ...merged, revision, changedAt: now }));
  yield* runEach(
    DROP_KEY,
    otherKeys.map((key) => ({ workspaceId, key, leadId: other.id })),
  );
  yield* runEach(
    ADD_KEY,
    otherKeys.map((key) => ({ workspaceId, key, leadId: survivor.id })),
  );
  const ended = JSON.stringify({ code: 'merged', facts: { into: survivor.id } });
  for (const { id } of yield* all(OPEN_ENROLLMENTS, { workspaceId, leadId: other.id })) {
    yield* run(END_ENROLLMENT, { workspaceId, id, reason: ended, now });
  }
  yield* run(REPOINT_ALIASES, { workspaceId, from: other.id, to: survivor.id });
  yield* run(INSERT_ALIAS, {
    workspaceId,
    aliasId: other.id,
    leadId: survivor.id,
    mergedAt: now,
    before: JSON.stringify({ survivor, other, otherKeys, newKeys }),
  });
  yield* run(DELETE_LEAD, { workspaceId, id: other.id });
  yield* settlePair(workspaceId, [survivor.id, other.id], 'merged');
}

/** Takes a merge back: both leads are as they were before it. False = no lead has that alias. */
export function* unmergeLeads(workspaceId: string, aliasId: string, now: number): Program<boolean> {
  const row = yield* first(ALIAS, { workspaceId, aliasId });
  if (!row) return false;
  const before = JSON.parse(row.before) as { survivor: Lead; other: Lead; otherKeys: string[]; newKeys: string[] };
  const revision = yield* takeRevisions(workspaceId, 2);
  if ((yield* leadsById(workspaceId, [before.survivor.id])).size > 0) {
    yield* run(UPDATE_LEAD, leadParameters({ ...before.survivor, revision, changedAt: now }));
  }
  yield* run(INSERT_LEAD, leadParameters({ ...before.other, revision: revision + 1, changedAt: now }));
  yield* runEach(
    DROP_KEY,
    before.newKeys.map((key) => ({ workspaceId, key, leadId: before.survivor.id })),
  );
  yield* runEach(
    ADD_KEY,
    before.otherKeys.map((key) => ({ workspaceId, key, leadId: before.other.id })),
  );
  yield* run(DELETE_ALIAS, { workspaceId, aliasId });
  yield* settlePair(workspaceId, [before.survivor.id, before.other.id], 'open');
  return true;
}
