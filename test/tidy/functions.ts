/**
 * Measures functions: where each one stands and how many lines it has. Knows no limit.
 */
import type { Node } from 'acorn';
import { type SourceFile, walk } from './tree.ts';

/** A function with a body, its length in lines from the word that opens it to its closing brace. */
export interface MeasuredFunction {
  readonly path: string;
  readonly line: number;
  readonly name: string;
  readonly lines: number;
}

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/**
 * Every function of a file whose body is a block. Why: an arrow that is one expression has no lines of its own, and
 * counting thousands of them would make any median look small.
 */
export function functionsOf({ path, program }: SourceFile): readonly MeasuredFunction[] {
  const found: MeasuredFunction[] = [];
  walk(program, (node, ancestors) => {
    if (!FUNCTIONS.has(node.type)) return;
    const { body, id, loc } = node as Node & { body: Node; id?: { name: string } | null };
    if (body.type !== 'BlockStatement' || !loc) return;
    const name = id?.name ?? nameFrom(ancestors.at(-1));
    found.push({ path, line: loc.start.line, name, lines: loc.end.line - loc.start.line + 1 });
  });
  return found;
}

function nameFrom(parent: Node | undefined): string {
  const { id, key } = (parent ?? {}) as { id?: { name?: string }; key?: { name?: string } };
  return id?.name ?? key?.name ?? '(anonymous)';
}

/** The length that `share` (0–1) of the functions do not exceed; 0 where there are none. */
export function lengthAt(functions: readonly MeasuredFunction[], share: number): number {
  const lengths = functions.map(({ lines }) => lines).sort((a, b) => a - b);
  return lengths[Math.ceil(share * lengths.length) - 1] ?? 0;
}
