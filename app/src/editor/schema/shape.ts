/**
 * What a form shows for a part of the playbook’s own schema (`playbooks/playbook.schema.json`, made from what reads the file). Pure: a schema
 * goes in, the shape of a field comes out. Owns no words.
 */
import type { Value } from '../yaml/write.ts';

/** A JSON schema, as far as the playbook’s has it. */
export interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: Value;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly examples?: readonly Value[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly $ref?: string;
}

/** One field of a group. */
export interface FieldSchema {
  readonly name: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
}

/** A way that a part may be written, told from the others by a word. */
export interface CaseSchema {
  readonly word: string;
  readonly schema: Schema;
}

/** Texts with commas. */
export interface WordsShape {
  readonly kind: 'words';
  readonly words: readonly string[];
  /** One alone is written without a list. */
  readonly isOneAlone: boolean;
  /** What looks like a number is one. */
  readonly hasNumbers: boolean;
  /** An empty list may stand there. */
  readonly mayBeNone: boolean;
}

/** What a field is. */
export type Shape =
  | { readonly kind: 'text' | 'yes-no' }
  | { readonly kind: 'number'; readonly least: number | undefined; readonly most: number | undefined }
  /** One word of these; `isOpen`: another text may stand there too. */
  | { readonly kind: 'choice'; readonly words: readonly string[]; readonly isOpen: boolean }
  | WordsShape
  | { readonly kind: 'list'; readonly item: Schema }
  | { readonly kind: 'group'; readonly fields: readonly FieldSchema[] }
  /** Parts by name; `words` = the names that may stand there, none = any that fit `pattern`. */
  | { readonly kind: 'named'; readonly each: Schema; readonly words: readonly string[]; readonly pattern: string }
  /** `by` = the key whose word tells them apart; a case without a word has none of it. */
  | { readonly kind: 'cases'; readonly by: string; readonly cases: readonly CaseSchema[] }
  /** A word, or a group in its place. */
  | { readonly kind: 'either'; readonly words: readonly string[]; readonly group: Schema };

/** Whether the name of a setting may stand in its place. */
export function takesSetting(schema: Schema): boolean {
  return (schema.anyOf ?? []).some(({ $ref, ...rest }) => $ref !== undefined || takesSetting(rest));
}

/** Whether nothing may be written there. */
export function isNothing(schema: Schema): boolean {
  const options = optionsOf(schema);
  return options.length > 0 && options.every(({ type }) => type === 'null');
}

/** The shape of a part. */
export function shapeOf(schema: Schema): Shape {
  if (schema.oneOf) return casesOf(schema.oneOf);
  const all = optionsOf(schema);
  // Nothing at all is written by leaving it out.
  const options = all.length > 1 ? all.filter(({ type }) => type !== 'null') : all;
  const [only] = options;
  if (options.length === 1 && only) return shapeOfOne(only);
  const group = options.find(({ type, properties }) => type === 'object' && properties !== undefined);
  const words = options.flatMap((one) => one.enum ?? (one.const === undefined ? [] : [one.const]));
  const list = options.find(({ type }) => type === 'array');
  const isText = options.some(({ type }) => type === 'string');
  if (group) return { kind: 'either', words: list ? [''] : words, group };
  if (list?.items?.type === 'string' && options.every(({ type }) => type === 'string' || type === 'array')) {
    return wordsOf(list, list.items, isText);
  }
  if (words.length > 0) return { kind: 'choice', words, isOpen: options.some(({ pattern }) => pattern !== undefined) };
  return { kind: 'text' };
}

/** Ways to write it, settings left out. */
function optionsOf(schema: Schema): readonly Schema[] {
  if (schema.$ref !== undefined) return [];
  return schema.anyOf ? schema.anyOf.flatMap(optionsOf) : [schema];
}

function shapeOfOne(schema: Schema): Shape {
  const { type, items, properties, additionalProperties, minimum: least, maximum: most } = schema;
  if (schema.oneOf) return casesOf(schema.oneOf);
  if (schema.enum) return { kind: 'choice', words: schema.enum, isOpen: false };
  if (schema.const !== undefined) return { kind: 'choice', words: [schema.const], isOpen: false };
  if (type === 'number' || type === 'integer') return { kind: 'number', least, most };
  if (type === 'boolean') return { kind: 'yes-no' };
  if (type === 'array') {
    return isOfWords(items) ? wordsOf(schema, items, false) : { kind: 'list', item: items ?? {} };
  }
  if (type !== 'object') return { kind: 'text' };
  if (properties) return { kind: 'group', fields: fieldsOf(schema) };
  const { enum: words = [], pattern = '' } = schema.propertyNames ?? {};
  return { kind: 'named', each: typeof additionalProperties === 'object' ? additionalProperties : {}, words, pattern };
}

const SCALARS: ReadonlySet<string | undefined> = new Set(['string', 'number', 'integer']);

/** Whether a list is of texts, or of texts and numbers. */
function isOfWords(items: Schema | undefined): items is Schema {
  const options = optionsOf(items ?? {});
  return options.some(({ type }) => type === 'string') && options.every(({ type }) => SCALARS.has(type));
}

function wordsOf(list: Schema, items: Schema, isOneAlone: boolean): WordsShape {
  const hasNumbers = optionsOf(items).some(({ type }) => type === 'number' || type === 'integer');
  const mayBeNone = (list.minItems ?? 0) === 0;
  return { kind: 'words', words: items.enum ?? [], isOneAlone, hasNumbers, mayBeNone };
}

/** The fields of a group, in the order of the schema. */
function fieldsOf({ properties = {}, required = [] }: Schema): readonly FieldSchema[] {
  return Object.entries(properties).map(([name, schema]) => {
    return { name, schema, isRequired: required.includes(name) && schema.default === undefined };
  });
}

function casesOf(all: readonly Schema[]): Shape {
  const wordOf = (schema: Schema, key: string) =>
    optionsOf(schema.properties?.[key] ?? {}).find((one) => one.const)?.const;
  const keys = Object.keys(all[0]?.properties ?? {});
  const by = keys.find((key) => all.filter((one) => wordOf(one, key) !== undefined).length > 1) ?? '';
  return { kind: 'cases', by, cases: all.map((schema) => ({ word: wordOf(schema, by) ?? '', schema })) };
}

/** A value to begin with: what must stand there, and no more. */
export function beginningOf(schema: Schema, name = ''): Value {
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case 'group':
      return groupOf(shape.fields);
    case 'cases': {
      const [first] = shape.cases;
      return first ? groupOf(fieldsOf(first.schema)) : {};
    }
    case 'choice':
      return shape.words[0] ?? '';
    case 'number':
      return shape.least ?? 1;
    case 'yes-no':
      return true;
    case 'words':
      return shape.isOneAlone ? (shape.words[0] ?? '…') : [shape.words[0] ?? textOf(patternsOf(schema), name)];
    case 'list':
      return [];
    case 'named':
      return {};
    case 'either':
      return beginningOf(shape.group);
    default:
      return textFor(schema, name);
  }
}

function groupOf(fields: readonly FieldSchema[]): Value {
  const entries = fields
    .filter(({ isRequired }) => isRequired)
    .map(({ name, schema }) => [name, beginningOf(schema, name)]);
  return Object.fromEntries(entries) as Value;
}

/** What a text begins with: the first that fits. */
const BEGINNINGS = ['…', '1d', '5m', '09:00', 'name'];

/** A condition that holds, points of a half, or a word to be written over, of the form that is asked for. */
function textFor(schema: Schema, name: string): Value {
  if (name === 'when') return 'true';
  if (name === 'points') return '0.5';
  return textOf(patternsOf(schema), name);
}

function textOf(patterns: readonly RegExp[], name: string): string {
  // Hours end later than they begin.
  const all = name === 'to' && patterns.length > 0 ? ['17:00', ...BEGINNINGS] : BEGINNINGS;
  return all.find((one) => patterns.length === 0 || patterns.some((pattern) => pattern.test(one))) ?? '…';
}

/** The forms of a text, or of the texts of a list. */
function patternsOf(schema: Schema): readonly RegExp[] {
  return optionsOf(schema).flatMap(({ pattern, items }) =>
    pattern === undefined ? (items ? patternsOf(items) : []) : [new RegExp(pattern)],
  );
}

/** The part of the schema at a path of the playbook; undefined = it knows none. */
export function schemaAt(whole: Schema, path: readonly (string | number)[]): Schema | undefined {
  return path.reduce<Schema | undefined>((schema, key) => {
    if (!schema) return undefined;
    const options = schema.oneOf ?? optionsOf(schema);
    for (const one of options) {
      const inner = typeof key === 'number' ? one.items : (one.properties?.[key] ?? one.additionalProperties);
      if (typeof inner === 'object') return inner;
    }
    return undefined;
  }, whole);
}
