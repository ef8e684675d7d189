/**
 * Acts on many leads: one transaction a batch, each going on where the last one ended, by whoever holds the lease. Taking one back goes
 * through what it changed in the same way. Owns rows and order; what becomes of a lead is decided by whoever asks.
 */

import type { Lead } from '../../domain/lead/lead.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Filter } from '../../domain/list/filter.ts';
import type {
  BulkLead,
  BulkLease,
  BulkLook,
  BulkNext,
  BulkRecord,
  BulkStep,
  BulkVerbs,
  LeadSuppression,
} from '../../engine/store-port.ts';
import { unasked } from '../campaigns/routes.ts';
import { assessGate, leadsGate } from '../gates.ts';
import { toJson } from '../json.ts';
import { leadsById, updateLeads } from '../leads/leads.ts';
import { pausesOf } from '../leads/pauses.ts';
import { addSuppressions, suppressionsFor } from '../leads/suppressions.ts';
import { all, type Database, enterAlone, first, type Program, run, runEach } from '../program.ts';
import { recipientOf } from '../rows/lead.ts';
import { insert, statement } from '../statement.ts';
import { changePassages } from '../work/passages.ts';
import { type Decided, entriesOf, putEntries } from './bulk-enroll.ts';
import { bulkById, bulkOf, ROWS, ROWS_CHANGED, ROWS_OF_CODE, saveBulk } from './bulk-rows.ts';
import { factsHash, undoStep } from './bulk-undo.ts';
import { pageOf } from './page.ts';
import { sourceOf } from './verbs.ts';

interface OpenAct {
  readonly workspace_id: string;
  readonly id: string;
  readonly lease_owner: string | null;
  readonly lease_until: number | null;
}

const LAST_LEAD = statement<{ id: string }>(
  'SELECT id FROM lead WHERE workspace_id = :workspaceId ORDER BY id DESC LIMIT 1',
);
const BY_KEY = statement<{ id: string }>(
  'SELECT id FROM bulk WHERE workspace_id = :workspaceId AND request_key = :key',
);
const INSERT = insert(
  'bulk',
  [
    ...['workspaceId', 'id', 'requestKey', 'state', 'act', 'value', 'why', 'campaignId', 'asked', 'filter', 'untilId'],
    ...['position', 'fits', 'changedCount', 'skippedCount', 'restoredCount', 'keptCount', 'reasons'],
    ...['startedBy', 'startedAt', 'leaseOwner', 'leaseUntil'],
  ],
  'ON CONFLICT DO NOTHING',
);
const LIST = statement<{ id: string }>(
  'SELECT id FROM bulk WHERE workspace_id = :workspaceId ORDER BY id DESC LIMIT :limit',
);
const HOLDER = statement<{ state: string; lease_owner: string | null; lease_until: number | null }>(
  'SELECT state, lease_owner, lease_until FROM bulk WHERE workspace_id = :workspaceId AND id = :id',
  { holds: 'bulk' },
);
/** Those that nobody has in hand, and those in hand, whose lease ends first before others. */
const LEFT = statement<OpenAct>(`
  SELECT workspace_id, id, lease_owner, lease_until FROM bulk
  WHERE finished_at IS NULL AND lease_until IS NULL LIMIT :limit`);
const IN_HAND = statement<OpenAct>(`
  SELECT workspace_id, id, lease_owner, lease_until FROM bulk
  WHERE finished_at IS NULL AND lease_until > 0 ORDER BY lease_until LIMIT :limit`);
const TAKE = statement(`
  UPDATE bulk SET lease_owner = :owner, lease_until = :leaseUntil, state = :state, finished_at = NULL
  WHERE workspace_id = :workspaceId AND id = :id`);
const RESTART = statement("UPDATE bulk SET position = '' WHERE workspace_id = :workspaceId AND id = :id");
const RELEASE = statement(`
  UPDATE bulk SET lease_owner = NULL, lease_until = NULL
  WHERE workspace_id = :workspaceId AND id = :id AND lease_owner = :owner`);
const KEEP = statement(`
  UPDATE bulk SET lease_until = :leaseUntil
  WHERE workspace_id = :workspaceId AND id = :id AND lease_owner = :owner AND state = 'running'`);
const CANCEL = statement(`
  UPDATE bulk SET state = 'cancelled', finished_at = :now, lease_owner = NULL, lease_until = NULL
  WHERE workspace_id = :workspaceId AND id = :id AND state = 'running'`);
const ROW = insert('bulk_row', ['workspaceId', 'bulkId', 'leadId', 'code', 'change']);

/** The verbs over a database. */
export function bulkVerbs(db: Database): BulkVerbs {
  return {
    domains: (of) => db.read(() => domainsAfter(of)),
    look: (look) => db.read(() => lookAt(look)),
    begin: (record, lease) => db.write(() => begin(record, lease)),
    get: (workspaceId, id) => db.read(() => bulkById(workspaceId, id)),
    list: (workspaceId, limit) => db.read(() => list(workspaceId, limit)),
    rows: (of) => db.read(() => rowsOf(of)),
    cutOff: (lease, limit) => db.read(() => cutOff(lease, limit)),
    take: (workspaceId, id, lease, undo) => db.write(() => take(workspaceId, id, lease, undo)),
    release: async (workspaceId, id, owner) => {
      await db.write(() => run(RELEASE, { workspaceId, id, owner }));
    },
    step: (step) => db.write(() => stepOn(step)),
    undoStep: (step) => db.write(() => undoStep(step)),
    cancel: async (workspaceId, id, now) => (await db.write(() => run(CANCEL, { workspaceId, id, now }))) === 1,
  };
}

function* list(workspaceId: string, limit: number): Program<BulkRecord[]> {
  const records: BulkRecord[] = [];
  for (const { id } of yield* all(LIST, { workspaceId, limit })) {
    const record = yield* bulkById(workspaceId, id);
    if (record) records.push(record);
  }
  return records;
}

function* begin(
  record: Omit<BulkRecord, 'untilId'>,
  { owner, until }: Pick<BulkLease, 'owner' | 'until'>,
): Program<BulkRecord> {
  const { workspaceId, id, key } = record;
  const known = key === null ? undefined : yield* first(BY_KEY, { workspaceId, key });
  if (!known) {
    const last = yield* first(LAST_LEAD, { workspaceId });
    const row = bulkOf({ ...record, untilId: last?.id ?? null });
    yield* run(INSERT, { ...row, requestKey: key, leaseOwner: owner, leaseUntil: until });
  }
  // Of two that began at once under one key, both go on with the one that was first.
  const mine = known ?? (key === null ? { id } : yield* first(BY_KEY, { workspaceId, key }));
  const begun = yield* bulkById(workspaceId, mine?.id ?? id);
  if (!begun) throw new Error(`act ${id} is not stored`);
  return begun;
}

function* rowsOf({ workspaceId, id, code, after, limit }: Parameters<BulkVerbs['rows']>[0]) {
  const page = { workspaceId, id, after, limit };
  const rows =
    code === 'any'
      ? yield* all(ROWS, page)
      : code === null
        ? yield* all(ROWS_CHANGED, page)
        : yield* all(ROWS_OF_CODE, { ...page, code });
  return rows.map((row) => ({ leadId: row.lead_id, code: row.code, undone: row.undone }));
}

function* cutOff(lease: Parameters<BulkVerbs['cutOff']>[0], limit: number): Program<BulkRecord[]> {
  const open = [...(yield* all(LEFT, { limit })), ...(yield* all(IN_HAND, { limit }))];
  const records: BulkRecord[] = [];
  for (const { workspace_id: workspaceId, id, lease_owner: owner, lease_until: until } of open) {
    const isLeft = owner === null || (until ?? 0) <= lease.now || lease.isGone(owner);
    const record = isLeft ? yield* bulkById(workspaceId, id) : null;
    if (record) records.push(record);
  }
  return records;
}

function* take(
  workspaceId: string,
  id: string,
  lease: Parameters<BulkVerbs['take']>[2],
  undo: boolean,
): Program<boolean> {
  const holder = yield* first(HOLDER, { workspaceId, id });
  const from = undo ? ['done', 'cancelled', 'undoing'] : ['running'];
  if (!holder || !from.includes(holder.state)) return false;
  const { lease_owner: owner, lease_until: until } = holder;
  const held = owner !== null && owner !== lease.owner && (until ?? 0) > lease.now && !lease.isGone(owner);
  if (held) return false;
  if (undo && holder.state !== 'undoing') yield* run(RESTART, { workspaceId, id });
  const taken = { workspaceId, id, owner: lease.owner, leaseUntil: lease.until };
  yield* run(TAKE, { ...taken, state: undo ? 'undoing' : 'running' });
  return true;
}

type Page = Pick<BulkLook, 'workspaceId' | 'campaignId' | 'filter' | 'after' | 'limit' | 'suppressionKeys'>;

/** The next leads that fit. */
function* leadsAfter(page: Page, untilId: string | null): Program<{ leads: Lead[]; next: string | null }> {
  const { workspaceId, campaignId, after, limit } = page;
  const until: Filter[] = untilId === null ? [] : [{ field: 'lead.id', is: '<=', value: untilId }];
  const filter = { all: [...until, ...(page.filter === null ? [] : [page.filter])] };
  const query = {
    ...{ workspaceId, campaignId, limit, order: [], after: after === null ? null : { keys: [], id: after } },
    filter: filter.all.length === 0 ? null : filter,
    most: { looked: LIMITS.bulkLooked, sorted: 0 },
  };
  const listed = yield* pageOf(sourceOf('lead', campaignId !== null), query, page.suppressionKeys);
  if ('tooLong' in listed) throw new Error('the order of the ids is never too long');
  const found = yield* leadsById(workspaceId, listed.ids);
  return { leads: listed.ids.flatMap((id) => found.get(id) ?? []), next: listed.next?.id ?? null };
}

type Looking = Pick<BulkLook, 'workspaceId' | 'act' | 'value' | 'suppressionKeys'>;

/** Leads as an act looks at them. */
function* lookedAt(looking: Looking, leads: readonly Lead[]): Program<BulkLead[]> {
  const { workspaceId, suppressionKeys } = looking;
  const pauses = yield* pausesOf(
    workspaceId,
    leads.map(({ id }) => id),
  );
  const refusals = yield* suppressionsFor(workspaceId, leads.map(recipientOf), suppressionKeys);
  const entries = looking.act === 'enroll' ? yield* entriesOf(looking, leads) : [];
  return leads.map((lead, i): BulkLead => {
    return { lead, pause: pauses.get(lead.id) ?? null, refusals: refusals[i] ?? [], entry: entries[i] ?? null };
  });
}

function* domainsAfter({ now, ...page }: BulkNext): Program<string[]> {
  const { leads } = yield* leadsAfter(page, null);
  return yield* unasked(
    leads.map(({ values }) => values.email),
    now,
  );
}

function* lookAt(look: BulkLook) {
  const { leads, next } = yield* leadsAfter(look, null);
  const looked = yield* lookedAt(look, leads);
  const reasons: Record<string, number> = {};
  let changed = 0;
  for (const lead of looked) {
    const decision = look.decide(lead);
    if ('skip' in decision) reasons[decision.skip] = (reasons[decision.skip] ?? 0) + 1;
    else changed += 1;
  }
  return { changed, reasons, next };
}

function* stepOn(step: BulkStep): Program<BulkRecord | null> {
  const { workspaceId, id, owner, leaseUntil, limit, now } = step;
  yield* enterAlone(leadsGate(workspaceId));
  if ((yield* run(KEEP, { workspaceId, id, owner, leaseUntil })) === 0) return null;
  const record = yield* bulkById(workspaceId, id);
  if (!record) return null;
  if (record.act === 'enroll') yield* enterAlone(assessGate(workspaceId));
  const page = { ...record, after: record.position, limit, suppressionKeys: step.suppressionKeys };
  const { leads, next } = record.untilId === null ? NOBODY : yield* leadsAfter(page, record.untilId);
  const looked = yield* lookedAt({ ...record, suppressionKeys: step.suppressionKeys }, leads);
  const decided = looked.map((of) => ({ of, decision: step.decide(of) }));
  yield* change(step, record, decided);
  const reasons = { ...record.reasons };
  for (const { decision } of decided)
    if ('skip' in decision) reasons[decision.skip] = (reasons[decision.skip] ?? 0) + 1;
  const skipped = decided.filter(({ decision }) => 'skip' in decision).length;
  const isOver = next === null;
  const after: BulkRecord = {
    ...{ ...record, reasons, position: next ?? record.position },
    ...{ changed: record.changed + decided.length - skipped, skipped: record.skipped + skipped },
    ...(isOver ? ({ state: 'done', finishedAt: now } as const) : {}),
  };
  yield* saveBulk(after, isOver ? null : { owner, until: leaseUntil });
  return after;
}

const NOBODY = { leads: [], next: null } as const;

function* change({ workspaceId, now }: BulkStep, { id }: BulkRecord, decided: readonly Decided[]): Program<void> {
  const rows: Record<string, string | null>[] = [];
  const changed = [];
  const refusals: LeadSuppression[] = [];
  for (const { of, decision } of decided) {
    const row = { workspaceId, bulkId: id, leadId: of.lead.id };
    if ('skip' in decision) {
      rows.push({ ...row, code: decision.skip, change: null });
      continue;
    }
    const lead = { ...of.lead, values: { ...of.lead.values, ...decision.values }, changedAt: now };
    const names = Object.keys(decision.values) as (keyof typeof of.lead.values)[];
    if (names.length > 0) changed.push(lead);
    refusals.push(...decision.refusals);
    if (decision.pausing) yield* changePassages({ workspaceId, leadId: of.lead.id, decide: decision.pausing });
    const before = Object.fromEntries(names.map((name) => [name, of.lead.values[name]]));
    const begun = decision.entry?.enrollments[0]?.id;
    const kept = { before, changedAt: of.lead.changedAt, after: factsHash(lead), ...(begun && { begun }) };
    rows.push({ ...row, code: null, change: toJson(kept) });
  }
  yield* updateLeads(workspaceId, changed);
  yield* addSuppressions(workspaceId, refusals);
  yield* runEach(ROW, rows);
  yield* putEntries(decided);
}
