/**
 * Names of the facts that reasons carry, as the shipped sources put them together: the keys beside a code of the table, and those that are given to
 * whoever makes a reason of a code. Reads syntax trees; runs nothing.
 */
import type { Node } from 'acorn';
import { REASONS } from '../../src/domain/reason.ts';
import { parseSource, readText, type SourceFile, shippedPaths, walk } from '../tidy/tree.ts';

type Tree = Node & Record<string, unknown>;
const as = (node: unknown): Tree => node as Tree;

/** Where each name is from: by the name, the files. */
interface Found {
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
  /** Expressions that bring names and do not show them, as `file: expression`. */
  readonly handedOn: readonly string[];
}

/** Rooms that make reasons. */
const MAKING = /^src\/(domain|engine|store)\//;

/** All of them. */
export function factsOfReasons(): Found {
  const names = new Map<string, Set<string>>();
  const handedOn = new Set<string>();
  for (const path of shippedPaths().filter((one) => MAKING.test(one))) {
    const file = parseSource(readText(path));
    const constants = constantsOf(file);
    const read = (node: Tree, depth = 0): void => {
      for (const one of namesIn(node)) {
        if (typeof one === 'string') names.set(one, (names.get(one) ?? new Set()).add(path));
        else if (one.type === 'Identifier' && depth < 3 && constants.has(String(one.name)))
          for (const init of constants.get(String(one.name)) ?? []) read(init, depth + 1);
        else handedOn.add(`${path}: ${file.text.slice(one.start, one.end).replace(/\s+/g, ' ')}`);
      }
    };
    walk(file.program, (raw) => {
      for (const node of factsOf(as(raw))) read(node);
    });
  }
  return { names, handedOn: [...handedOn].sort() };
}

const keyOf = (property: Tree) => String(as(property.key).name ?? as(property.key).value ?? '');

/** Expressions that are the facts of a reason. */
function factsOf(node: Tree): Tree[] {
  if (node.type === 'ObjectExpression') {
    const all = (node.properties as Tree[]).filter(({ type }) => type === 'Property');
    const facts = all.find((one) => keyOf(one) === 'facts');
    return facts && all.some((one) => keyOf(one) === 'code') ? [as(facts.value)] : [];
  }
  if (node.type !== 'CallExpression') return [];
  const given = node.arguments as Tree[];
  const code = given.findIndex(isCode);
  return code < 0 ? [] : given.slice(code + 1).filter(({ type }) => type === 'ObjectExpression');
}

/** A code of the table, or one of two. */
function isCode(node: Tree): boolean {
  if (node.type === 'Literal') return Object.hasOwn(REASONS, String(node.value));
  return node.type === 'ConditionalExpression' && isCode(as(node.consequent)) && isCode(as(node.alternate));
}

/** Names of an expression, and what in it brings names of elsewhere. */
function namesIn(node: Tree): (string | Tree)[] {
  if (node.type === 'ObjectExpression') {
    return (node.properties as Tree[]).flatMap((one) => {
      if (one.type === 'SpreadElement') return namesIn(as(one.argument));
      return one.computed === true ? [as(one.key)] : [keyOf(one)];
    });
  }
  if (node.type === 'ConditionalExpression') return [...namesIn(as(node.consequent)), ...namesIn(as(node.alternate))];
  if (node.type === 'LogicalExpression') return namesIn(as(node.right));
  return [node];
}

/** What constants of a file are set to, by name. */
function constantsOf({ program }: SourceFile): ReadonlyMap<string, readonly Tree[]> {
  const found = new Map<string, Tree[]>();
  walk(program, (raw) => {
    const { type, id, init } = as(raw);
    if (type !== 'VariableDeclarator' || as(id).type !== 'Identifier' || !init) return;
    const name = String(as(id).name);
    found.set(name, [...(found.get(name) ?? []), as(init)]);
  });
  return found;
}
