/** What CRMs and we say differently, and how far it was read. */
import type {
  CrmReading,
  Difference,
  DifferenceQuery,
  DifferenceState,
  NotedPage,
  ReadingPhase,
} from '../../engine/store-port.ts';
import { fromJson, toJson } from '../json.ts';
import { all, allEach, first, type Program, run, runEach } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';
import { forgetErased } from './links.ts';

const READING = statement<SqlRow>(
  'SELECT * FROM crm_reading WHERE workspace_id = :workspaceId AND connection = :connection',
);
const PUT_READING = insert(
  'crm_reading',
  ['workspaceId', 'connection', 'phase', 'after', 'startedAt', 'endedAt', 'counts'],
  `ON CONFLICT (workspace_id, connection) DO UPDATE SET phase = excluded.phase, after = excluded.after,
   started_at = excluded.started_at, ended_at = excluded.ended_at, counts = excluded.counts`,
);
const OF = statement<SqlRow>(`
  SELECT * FROM crm_difference
  WHERE workspace_id = :workspaceId AND connection = :connection AND contact_id = :contactId ORDER BY field`);
const PUT = insert(
  'crm_difference',
  [
    ...['workspaceId', 'connection', 'contactId', 'field', 'id', 'leadId', 'ours', 'theirs', 'verdict', 'because'],
    ...['state', 'seenAt', 'settledAt', 'settledBy', 'detail'],
  ],
  `ON CONFLICT (workspace_id, connection, contact_id, field) DO UPDATE SET id = excluded.id, lead_id = excluded.lead_id,
   ours = excluded.ours, theirs = excluded.theirs, verdict = excluded.verdict, because = excluded.because,
   state = excluded.state, seen_at = excluded.seen_at, settled_at = excluded.settled_at,
   settled_by = excluded.settled_by, detail = excluded.detail`,
);
/** Of what was settled the row stays: it says since when both sides have it. */
const OVER = statement(`
  DELETE FROM crm_difference WHERE workspace_id = :workspaceId AND connection = :connection
    AND contact_id = :contactId AND field = :field AND (state = 'open' OR state = 'later')`);
const PAGE = statement<SqlRow>(`
  SELECT * FROM crm_difference WHERE workspace_id = :workspaceId AND state = :state AND id < :before
  ORDER BY id DESC LIMIT :limit`);
const BY_ID = statement<SqlRow>('SELECT * FROM crm_difference WHERE workspace_id = :workspaceId AND id = :id');
const SETTLE = statement(`
  UPDATE crm_difference SET state = :state, settled_at = :settledAt, settled_by = :settledBy, detail = :detail
  WHERE workspace_id = :workspaceId AND id = :id AND state = :was`);
/** After every id. */
const END = '\u{10ffff}';

/** How far a CRM was read; null = it never was. */
export function* readingOf(workspaceId: string, connection: string): Program<CrmReading | null> {
  const row = yield* first(READING, { workspaceId, connection });
  if (!row) return null;
  return {
    ...{ workspaceId, connection, phase: row.phase as ReadingPhase, after: row.after as string },
    ...{ startedAt: row.started_at as number, endedAt: row.ended_at as number | null, counts: fromJson(row.counts) },
  };
}

/** All that is on record of these contacts. */
export function* differencesOf(
  workspaceId: string,
  connection: string,
  contactIds: readonly string[],
): Program<Difference[]> {
  const rows = yield* allEach(
    OF,
    contactIds.map((contactId) => ({ workspaceId, connection, contactId })),
  );
  return rows.flat().map(differenceOf);
}

/** Writes a page. */
export function* notePage(page: NotedPage): Program<void> {
  const { reading, found, over } = page;
  yield* runEach(
    PUT,
    found.map((one) => ({ ...one })),
  );
  yield* runEach(
    OVER,
    over.map(({ workspaceId, connection, contactId, field }) => ({ workspaceId, connection, contactId, field })),
  );
  yield* forgetErased(page);
  yield* run(PUT_READING, { ...reading, counts: toJson(reading.counts) });
}

/** A page of them. */
export function* listDifferences({ workspaceId, state, before, limit }: DifferenceQuery): Program<Difference[]> {
  return (yield* all(PAGE, { workspaceId, state, before: before ?? END, limit })).map(differenceOf);
}

/** One; null = there is none of this id. */
export function* differenceById(workspaceId: string, id: string): Program<Difference | null> {
  const row = yield* first(BY_ID, { workspaceId, id });
  return row ? differenceOf(row) : null;
}

/** False = somebody else decided, or it is no difference any more. */
export function* settleDifference(difference: Difference, was: DifferenceState): Program<boolean> {
  const { workspaceId, id, state, settledAt, settledBy, detail } = difference;
  return (yield* run(SETTLE, { workspaceId, id, state, settledAt, settledBy, detail, was })) > 0;
}

function differenceOf(row: SqlRow): Difference {
  return {
    ...{ workspaceId: row.workspace_id as string, connection: row.connection as string },
    ...{ contactId: row.contact_id as string, field: row.field as string, id: row.id as string },
    ...{ leadId: row.lead_id as string | null, ours: row.ours as string | null, theirs: row.theirs as string | null },
    ...{ verdict: row.verdict as Difference['verdict'], because: row.because as string },
    ...{ state: row.state as DifferenceState, seenAt: row.seen_at as number },
    ...{ settledAt: row.settled_at as number | null, settledBy: row.settled_by as string | null },
    detail: row.detail as string | null,
  };
}
