/**
 * Taking a person away, in one transaction: rows that are theirs go, what is proof of a touch stays without them, what they could be reached
 * by becomes keyed hashes that stay refused. What is said of them at the same time by another transaction is waited for, or waits.
 */
import type {
  Erasure,
  ErasureDecision,
  ErasureQuery,
  ErasureWish,
  PersonFound,
  Suppression,
} from '../../engine/store-port.ts';
import { assessGate, leadsGate, refusalsGate } from '../gates.ts';
import { fromJson, toJson } from '../json.ts';
import { refusalsUnder } from '../leads/suppressions.ts';
import { all, enterAlone, first, type Program, run, runEach } from '../program.ts';
import { keepContactsOf } from '../reconcile/links.ts';
import { deleteMembers } from '../rows/member.ts';
import { insert, type SqlRow, statement } from '../statement.ts';
import { personOf, rowsHeld, underWayOf, wordsOf } from './found.ts';
import { HOLDINGS } from './holdings.ts';
import { COPIES, dropMentions, MENTIONS } from './mentions.ts';
import { keepNotes } from './refusal-notes.ts';
import { type Scrubbed, scrubDecisions, scrubMessages } from './scrub.ts';

const CAMPAIGN_IDS = statement<{ id: string }>('SELECT id FROM campaign WHERE workspace_id = :workspaceId ORDER BY id');
const REFUSE = insert(
  'suppression',
  ['workspaceId', 'keyHash', 'channel', 'kind', 'value', 'reason', 'origin', 'at'],
  `ON CONFLICT (workspace_id, key_hash, channel) DO UPDATE SET value = excluded.value, reason = excluded.reason,
   origin = excluded.origin, at = excluded.at`,
);
const RECEIPT = insert('erasure', ['workspaceId', 'id', 'at', 'by', 'counts', 'keyHashes']);
const PAGE = statement<SqlRow>(
  'SELECT * FROM erasure WHERE workspace_id = :workspaceId AND id < :before ORDER BY id DESC LIMIT :limit',
);
const BY_ID = statement<SqlRow>('SELECT * FROM erasure WHERE workspace_id = :workspaceId AND id = :id');
/** After every id. */
const END = '\u{10ffff}';
/** What refusals of an erasure have as their origin, before its id. */
const ORIGIN = 'erasure ';

type Counts = Record<string, Scrubbed>;

/** Takes a person away; null = there is no such lead, or it cannot be just now. */
export function* erasePerson({ workspaceId, leadId, decide }: ErasureWish): Program<Erasure | null> {
  const campaigns = (yield* all(CAMPAIGN_IDS, { workspaceId })).map(({ id }) => id);
  yield* enterAlone(leadsGate(workspaceId));
  yield* enterAlone(assessGate(workspaceId));
  yield* enterAlone(refusalsGate(workspaceId));
  const found = yield* personOf(workspaceId, leadId);
  const decision = found && decide(found, yield* underWayOf(workspaceId, found.ids));
  if (!found || !decision) return null;
  const counts: Counts = {};
  yield* keepContactsOf(workspaceId, found.ids, decision.at);
  yield* removeMembers(workspaceId, found, campaigns, counts);
  yield* removeRows(workspaceId, found, counts);
  for (const id of found.ids) {
    yield* countInto(counts, 'messages', scrubMessages(workspaceId, id));
    yield* countInto(counts, 'decisions', scrubDecisions(workspaceId, id));
  }
  for (const mention of MENTIONS) {
    const rows = yield* dropMentions(mention, workspaceId, wordsOf(found));
    add(counts, mention.kind, mention.fate === 'goes' ? { gone: rows, kept: 0 } : { gone: 0, kept: rows });
  }
  for (const copy of COPIES) yield* dropMentions(copy, workspaceId, wordsOf(found));
  add(counts, 'refusals', { gone: 0, kept: yield* refuse(workspaceId, decision) });
  return yield* writeReceipt(workspaceId, decision, counts);
}

function* removeMembers(
  workspaceId: string,
  { ids }: PersonFound,
  campaigns: readonly string[],
  counts: Counts,
): Program<void> {
  const members = HOLDINGS.find(({ table }) => table === 'campaign_member');
  if (members) add(counts, members.kind, { gone: (yield* rowsHeld(members, workspaceId, ids)).length, kept: 0 });
  for (const campaignId of campaigns) {
    yield* deleteMembers(ids.map((leadId) => ({ workspaceId, campaignId, leadId })));
  }
}

function* removeRows(workspaceId: string, { ids }: PersonFound, counts: Counts): Program<void> {
  for (const { kind, remove } of HOLDINGS) {
    if (remove === null) continue;
    const gone = yield* runEach(
      remove,
      ids.map((leadId) => ({ workspaceId, leadId })),
    );
    add(counts, kind, { gone, kept: 0 });
  }
}

function* countInto(counts: Counts, kind: string, scrub: Program<Scrubbed>): Program<void> {
  add(counts, kind, yield* scrub);
}

/** What there was none of is not told. */
function add(counts: Counts, kind: string, { gone, kept }: Scrubbed): void {
  if (gone + kept === 0) return;
  const before = counts[kind] ?? { gone: 0, kept: 0 };
  counts[kind] = { gone: before.gone + gone, kept: before.kept + kept };
}

function* refuse(workspaceId: string, { id, keyHashes, refusals }: ErasureDecision): Program<number> {
  const standing = Map.groupBy(yield* refusalsUnder(workspaceId, keyHashes), ({ keyHash }) => keyHash);
  const left = keyHashes.flatMap((hash) => refusals(hash, standing.get(hash) ?? []));
  yield* keepNotes(left.map(({ keyHash, channel, reason, at }) => ({ workspaceId, keyHash, channel, reason, at })));
  const row = ({ list: _, ...refusal }: Suppression) => ({ workspaceId, ...refusal, origin: `${ORIGIN}${id}` });
  return yield* runEach(REFUSE, left.map(row));
}

function* writeReceipt(workspaceId: string, decision: ErasureDecision, counts: Counts): Program<Erasure> {
  const { id, at, by, keyHashes } = decision;
  const receipt = { workspaceId, id, at, by };
  yield* run(RECEIPT, { ...receipt, counts: toJson(counts), keyHashes: toJson(keyHashes) });
  return { ...receipt, counts, keyHashes };
}

/** Erasures, newest first. */
export function* listErasures({ workspaceId, before, limit }: ErasureQuery): Program<Erasure[]> {
  return (yield* all(PAGE, { workspaceId, before: before ?? END, limit })).map(erasureOf);
}

/** The erasure that left a refusal under one of these keys. */
export function* erasureUnder(workspaceId: string, keyHashes: readonly string[]): Program<Erasure | null> {
  for (const { origin } of yield* refusalsUnder(workspaceId, keyHashes)) {
    if (!origin.startsWith(ORIGIN)) continue;
    const row = yield* first(BY_ID, { workspaceId, id: origin.slice(ORIGIN.length) });
    if (row) return erasureOf(row);
  }
  return null;
}

function erasureOf(row: SqlRow): Erasure {
  return {
    ...{ workspaceId: row.workspace_id as string, id: row.id as string, at: row.at as number, by: row.by as string },
    counts: fromJson(row.counts),
    keyHashes: fromJson(row.key_hashes),
  };
}
