/**
 * Standing refusals: written once each, looked up for whole batches. A refusal that is committed is seen by every
 * transaction after it: nothing is remembered between two of them.
 */

import { codeNoted, type RefusalNote } from '../../domain/consent/noted.ts';
import { EVERY_WORKSPACE, MERGED, SHARED_SENDER } from '../../domain/consent/suppression.ts';
import { STOP_KEYWORD } from '../../domain/conversation/keyword-answer.ts';
import type {
  LeadSuppression,
  Lifting,
  Recipient,
  RefusalElsewhere,
  Suppression,
  SuppressionKeysOf,
} from '../../engine/store-port.ts';
import { refusalsGate } from '../gates.ts';
import { keepNotes } from '../people/refusal-notes.ts';
import { allEach, allIn, enterAlone, type Program, run, together } from '../program.ts';
import { insert, listStatement, type SqlRow, statement } from '../statement.ts';
import { touchLeads } from './leads.ts';

const INSERT = insert(
  'suppression',
  ['workspaceId', 'keyHash', 'channel', 'kind', 'value', 'reason', 'origin', 'at'],
  'ON CONFLICT DO NOTHING',
);
/**
 * Of two tellings the earlier stands, so that the order in which they come makes no difference; but one that is more than a keyword stands
 * before one that is no more, which START would lift. What came along by a merge gives way to all that was said to the lead itself: the
 * merge may be taken back.
 */
const EARLIER = statement(`
  UPDATE suppression SET reason = :reason, origin = :origin, at = :at
  WHERE workspace_id = :workspaceId AND key_hash = :keyHash AND channel = :channel
  AND (origin LIKE '${MERGED}%', reason = '${STOP_KEYWORD}', at, reason, origin)
    > (:origin LIKE '${MERGED}%', :reason = '${STOP_KEYWORD}', :at, :reason, :origin)`);
const LIFT = statement(`
  DELETE FROM suppression WHERE workspace_id = :workspaceId AND key_hash = :keyHash AND channel = :channel
  AND reason = :reason AND at <= :until`);
const KINDS = [
  'account',
  'address',
  'channel',
  'domain',
  'lead',
  'phone',
] as const satisfies readonly Suppression['kind'][];
/** Of no more recipients the keys of every kind take less time to make than it takes to look which kinds there are: on a server a wait. */
const FEW = 4;
const EVERY_KIND: ReadonlySet<Suppression['kind']> = new Set(KINDS);
/** Keys of one kind lie between its name with a colon and its name with the next character. */
const ANY_OF_KIND = statement<{ key_hash: string }>(
  'SELECT key_hash FROM suppression WHERE workspace_id = :workspaceId AND key_hash > :from AND key_hash < :to LIMIT 1',
);
const UNDER_KEYS = listStatement<SqlRow>(
  (keys) => `SELECT * FROM suppression WHERE workspace_id = :workspaceId AND key_hash IN (${keys})
    ORDER BY key_hash, channel`,
);
/** On the workspace's own list and on the instance's at once, in no order: nearly always there is none to put in order. */
const ON_BOTH_LISTS = listStatement<SqlRow>(
  (keys) =>
    `SELECT * FROM suppression WHERE workspace_id IN (:workspaceId, '${EVERY_WORKSPACE}') AND key_hash IN (${keys})`,
);

/**
 * Adds refusals; the count of those that are new. The leads of new ones are assessed anew, but for those that the same
 * transaction has written anyway (`written`).
 */
export function* addSuppressions(
  workspaceId: string,
  list: readonly LeadSuppression[],
  written: ReadonlySet<string> = new Set(),
): Program<number> {
  if (list.length > 0) yield* enterAlone(refusalsGate(workspaceId));
  let fresh = 0;
  const touched = new Set<string>();
  const notes: RefusalNote[] = [];
  for (const { leadId, suppression } of list) {
    const { keyHash, channel, reason, origin, at } = suppression;
    const isNew = (yield* run(INSERT, { workspaceId, ...suppression })) > 0;
    const isSaid = isNew || (yield* run(EARLIER, { workspaceId, keyHash, channel, reason, origin, at })) > 0;
    if (isSaid && !origin.startsWith(MERGED))
      notes.push({ workspaceId, keyHash, channel, reason: codeNoted(reason), at });
    if (!isNew) continue;
    fresh += 1;
    if (!written.has(leadId)) touched.add(leadId);
  }
  yield* keepNotes(notes);
  yield* touchLeads(workspaceId, [...touched]);
  return fresh;
}

/** Ends refusals by STOP that START takes back; the leads of those that ended are assessed anew. */
export function* liftByKeyword(lifted: readonly Lifting[]): Program<void> {
  const inOrder = [...lifted].sort((a, b) => (a.workspaceId < b.workspaceId ? -1 : 1));
  for (const { leadId, ...one } of inOrder) {
    yield* enterAlone(refusalsGate(one.workspaceId));
    const ended = yield* run(LIFT, { ...one });
    if (ended === 0) continue;
    yield* keepNotes([{ ...one, reason: null, at: one.until }]);
    yield* touchLeads(one.workspaceId, [leadId]);
  }
}

/** Adds refusals of a workspace and of others, in the order of their names: two who do so at once do not wait for each other. */
export function* addSuppressionsAround(
  workspaceId: string,
  own: readonly LeadSuppression[],
  elsewhere: readonly RefusalElsewhere[],
): Program<void> {
  const lists = new Map<string, readonly LeadSuppression[]>([[workspaceId, own]]);
  for (const { workspaceId: other, suppression } of elsewhere) {
    lists.set(other, [...(lists.get(other) ?? []), { leadId: '', suppression }]);
  }
  for (const [name, list] of [...lists].sort(([a], [b]) => (a < b ? -1 : 1))) yield* addSuppressions(name, list);
}

/**
 * Refusals that stand against each recipient, in their order: of the workspace's own list, then of the instance's. Cost: a
 * look-up where a list has none of a kind, else about 2.5 µs a recipient (measured); `keysOf` is asked only for kinds that
 * there are, since hashing costs more than looking up.
 */
export function* suppressionsFor(
  workspaceId: string,
  recipients: readonly Recipient[],
  keysOf: SuppressionKeysOf,
): Program<(readonly Suppression[])[]> {
  if (recipients.length <= FEW) {
    return yield* standingAgainst(
      workspaceId,
      recipients.map((recipient) => keysOf(recipient, EVERY_KIND)),
    );
  }
  const [own, everywhere] = yield* together(
    standingOn(workspaceId, recipients, keysOf),
    standingOn(EVERY_WORKSPACE, recipients, keysOf),
  );
  return own.map((list, i) => [...list, ...(everywhere[i] ?? []).map(ofInstance)]);
}

/** Against each: by its keys in their order, on the workspace's own list before the instance's. */
function* standingAgainst(
  workspaceId: string,
  keys: readonly (readonly string[])[],
): Program<(readonly Suppression[])[]> {
  const rows = yield* allIn(ON_BOTH_LISTS, [...new Set(keys.flat())], { workspaceId });
  if (rows.length === 0) return keys.map(() => []);
  const [own, everywhere] = [true, false].map((mine) =>
    byKey(rows.filter((row) => (row.workspace_id === workspaceId) === mine)),
  );
  return keys.map((mine) => [
    ...mine.flatMap((key) => own?.get(key) ?? []),
    ...mine.flatMap((key) => everywhere?.get(key) ?? []).map(ofInstance),
  ]);
}

/** Of each key by channel. */
function byKey(rows: readonly SqlRow[]): ReadonlyMap<string, readonly Suppression[]> {
  const list = rows.map(suppressionOf).sort((a, b) => (a.channel < b.channel ? -1 : 1));
  return Map.groupBy(list, ({ keyHash }) => keyHash);
}

function ofInstance(suppression: Suppression): Suppression {
  return { ...suppression, list: 'instance' };
}

function* standingOn(
  list: string,
  recipients: readonly Recipient[],
  keysOf: SuppressionKeysOf,
): Program<(readonly Suppression[])[]> {
  const kinds = yield* kindsOf(list);
  if (kinds.size === 0) return recipients.map(() => []);
  return yield* standingUnder(
    list,
    recipients.map((recipient) => keysOf(recipient, kinds)),
  );
}

/** By the keys of each, in their order. */
function* standingUnder(list: string, keys: readonly (readonly string[])[]): Program<(readonly Suppression[])[]> {
  const asked = new Set<string>();
  for (const mine of keys) for (const key of mine) asked.add(key);
  const rows = yield* allIn(UNDER_KEYS, [...asked], { workspaceId: list });
  if (rows.length === 0) return keys.map(() => []);
  const standing = byKey(rows);
  return keys.map((mine) => mine.flatMap((key) => standing.get(key) ?? []));
}

/** Refusals that stand on a list under these keys. */
export function* refusalsUnder(workspaceId: string, keyHashes: readonly string[]): Program<Suppression[]> {
  return (yield* allIn(UNDER_KEYS, keyHashes, { workspaceId })).map(suppressionOf);
}

/** Kinds of refusals that a list has any of. */
function* kindsOf(workspaceId: string): Program<ReadonlySet<Suppression['kind']>> {
  const found = yield* allEach(
    ANY_OF_KIND,
    KINDS.map((kind) => ({ workspaceId, from: `${kind}:`, to: `${kind};` })),
  );
  return new Set(KINDS.filter((_, i) => found[i]?.length !== 0));
}

/** The refusal of a row that holds all its columns. */
export function suppressionOf(row: SqlRow): Suppression {
  return {
    keyHash: row.key_hash as string,
    channel: row.channel as Suppression['channel'],
    kind: row.kind as Suppression['kind'],
    value: row.value as string | null,
    reason: row.reason as string,
    origin: row.origin as string,
    at: row.at as number,
    ...(row.origin === SHARED_SENDER && { list: 'sender' as const }),
  };
}
