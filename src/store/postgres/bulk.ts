/**
 * Statements for many parameter sets in one execution: each parameter comes as a list. Owns how a statement is spelt so, and of
 * which sets it gives the same as if it were run for one after the other; runs nothing.
 * Why: an execution costs the server thirty times as much as a row of it does, and a batch had one for each row (measured).
 */
import type { Statement } from '../statement.ts';
import { spelt } from './spelling.ts';

/** Values of one parameter set as text, in the order of `$1`, `$2`, …; null stays null. */
export type ParameterSet = readonly (string | Buffer | null)[];

/** A statement spelt for lists. */
export interface Bulk {
  readonly name: string;
  readonly text: string;
  /** Sets that are alike in these places may mean the same row, and are not for one execution; null = sets may be as they will. */
  readonly key: readonly number[] | null;
}

/** Fewer sets than this are run one by one. */
const FEWEST = 3;

/** How a statement is rewritten, before it is known of which types its parameters are. */
interface Form {
  readonly key: readonly number[] | null;
  spell(lists: string): string;
}

/** What the lists are called in the statement. No column of ours is called so. */
const LISTS = 'rekindle_lists';
/** The column that says which set a row is for, from 1. */
const WHICH = 'rekindle_set';
const INSERT = /^INSERT INTO (\w+) \(([^()]*)\) VALUES \(([^()]*)\)(.*)$/s;
const UPDATE = /^UPDATE (\w+) SET (.*?) WHERE (.*)$/s;
const DELETE = /^DELETE FROM (\w+) WHERE (.*)$/s;
const UPSERTS = /ON CONFLICT \(([^()]*)\) DO UPDATE/;

const FORMS = new WeakMap<Statement<unknown>, Form | null>();
const BULKS = new WeakMap<Statement<unknown>, Bulk | null>();

/** Whether these many sets of a statement are worth asking for its types, where they are not known yet. */
export function mayBeBulk(of: Statement<unknown>, sets: number): boolean {
  return sets >= FEWEST && BULKS.get(of) !== null && formOf(of) !== null;
}

/** The statement for lists; undefined = its types were not told yet, null = it cannot be spelt so. */
export function bulkOf(of: Statement<unknown>): Bulk | null | undefined {
  return BULKS.get(of);
}

/** Element types by their number. Source: pg_type.dat. */
const TYPES: ReadonlyMap<number, string> = new Map([
  [20, 'int8'],
  [23, 'int4'],
  [25, 'text'],
  [701, 'float8'],
]);

/** Tells of which types the parameters of a statement are, as the server says. */
export function tellTypes(of: Statement<unknown>, types: readonly number[]): void {
  const form = formOf(of);
  const names = types.map((type) => TYPES.get(type));
  if (form === null || names.includes(undefined)) {
    BULKS.set(of, null);
    return;
  }
  const lists = names.map((name, at) => `$${at + 1}::${name}[]`).join(', ');
  const { name } = spelt(of);
  BULKS.set(of, { name: `${name}_bulk`, text: form.spell(`unnest(${lists})`), key: form.key });
}

function formOf(of: Statement<unknown>): Form | null {
  let form = FORMS.get(of);
  if (form === undefined) {
    const { text, places } = spelt(of);
    // What a write gives back is asked for set by set, and lists do not tell which row is of which set.
    const none = places.length === 0 || text.includes(' RETURNING ');
    form = none ? null : (insertForm(text) ?? updateForm(text) ?? deleteForm(text) ?? selectForm(text));
    FORMS.set(of, form);
  }
  return form;
}

/** Every parameter as a column of the lists. */
function listed(text: string): string {
  return text.replace(/\$(\d+)/g, `${LISTS}.p$1`);
}

/**
 * A condition of an update or delete. A column that must equal a word is hidden behind an expression: a partial index of that word would
 * be read whole for all sets, since it promises to be small, and each row has its key.
 */
function condition(where: string): string {
  const words = where.replace(/(^| AND )(\w+) (= '\w+'|IN \([^()$]*\))(?= AND |$)/g, "$1$2 || '' $3");
  return listed(words);
}

function columnsOf(text: string): string {
  const most = Math.max(...[...text.matchAll(/\$(\d+)/g)].map(([, n]) => Number(n)));
  return Array.from({ length: most }, (_, at) => `p${at + 1}`).join(', ');
}

function insertForm(text: string): Form | null {
  const [, table, columns = '', values = '', tail = ''] = INSERT.exec(text) ?? [];
  if (table === undefined || tail.includes('$')) return null;
  const key = upsertKey(columns, values, tail);
  if (key === undefined) return null;
  const names = columnsOf(text);
  return {
    key,
    spell: (lists) =>
      `INSERT INTO ${table} (${columns}) SELECT ${listed(values)} FROM ${lists} AS ${LISTS} (${names})${tail}`,
  };
}

/** Of an upsert the places of its conflicting columns: it refuses to meet a row twice. Undefined = some are no parameters. */
function upsertKey(columns: string, values: string, tail: string): readonly number[] | null | undefined {
  const [, conflicting] = UPSERTS.exec(tail) ?? [];
  if (conflicting === undefined) return tail.includes('DO UPDATE') ? undefined : null;
  const names = columns.split(', ');
  const places = conflicting.split(', ').map((name) => placeOf(values.split(', ')[names.indexOf(name)]));
  return places.includes(-1) ? undefined : places;
}

function placeOf(value = ''): number {
  const [, number] = /^\$(\d+)$/.exec(value.trim()) ?? [];
  return Number(number ?? 0) - 1;
}

function updateForm(text: string): Form | null {
  const [, table, set = '', where = ''] = UPDATE.exec(text) ?? [];
  const key = table === undefined ? null : keyOf(set, where);
  if (key === null || key.length === 0) return null;
  const names = columnsOf(text);
  return {
    key,
    spell: (lists) =>
      `UPDATE ${table} SET ${listed(set)} FROM ${lists} AS ${LISTS} (${names}) WHERE ${condition(where)}`,
  };
}

/**
 * Places of the parameters that a row must equal in columns that the update leaves as they are: two sets that differ there cannot
 * mean the same row. Null = the condition is of another shape.
 */
function keyOf(set: string, where: string): readonly number[] | null {
  if (/\bSELECT\b|\bOR\b|\bNOT \(/.test(`${set} ${where}`)) return null;
  const written = new Set([...set.matchAll(/(?:^|, )(\w+) = /g)].map(([, column]) => column));
  return where.split(' AND ').flatMap((condition) => {
    const [, column, number] = /^(\w+) = \$(\d+)$/.exec(condition) ?? [];
    return column === undefined || written.has(column) ? [] : [Number(number) - 1];
  });
}

function deleteForm(text: string): Form | null {
  const [, table, where = ''] = DELETE.exec(text) ?? [];
  if (table === undefined || where.includes('SELECT')) return null;
  const names = columnsOf(text);
  return {
    key: null,
    spell: (lists) => `DELETE FROM ${table} USING ${lists} AS ${LISTS} (${names}) WHERE ${condition(where)}`,
  };
}

/** `OFFSET 0` keeps the query as it is: planned by itself, for one set. */
function selectForm(text: string): Form | null {
  if (!text.startsWith('SELECT')) return null;
  const names = columnsOf(text);
  return {
    key: null,
    spell: (lists) =>
      `SELECT ${LISTS}.${WHICH}, one.* FROM ${lists} WITH ORDINALITY AS ${LISTS} (${names}, ${WHICH})
       CROSS JOIN LATERAL (SELECT * FROM (${listed(text)}) AS asked OFFSET 0) AS one`,
  };
}

/** The sets as one: a list for each parameter. Null = two of them may mean the same row, or one holds bytes. */
export function asLists({ key }: Bulk, sets: readonly ParameterSet[]): readonly string[] | null {
  if (key !== null && !differ(sets, key)) return null;
  const lists = (sets[0] ?? []).map(() => '{');
  for (const [at, set] of sets.entries()) {
    for (let place = 0; place < set.length; place++) {
      const value = set[place] ?? null;
      if (typeof value === 'object' && value !== null) return null;
      lists[place] += at === 0 ? element(value) : `,${element(value)}`;
    }
  }
  return lists.map((list) => `${list}}`);
}

function differ(sets: readonly ParameterSet[], key: readonly number[]): boolean {
  return new Set(sets.map((set) => key.map((place) => set[place]).join('\n'))).size === sets.length;
}

const NEEDS_ESCAPE = /["\\]/;

/** Source: https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function element(value: string | null): string {
  if (value === null) return 'NULL';
  return `"${NEEDS_ESCAPE.test(value) ? value.replace(/["\\]/g, '\\$&') : value}"`;
}
