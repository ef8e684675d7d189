/**
 * Statements for many parameter sets in one execution: each parameter comes as a list. Owns how a statement is spelt so, and of
 * which sets it gives the same as if it were run for one after the other; runs nothing.
 * Why: an execution costs the server thirty times as much as a row of it does, and a batch had one for each row (measured).
 */
import type { SqlList, SqlRow, Statement } from '../statement.ts';
import { spelt } from './spelling.ts';

/** Values of one parameter set as text, in the order of `$1`, `$2`, …; null stays null. */
export type ParameterSet = readonly (string | Buffer | null)[];

/** A statement spelt for lists. */
export interface Bulk {
  readonly name: string;
  readonly text: string;
  /** Of the parameters, as `TYPES` names them. */
  readonly types: readonly string[];
  /** Sets that are alike in these places may mean the same row, and are not for one execution; null = sets may be as they will. */
  readonly key: readonly number[] | null;
  /** How it tells of each set how many rows it changed; null = it cannot. */
  readonly counting: Counting | null;
}

/**
 * What tells the count of each set: one row for each, whatever it finds; the set's number, a row for each row changed; or a row for each
 * row written, with the words that stand in these places of its set.
 */
export interface Counting {
  readonly name: string;
  readonly text: string;
  readonly by: 'one' | 'set' | readonly number[];
}

/** Fewer sets than this are run one by one. */
const FEWEST = 3;

/** How a statement is rewritten, before it is known of which types its parameters are. */
interface Form {
  readonly key: readonly number[] | null;
  spell(lists: string): string;
  readonly counting: { readonly by: Counting['by']; spell(lists: string): string } | null;
}

/** What the lists are called in the statement. No column of ours is called so. */
const LISTS = 'rekindle_lists';
/** The column that says which set a row is for, from 1. */
const WHICH = 'rekindle_set';
const INSERT = /^INSERT INTO (\w+) \(([^()]*)\) VALUES \(([^()]*)\)(.*)$/s;
const UPDATE = /^UPDATE (\w+) SET (.*?) WHERE (.*)$/s;
const DELETE = /^DELETE FROM (\w+) WHERE (.*)$/s;
const INSERT_OF =
  /^\s*INSERT INTO (\w+) \(([^()]*)\)\s+(SELECT (.*) FROM \w+\s+WHERE (.*?))\s*(ON CONFLICT \(([^()]*)\) DO .*)$/s;
const CONFLICTS = /ON CONFLICT \(([^()]*)\) DO (UPDATE|NOTHING)/;

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
  const names = types.flatMap((type) => TYPES.get(type) ?? []);
  if (form === null || names.length < types.length) {
    BULKS.set(of, null);
    return;
  }
  const lists = names.map((name, at) => `$${at + 1}::${name}[]`).join(', ');
  const { name } = spelt(of);
  const { key, counting } = form;
  const [text, all] = [form.spell(`unnest(${lists})`), `${name}_bulk`];
  const told = counting && {
    ...{ by: counting.by, text: counting.spell(`unnest(${lists})`) },
    name: counting.by === 'one' ? all : `${name}_told`,
  };
  BULKS.set(of, { name: all, text, types: names, key, counting: told });
}

function formOf(of: Statement<unknown>): Form | null {
  let form = FORMS.get(of);
  if (form === undefined) {
    const { text, places } = spelt(of);
    // What a write gives back is asked for set by set, and lists do not tell which row is of which set.
    const none = places.length === 0 || text.includes(' RETURNING ');
    form = none
      ? null
      : (insertForm(text) ?? insertOfForm(text) ?? updateForm(text) ?? deleteForm(text) ?? selectForm(text));
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
  const conflict = conflictOf(columns.split(', '), values.split(', '), tail);
  if (conflict.way === 'UPDATE' && conflict.places === null) return null;
  const names = columnsOf(text);
  const spell = (lists: string) =>
    `INSERT INTO ${table} (${columns}) SELECT ${listed(values)} FROM ${lists} AS ${LISTS} (${names})${tail}`;
  return { key: conflict.way === 'UPDATE' ? conflict.places : null, spell, counting: countingOf(conflict, spell) };
}

/** What an insert does where a row is there already, and the places of the parameters that such a row shares with it. */
interface Conflict {
  readonly way: 'UPDATE' | 'NOTHING' | null;
  readonly columns: string;
  /** Null = some are no parameters. */
  readonly places: readonly number[] | null;
  /** Whether it may leave the row that is there as it is. */
  readonly choosy: boolean;
}

function conflictOf(columns: readonly string[], values: readonly string[], tail: string): Conflict {
  const [found, conflicting = '', way] = CONFLICTS.exec(tail) ?? [];
  if (found === undefined) {
    const other = tail.includes('DO UPDATE') ? 'UPDATE' : 'NOTHING';
    return { way: tail.includes('ON CONFLICT') ? other : null, columns: '', places: null, choosy: true };
  }
  const places = conflicting.split(', ').map((name) => placeOf(values[columns.indexOf(name)]));
  const choosy = tail.includes(' WHERE ');
  return {
    way: way as 'UPDATE' | 'NOTHING',
    columns: conflicting,
    places: places.includes(-1) ? null : places,
    choosy,
  };
}

function countingOf({ way, columns, places, choosy }: Conflict, spell: Form['spell']): Form['counting'] {
  if (way === null || (way === 'UPDATE' && !choosy)) return { by: 'one', spell };
  if (way === 'UPDATE' || places === null) return null;
  return { by: places, spell: (lists) => `${spell(lists)} RETURNING ${columns}` };
}

/**
 * An insert of rows of a table, of which each set names one: rows that differ there must differ in what conflicts, so that no row is met
 * twice. A condition of another shape is run for each set.
 */
function insertOfForm(text: string): Form | null {
  const [, table, columns = '', query, values = '', where = '', tail = '', conflicting = ''] =
    INSERT_OF.exec(text) ?? [];
  if (query === undefined || tail.includes('$')) return null;
  const named = namedIn(where);
  const met = conflicting.split(', ').map((name) => values.split(', ')[columns.split(', ').indexOf(name)]);
  if (named === null || ![...named.keys()].every((column) => met.includes(column))) return null;
  const names = columnsOf(text);
  return {
    key: [...named.values()],
    spell: (lists) =>
      `INSERT INTO ${table} (${columns}) SELECT one.* FROM ${lists} AS ${LISTS} (${names})
       CROSS JOIN LATERAL (${listed(query)} OFFSET 0) AS one ${tail}`,
    counting: null,
  };
}

/** Columns that must equal a parameter, with its place; null = they need not, or none must. */
function namedIn(where: string): ReadonlyMap<string, number> | null {
  let bare = where;
  for (let before = ''; before !== bare; ) [before, bare] = [bare, bare.replace(/\([^()]*\)/g, '')];
  if (/\bOR\b|\bNOT\b/.test(bare)) return null;
  const named = bare.split(' AND ').flatMap((condition) => {
    const [, column, number] = /^\s*(\w+) = \$(\d+)\s*$/.exec(condition) ?? [];
    return column === undefined ? [] : [[column, Number(number) - 1] as const];
  });
  return named.length === 0 ? null : new Map(named);
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
  const spell = (lists: string) => `UPDATE ${table} SET ${listed(set)} FROM ${lists} WHERE ${condition(where)}`;
  return {
    key,
    spell: (lists) => spell(`${lists} AS ${LISTS} (${names})`),
    counting: {
      by: 'set',
      spell: (lists) =>
        `${spell(`${lists} WITH ORDINALITY AS ${LISTS} (${names}, ${WHICH})`)} RETURNING ${LISTS}.${WHICH}`,
    },
  };
}

/**
 * Places of the parameters that a row must equal in columns that the update leaves as they are: two sets that differ there cannot
 * mean the same row. Null = the condition is of another shape.
 */
function keyOf(set: string, where: string): readonly number[] | null {
  if (/\bSELECT\b/.test(set) || /\bSELECT\b|\bOR\b|\bNOT \(/.test(where)) return null;
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
    counting: null,
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
    counting: null,
  };
}

/** The sets as one: a list for each parameter. Null = two of them may mean the same row, or one holds bytes. */
export function asLists({ key, types }: Bulk, sets: readonly ParameterSet[]): ParameterSet | null {
  if (key !== null && !differ(sets, key)) return null;
  if (sets.some((set) => set.some((value) => typeof value === 'object' && value !== null))) return null;
  return types.map((type, place) => {
    const values = sets.map((set) => (set[place] ?? null) as string | null);
    return type === 'text' ? wordList(values) : numberList(values);
  });
}

/** How many rows each set has changed, as the rows say that came back. */
export function countsBy(
  by: Counting['by'],
  sets: readonly ParameterSet[],
  rows: readonly (readonly (SqlRow | SqlList)[])[],
): readonly number[] {
  if (by === 'one') return sets.map(() => 1);
  if (by === 'set') return rows.map((changed) => changed.length);
  // Of sets that are alike the first one has written the row.
  const written = new Set((rows[0] ?? []).map((words) => (words as SqlList).join('\n')));
  return sets.map((set) => (written.delete(by.map((place) => set[place]).join('\n')) ? 1 : 0));
}

function differ(sets: readonly ParameterSet[], key: readonly number[]): boolean {
  return new Set(sets.map((set) => key.map((place) => set[place]).join('\n'))).size === sets.length;
}

/** Between quotes, so that what is no number is refused, and is never two. */
function numberList(values: readonly (string | null)[]): string {
  return `{${values.map((value) => (value === null ? 'NULL' : `"${value}"`)).join(',')}}`;
}

/** Of text. Source: pg_type.dat. */
const TEXT_TYPE = 25;
const ABSENT = fourBytes(-1);
/** Most words are short: their lengths are spelt once. */
const LENGTHS = Array.from({ length: 4_096 }, (_, length) => fourBytes(length));

/**
 * Words as the server keeps them, each with its length before it; a character stands for a byte until all are there.
 * Why: between quotes, JSON is full of what must be escaped here and read again there: a tenth of what this process does for assessing (measured).
 * Source: https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/arrayfuncs.c (array_recv)
 */
function wordList(values: readonly (string | null)[]): Buffer {
  const all = values.join('');
  const isAscii = Buffer.byteLength(all) === all.length;
  let list = '';
  for (const value of values) {
    const bytes = value === null || isAscii ? value : Buffer.from(value).toString('latin1');
    list += bytes === null ? ABSENT : (LENGTHS[bytes.length] ?? fourBytes(bytes.length)) + bytes;
  }
  const [dimensions, first] = [1, 1];
  const head = [dimensions, values.includes(null) ? 1 : 0, TEXT_TYPE, values.length, first].map(fourBytes).join('');
  return Buffer.from(head + list, 'latin1');
}

function fourBytes(value: number): string {
  return String.fromCharCode((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}
