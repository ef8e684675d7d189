/**
 * Pages of a list that is filtered and sorted. Owns how much of a table a page may read. In the order of the ids that is a window of rows
 * on from the last page; in any other order it is the whole list, up to a bound: no index serves it, and a longer one is refused. Places
 * are keys and id of a row, so that pages neither miss nor repeat one, whatever was added meanwhile.
 */

import { LIMITS } from '../../domain/limits.ts';
import type { Filter } from '../../domain/list/filter.ts';
import { namedIds } from '../../domain/list/named-ids.ts';
import type { ListOrder } from '../../domain/list/order.ts';
import type { ListSchema } from '../../domain/list/schema.ts';
import type { ListPlace, ListQuery, SuppressionKeysOf, TooLong } from '../../engine/store-port.ts';
import { all, type Program } from '../program.ts';
import { type Parameters, passing, type SqlRow, type SqlValue } from '../statement.ts';
import { settle, typedTests } from './attributes.ts';
import { type Columns, compileFilter, Values } from './compile.ts';
import { refusedColumns, refusedFields } from './refused.ts';

/** How the rows of a list are found. */
export interface ListSource {
  readonly schema: ListSchema;
  /** The table that holds one row for each of the list, and its column of ids. */
  readonly table: string;
  readonly id: string;
  /** Conditions beside the workspace, such as the campaign. */
  readonly where: string;
  /** What its rows are called, */
  readonly rows: string;
  /** and how others are read beside them, up to the `AND` before the first condition; '' = none are. */
  readonly join: string;
  readonly columns: Columns;
}

/** Ids of a page. */
export interface ListedIds {
  readonly ids: readonly string[];
  readonly next: ListPlace | null;
}

const MOST = { looked: LIMITS.listLooked, sorted: LIMITS.listSorted } as const;
const ID = '.id';

/** Whether an order is that of the ids, one way or the other. */
function walks(order: readonly ListOrder[]): boolean {
  return order.length === 0 || order[0]!.field.endsWith(ID);
}

/** The ids of a page. */
export function* pageOf(source: ListSource, query: ListQuery, keysOf: SuppressionKeysOf): Program<ListedIds | TooLong> {
  return walks(query.order) ? yield* walked(source, query, keysOf) : yield* sorted(source, query, keysOf);
}

/** How many fit of the rows that are looked at after an id, and the id of the last one where there may be more. */
export interface Counted {
  readonly fits: number;
  readonly last: string | null;
}

/** How many fit of so many rows after an id; null = from the first one. */
export function* countOf(
  source: ListSource,
  query: CountQuery,
  keysOf: SuppressionKeysOf,
  { after, looked }: { readonly after: string | null; readonly looked: number },
): Program<Counted> {
  const { filter } = query;
  const values = new Values();
  const rows = windowOf(source, { from: after, descending: false, filter, values });
  const bounds = { ...scopeOf(query), ...(after === null ? {} : { after }), looked };
  const fits = yield* fitting(source, { filter, rows, values, bounds, keysOf });
  const counted = passing<{ n: number }>(`SELECT COUNT(*) AS n FROM ${rows} ${fits}`);
  const [whole] = yield* all(counted, { ...bounds, ...values.parameters });
  return { fits: Number(whole?.n ?? 0), last: yield* endOf(source, rows, { descending: false, values, bounds }) };
}

/** What is counted. */
export type CountQuery = Pick<ListQuery, 'workspaceId' | 'campaignId' | 'filter'>;

/** Whether a filter is settled for the rows that are looked at, so that no more of them are counted at once than a page looks at. */
export function isSettled(filter: Filter | null): boolean {
  return filter !== null && (refusedFields(filter).length > 0 || typedTests(filter).length > 0);
}

interface Bounded {
  readonly descending: boolean;
  readonly values: Values;
  readonly bounds: Parameters & { readonly looked: number };
}

/** The id of the last row that was looked at; null = there are no more than these. */
function* endOf({ rows: name, id }: ListSource, rows: string, of: Bounded): Program<string | null> {
  const { descending, values, bounds } = of;
  const last = `${descending ? 'MIN' : 'MAX'}(${name}.${id})`;
  const looked = passing<{ n: number; last: string | null }>(`SELECT COUNT(*) AS n, ${last} AS last FROM ${rows}`);
  const [end] = yield* all(looked, { ...bounds, ...values.parameters });
  return end !== undefined && Number(end.n) === bounds.looked ? end.last : null;
}

function* walked(source: ListSource, query: ListQuery, keysOf: SuppressionKeysOf): Program<ListedIds> {
  const { limit, after, filter, order, most = MOST } = query;
  const descending = order[0]?.descending ?? false;
  const values = new Values();
  const id = `${source.rows}.${source.id}`;
  const rows = windowOf(source, { from: after?.id ?? null, descending, filter, values });
  const bounds = { ...scopeOf(query), ...(after ? { after: after.id } : {}), looked: most.looked };
  const fits = yield* fitting(source, { filter, rows, values, bounds, keysOf });
  const page = passing<{ id: string }>(
    `SELECT ${id} AS id FROM ${rows} ${fits}
     ORDER BY ${id} ${descending ? 'DESC' : 'ASC'} LIMIT :limit`,
  );
  const ids = (yield* all(page, { ...bounds, ...values.parameters, limit })).map(({ id }) => id);
  if (ids.length === limit) return { ids, next: placeAt(ids.at(-1)!) };
  const last = yield* endOf(source, rows, { descending, values, bounds });
  return { ids, next: last === null ? null : placeAt(last) };
}

function placeAt(id: string): ListPlace {
  return { keys: [], id };
}

interface Window {
  readonly from: string | null;
  readonly descending: boolean;
  readonly filter: Filter | null;
  readonly values: Values;
}

/** The rows that a page looks at, by index: where the filter names them, these alone. */
function windowOf({ table, rows, id, where, schema }: ListSource, { from, descending, filter, values }: Window) {
  const on = from === null ? '' : `AND ${id} ${descending ? '<' : '>'} :after`;
  const way = descending ? 'DESC' : 'ASC';
  const ids = filter === null ? null : namedIds(filter, Object.keys(schema)[0]!);
  const these = ids === null ? '' : `AND ${id} IN (${ids.map((one) => values.put(one)).join(', ')})`;
  const looked = `workspace_id = :workspaceId ${where} ${on} ${these} ORDER BY ${id} ${way} LIMIT :looked`;
  return `(SELECT * FROM ${table} WHERE ${looked}) AS ${rows}`;
}

function scopeOf({ workspaceId, campaignId }: Pick<ListQuery, 'workspaceId' | 'campaignId'>) {
  return campaignId === null ? { workspaceId } : { workspaceId, campaignId };
}

/** What is asked of which rows, with the values of the statement so far. */
interface Asked {
  readonly filter: Filter | null;
  readonly rows: string;
  readonly values: Values;
  readonly bounds: Parameters & { readonly workspaceId: string };
  readonly keysOf: SuppressionKeysOf;
}

/** The clause of what fits, beside the rows that it was settled for. */
function* fitting(
  { schema, columns, join }: ListSource,
  { filter, rows, values, bounds, keysOf }: Asked,
): Program<string> {
  const from = join || 'WHERE';
  if (filter === null) return `${from} 1 = 1`;
  const looked = `${rows} ${from}`;
  const settled = yield* settle(filter, looked, values, bounds);
  const refused = yield* refusedColumns(refusedFields(filter), looked, values, { bounds, keysOf });
  return `${from} ${compileFilter(filter, { schema, columns: { ...columns, ...refused }, values, settled })}`;
}

function* sorted(source: ListSource, query: ListQuery, keysOf: SuppressionKeysOf): Program<ListedIds | TooLong> {
  const { limit, after, order, filter, most = MOST } = query;
  const values = new Values();
  const rows = windowOf(source, { from: null, descending: false, filter, values });
  const looked = most.sorted + 1;
  const bounds = { ...scopeOf(query), looked };
  const long = passing<{ n: number }>(`SELECT COUNT(*) AS n FROM ${rows}`);
  const [whole] = yield* all(long, { ...bounds, ...values.parameters });
  if (Number(whole?.n ?? 0) === looked) return { tooLong: true };
  const keys = order.map(({ field, descending }) => ({ sql: keyOf(source, field), descending }));
  const id = `${source.rows}.${source.id}`;
  const fits = yield* fitting(source, { filter, rows, values, bounds, keysOf });
  const conditions = [fits, ...(after ? [beyond(keys, id, after, values)] : [])];
  const page = passing<SqlRow>(
    `SELECT ${[`${id} AS id`, ...keys.map(({ sql }, i) => `${sql} AS k${i}`)].join(', ')}
     FROM ${rows} ${conditions.join(' AND ')}
     ORDER BY ${keys.map(({ sql, descending }) => `${sql} ${descending ? 'DESC' : 'ASC'} NULLS LAST`).join(', ')}, ${id} LIMIT :limit`,
  );
  const found = yield* all(page, { ...bounds, ...values.parameters, limit });
  const last = found.at(-1);
  const next = found.length === limit && last ? { keys: keys.map((_, i) => last[`k${i}`] ?? null), id: last.id } : null;
  return { ids: found.map((row) => row.id as string), next: next as ListPlace | null };
}

/** Words of people are in the order of their small letters; what is one of our own words, and what is none, as it is. */
function keyOf({ schema, columns }: ListSource, field: string): string {
  const { type, values } = schema[field]!;
  return type === 'text' && values === undefined ? `LOWER(${columns[field]})` : columns[field]!;
}

interface Key {
  readonly sql: string;
  readonly descending: boolean;
}

/** What comes after a place: beyond it in one field, and like it in all before. What is not known comes last. */
function beyond(keys: readonly Key[], id: string, place: ListPlace, values: Values): string {
  const like: string[] = [];
  const ways: string[] = [];
  for (const [i, key] of keys.entries()) {
    const value = place.keys[i] as SqlValue;
    if (value === null) {
      like.push(`${key.sql} IS NULL`);
      continue;
    }
    const over = `(${key.sql} ${key.descending ? '<' : '>'} ${values.put(value)} OR ${key.sql} IS NULL)`;
    ways.push([...like, over].join(' AND '));
    like.push(`${key.sql} = ${values.put(value)}`);
  }
  ways.push([...like, `${id} > ${values.put(place.id)}`].join(' AND '));
  return `(${ways.map((way) => `(${way})`).join(' OR ')})`;
}
