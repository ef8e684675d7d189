/**
 * A filter as a condition in SQL: the same text for both databases, with all that somebody wrote as parameters. Owns how each question is
 * spelt so that it answers as conditions do: SQL's NULL is their "not known". Runs nothing.
 */
import type { Filter, FilterTest, FilterValue } from '../../domain/list/filter.ts';
import type { ListSchema } from '../../domain/list/schema.ts';
import { toJson } from '../json.ts';
import type { SqlValue } from '../statement.ts';
import { attributeText, isAttribute, type Settled, settledTest } from './attributes.ts';

/** Expressions in SQL by field: a column, or for what is true or false a condition. */
export type Columns = Readonly<Record<string, string>>;

/** Values of a statement that is being made, under names of their own. */
export class Values {
  readonly parameters: Record<string, SqlValue> = {};
  #count = 0;

  /** The parameter that stands for a value. */
  put(value: SqlValue): string {
    const name = `v${this.#count++}`;
    this.parameters[name] = value;
    return `:${name}`;
  }
}

/** What a filter is compiled with. */
export interface Compiling {
  readonly schema: ListSchema;
  readonly columns: Columns;
  readonly values: Values;
  /** Answers to what was asked of attributes. */
  readonly settled: Settled;
}

/** The condition, in brackets. */
export function compileFilter(filter: Filter, by: Compiling): string {
  const whole = (part: Filter) => compileFilter(part, by);
  if ('all' in filter) return `(${filter.all.map(whole).join(' AND ')})`;
  if ('any' in filter) return `(${filter.any.map(whole).join(' OR ')})`;
  if ('not' in filter) return `(NOT ${whole(filter.not)})`;
  return `(${test(filter, by)})`;
}

function test(asked: FilterTest, by: Compiling): string {
  const { is } = asked;
  const { values, settled } = by;
  const answers = settled.get(asked);
  if (answers !== undefined) return settledTest(asked, answers, values);
  const { type, column } = columnOf(asked, by);
  const put = (value: FilterValue) => values.put(value as string | number);
  if (is === 'known') return type === 'list' ? '1 = 1' : `(${column}) IS NOT NULL`;
  if (is === 'empty') return `${column} IS NULL`;
  if (is === 'in') return `${column} IN (${(asked.value as readonly FilterValue[]).map(put).join(', ')})`;
  const value = asked.value as FilterValue;
  if (is === 'has') return holds(type === 'list' ? `COALESCE(${column}, '[]')` : column, value as string, values);
  if (is === 'contains' || is === 'startsWith' || is === 'endsWith') return part(column, is, value as string, put);
  if (type === 'boolean') return (is === '==') === value ? column : `NOT (${column})`;
  return `${column} ${is === '==' ? '=' : is === '!=' ? '<>' : is} ${put(value)}`;
}

/** What a question is asked of, and its type. */
function columnOf({ field, folded }: FilterTest, { schema, columns, values }: Compiling) {
  const attribute = isAttribute(field);
  const column = attribute ? attributeText(field, values) : columns[field]!;
  return { type: attribute ? 'text' : schema[field]!.type, column: folded ? `LOWER(${column})` : column } as const;
}

/** Lengths are of characters, as both databases count them. Every text holds the empty one. */
function part(
  column: string,
  is: 'contains' | 'startsWith' | 'endsWith',
  value: string,
  put: (value: string) => string,
): string {
  const length = [...value].length;
  if (length === 0) return `${column} = ${column}`;
  if (is === 'contains') return `REPLACE(${column}, ${put(value)}, '') <> ${column}`;
  if (is === 'startsWith') return `SUBSTR(${column}, 1, ${length}) = ${put(value)}`;
  return `LENGTH(${column}) >= ${length} AND SUBSTR(${column}, LENGTH(${column}) - ${length - 1}) = ${put(value)}`;
}

/** An item begins after a bracket or a comma: within an item a quote has a backslash before it. */
function holds(list: string, item: string, values: Values): string {
  const [text, first, later] = [toJson(item), '[', ','];
  return [first, later].map((before) => `REPLACE(${list}, ${values.put(before + text)}, '') <> ${list}`).join(' OR ');
}
