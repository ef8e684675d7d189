/**
 * Making one lead of two, with a way back. What happened to the other stays under its id, which becomes an alias of the
 * survivor; what it was goes into the alias, so that the merge can be taken back, the latest of a chain first.
 */
import { MERGED } from '../../domain/consent/suppression.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import { paused, pauseOfLead } from '../../domain/sequence/pause.ts';
import type { MergeRecord, Suppression } from '../../engine/store-port.ts';
import { followContact } from '../accounts/accounts.ts';
import { StoreError } from '../errors.ts';
import { tellMessages } from '../feed/tell.ts';
import { assessGate, leadsGate, refusalsGate } from '../gates.ts';
import { fromJson, toJson } from '../json.ts';
import { reopenReplies } from '../mailboxes/reopen.ts';
import { all, enterAlone, first, type Program, run, runEach } from '../program.ts';
import { enrollmentOf, updateEnrollments } from '../rows/enrollment.ts';
import { leaveMerged } from '../rows/member.ts';
import { insert, type SqlRow, statement } from '../statement.ts';
import { REFUSED, refusedFor } from '../work/in-doubt.ts';
import { addKeys, deleteLeads, dropKeys, insertLeads, leadsById, updateLeads } from './leads.ts';
import { settlePair } from './pairs.ts';
import { followPause, pausesOf } from './pauses.ts';
import { addSuppressions, refusalsUnder } from './suppressions.ts';
import { type StoredChange, storedChange, takenBack } from './take-back.ts';

const KEYS_OF_LEAD = statement<{ key: string }>(
  'SELECT key FROM identity WHERE workspace_id = :workspaceId AND lead_id = :leadId ORDER BY key',
  { scans: 'merging is a person’s act; an index of keys by lead would cost every import a fifth of its speed' },
);
const INSERT_ALIAS = insert('lead_alias', ['workspaceId', 'aliasId', 'leadId', 'mergedAt', 'before']);
const ALIAS = statement<{ alias_id: string; lead_id: string; merged_at: number; before: string }>(
  'SELECT alias_id, lead_id, merged_at, before FROM lead_alias WHERE workspace_id = :workspaceId AND alias_id = :aliasId',
);
const ALIASES_OF = statement<{ alias_id: string; lead_id: string; before: string }>(`
  SELECT alias_id, lead_id, before FROM lead_alias WHERE workspace_id = :workspaceId AND lead_id = :leadId
  ORDER BY alias_id`);
const REPOINT = statement(
  'UPDATE lead_alias SET lead_id = :to WHERE workspace_id = :workspaceId AND alias_id = :aliasId',
);
const DELETE_ALIAS = statement('DELETE FROM lead_alias WHERE workspace_id = :workspaceId AND alias_id = :aliasId');
const OPEN_ENROLLMENTS = statement<SqlRow>(
  `SELECT * FROM enrollment WHERE workspace_id = :workspaceId AND lead_id = :leadId AND state <> 'ended'
   ORDER BY campaign_id, generation`,
  { holds: 'enrollment' },
);
const CAMPAIGN_IDS = statement<{ id: string }>('SELECT id FROM campaign WHERE workspace_id = :workspaceId ORDER BY id');
const WAITING_MESSAGES = statement<{ id: string }>(
  "SELECT id FROM message WHERE workspace_id = :workspaceId AND lead_id = :leadId AND state IN ('queued','held','claimed')",
);
/** Another fence: whoever has claimed one can write nothing any more. */
const REFUSE_MESSAGES = statement(`
  UPDATE message SET ${REFUSED}, lease_owner = NULL, lease_until = NULL, fence = fence + 1
  WHERE workspace_id = :workspaceId AND lead_id = :leadId AND state IN ('queued','held','claimed')`);

/** Only what nobody has said to the survivor itself since. */
const DROP_REFUSAL = statement(`
  DELETE FROM suppression WHERE workspace_id = :workspaceId AND key_hash = :keyHash AND channel = :channel
  AND origin = :origin`);

/** What an alias keeps of the merge that made it. */
interface Merged {
  /** The lead that it was merged into then; the alias may point further since. */
  readonly survivorId: string;
  readonly other: Lead;
  readonly otherKeys: readonly string[];
  /** What the merge changed in the survivor. */
  readonly change: StoredChange;
  /** Aliases that the other had, and that became the survivor's. */
  readonly aliases: readonly string[];
  /** Refusals that hold for the survivor by it. */
  readonly refusals: readonly Suppression[];
}

/**
 * Makes one lead of two: the survivor takes the merged values and the other's keys, the other's open passages end and
 * its queued messages are refused. Errors: `changed-meanwhile` where either lead is no longer as the caller saw it.
 */
export function* mergeLeads(merge: MergeRecord, now: number): Program<void> {
  const { workspaceId, survivor, other, merged, refusals = [] } = merge;
  yield* enterAlone(leadsGate(workspaceId));
  // A page that is being judged may have read the other, and would enrol it when it is gone.
  yield* enterAlone(assessGate(workspaceId));
  yield* checkUnchanged(workspaceId, [survivor, other]);
  yield* refuse(workspaceId, survivor.id, refusals);
  const otherKeys = yield* keysOf(workspaceId, other.id);
  const held = new Set(yield* keysOf(workspaceId, survivor.id));
  const newKeys = otherKeys.filter((key) => !held.has(key));
  const change = storedChange({ before: survivor, after: merged, newKeys });
  yield* updateLeads(workspaceId, [{ ...merged, changedAt: now }]);
  yield* dropKeys(workspaceId, other.id, otherKeys);
  yield* addKeys(workspaceId, survivor.id, otherKeys);
  yield* endPassages(workspaceId, other.id, survivor.id, now);
  yield* followPause(workspaceId, other.id, survivor.id);
  yield* pausePassages(workspaceId, survivor.id);
  yield* followContact(workspaceId, other.id, survivor.id);
  const aliases = (yield* all(ALIASES_OF, { workspaceId, leadId: other.id })).map((row) => row.alias_id);
  yield* repoint(workspaceId, aliases, survivor.id);
  const before: Merged = { survivorId: survivor.id, other, otherKeys, change, aliases, refusals };
  const alias = { aliasId: other.id, leadId: survivor.id, mergedAt: now, before: toJson(before) };
  yield* run(INSERT_ALIAS, { workspaceId, ...alias });
  yield* deleteLeads(workspaceId, [other.id]);
  yield* settlePair(workspaceId, [survivor.id, other.id], 'merged');
}

function* checkUnchanged(workspaceId: string, seen: readonly Lead[]): Program<void> {
  const stored = yield* leadsById(
    workspaceId,
    seen.map(({ id }) => id),
  );
  if (seen.every(({ id, revision }) => stored.get(id)?.revision === revision)) return;
  throw new StoreError('changed-meanwhile', 'one of the two leads was changed by somebody else; look at both again');
}

/** The lead is written by the same transaction anyway. */
function* refuse(workspaceId: string, leadId: string, refusals: readonly Suppression[]): Program<void> {
  const list = refusals.map((suppression) => ({ leadId, suppression }));
  yield* addSuppressions(workspaceId, list, new Set([leadId]));
}

function* keysOf(workspaceId: string, leadId: string): Program<string[]> {
  return (yield* all(KEYS_OF_LEAD, { workspaceId, leadId })).map((row) => row.key);
}

function* endPassages(workspaceId: string, leadId: string, into: string, now: number): Program<void> {
  const reason = { code: 'merged', facts: { into } };
  const open = (yield* all(OPEN_ENROLLMENTS, { workspaceId, leadId })).map(enrollmentOf);
  yield* updateEnrollments(
    open.map((enrollment) => ({ ...enrollment, state: 'ended', step: null, dueAt: null, reason, endedAt: now })),
  );
  const waiting = yield* all(WAITING_MESSAGES, { workspaceId, leadId });
  yield* run(REFUSE_MESSAGES, { workspaceId, leadId, ...refusedFor(reason) });
  yield* reopenReplies(waiting.map(({ id }) => ({ workspaceId, id })));
  yield* tellMessages(waiting.map(({ id }) => ({ workspaceId, id })));
  const campaigns = yield* all(CAMPAIGN_IDS, { workspaceId });
  yield* leaveMerged(campaigns.map(({ id: campaignId }) => ({ workspaceId, campaignId, leadId })));
}

/** A pause that came with the other lies over what the survivor goes through as well. */
function* pausePassages(workspaceId: string, leadId: string): Program<void> {
  const pause = (yield* pausesOf(workspaceId, [leadId])).get(leadId);
  if (!pause) return;
  const open = (yield* all(OPEN_ENROLLMENTS, { workspaceId, leadId })).map(enrollmentOf);
  yield* updateEnrollments(open.map((enrollment) => paused(enrollment, pauseOfLead(pause))));
}

function* repoint(workspaceId: string, aliases: readonly string[], to: string): Program<void> {
  yield* runEach(
    REPOINT,
    aliases.map((aliasId) => ({ workspaceId, aliasId, to })),
  );
}

/**
 * Takes a merge back: the other is a lead again, with its keys and aliases; the survivor loses what came with it, as far
 * as nothing newer stands there. Passages that the merge ended stay ended; campaigns look at both leads anew.
 * False = no lead has that alias. Errors: `merged-further` where the survivor was itself merged since.
 */
export function* unmergeLeads(workspaceId: string, aliasId: string, now: number): Program<boolean> {
  yield* enterAlone(leadsGate(workspaceId));
  const row = yield* first(ALIAS, { workspaceId, aliasId });
  if (!row) return false;
  const { survivorId, other, otherKeys, change, aliases, refusals } = fromJson<Merged>(row.before);
  if (row.lead_id !== survivorId) throw mergedFurther(survivorId, row.lead_id);
  yield* run(DELETE_ALIAS, { workspaceId, aliasId });
  yield* dropRefusals(workspaceId, survivorId, refusals);
  const survivor = (yield* leadsById(workspaceId, [survivorId])).get(survivorId);
  if (survivor) yield* updateLeads(workspaceId, [{ ...survivor, ...takenBack(survivor, change), changedAt: now }]);
  yield* insertLeads(workspaceId, [{ ...other, changedAt: now }]);
  yield* dropKeys(workspaceId, survivorId, yield* keysOfNobodyElse(workspaceId, survivorId, change.keys));
  yield* addKeys(workspaceId, other.id, otherKeys);
  yield* repoint(workspaceId, aliases, other.id);
  yield* refuseSince(workspaceId, survivorId, other.id, row.merged_at);
  yield* settlePair(workspaceId, [survivorId, other.id], 'open');
  return true;
}

/** What others that are still merged into the survivor refused as well goes on to stand. */
function* dropRefusals(workspaceId: string, survivorId: string, refusals: readonly Suppression[]): Program<void> {
  if (refusals.length === 0) return;
  yield* enterAlone(refusalsGate(workspaceId));
  const dropped = new Set<string>();
  for (const { keyHash, channel, origin } of refusals) {
    if ((yield* run(DROP_REFUSAL, { workspaceId, keyHash, channel, origin })) > 0) dropped.add(`${keyHash} ${channel}`);
  }
  const others = yield* all(ALIASES_OF, { workspaceId, leadId: survivorId });
  const theirs = others.flatMap((row) => fromJson<Merged>(row.before).refusals);
  yield* refuse(
    workspaceId,
    survivorId,
    theirs.filter(({ keyHash, channel }) => dropped.has(`${keyHash} ${channel}`)),
  );
}

/** Whoever said no while the two were one may have been either: it holds for both. */
function* refuseSince(workspaceId: string, survivorId: string, otherId: string, mergedAt: number): Program<void> {
  const standing = yield* refusalsUnder(workspaceId, [`lead:${survivorId}`]);
  const since = standing.filter(({ at, origin }) => at >= mergedAt && !origin.startsWith(MERGED));
  const about = { kind: 'lead', value: otherId, keyHash: `lead:${otherId}` } as const;
  yield* refuse(
    workspaceId,
    otherId,
    since.map((one) => ({ ...one, ...about })),
  );
}

/** Keys that no other lead brought into the survivor. */
function* keysOfNobodyElse(workspaceId: string, leadId: string, keys: readonly string[]): Program<string[]> {
  const others = yield* all(ALIASES_OF, { workspaceId, leadId });
  const theirs = new Set(others.flatMap((row) => fromJson<Merged>(row.before).otherKeys));
  return keys.filter((key) => !theirs.has(key));
}

function mergedFurther(survivorId: string, into: string): StoreError {
  return new StoreError(
    'merged-further',
    `${survivorId}, into which it was merged, was itself merged into ${into}; take that back first`,
  );
}
