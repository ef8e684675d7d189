/** What is asked of a list: its filter, its order, the place to go on from. Every list reads these the same way, from the schema of its fields. */
import { z } from 'zod';
import { ConditionError } from '../../../domain/facts/condition-tree.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { ANY_ATTRIBUTE } from '../../../domain/list/attribute.ts';
import { type Filter, readFilter } from '../../../domain/list/filter.ts';
import { type ListOrder, readOrder } from '../../../domain/list/order.ts';
import { LISTS, type ListName, sorts } from '../../../domain/list/schema.ts';
import type { Listed, ListPlace, ListQuery, TooLong } from '../../store-port.ts';
import { type OperationContext, Refusal } from '../operation.ts';

/** Errors of what is asked of a list. */
export const LIST_ERRORS = ['bad-filter', 'bad-sort', 'bad-place', 'list-too-long'] as const;

/** The inputs of a list that say what is asked of it, described by the schema of its fields. */
export function listInputs(list: ListName) {
  const fields = Object.entries(LISTS[list]);
  const names = (of: typeof fields) => of.map(([name]) => shortOf(name, list)).join(', ');
  const most = LIMITS.sortFields;
  return {
    where: z
      .string()
      .max(LIMITS.conditionCharacters)
      .default('')
      .describe(
        `filter in CEL, such as ${EXAMPLES[list]}; a page may be short, next leads on. Fields: ${names(fields)}`,
      ),
    sort: z
      .string()
      .max(200)
      .default('')
      .describe(
        `up to ${most} fields, "-" before one = the other way round; not known comes last. All filtered ones but: ${names(fields.filter(([, field]) => !sorts(field))) || 'none'}`,
      ),
  };
}

/** The input of a list that may be counted. */
export const counts = { count: z.boolean().default(false).describe('also say how many there are on all pages') };

/** The inputs of a list that may be cut down to some of its columns, and counted. */
export function cutInputs<const Names extends readonly [string, ...string[]]>(names: Names) {
  return {
    fields: z.array(z.enum(names)).max(names.length).default([]).describe('only these, and the id; may be repeated'),
    ...counts,
  };
}

/** How many there are on all pages, in the answer of such a list. */
export const Total = z
  .number()
  .optional()
  .describe(`on all pages, where asked for; counting ends at ${LIMITS.leadsCounted.toLocaleString('en')}`);

/** A row with these columns alone, and its id; none named = all of it. */
export function cutTo<Row extends { readonly id: string }>(
  fields: readonly string[],
  row: Row,
): Partial<Row> & Pick<Row, 'id'> {
  if (fields.length === 0) return row;
  const kept = Object.entries(row).filter(([name]) => name === 'id' || fields.includes(name));
  return Object.fromEntries(kept) as Partial<Row> & Pick<Row, 'id'>;
}

/** As it is mostly written: of the list itself bare, and of others by its group, since some are called alike. */
function shortOf(name: string, list: ListName): string {
  if (name === ANY_ATTRIBUTE) return 'attributes.NAME';
  const [group, field = ''] = name.split('.');
  return group === list || group === 'standing' ? field : name;
}

/** How a place begins that is no bare id; an id that begins so (an account's may) is written as such a place. */
const MARK = 'at.';
const EXAMPLES: Readonly<Record<ListName, string>> = {
  lead: 'country == "DE" && (title.contains("VP") || createdAt >= daysAgo(7))',
  message: 'state in ["failed", "held"] && dueAt < daysAgo(1)',
  enrollment: 'state == "waiting" && startedAt >= daysAgo(7)',
  account: 'status == "paused" && contacts > 3',
};

/** What was written. */
export interface ListWish {
  readonly where: string;
  readonly sort: string;
  readonly after: string | null;
  readonly limit: number;
}

/** Whether more is asked than the list in the order of its ids. */
export function asksMore({ where, sort, after }: ListWish): boolean {
  return where.trim() !== '' || sort.trim() !== '' || (after ?? '').startsWith(MARK);
}

/** The query of what was written. `besides`: what further flags ask. Errors: refusals `bad-filter`, `bad-sort`, `bad-place`. */
export function listQuery(
  { engine, workspaceId }: Pick<OperationContext, 'engine' | 'workspaceId'>,
  list: ListName,
  wish: ListWish & { readonly campaignId: string | null },
  besides: readonly Filter[] = [],
): ListQuery {
  const { campaignId, limit } = wish;
  const filter = filterOf(list, wish.where, campaignId !== null, engine.clock.now());
  const order = told('bad-sort', '--sort', () => readOrder(wish.sort, LISTS[list], campaignId !== null));
  const parts = [...(filter === null ? [] : [filter]), ...besides];
  const whole = parts.length > 1 ? { all: parts } : (parts[0] ?? null);
  return { workspaceId, campaignId, filter: whole, order, after: placeOf(wish.after, order), limit };
}

/** The filter that was written; null = none was. Errors: refusal `bad-filter`. */
export function filterOf(list: ListName, where: string, inCampaign: boolean, now: number): Filter | null {
  if (where.trim() === '') return null;
  return told('bad-filter', '--where', () => readFilter(where, { schema: LISTS[list], inCampaign, now }));
}

function told<T>(code: string, flag: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    throw new Refusal(code, `${flag}, character ${error.at + 1}: ${error.message}`, error.remedy || SEE);
  }
}

const SEE = 'rekindle list show LIST tells its fields and what can be asked of them';

/** A page as a face tells it, with the place of the next one. Errors: refusal `list-too-long`. */
export function pageTold<Row>(
  listed: Listed<Row> | TooLong,
  order: readonly ListOrder[],
): { readonly rows: readonly Row[]; readonly next: string | null } {
  if ('tooLong' in listed) {
    const most = LIMITS.listSorted.toLocaleString('en');
    throw new Refusal(
      'list-too-long',
      `more than ${most} rows would have to be read for each page in this order`,
      'leave --sort out, sort by id or -id, or name a campaign',
    );
  }
  return { rows: listed.rows, next: listed.next && wordOf(listed.next, order) };
}

const orderWord = (order: readonly ListOrder[]) =>
  order.map(({ field, descending }) => `${descending ? '-' : ''}${field}`).join(',');

/** Of the order of the ids it is an id, as lists have always told it. */
function wordOf({ keys, id }: ListPlace, order: readonly ListOrder[]): string {
  if (keys.length === 0 && !id.startsWith(MARK)) return id;
  return MARK + Buffer.from(JSON.stringify([orderWord(order), keys, id])).toString('base64url');
}

const Place = z.tuple([z.string(), z.array(z.union([z.string(), z.number(), z.null()])), z.string()]);

function placeOf(after: string | null, order: readonly ListOrder[]): ListPlace | null {
  if (after === null) return null;
  const sorted = order.length > 0 && !order[0]!.field.endsWith('.id');
  if (!sorted && !after.startsWith(MARK)) return { keys: [], id: after };
  const place = Place.safeParse(jsonOf(after));
  if (place.success) {
    const [of, keys, id] = place.data;
    if (of === orderWord(order) && keys.length === (sorted ? order.length : 0)) return { keys, id };
  }
  throw new Refusal('bad-place', '--after is no place in this order', 'take next of a page with the same --sort');
}

function jsonOf(after: string): unknown {
  if (!after.startsWith(MARK)) return null;
  try {
    return JSON.parse(Buffer.from(after.slice(MARK.length), 'base64url').toString());
  } catch {
    return null;
  }
}
