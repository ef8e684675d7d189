/**
 * Makes every small change of a rule that its table must notice. Pure: text in, changes out.
 *
 * What is changed:
 * - a number, up and down by one; by one unit of its last digit that is not zero where it has decimals or is 1,000 or
 *   more (0.85 → 0.86 and 0.84; 86_400_000 → 86_500_000 and 86_300_000), since a table states boundaries in the
 *   precision of the rule, not in milliseconds;
 * - a comparison: < ↔ <=, > ↔ >=, === ↔ !==, == ↔ !=;
 * - the condition of an if, a loop and a conditional expression, negated (where it is an equality the flip says the same);
 * - && ↔ ||.
 * What is left alone: texts (a verdict's name is compared by the table itself), keys, the numbers 0 and 1 as the index
 * of an array (`parts[0]`), which are positions and not quantities, and -1, which is a sign or says "not found".
 */
import { stripTypeScriptTypes } from 'node:module';
import { type Expression, type Literal, type Node, parse } from 'acorn';
import { lineAt, walk } from '../tidy/tree.ts';

/** One change of one place. */
export interface Mutant {
  /** Path of the changed module in the repository. */
  readonly module: string;
  /** 1-based line of the change. */
  readonly line: number;
  /** The changed line of code, trimmed. */
  readonly code: string;
  readonly from: string;
  readonly to: string;
  /** The whole module with the change, types stripped. */
  readonly source: string;
}

interface Change {
  readonly start: number;
  readonly end: number;
  readonly to: string;
}

const FLIPPED: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '==': '!=',
  '!=': '==',
  '&&': '||',
  '||': '&&',
};

/** Every mutant of a module's text, in the order of the text. */
export function mutantsOf(module: string, text: string): readonly Mutant[] {
  const stripped = stripTypeScriptTypes(text);
  const changes: Change[] = [];
  walk(parse(stripped, { ecmaVersion: 'latest', sourceType: 'module' }), (node, ancestors) => {
    changes.push(...changesOf(node, ancestors.at(-1), stripped));
  });
  const lines = text.split('\n');
  return changes
    .sort((a, b) => a.start - b.start)
    .map(({ start, end, to }) => {
      const line = lineAt(text, start);
      const source = stripped.slice(0, start) + to + stripped.slice(end);
      return {
        module,
        line,
        code: lines[line - 1]?.trim() ?? '',
        from: flat(stripped.slice(start, end)),
        to: flat(to),
        source,
      };
    });
}

/** `src/domain/score/tier.ts:12 `>=` becomes `>` in `score >= 0.85``. */
export function describeMutant({ module, line, code, from, to }: Mutant): string {
  return `${module}:${line} \`${from}\` becomes \`${to}\` in: ${code}`;
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function changesOf(node: Node, parent: Node | undefined, text: string): readonly Change[] {
  switch (node.type) {
    case 'Literal':
      return isQuantity(node as Literal, parent) ? steps(node as Literal) : [];
    case 'BinaryExpression':
    case 'LogicalExpression':
      return flips(node as Operation, text);
    case 'IfStatement':
    case 'ConditionalExpression':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForStatement':
      return negations((node as Branch).test, text);
    default:
      return [];
  }
}

type Operation = Node & { readonly operator: string; readonly left: Node; readonly right: Node };
type Branch = Node & { readonly test?: Expression | null };

function isQuantity({ value, start }: Literal, parent: Node | undefined): boolean {
  if (typeof value !== 'number' && typeof value !== 'bigint') return false;
  const holder = parent as (Node & { key?: Node; property?: Node; computed?: boolean }) | undefined;
  if (holder?.type === 'Property' && holder.key?.start === start && holder.computed === false) return false;
  if (holder?.type === 'UnaryExpression' && value === 1) return false;
  const isIndex = holder?.type === 'MemberExpression' && holder.property?.start === start;
  return !(isIndex && (value === 0 || value === 1));
}

function steps({ start, end, value }: Literal): readonly Change[] {
  if (typeof value === 'bigint')
    return [value + 1n, value - 1n].map((to) => ({ start, end, to: inParentheses(`${to}n`) }));
  const number = value as number;
  const unit = unitOf(number);
  const decimals = Math.max(0, -Math.floor(Math.log10(unit) + 1e-9));
  return [number + unit, number - unit].map((to) => ({ start, end, to: inParentheses(to.toFixed(decimals)) }));
}

/** One unit of the last digit that is not zero; 1 for whole numbers under 1,000. */
function unitOf(value: number): number {
  if (Number.isInteger(value) && value < 1_000) return 1;
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  const digits = mantissa.split('.')[1]?.length ?? 0;
  return 10 ** (Number(exponent) - digits);
}

function inParentheses(number: string): string {
  return number.startsWith('-') ? `(${number})` : number;
}

function flips({ operator, left, right }: Operation, text: string): readonly Change[] {
  const to = FLIPPED[operator];
  if (to === undefined) return [];
  const start = text.indexOf(operator, left.end);
  if (start < 0 || start >= right.start)
    throw new Error(`no ${operator} between offsets ${left.end} and ${right.start}`);
  return [{ start, end: start + operator.length, to }];
}

function negations(test: Expression | null | undefined, text: string): readonly Change[] {
  if (!test || (test.type === 'BinaryExpression' && /^[!=]==?$/.test(test.operator))) return [];
  return [{ start: test.start, end: test.end, to: `!(${text.slice(test.start, test.end)})` }];
}
