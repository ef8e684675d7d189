/**
 * The filter of a list: read from the same CEL that conditions of playbooks are written in, into a tree that a store can ask of a whole
 * table. Owns what may be asked; what is not known answers neither yes nor no, as in conditions. What a table cannot be asked is refused
 * here, with its place and what to write instead.
 */
import type { ASTNode } from '@marcbachmann/cel-js';
import { ConditionError, parseCondition, runningEnvironment } from '../facts/condition-tree.ts';
import { nearestName } from '../facts/vocabulary.ts';
import type { AttributeType } from '../playbook/playbook.ts';
import { ANY_ATTRIBUTE, ATTRIBUTES, typeOfValues } from './attribute.ts';
import { type ListField, type ListSchema, WORKED_OUT_SAYS, workedOut } from './schema.ts';

/** What a field is compared with. Instants are epoch ms. */
export type FilterValue = string | number | boolean;

/** One question about one field. `folded`: its capital letters of ASCII are read as small ones. `as`: how an attribute is read, absent = as text. */
export interface FilterTest {
  readonly field: string;
  readonly is: Comparison | 'known' | 'in' | 'contains' | 'startsWith' | 'endsWith' | 'has' | 'empty';
  readonly value?: FilterValue | readonly FilterValue[];
  readonly folded?: true;
  readonly as?: Exclude<AttributeType, 'text'>;
}

/** A filter as a tree. */
export type Filter =
  | { readonly all: readonly Filter[] }
  | { readonly any: readonly Filter[] }
  | { readonly not: Filter }
  | FilterTest;

/** How a field is compared with a value. */
export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** What is asked, of what, and when. */
export interface FilterWish {
  readonly schema: ListSchema;
  /** Whether a campaign is named, so that it can be asked where leads stand there. */
  readonly inCampaign: boolean;
  /** Epoch ms; what `daysAgo` counts from. */
  readonly now: number;
}

const MIRRORED: Readonly<Record<Comparison, Comparison>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** How far from now, by the name of the call. */
const FROM_NOW: Readonly<Record<string, number>> = {
  daysAgo: -DAY_MS,
  hoursAgo: -HOUR_MS,
  daysAhead: DAY_MS,
  hoursAhead: HOUR_MS,
};
const PARTS: ReadonlySet<string> = new Set(['contains', 'startsWith', 'endsWith']);
const FORMS = 'Write such as: country == "DE" && (title.contains("VP") || employees >= 50).';

/** Reads a filter. Throws `ConditionError`, with place and remedy, for what is none or cannot be asked of this list. */
export function readFilter(text: string, wish: FilterWish): Filter {
  return new Reader(wish).read(parseCondition(text, runningEnvironment({})));
}

interface Asked {
  readonly at: number;
  readonly name: string;
  readonly of: ListField;
  readonly folded: boolean;
  readonly as?: FilterTest['as'];
}

class Reader {
  readonly #wish: FilterWish;

  constructor(wish: FilterWish) {
    this.#wish = wish;
  }

  read(node: ASTNode): Filter {
    switch (node.op) {
      case '&&':
        return { all: node.args.map((part) => this.read(part)) };
      case '||':
        return { any: node.args.map((part) => this.read(part)) };
      case '!_':
        return { not: this.read(node.args) };
      case '==':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=':
        return this.#comparison(node.op, node.args[0], node.args[1]);
      case 'in':
        return this.#among(node.args[0], node.args[1]);
      case 'rcall':
        return this.#part(node.args[0], node.args[1], node.args[2], node.start);
      case 'call':
        return this.#has(node.args[0], node.args[1], node.start);
      case '.':
      case 'id':
        return this.#flag(node);
      default:
        throw new ConditionError('is nothing that a list can be asked', node.start, FORMS);
    }
  }

  #comparison(op: Comparison, left: ASTNode, right: ASTNode): Filter {
    if (isSize(left)) return this.#size(left.args[1][0]!, op, right);
    const asked = this.#asked(left);
    if (asked === null) {
      const other = this.#asked(right);
      if (other === null) throw new ConditionError('compares no field with a value', left.start, FORMS);
      return this.#compared(other, MIRRORED[op], left);
    }
    return this.#compared(asked, op, right);
  }

  #compared(wanted: Asked, op: Comparison, literal: ASTNode): Filter {
    const equality = op === '==' || op === '!=';
    if (literal.op === 'value' && literal.args === null && equality) return known(wanted.name, op === '!=');
    const asked = readAs(wanted, [literal]);
    const { name, of } = asked;
    if (of.type === 'list' || of.type === 'sample') {
      throw new ConditionError('compares a list with a value', literal.start, `Write "x" in ${name}.`);
    }
    if (of.type === 'boolean' && !equality) {
      throw new ConditionError(`"${name}" is true or false`, literal.start, `Write ${name}, or !${name}.`);
    }
    return this.#test(asked, op, this.#value(asked, literal));
  }

  /** `size(tags) == 0`: the one question about how many. */
  #size(list: ASTNode, op: Comparison, count: ASTNode): Filter {
    const asked = this.#asked(list);
    const isZero = count.op === 'value' && count.args === 0n;
    const asksEmpty = op === '==' || op === '!=' || op === '>';
    if (asked?.of.type !== 'list' || !isZero || !asksEmpty) {
      const remedy = 'Write size(tags) == 0 or size(tags) > 0; of what is only known in part, technologies == null.';
      throw new ConditionError('asks how many, and a list is only asked whether it is empty', list.start, remedy);
    }
    const empty: Filter = { field: asked.name, is: 'empty' };
    return op === '==' ? empty : { not: empty };
  }

  #among(item: ASTNode, list: ASTNode): Filter {
    if (list.op !== 'list') {
      const asked = this.#asked(list);
      if (asked?.of.type === 'list' || asked?.of.type === 'sample') {
        return { field: asked.name, is: 'has', value: itemOf(item) };
      }
      throw new ConditionError('looks into something that is no list', list.start, 'Write country in ["DE", "AT"].');
    }
    const wanted = this.#asked(item);
    if (wanted === null || list.args.length === 0) {
      throw new ConditionError('asks for a field among no values', item.start, 'Write country in ["DE", "AT"].');
    }
    const asked = readAs(wanted, list.args);
    if (asked.of.type === 'list' || asked.of.type === 'sample' || asked.of.type === 'boolean') {
      throw new ConditionError(`"${asked.name}" cannot be among values`, item.start, FORMS);
    }
    return this.#test(
      asked,
      'in',
      list.args.map((one) => this.#value(asked, one)),
    );
  }

  #part(method: string, on: ASTNode, args: readonly ASTNode[], at: number): Filter {
    const asked = asText(this.#asked(on));
    const [part] = args;
    if (!PARTS.has(method) || asked === null || part === undefined) {
      throw new ConditionError(`"${method}" is nothing that a list can be asked`, at, FORMS);
    }
    if (asked.of.type !== 'text' && asked.of.type !== 'date') {
      throw new ConditionError(`"${asked.name}" is no text`, at, FORMS);
    }
    return this.#test(asked, method as 'contains', textOf(part));
  }

  #has(name: string, [subject]: readonly ASTNode[], at: number): Filter {
    const asked = subject && name === 'has' ? this.#asked(subject) : null;
    if (asked === null) throw new ConditionError(`"${name}" is nothing that a list can be asked`, at, FORMS);
    return known(asked.name, true);
  }

  #flag(node: ASTNode): Filter {
    const asked = this.#asked(node);
    if (asked?.of.type === 'attribute') return { field: asked.name, is: '==', value: true, as: 'boolean' };
    if (asked?.of.type === 'boolean') return { field: asked.name, is: '==', value: true };
    throw new ConditionError('is a field and no question', node.start, FORMS);
  }

  #test({ at, name, folded, as }: Asked, is: FilterTest['is'], value: NonNullable<FilterTest['value']>): Filter {
    if (folded && !isAscii(value)) {
      const remedy = 'Leave lowerAscii() out.';
      throw new ConditionError('compares small letters with other letters than those of ASCII', at, remedy);
    }
    return { field: name, is, value, ...(folded && { folded }), ...(as && { as }) };
  }

  /** The field that a node names, in small letters where it says so; null = it is no field. */
  #asked(node: ASTNode): Asked | null {
    if (node.op === 'rcall' && node.args[0] === 'lowerAscii') {
      const inner = asText(this.#asked(node.args[1]));
      if (inner?.of.type === 'text') return { ...inner, folded: true };
      throw new ConditionError('makes small letters of no text', node.start, FORMS);
    }
    const written = nameIn(node);
    return written === null ? null : this.#field(written, node.start);
  }

  #field(written: string, at: number): Asked {
    const { schema, inCampaign } = this.#wish;
    const any = schema[ANY_ATTRIBUTE];
    if (any && written.startsWith(ATTRIBUTES)) return { at, name: written, of: any, folded: false };
    const name = Object.keys(schema).find((whole) => whole === written || bareOf(whole) === written);
    if (name === undefined) {
      const instead = workedOut(written, schema);
      if (instead !== null) throw new ConditionError(`"${written}" ${WORKED_OUT_SAYS}`, at, instead);
      const near = nearestName(written, [...Object.keys(schema), ...Object.keys(schema).map(bareOf)]);
      const remedy = near === null ? `There are ${Object.keys(schema).join(', ')}.` : `Did you mean "${near}"?`;
      throw new ConditionError(`"${written}" is no field of this list`, at, remedy);
    }
    const of = schema[name]!;
    if (of.inCampaign && !inCampaign) {
      throw new ConditionError(`"${name}" is of a campaign, and none is named`, at, 'Name one with --campaign.');
    }
    return { at, name, of, folded: false };
  }

  #value({ name, of }: Asked, node: ASTNode): FilterValue {
    switch (of.type) {
      case 'number':
        return numberOf(node);
      case 'boolean':
        if (node.op === 'value' && typeof node.args === 'boolean') return node.args;
        throw new ConditionError('is neither true nor false', node.start, `Write ${name} == true.`);
      case 'time':
        return this.#instant(node);
      default:
        return wordOf(name, of, node);
    }
  }

  #instant(node: ASTNode): number {
    const unit = node.op === 'call' ? FROM_NOW[node.args[0]] : undefined;
    if (node.op === 'call' && unit !== undefined && node.args[1].length === 1) {
      const at = this.#wish.now + Math.round(numberOf(node.args[1][0]!) * unit);
      if (Number.isSafeInteger(at)) return at;
      throw new ConditionError('is beyond all times', node.start, 'Write a smaller number.');
    }
    try {
      const text = textOf(node);
      return Temporal.Instant.from(text.includes('T') ? text : `${text}T00:00Z`).epochMilliseconds;
    } catch {
      const remedy = 'Write "2026-03-01", "2026-03-01T09:00Z", daysAgo(7), hoursAgo(2) or daysAhead(1).';
      throw new ConditionError('is no time', node.start, remedy);
    }
  }
}

/** An attribute as what it is compared with; any other field as it is. */
function readAs(asked: Asked, literals: readonly ASTNode[]): Asked {
  if (asked.of.type !== 'attribute') return asked;
  const type = typeOfValues(literals.map(literalOf));
  return type === 'text' ? { ...asked, of: { type } } : { ...asked, of: { type }, as: type };
}

/** An attribute of which parts are asked is text. */
function asText(asked: Asked | null): Asked | null {
  return asked?.of.type === 'attribute' ? { ...asked, of: { type: 'text' } } : asked;
}

function literalOf(node: ASTNode): FilterValue {
  if (node.op === 'value' && typeof node.args === 'boolean') return node.args;
  if (node.op === 'value' && typeof node.args === 'string') return node.args;
  if (node.op === '-_' || node.op === 'value') return numberOf(node);
  const remedy = 'Write attributes.budget == "high", attributes.rooms >= 3, or attributes.vip.';
  throw new ConditionError('is nothing that an attribute is compared with', node.start, remedy);
}

function known(field: string, wanted: boolean): Filter {
  const test: Filter = { field, is: 'known' };
  return wanted ? test : { not: test };
}

function isSize(node: ASTNode): node is ASTNode & { readonly op: 'call'; readonly args: [string, ASTNode[]] } {
  return node.op === 'call' && node.args[0] === 'size' && node.args[1].length === 1;
}

function nameIn(node: ASTNode): string | null {
  if (node.op === 'id') return node.args;
  return node.op === '.' && node.args[0].op === 'id' ? `${node.args[0].args}.${node.args[1]}` : null;
}

/** `lead.country` → `country`. */
function bareOf(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

function numberOf(node: ASTNode): number {
  if (node.op === '-_') return -numberOf(node.args);
  if (node.op === 'value' && (typeof node.args === 'bigint' || typeof node.args === 'number')) return Number(node.args);
  throw new ConditionError('is no number', node.start, 'Write such as 50, or 0.5.');
}

function textOf(node: ASTNode): string {
  if (node.op !== 'value' || typeof node.args !== 'string') {
    throw new ConditionError('is no text', node.start, 'Write it in quotes: "DE".');
  }
  if (node.args.includes('\0') || !node.args.isWellFormed()) {
    throw new ConditionError('holds a character that no text has', node.start);
  }
  return node.args;
}

function wordOf(name: string, { values }: ListField, node: ASTNode): string {
  const word = textOf(node);
  if (values === undefined || values.includes(word)) return word;
  throw new ConditionError(`"${name}" is never "${word}"`, node.start, `It is one of ${values.join(', ')}.`);
}

/** Of other letters databases and CEL make different small ones. */
function isAscii(value: NonNullable<FilterTest['value']>): boolean {
  return [value].flat().every((one) => /^[\0-\x7f]*$/.test(String(one)));
}

/** Lists are kept as text, in which what begins like its punctuation cannot be told from it. */
function itemOf(node: ASTNode): string {
  const item = textOf(node);
  if (!/^[,\]]/.test(item)) return item;
  throw new ConditionError('begins like the end of an item', node.start, 'Leave the first character out.');
}
