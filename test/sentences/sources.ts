/**
 * Sentences that the shipped sources put together to tell somebody what is refused, wrong or missing, as they stand there: literals and
 * templates, of which each value is a blank (`{0}`, `{1}` …). Reads syntax trees; runs nothing.
 */
import type { Node } from 'acorn';
import { parseSource, readText, type SourceFile, shippedPaths, walk } from '../tidy/tree.ts';

/** A sentence and where it is. */
interface Sentence {
  readonly path: string;
  readonly text: string;
}

/** What stands where a sentence belongs and is put together elsewhere: file and expression. */
type HandedOn = string;

/** All of them. */
interface Found {
  readonly sentences: readonly Sentence[];
  readonly handedOn: readonly HandedOn[];
}

type Tree = Node & Record<string, unknown>;
const as = (node: unknown): Tree => node as Tree;

/** Rooms that put together what is told. The words of codes are a table of their own (`domain/reason`). */
const TELLING =
  /^src\/(engine|playbooks|render|domain\/(playbook|course|facts|list|handoff|signal|delivery|consent\/pace|qualify|score))\//;
/** What it finds is told like what is found in a playbook. */
const DOCTOR = 'src/engine/instance/doctor.ts';
/** Drawings, and what speaks to developers or on a terminal alone. */
const ELSEWHERE = /reasons\.ts$|\/drawing\/|\/print\//;

/** Sentences of all shipped sources. */
export function sentencesTold(): Found {
  const sentences: Sentence[] = [];
  const handedOn: HandedOn[] = [];
  for (const path of shippedPaths().filter((one) => TELLING.test(one) && !ELSEWHERE.test(one))) {
    const file = parseSource(readText(path));
    for (const node of toldIn(file)) {
      const texts = textsOf(node, file, 0);
      if (texts === null) handedOn.push(`${path}: ${codeOf(node, file)}`);
      else
        sentences.push(
          ...texts
            .flatMap(partsOf(path))
            .filter((text) => /\p{L}{2}/u.test(text))
            .map((text) => ({ path, text })),
        );
    }
  }
  return { sentences, handedOn };
}

/** A schema's own message may carry its remedy on a second line (`domain/playbook/format/shape`). */
function partsOf(path: string) {
  return (text: string) => (path.startsWith('src/engine/') ? [text] : text.split('\n'));
}

/** Expressions of a file that are told to somebody. */
function toldIn({ path, program }: SourceFile): Tree[] {
  const told: Tree[] = [];
  const isFinding = !path.startsWith('src/engine/') || path === DOCTOR;
  walk(program, (raw) => {
    const node = as(raw);
    if (node.type === 'NewExpression') told.push(...toldByNew(node));
    if (node.type === 'CallExpression') told.push(...toldByCall(node));
    if (node.type === 'ObjectExpression') told.push(...(isFinding ? toldByObject(node) : toldByItem(node)));
  });
  return told;
}

const nameOf = (node: unknown) => String(as(node)?.name ?? as(as(node)?.property)?.name ?? '');

function toldByNew({ callee, arguments: given }: Tree): Tree[] {
  const args = given as Tree[];
  if (nameOf(callee) === 'Refusal') return args.slice(1);
  return nameOf(callee) === 'ConditionError' ? [args[0], args[2]].filter((one) => one !== undefined) : [];
}

/** Calls of zod that may carry a message of ours, and functions that make a finding. */
const BY_CALL: Readonly<Record<string, number>> = { regex: 1, refine: 1, min: 1, max: 1 };

function toldByCall({ callee, arguments: given }: Tree): Tree[] {
  const args = given as Tree[];
  const name = nameOf(callee);
  if (name === 'mistake') return args.slice(1);
  if (name === 'ok') return args.slice(0, 1);
  if (name === 'fault') return args.slice(2);
  if (name === 'finding') return args.slice(3);
  const message = Object.hasOwn(BY_CALL, name) ? args[BY_CALL[name] ?? 0] : undefined;
  const isText = message?.type === 'Literal' ? typeof message.value === 'string' : message?.type === 'TemplateLiteral';
  return message !== undefined && isText ? [message] : [];
}

function toldByObject({ properties }: Tree): Tree[] {
  const all = (properties as Tree[]).filter(({ type }) => type === 'Property');
  const names = all.map(({ key }) => nameOf(key));
  const isError = names.includes('error') && !names.includes('code');
  const isFinding = names.includes('message') || names.includes('says');
  const wanted = isError ? ['error'] : isFinding ? ['message', 'remedy', 'says'] : ['unknown'];
  const told = all.filter(({ key }) => wanted.includes(nameOf(key))).map(({ value }) => as(value));
  return told.filter(({ type }) => type !== 'ObjectExpression');
}

/** What a check before a launch says when it is well, and when it is not. */
function toldByItem({ properties }: Tree): Tree[] {
  const all = (properties as Tree[]).filter(({ type }) => type === 'Property');
  const names = all.map(({ key }) => nameOf(key)).join();
  return names === 'ok,no' ? all.map(({ value }) => as(value)) : [];
}

function codeOf(node: Node, { text }: SourceFile): string {
  return text.slice(node.start, node.end).replace(/\s+/g, ' ');
}

/** Names that are looked up this deep. */
const DEEP = 3;

/** What an expression may be; null = it is put together elsewhere. A constant of the same file is looked up. */
function textsOf(node: Tree, file: SourceFile, depth: number): string[] | null {
  if (node.type === 'Literal') return [String(node.value)];
  if (node.type === 'TemplateLiteral') return [withBlanks(node)];
  if (node.type === 'ConditionalExpression') return both(node.consequent, node.alternate, file, depth);
  if (node.type === 'LogicalExpression') return both(node.left, node.right, file, depth);
  if (node.type === 'TSAsExpression') return textsOf(as(node.expression), file, depth);
  if (node.type === 'Identifier' && depth < DEEP) {
    const set = constantsOf(file, nameOf(node)).map((init) => textsOf(init, file, depth + 1));
    return set.length > 0 && set.every((texts) => texts !== null) ? set.flat() : null;
  }
  return null;
}

function both(one: unknown, other: unknown, file: SourceFile, depth: number): string[] | null {
  const [first, second] = [textsOf(as(one), file, depth), textsOf(as(other), file, depth)];
  return first && second && [...first, ...second];
}

function withBlanks({ quasis }: Tree): string {
  const parts = (quasis as Tree[]).map(({ value }) => (value as { readonly cooked: string }).cooked);
  return parts.map((part, at) => (at === 0 ? part : `{${String(at - 1)}}${part}`)).join('');
}

const known = new WeakMap<SourceFile, Map<string, Tree[]>>();

/** What constants of this name in a file are set to. */
function constantsOf(file: SourceFile, name: string): Tree[] {
  let constants = known.get(file);
  if (!constants) {
    constants = new Map();
    known.set(file, constants);
    walk(file.program, (raw) => {
      const { type, id, init } = as(raw);
      if (type !== 'VariableDeclarator' || as(id).type !== 'Identifier' || !init) return;
      constants?.set(nameOf(id), [...(constants.get(nameOf(id)) ?? []), as(init)]);
    });
  }
  return constants.get(name) ?? [];
}
