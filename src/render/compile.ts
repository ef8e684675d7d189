/**
 * Compiles a parsed template to one closure that gives liquidjs's own bytes. Owns tags and blocks; values are
 * `expression.ts`. Never falls short silently: a tag it does not know is refused when compiling.
 */
import {
  AssignTag,
  BreakTag,
  CaptureTag,
  CaseTag,
  CommentTag,
  ContinueTag,
  Drop,
  defaultOperators,
  EchoTag,
  ForTag,
  IfTag,
  InlineCommentTag,
  LiquidTag,
  type Template as Node,
  Output,
  RawTag,
  TokenKind,
  toValue,
  toValueSync,
  UnlessTag,
  Value,
} from 'liquidjs';
import { compileOutput, compileToken, compileValue, escapeHtml, isTruthy, printed, type Read } from './expression.ts';
import type { RenderState } from './state.ts';

/** Prints one node or block. */
export type Print = (state: RenderState) => string;
type Locals = ReadonlySet<string>;

const NOTHING: Print = () => '';

/** The counter a loop offers as `forloop`. Its fields are liquidjs's, in order, for it can be printed as JSON. */
class ForLoop extends Drop {
  i = 0;
  length: number;
  name: string;
  constructor(length: number, collection: string, variable: string) {
    super();
    this.length = length;
    this.name = `${variable}-${collection}`;
  }
  index0(): number {
    return this.i;
  }
  index(): number {
    return this.i + 1;
  }
  first(): boolean {
    return this.i === 0;
  }
  last(): boolean {
    return this.i === this.length - 1;
  }
  rindex(): number {
    return this.length - this.i;
  }
  rindex0(): number {
    return this.length - this.i - 1;
  }
  override valueOf(): string {
    return JSON.stringify(this);
  }
}

/** Compiles a block; a break or continue ends it after the node that said so, as in liquidjs. */
function compileBlock(nodes: readonly Node[], locals: Locals): Print {
  const prints = nodes.map((node) => compileNode(node, locals));
  const count = prints.length;
  return (state) => {
    state.turn(count);
    let output = '';
    for (let i = 0; i < count; i++) {
      output += prints[i]!(state);
      if (state.breakCalled || state.continueCalled) break;
    }
    state.checkLength(output);
    return output;
  };
}

function compilePrinting(value: Value, locals: Locals): Print {
  const read = compileOutput(value, locals);
  return (state) => printed(read(state));
}

function onlyValue(node: Node): Value | null {
  for (const argument of node.arguments?.() ?? []) if (argument instanceof Value) return argument;
  return null;
}

function compileEcho(tag: EchoTag, locals: Locals): Print {
  const value = onlyValue(tag);
  if (value === null) return NOTHING;
  const outputEscape = tag.liquid.options.outputEscape;
  const last = value.filters.at(-1);
  const print = compilePrinting(value, locals);
  return outputEscape && last?.raw !== true ? (state) => escapeHtml(print(state)) : print;
}

function compileAssign(tag: AssignTag, locals: Locals): Print {
  const read = compileValue(onlyValue(tag)!, locals);
  const [name] = [...tag.localScope()].map((token) => token.content);
  return (state) => {
    state.scopes[0]![name!] = read(state);
    return '';
  };
}

function compileCapture(tag: CaptureTag, locals: Locals): Print {
  const print = compileBlock(tag.templates, locals);
  return (state) => {
    state.scopes[0]![tag.variable] = print(state);
    return '';
  };
}

interface Branch {
  readonly holds: (state: RenderState) => boolean;
  readonly print: Print;
}

function compileChoice(branches: readonly Branch[], otherwise: Print): Print {
  return (state) => {
    for (const branch of branches) if (branch.holds(state)) return branch.print(state);
    return otherwise(state);
  };
}

function compileIf(tag: IfTag, locals: Locals): Print {
  const branches = tag.branches.map(({ value, templates }) => {
    const read = compileValue(value, locals);
    return { holds: (state: RenderState) => isTruthy(read(state)), print: compileBlock(templates, locals) };
  });
  return compileChoice(branches, compileBlock(tag.elseTemplates ?? [], locals));
}

function compileUnless(tag: UnlessTag, locals: Locals): Print {
  const branches = tag.branches.map(({ value, templates }, index) => {
    const read = compileValue(value, locals);
    const wanted = index > 0;
    return { holds: (state: RenderState) => isTruthy(read(state)) === wanted, print: compileBlock(templates, locals) };
  });
  return compileChoice(branches, compileBlock(tag.elseTemplates, locals));
}

const equals = defaultOperators['==']! as (left: unknown, right: unknown) => IterableIterator<unknown>;

/** Every branch with a matching value is printed, once, as in liquidjs; else only where none matched. */
function compileCase(tag: CaseTag, locals: Locals): Print {
  const target = compileValue(tag.value, locals);
  const otherwise = compileBlock(tag.elseTemplates, locals);
  const branches = tag.branches.map(({ values, templates }) => ({
    values: values.map((token) => compileToken(token, locals)),
    print: compileBlock(templates, locals),
  }));
  return (state) => {
    const wanted: unknown = toValue(target(state));
    let output = '';
    let matched = false;
    for (const branch of branches) {
      if (!branch.values.some((read) => toValueSync(equals(wanted, read(state))))) continue;
      matched = true;
      output += branch.print(state);
    }
    return matched ? output : otherwise(state);
  };
}

/** What a loop runs over: lists as they are, text as one item, an object as its pairs. */
function listOf(value: unknown): readonly unknown[] {
  const plain: unknown = toValue(value);
  if (Array.isArray(plain)) return plain;
  if (typeof plain === 'string') return plain.length > 0 ? [plain] : [];
  if (typeof plain !== 'object' || plain === null) return [];
  return Object.entries(plain);
}

type Modifiers = Readonly<Record<'offset' | 'limit' | 'reversed', Read | undefined>>;

function compileModifiers(tag: ForTag, locals: Locals): Modifiers {
  const read = (name: string): Read | undefined => {
    if (!Object.hasOwn(tag.hash.hash, name)) return undefined;
    const token = tag.hash.hash[name];
    return token === undefined ? () => true : compileToken(token, locals);
  };
  return { offset: read('offset'), limit: read('limit'), reversed: read('reversed') };
}

/** Offset, then limit, then reversed, whatever order they are written in. A nil modifier still counts, an unknown name does not. */
function modified(list: readonly unknown[], modifiers: Modifiers, key: string, state: RenderState): readonly unknown[] {
  state.scopes.push(Object.assign(Object.create(null), { continue: state.continueAt.get(key) ?? {} }));
  const [offset, limit, reversed] = [modifiers.offset, modifiers.limit, modifiers.reversed].map((read) =>
    read?.(state),
  );
  state.scopes.pop();
  let items = list;
  if (offset !== undefined) items = items.slice(offset as number);
  if (limit !== undefined) items = items.slice(0, limit as number);
  if (reversed !== undefined) items = items.toReversed();
  state.continueAt.set(key, ((offset || 0) as number) + items.length);
  return items;
}

function compileFor(tag: ForTag, outer: Locals): Print {
  const locals: Locals = new Set([...outer, tag.variable, 'forloop', 'continue']);
  const collection = compileToken(tag.collection, outer);
  const source = tag.collection.getText();
  const key = `continue-${tag.variable}-${source}`;
  const modifiers = compileModifiers(tag, locals);
  const body = compileBlock(tag.templates, locals);
  const otherwise = compileBlock(tag.elseTemplates, outer);
  return (state) => {
    const all = listOf(collection(state));
    if (all.length === 0) return otherwise(state);
    const items = modified(all, modifiers, key, state);
    return runLoop(state, tag.variable, items, new ForLoop(items.length, source, tag.variable), body);
  };
}

function runLoop(state: RenderState, name: string, items: readonly unknown[], forloop: ForLoop, body: Print): string {
  const scope = Object.assign(Object.create(null), { forloop });
  state.scopes.push(scope);
  let output = '';
  for (const item of items) {
    scope[name] = item;
    state.turn(1);
    state.breakCalled = false;
    state.continueCalled = false;
    output += body(state);
    state.checkLength(output);
    if (state.breakCalled) break;
    forloop.i++;
  }
  state.breakCalled = false;
  state.continueCalled = false;
  state.scopes.pop();
  return output;
}

function compileInterrupt(flag: 'breakCalled' | 'continueCalled'): Print {
  return (state) => {
    state[flag] = true;
    return '';
  };
}

function compileTag(node: Node, locals: Locals): Print {
  if (node instanceof IfTag) return compileIf(node, locals);
  if (node instanceof UnlessTag) return compileUnless(node, locals);
  if (node instanceof CaseTag) return compileCase(node, locals);
  if (node instanceof ForTag) return compileFor(node, locals);
  if (node instanceof AssignTag) return compileAssign(node, locals);
  if (node instanceof CaptureTag) return compileCapture(node, locals);
  if (node instanceof EchoTag) return compileEcho(node, locals);
  if (node instanceof LiquidTag) return compileBlock(node.templates, locals);
  if (node instanceof BreakTag) return compileInterrupt('breakCalled');
  if (node instanceof ContinueTag) return compileInterrupt('continueCalled');
  if (node instanceof CommentTag || node instanceof InlineCommentTag) return NOTHING;
  if (node instanceof RawTag) {
    const text = node.render();
    return () => text;
  }
  throw new Error(`no rule for ${node.token.getText()}`);
}

function compileNode(node: Node, locals: Locals): Print {
  if (node instanceof Output) return compilePrinting(node.value, locals);
  if (node.token.kind !== TokenKind.HTML) return compileTag(node, locals);
  const text = (node.token as unknown as { getContent(): string }).getContent();
  return () => text;
}

/** Names that assign and capture set anywhere in the template: the paths that must be looked up among local names first. */
function assignedNames(nodes: readonly Node[], names: Set<string> = new Set()): Set<string> {
  for (const node of nodes) {
    for (const token of node.localScope?.() ?? []) names.add(String(token.content));
    const children = node.children ? (toValueSync(node.children(false, true)) as Node[]) : [];
    assignedNames(children, names);
  }
  return names;
}

/**
 * Compiles the nodes of one piece of a template. The closure throws TemplateLimitError past a limit, and whatever a filter
 * of liquidjs throws on a value it cannot take.
 */
export function compileNodes(nodes: readonly Node[]): Print {
  return compileBlock(nodes, assignedNames(nodes));
}
