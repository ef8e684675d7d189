/**
 * Attributes in lists. Owns how they are found in a lead's JSON, and how a question that reads them as numbers, yes or no, or dates is
 * settled: the different texts among the rows that are looked at are fetched and read by the domain, and the question becomes which texts
 * say yes and which say no. So one reader answers for rules and lists, on both databases.
 */
import { LIMITS } from '../../domain/limits.ts';
import { ATTRIBUTES, answerOf, type TypedTest } from '../../domain/list/attribute.ts';
import type { Filter, FilterTest } from '../../domain/list/filter.ts';
import { toJson } from '../json.ts';
import { all, type Program } from '../program.ts';
import { type Parameters, passing } from '../statement.ts';
import type { Values } from './compile.ts';

/** Which texts answer a question with yes and which with no, each as the keys of an object in JSON; all others answer neither. */
export interface Answers {
  readonly yes: string;
  readonly no: string;
}
/** Questions that were settled, with their answers. */
export type Settled = ReadonlyMap<FilterTest, Answers>;

/** What ECMAScript trims, so that the same texts are blank to SQL. */
const BLANKS =
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';

/** The text of an attribute as the lead `l` has it; NULL = it has none. The name is a parameter: somebody wrote it. */
function textOf(field: string, values: Values): string {
  return `(json(l.attributes) ->> ${values.put(field.slice(ATTRIBUTES.length))})`;
}

/** An attribute as text: a blank one is not known. It compares by its bytes, as the column in the other branch does. */
export function attributeText(field: string, values: Values): string {
  const text = textOf(field, values);
  return `(CASE WHEN TRIM(${text}, ${values.put(BLANKS)}) = '' THEN NULLIF(l.id, l.id) ELSE ${text} END)`;
}

/** A question that was settled. */
export function settledTest({ field }: FilterTest, { yes, no }: Answers, values: Values): string {
  const among = (keys: string) => `${textOf(field, values)} IN (SELECT key FROM json_each(json(${values.put(keys)})))`;
  return `CASE WHEN ${among(yes)} THEN 1 = 1 WHEN ${among(no)} THEN 1 = 0 END`;
}

/** Settles what a filter asks of attributes, as far as they are not read as text. `rows`: those that are looked at, with their join. */
export function* settle(filter: Filter | null, rows: string, values: Values, bounds: Parameters): Program<Settled> {
  const settled = new Map<FilterTest, Answers>();
  const texts = new Map<string, readonly string[]>();
  for (const test of filter === null ? [] : typedTests(filter)) {
    const known = texts.get(test.field) ?? (yield* textsOf(test.field, rows, values, bounds));
    texts.set(test.field, known);
    settled.set(test, answersOf(test, known));
  }
  return settled;
}

/** What a filter asks of attributes that are read as something else than text. */
export function typedTests(filter: Filter): readonly TypedTest[] {
  if ('all' in filter) return filter.all.flatMap(typedTests);
  if ('any' in filter) return filter.any.flatMap(typedTests);
  if ('not' in filter) return typedTests(filter.not);
  return filter.as === undefined ? [] : [filter as TypedTest];
}

/** The different texts of an attribute, each cut where it is longer than what may be read as more than text. */
function* textsOf(field: string, rows: string, values: Values, bounds: Parameters): Program<readonly string[]> {
  const text = textOf(field, values);
  const asked = passing<{ text: string | null }>(
    `SELECT DISTINCT SUBSTR(${text}, 1, ${LIMITS.attributeCharacters + 1}) AS text FROM ${rows} 1 = 1`,
  );
  return (yield* all(asked, { ...bounds, ...values.parameters })).flatMap((row) => row.text ?? []);
}

function answersOf(test: TypedTest, texts: readonly string[]): Answers {
  const sides: Record<'yes' | 'no', Record<string, 1>> = { yes: {}, no: {} };
  for (const text of texts) {
    const answer = answerOf(test, text);
    if (answer !== null) sides[answer ? 'yes' : 'no'][text] = 1;
  }
  return { yes: toJson(sides.yes), no: toJson(sides.no) };
}

/** Whether a field is an attribute, of which the schema declares none by name. */
export function isAttribute(field: string): boolean {
  return field.startsWith(ATTRIBUTES);
}
