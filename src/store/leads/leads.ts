/** Leads by id: read, added, changed, touched. Every change takes a new revision, so that campaigns look again. */
import type { Lead } from '../../domain/lead/lead.ts';
import { allEach, type Program, run, runEach } from '../program.ts';
import { LEAD_COLUMNS, LEAD_LIST, leadBinder, leadOf } from '../rows/lead.ts';
import { insert, type SqlList, type SqlValue, snakeCase, statement } from '../statement.ts';
import { takeRevisions } from './revisions.ts';

const BY_ID = statement<SqlList>(`SELECT ${LEAD_LIST} FROM lead WHERE workspace_id = :workspaceId AND id = :id`, {
  lists: true,
});
const INSERT = insert('lead', LEAD_COLUMNS);
const NEVER_CHANGED: ReadonlySet<string> = new Set(['workspaceId', 'id', 'source', 'importId', 'createdAt']);
const UPDATE = statement(
  `UPDATE lead SET ${LEAD_COLUMNS.filter((name) => !NEVER_CHANGED.has(name))
    .map((name) => `${snakeCase(name)} = :${name}`)
    .join(', ')} WHERE workspace_id = :workspaceId AND id = :id`,
);
const valuesOfNew = leadBinder(INSERT);
const valuesOfKnown = leadBinder(UPDATE);
const TOUCH = statement('UPDATE lead SET revision = :revision WHERE workspace_id = :workspaceId AND id = :leadId');
const CONSENTS = statement(
  "UPDATE lead SET basis = 'consent', basis_at = :at WHERE workspace_id = :workspaceId AND id = :leadId",
);
const DELETE = statement('DELETE FROM lead WHERE workspace_id = :workspaceId AND id = :leadId');
const INSERT_KEY = insert('identity', ['workspaceId', 'key', 'leadId'], 'ON CONFLICT DO NOTHING');
const DELETE_KEY = statement(
  'DELETE FROM identity WHERE workspace_id = :workspaceId AND key = :key AND lead_id = :leadId',
);
const ADOPT = statement('UPDATE lead SET import_id = :importId WHERE workspace_id = :workspaceId AND id = :leadId');

/** Leads by id, in one look-up each; unknown ids are left out. */
export function* leadsById(workspaceId: string, ids: readonly string[]): Program<Map<string, Lead>> {
  const rows = yield* allEach(
    BY_ID,
    ids.map((id) => ({ workspaceId, id })),
  );
  const leads = new Map<string, Lead>();
  for (const lead of rows.flat().map(leadOf)) leads.set(lead.id, lead);
  return leads;
}

/** Adds leads. */
export function* insertLeads(workspaceId: string, leads: readonly Omit<Lead, 'revision'>[]): Program<void> {
  if (leads.length === 0) return;
  const revision = yield* takeRevisions(workspaceId, leads.length);
  yield* runEach(
    INSERT,
    leads.values().map((lead, i) => valuesOfNew(lead, revision + i)),
  );
}

/** Writes leads as they are now. */
export function* updateLeads(workspaceId: string, leads: readonly Lead[]): Program<void> {
  if (leads.length === 0) return;
  const revision = yield* takeRevisions(workspaceId, leads.length);
  yield* runEach(
    UPDATE,
    leads.values().map((lead, i) => valuesOfKnown(lead, revision + i)),
  );
}

/** Has leads assessed anew although nothing of theirs changed. */
export function* touchLeads(workspaceId: string, ids: readonly string[]): Program<void> {
  if (ids.length === 0) return;
  const revision = yield* takeRevisions(workspaceId, ids.length);
  yield* runEach(
    TOUCH,
    ids.map((leadId, i) => ({ workspaceId, leadId, revision: revision + i })),
  );
}

/** A lead said yes to something, and is judged anew; with the time since which it consents to e-mail, that is its basis. */
export function* permitted(workspaceId: string, leadId: string, consentedAt: number | null): Program<void> {
  if (consentedAt !== null) yield* run(CONSENTS, { workspaceId, leadId, at: consentedAt });
  yield* touchLeads(workspaceId, [leadId]);
}

/** Removes leads. Their keys find nobody from then on; what else speaks of them is the caller's. */
export function* deleteLeads(workspaceId: string, ids: readonly string[]): Program<void> {
  yield* runEach(
    DELETE,
    ids.map((leadId) => ({ workspaceId, leadId })),
  );
}

/** Makes a lead known by keys; those it has stay. */
export function* addKeys(workspaceId: string, leadId: string, keys: readonly string[]): Program<void> {
  yield* runEach(
    INSERT_KEY,
    keys.map((key) => ({ workspaceId, key, leadId })),
  );
}

/** A lead is no longer known by these keys. */
export function* dropKeys(workspaceId: string, leadId: string, keys: readonly string[]): Program<void> {
  yield* runEach(
    DELETE_KEY,
    keys.map((key) => ({ workspaceId, key, leadId })),
  );
}

/** A lead's id with keys by which it is known. */
interface KeyedLead {
  readonly id: string;
  readonly keys: readonly string[];
}

/** Makes many leads known by their keys, in one go. */
export function* addKeysOf(workspaceId: string, leads: readonly KeyedLead[]): Program<void> {
  yield* runEach(INSERT_KEY, keyRows(workspaceId, leads));
}

/** Values of `INSERT_KEY`, one row at a time. */
function* keyRows(workspaceId: string, leads: readonly KeyedLead[]): Generator<SqlValue[], void> {
  for (const { id, keys } of leads) for (const key of keys) yield [workspaceId, key, id];
}

/** Has a lead belong to another import: the one that brought it is taken back, that one named it too. */
export function* adoptLead(workspaceId: string, leadId: string, importId: string): Program<void> {
  yield* run(ADOPT, { workspaceId, leadId, importId });
}
