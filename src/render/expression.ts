/**
 * Compiles the expressions of a parsed template (paths, literals, ranges, comparisons, filters) to closures.
 * Owns how a value is read and when it counts as missing; never prints.
 * Why: liquidjs walks its tree with generators, about 9 µs a tag; a closure reads the same value in well under one.
 */
import {
  type Context,
  Drop,
  defaultOperators,
  type Expression,
  type Liquid,
  TypeGuards,
  toValue,
  toValueSync,
  type Value,
} from 'liquidjs';
import { isMissing } from '../domain/playbook/missing.ts';
import type { RenderState } from './state.ts';

/** Reads one value while rendering. */
export type Read = (state: RenderState) => unknown;

type Token = Expression['postfix'][number];
interface PathToken extends Token {
  readonly variable: Token | undefined;
  readonly props: readonly Token[];
}
interface RangeToken extends Token {
  readonly lhs: Token;
  readonly rhs: Token;
}
type FilterImpl = (this: { context: Context; token: unknown; liquid: unknown }, ...values: unknown[]) => unknown;

const hasOwn = Object.prototype.hasOwnProperty;
/** Keys that liquidjs answers for values that have no such property. */
const DERIVED_KEYS: ReadonlySet<string> = new Set(['size', 'first', 'last']);

function readElement(list: readonly unknown[], index: number): unknown {
  return list[index < 0 ? list.length + index : index];
}

function readSize(value: object | string): unknown {
  if (hasOwn.call(value, 'size')) return (value as { size: unknown }).size;
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return typeof value === 'object' ? Object.keys(value).length : undefined;
}

function readOwn(value: object | string, key: PropertyKey): unknown {
  return hasOwn.call(value, key) ? (value as Record<PropertyKey, unknown>)[key] : undefined;
}

function readDerived(value: object | string, key: string): unknown {
  if (key === 'size') return readSize(value);
  if (Array.isArray(value)) return readElement(value, key === 'first' ? 0 : -1);
  return readOwn(value, key);
}

function readDrop(drop: Drop, key: string): unknown {
  const value: unknown = drop[key];
  return typeof value === 'function' ? value.call(drop) : value;
}

/** liquidjs's property access on plain data: own properties only, with `size`, `first` and `last` derived. */
function readProperty(value: unknown, key: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (value instanceof Drop) return readDrop(value, String(key));
  if (Array.isArray(value) && typeof key === 'number') return readElement(value, key);
  if (typeof key === 'string' && DERIVED_KEYS.has(key)) return readDerived(value as object, key);
  return readOwn(value as object, key as PropertyKey);
}

const NO_GLOBALS = Object.freeze({});

function scopeOf(state: RenderState, name: PropertyKey): object {
  for (let i = state.scopes.length - 1; i >= 0; i--) {
    const scope = state.scopes[i]!;
    if (name in scope) return scope;
  }
  return name in state.variables ? state.variables : NO_GLOBALS;
}

function isPath(token: Token): token is PathToken {
  return TypeGuards.isPropertyAccessToken(token);
}

function isRange(token: Token): token is RangeToken {
  return TypeGuards.isRangeToken(token);
}

/** A path as an author wrote it, `lead.firstName`; null = the token is no path that begins with a name. */
function pathOf(token: Token | undefined): string | null {
  if (token === undefined || !isPath(token) || token.variable) return null;
  const parts = token.props.map((prop) => ('content' in prop ? String(prop.content) : `[${prop.getText()}]`));
  return parts.join('.').replaceAll('.[', '[');
}

function compilePath(token: PathToken, locals: ReadonlySet<string>): Read {
  if (token.variable) {
    const root = compileToken(token.variable, locals);
    return readKeys(
      root,
      token.props.map((prop) => compileToken(prop, locals)),
    );
  }
  const [first, ...rest] = token.props.map((prop) => compileToken(prop, locals));
  const name = token.props[0];
  const fixed = name !== undefined && 'content' in name ? String(name.content) : null;
  if (fixed !== null && !locals.has(fixed) && !DERIVED_KEYS.has(fixed)) {
    return readKeys((state) => readOwn(state.variables, fixed), rest);
  }
  const key = first!;
  const root: Read = (state) => {
    const value = toValue(key(state)) as PropertyKey;
    return readProperty(scopeOf(state, value), value);
  };
  return readKeys(root, rest);
}

function readKeys(root: Read, keys: readonly Read[]): Read {
  if (keys.length === 0) return root;
  if (keys.length === 1) {
    const only = keys[0]!;
    return (state) => readProperty(root(state), toValue(only(state)));
  }
  return (state) => {
    const values = keys.map((key) => toValue(key(state)));
    return values.reduce(readProperty, root(state));
  };
}

function compileRange(token: RangeToken, locals: ReadonlySet<string>): Read {
  const low = compileToken(token.lhs, locals);
  const high = compileToken(token.rhs, locals);
  return (state) => {
    const from = Number(toValue(low(state)));
    const to = Number(toValue(high(state)));
    state.context.memoryLimit.use(to - from + 1);
    const list: number[] = [];
    for (let i = from; i < to + 1; i++) list.push(i);
    return list;
  };
}

/** Compiles one token that stands for a value. Drops such as `empty` are kept, as comparisons need them. */
export function compileToken(token: Token | undefined, locals: ReadonlySet<string>): Read {
  if (token === undefined) return () => undefined;
  if ('content' in token) {
    const { content } = token;
    return () => content;
  }
  if (isPath(token)) return compilePath(token, locals);
  if (isRange(token)) return compileRange(token, locals);
  throw new Error(`cannot compile ${token.getText()}`);
}

/** Liquid's truth: everything but false and nil, the empty string and 0 included. */
export function isTruthy(value: unknown): boolean {
  const plain: unknown = toValue(value);
  return plain !== false && plain !== undefined && plain !== null;
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

/** `nil == x` and the like need liquidjs's drops; two plain scalars do not. */
function compare(operator: string, state: RenderState, left: unknown, right: unknown): unknown {
  if (isPlain(left) && isPlain(right)) {
    if (operator === '==') return left === right;
    if (operator === '!=') return left !== right;
  }
  const binary = defaultOperators[operator] as (l: unknown, r: unknown, context: Context) => unknown;
  return toValueSync(binary(left, right, state.context) as IterableIterator<unknown>);
}

function compileOperator(operator: string, operands: Read[]): Read {
  const right = operands.pop()!;
  if (operator === 'not') return (state) => !isTruthy(right(state));
  const left = operands.pop()!;
  // Both sides are always read, as liquidjs does: a limit passed on the right counts although the left decides.
  if (operator === 'and') return (state) => [left(state), right(state)].every(isTruthy);
  if (operator === 'or') return (state) => [left(state), right(state)].some(isTruthy);
  return (state) => compare(operator, state, left(state), right(state));
}

/** Compiles an expression without its filters. */
function compileExpression(expression: Expression, locals: ReadonlySet<string>): Read {
  const operands: Read[] = [];
  for (const token of expression.postfix) {
    const read = TypeGuards.isOperatorToken(token)
      ? compileOperator(token.operator, operands)
      : compileToken(token, locals);
    operands.push(read);
  }
  return operands[0] ?? (() => undefined);
}

type FilterNode = Value['filters'][number];

function compileArgument(argument: FilterNode['args'][number], locals: ReadonlySet<string>): Read {
  if (!Array.isArray(argument)) return compileToken(argument, locals);
  const [name, token] = argument;
  const read = compileToken(token, locals);
  return (state) => [name, read(state)];
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};
const NEEDS_ESCAPE = /[&<>"']/;

/** Text as HTML text and attribute value, in the entities that liquidjs writes. */
export function escapeHtml(text: string): string {
  return NEEDS_ESCAPE.test(text) ? text.replace(/[&<>"']/g, (character) => ESCAPES[character]!) : text;
}

/** A value as liquidjs prints it: nil as nothing, lists joined without anything between. */
export function printed(value: unknown): string {
  if (typeof value === 'string') return value;
  const plain: unknown = toValue(value);
  if (plain === null || plain === undefined) return '';
  return Array.isArray(plain) ? plain.map(printed).join('') : String(plain);
}

/** Applies one of liquidjs's own filters, with its own context, so its bytes and its memory count are liquidjs's. */
function compileFilter(filter: FilterNode, input: Read, locals: ReadonlySet<string>): Read {
  const { handler, liquid, token } = filter as unknown as { handler: FilterImpl; liquid: Liquid; token: unknown };
  if (handler === (liquid.options.outputEscape as unknown)) return (state) => escapeHtml(printed(input(state)));
  const args = filter.args.map((argument) => compileArgument(argument, locals));
  return (state) => {
    const self = { context: state.context, token, liquid };
    const value = input(state);
    const result = handler.apply(self, [value, ...args.map((read) => read(state))]);
    return typeof result === 'object' && result !== null ? toValueSync(result as IterableIterator<unknown>) : result;
  };
}

/** Compiles an expression with its filters, for conditions and assignments: a missing fact is simply nil there. */
export function compileValue(value: Value, locals: ReadonlySet<string>): Read {
  return value.filters.reduce(
    (read, filter) => compileFilter(filter, read, locals),
    compileExpression(value.initial, locals),
  );
}

/** Filters whose purpose is to answer an unknown value. */
const ANSWERS_BLANK: ReadonlySet<string> = new Set(['default', 'size']);

function argumentTokens(filter: FilterNode): readonly (Token | undefined)[] {
  return filter.args.map((argument) => (Array.isArray(argument) ? argument[1] : argument));
}

/** A path whose absence is noted when it is read. */
function noting(read: Read, name: string, origin: 'fact' | 'local'): Read {
  return (state) => {
    const value = read(state);
    if (isMissing(value, origin)) state.miss(name);
    return value;
  };
}

function rootOf(name: string): string {
  return /^[^.[]*/.exec(name)![0];
}

/**
 * Compiles what an output prints. A fact that is not known is noted as missing, unless a `default` (or `size`) answers it;
 * so is a `default` that itself turns out to be unknown. Names set inside the template may be empty, but not nil.
 */
export function compileOutput(value: Value, locals: ReadonlySet<string>): Read {
  const answered = value.filters.some((filter) => ANSWERS_BLANK.has(filter.name));
  const path = value.initial.postfix.length === 1 ? pathOf(value.initial.postfix[0]) : null;
  let read = compileExpression(value.initial, locals);
  if (path !== null && !answered) read = noting(read, path, locals.has(rootOf(path)) ? 'local' : 'fact');
  for (const filter of value.filters) {
    const names = argumentTokens(filter).map(pathOf);
    const name = names.find((candidate) => candidate !== null) ?? path;
    read = compileFilter(filter, read, locals);
    if (filter.name === 'default' && name !== null) read = noting(read, name, 'local');
    else for (const argument of argumentTokens(filter)) read = requireArgument(read, argument, locals);
  }
  return read;
}

function requireArgument(read: Read, argument: Token | undefined, locals: ReadonlySet<string>): Read {
  const name = pathOf(argument);
  if (name === null) return read;
  const required = noting(compileToken(argument, locals), name, 'local');
  return (state) => {
    required(state);
    return read(state);
  };
}
