/**
 * The tree of a condition before it runs: every name checked against the vocabulary, and the small language of CEL that
 * conditions may use. Owns what is allowed and how it is said when it is not; evaluates nothing.
 */
import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js';
import { LIMITS } from '../limits.ts';
import { type FactType, nearestName, type Vocabulary } from './vocabulary.ts';

/** Thrown for a condition that cannot be compiled. A checked playbook holds none. */
export class ConditionError extends Error {
  /** What to do about it; empty where the message says it. */
  readonly remedy: string;
  /** Offset in the source, from 0. */
  readonly at: number;

  constructor(message: string, at: number, remedy = '') {
    super(message);
    this.name = 'ConditionError';
    this.remedy = remedy;
    this.at = at;
  }
}

/** A fact that a condition reads. */
export interface FactUse {
  readonly group: string;
  readonly name: string;
  readonly type: FactType;
}

const CEL_LIMITS = {
  maxAstNodes: LIMITS.conditionNodes,
  maxDepth: LIMITS.conditionDepth,
  maxListElements: LIMITS.conditionListItems,
  maxMapEntries: 0,
  maxCallArguments: 4,
};
const CEL_TYPES: Readonly<Record<FactType, string>> = {
  text: 'string',
  date: 'string',
  number: 'double',
  boolean: 'bool',
  list: 'list<string>',
  sample: 'list<string>',
};
/** Methods of text and lists. Without `matches`: a regular expression can take for ever. */
const METHODS: ReadonlySet<string> = new Set([
  'startsWith',
  'endsWith',
  'contains',
  'lowerAscii',
  'upperAscii',
  'trim',
  'size',
]);
/** Questions about every item of a list; not nested, so that the cost stays linear. */
const MACROS: ReadonlySet<string> = new Set(['exists', 'all', 'exists_one', 'filter', 'map']);
const FUNCTIONS: ReadonlySet<string> = new Set(['size', 'double', 'string']);

/** Environment that only runs: types are already proven, so facts may be plain objects. */
export function runningEnvironment(vocabulary: Vocabulary): Environment {
  const environment = new Environment({ limits: CEL_LIMITS, homogeneousAggregateLiterals: false });
  for (const group of Object.keys(vocabulary)) environment.registerVariable(group, 'map');
  return environment;
}

/** Environment that knows the type of each fact, to refuse `lead.title > 5`. */
export function typedEnvironment(vocabulary: Vocabulary): Environment {
  const environment = new Environment({ limits: CEL_LIMITS, homogeneousAggregateLiterals: false });
  for (const [name, facts] of Object.entries(vocabulary)) {
    const schema = Object.fromEntries(Object.entries(facts).map(([fact, type]) => [fact, CEL_TYPES[type]]));
    environment.registerVariable({ name, schema });
  }
  return environment;
}

/** Parses a condition within the limits. Throws `ConditionError`. */
export function parseCondition(source: string, environment: Environment): ASTNode {
  if (source.length > LIMITS.conditionCharacters)
    throw new ConditionError(
      `is longer than ${LIMITS.conditionCharacters} characters`,
      0,
      'Split it into several rules.',
    );
  try {
    return environment.parse(source).ast;
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const kept = /^Reserved identifier: (\w+)/.exec(error.summary)?.[1];
    const remedy = kept
      ? `The language keeps this word for itself: write the whole name, such as lead.${kept}.`
      : 'Conditions are CEL, such as: lead.country == "DE" && lead.employees >= 50';
    throw new ConditionError(`cannot be read: ${error.summary}`, error.range?.start ?? 0, remedy);
  }
}

/** The fact that a node names, `lead.country`; null where it is anything else. Throws for a name that does not exist. */
export function factOf(node: ASTNode, vocabulary: Vocabulary): FactUse | null {
  if (node.op !== '.' || node.args[0].op !== 'id') return null;
  const group = node.args[0].args;
  const name = node.args[1];
  const facts = Object.hasOwn(vocabulary, group) ? vocabulary[group]! : refuseGroup(group, node.start, vocabulary);
  if (!Object.hasOwn(facts, name)) return refuseName(`${group}.${name}`, node.start, vocabulary);
  return { group, name, type: facts[name]! };
}

function refuseGroup(group: string, at: number, vocabulary: Vocabulary): never {
  const groups = Object.keys(vocabulary);
  const home = groups.find((known) => Object.hasOwn(vocabulary[known]!, group));
  const near = home === undefined ? nearestName(group, groups) : `${home}.${group}`;
  throw new ConditionError(
    `"${group}" is no fact`,
    at,
    near === null ? `Facts begin with ${groups.join(', ')}.` : `Did you mean "${near}"?`,
  );
}

function refuseName(path: string, at: number, vocabulary: Vocabulary): never {
  const [group = '', name = ''] = path.split('.');
  const facts = Object.keys(vocabulary[group] ?? {});
  const near = nearestName(name, facts);
  const elsewhere = Object.keys(vocabulary).find((other) => Object.hasOwn(vocabulary[other]!, name));
  const meant = elsewhere === undefined ? near && `${group}.${near}` : `${elsewhere}.${name}`;
  const undeclared = group === 'attributes' ? 'Declare it under "attributes".' : `Known are ${facts.join(', ')}.`;
  throw new ConditionError(`"${path}" is no fact`, at, meant ? `Did you mean "${meant}"?` : undeclared);
}

/** A part of a condition that CEL runs whole: its source, made strict about numbers, and the facts it needs. */
export interface Leaf {
  readonly source: string;
  readonly uses: readonly FactUse[];
}

/**
 * Checks every name and call of a part and writes it anew with each number as a double.
 * Why: in CEL 1 and 1.0 are different, and a fact must compare with both alike.
 */
export function leafOf(node: ASTNode, vocabulary: Vocabulary): Leaf {
  const uses = new Map<string, FactUse>();
  const writer = new LeafWriter(vocabulary, (use) => uses.set(`${use.group}.${use.name}`, use));
  return { source: writer.write(node, null), uses: [...uses.values()] };
}

/** Writes a tree as source again, with every operation in brackets, refusing what conditions may not do. */
class LeafWriter {
  readonly #vocabulary: Vocabulary;
  readonly #used: (use: FactUse) => void;

  constructor(vocabulary: Vocabulary, used: (use: FactUse) => void) {
    this.#vocabulary = vocabulary;
    this.#used = used;
  }

  /** `item`: the name that a macro around this node has bound; null outside of macros. */
  write(node: ASTNode, item: string | null): string {
    switch (node.op) {
      case 'value':
        return literal(node.args, node.start);
      case 'id':
        return node.args === item ? node.args : refuseGroup(node.args, node.start, this.#vocabulary);
      case '.':
        return this.#fact(node);
      case '!_':
        return `!(${this.write(node.args, item)})`;
      case '-_':
        return `-(${this.write(node.args, item)})`;
      case '?:':
        return this.#choice(node.args, item);
      case 'list':
        return `[${node.args.map((part) => this.write(part, item)).join(',')}]`;
      case '[]':
        return this.#place(node.args[0], indexOf(node.args[1]), item);
      case 'call':
        return this.#call(node.args[0], node.args[1], node.start, item);
      case 'rcall':
        return this.#method(node.args[0], node.args[1], node.args[2], node.start, item);
      case 'map':
      case '.?':
      case '[?]':
        throw new ConditionError('uses a form of CEL that conditions do not have', node.start);
      default:
        return `(${this.write(node.args[0], item)} ${node.op} ${this.write(node.args[1], item)})`;
    }
  }

  #fact(node: ASTNode): string {
    const use = factOf(node, this.#vocabulary);
    if (use === null) throw new ConditionError('asks for a field of something that has none', node.start);
    this.#used(use);
    return `${use.group}.${use.name}`;
  }

  #choice([test, then, otherwise]: readonly [ASTNode, ASTNode, ASTNode], item: string | null): string {
    return `(${this.write(test, item)} ? ${this.write(then, item)} : ${this.write(otherwise, item)})`;
  }

  #place(list: ASTNode, place: string, item: string | null): string {
    return `${this.write(list, item)}[${place}]`;
  }

  #call(name: string, args: readonly ASTNode[], at: number, item: string | null): string {
    if (!FUNCTIONS.has(name)) throw unknownCall(name, at, FUNCTIONS);
    const written = `${name}(${args.map((arg) => this.write(arg, item)).join(',')})`;
    return name === 'size' ? `double(${written})` : written;
  }

  #method(name: string, on: ASTNode, args: readonly ASTNode[], at: number, item: string | null): string {
    const subject = this.write(on, item);
    if (MACROS.has(name)) return `${subject}.${name}(${this.#macro(args, at, item)})`;
    if (!METHODS.has(name)) throw unknownCall(name, at, METHODS);
    const written = `${subject}.${name}(${args.map((arg) => this.write(arg, item)).join(',')})`;
    return name === 'size' ? `double(${written})` : written;
  }

  #macro(args: readonly ASTNode[], at: number, item: string | null): string {
    if (item !== null)
      throw new ConditionError(
        'asks about every item of a list for every item of a list',
        at,
        'Use "in" for the inner one.',
      );
    const [binding, ...rest] = args;
    if (binding?.op !== 'id' || Object.hasOwn(this.#vocabulary, binding.args))
      throw new ConditionError('names no item: write list.exists(item, item == "x")', at);
    return [binding.args, ...rest.map((part) => this.write(part, binding.args))].join(',');
  }
}

function unknownCall(name: string, at: number, known: ReadonlySet<string>): ConditionError {
  const all = [...known, ...MACROS];
  const near = nearestName(name, all);
  const remedy = near === null ? `There are ${all.join(', ')}, and has(…).` : `Did you mean "${near}"?`;
  return new ConditionError(`"${name}" is nothing that conditions can do`, at, remedy);
}

function literal(value: unknown, at: number): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return `${value}.0`;
  if (typeof value === 'number') return Number.isInteger(value) ? value.toFixed(1) : String(value);
  if (value === null)
    throw new ConditionError('compares null with something else than one fact', at, 'Write lead.country == null.');
  throw new ConditionError('holds a literal that conditions do not have', at);
}

function indexOf(node: ASTNode): string {
  if (node.op === 'value' && typeof node.args === 'bigint') return String(node.args);
  throw new ConditionError(
    'reads a list at something else than a fixed place',
    node.start,
    'Write lead.tags[0], or lead.country for a fact.',
  );
}
