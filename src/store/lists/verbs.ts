/** The lists themselves: where their rows and fields are, and what each row is told with. Pages are `page.ts`. */
import { setImmediate as turn } from 'node:timers/promises';
import { LIMITS } from '../../domain/limits.ts';
import { LISTS, type ListName } from '../../domain/list/schema.ts';
import type { Listed, ListQuery, ListVerbs, SuppressionKeysOf, TooLong } from '../../engine/store-port.ts';
import { accountsByIds } from '../accounts/accounts.ts';
import { foundByIds } from '../leads/find.ts';
import { allEach, type Database, type Program } from '../program.ts';
import { enrollmentOf } from '../rows/enrollment.ts';
import { messageOf } from '../rows/message.ts';
import { type SqlRow, type Statement, snakeCase, statement } from '../statement.ts';
import { ACCOUNTS, ACCOUNTS_OF_CAMPAIGN } from './accounts.ts';
import type { Columns } from './compile.ts';
import { JUDGED } from './judged.ts';
import { type Counted, type CountQuery, countOf, isSettled, type ListSource, pageOf } from './page.ts';

const MESSAGE = statement<SqlRow>('SELECT * FROM message WHERE workspace_id = :workspaceId AND id = :id');
const ENROLLMENT = statement<SqlRow>('SELECT * FROM enrollment WHERE workspace_id = :workspaceId AND id = :id');

/** Fields whose columns are not called as they are; a lead's are read as `l`. */
const OTHERWISE: Readonly<Record<string, string>> = {
  'lead.import': 'l.import_id',
  'lead.paused': 'EXISTS (SELECT 1 FROM lead_pause p WHERE p.workspace_id = l.workspace_id AND p.lead_id = l.id)',
  'standing.score': 'w.score / 1000000.0',
  'standing.reason': 'w.reason_code',
  ...JUDGED,
  'message.lead': 'w.lead_id',
  'message.campaign': "NULLIF(w.campaign_id, '')",
  'message.reason': 'w.reason_code',
  // Compared with broken numbers too.
  'message.attempts': 'w.attempts * 1.0',
  'enrollment.lead': 'w.lead_id',
  'enrollment.campaign': 'w.campaign_id',
  'enrollment.reason': 'w.reason_code',
};

function columnsOf(list: ListName): Columns {
  const columns = Object.keys(LISTS[list]).map((name) => {
    const [group, field = ''] = name.split('.');
    return [name, OTHERWISE[name] ?? `${group === 'lead' ? 'l' : 'w'}.${snakeCase(field)}`];
  });
  return Object.fromEntries(columns);
}

const SOURCES: Readonly<Record<ListName, ListSource>> = {
  lead: {
    schema: LISTS.lead,
    columns: columnsOf('lead'),
    ...{ table: 'lead', rows: 'l', id: 'id', where: '', join: '' },
  },
  message: { schema: LISTS.message, columns: columnsOf('message'), ...rowsOfTable('message') },
  enrollment: { schema: LISTS.enrollment, columns: columnsOf('enrollment'), ...rowsOfTable('enrollment') },
  account: ACCOUNTS,
};
const OF_CAMPAIGN = 'AND campaign_id = :campaignId';
/** The members come first, and each one's lead is read by its key. */
const MEMBERS: ListSource = {
  ...SOURCES.lead,
  ...{ table: 'campaign_member', rows: 'w', id: 'lead_id', where: OF_CAMPAIGN },
  join: 'CROSS JOIN lead l WHERE l.workspace_id = w.workspace_id AND l.id = w.lead_id AND',
};

function rowsOfTable(table: string) {
  return { table, rows: 'w', id: 'id', where: '', join: '' } as const;
}

/** How the rows of a list are found; `inCampaign`: those of one. */
export function sourceOf(list: ListName, inCampaign: boolean): ListSource {
  if (!inCampaign) return SOURCES[list];
  if (list === 'account') return ACCOUNTS_OF_CAMPAIGN;
  return list === 'lead' ? MEMBERS : { ...SOURCES[list], where: OF_CAMPAIGN };
}

/** The verbs of lists. */
export function listVerbs(db: Database): ListVerbs {
  return {
    leads: (query, keysOf) =>
      db.read(() => told(query, 'lead', keysOf, (ids) => foundByIds(query.workspaceId, query.campaignId, ids, keysOf))),
    messages: (query) =>
      db.read(() => told(query, 'message', NO_KEYS, (ids) => rowsOf(query, MESSAGE, ids, messageOf))),
    enrollments: (query) =>
      db.read(() => told(query, 'enrollment', NO_KEYS, (ids) => rowsOf(query, ENROLLMENT, ids, enrollmentOf))),
    accounts: (query) =>
      db.read(() => told(query, 'account', NO_KEYS, (ids) => accountsByIds(query.workspaceId, query.campaignId, ids))),
    count: (list, query, keysOf) => counted(db, sourceOf(list, query.campaignId !== null), query, keysOf),
  };
}

/** No address stands in the fields of these lists. */
const NO_KEYS: SuppressionKeysOf = () => [];

/** What is settled row by row is counted as many rows at once as a page looks at: between two of them others get their turn. */
async function counted(
  db: Database,
  source: ListSource,
  query: CountQuery,
  keysOf: SuppressionKeysOf,
): Promise<number> {
  const looked = isSettled(query.filter) ? LIMITS.listLooked : LIMITS.leadsCounted;
  let fits = 0;
  let after: string | null = null;
  for (let rows = 0; rows < LIMITS.leadsCounted; rows += looked) {
    const from = after;
    const part: Counted = await db.read(() => countOf(source, query, keysOf, { after: from, looked }));
    fits += part.fits;
    if (part.last === null) break;
    after = part.last;
    await turn();
  }
  return fits;
}

function* told<Row>(
  query: ListQuery,
  list: ListName,
  keysOf: SuppressionKeysOf,
  rowsBy: (ids: readonly string[]) => Program<readonly Row[]>,
): Program<Listed<Row> | TooLong> {
  const page = yield* pageOf(sourceOf(list, query.campaignId !== null), query, keysOf);
  if ('tooLong' in page) return page;
  return { rows: yield* rowsBy(page.ids), next: page.next };
}

function* rowsOf<Row>(
  { workspaceId }: ListQuery,
  byId: Statement<SqlRow>,
  ids: readonly string[],
  rowOf: (row: SqlRow) => Row,
): Program<readonly Row[]> {
  const rows = yield* allEach(
    byId,
    ids.map((id) => ({ workspaceId, id })),
  );
  return rows.flat().map(rowOf);
}
