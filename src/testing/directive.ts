/**
 * Reads a directive: a rule in plain words whose Markdown tables are its cases. Owns the format; runs nothing but the
 * `run` it is handed, and knows neither the test runner nor any rule.
 * Why: a growth manager reads and changes the table, and the same cells then run against the code.
 */
import { isDeepStrictEqual } from 'node:util';
import { parse as parseYaml } from 'yaml';
import { type MarkdownTable, tablesOf } from './markdown-table.ts';

/** A cell's value: JSON where the text is JSON, else the text; `undefined` where the cell is empty. */
export type CellValue = unknown;

/** Where a rule lives: `src/domain/score/tier.ts#tierOf`. */
export interface RuleRef {
  /** Path of the module in the repository. */
  readonly module: string;
  /** Name of the exported function that the table describes. */
  readonly name: string;
}

/** One row of a table. `expected` holds every `→` column; a value of `undefined` asks that the field is absent. */
export interface DirectiveRow {
  readonly id: string;
  /** 1-based line in the file. */
  readonly line: number;
  readonly input: Readonly<Record<string, CellValue>>;
  readonly expected: readonly (readonly [column: string, value: CellValue])[];
  /** The row in a few words, for the title of its test. */
  readonly short: string;
}

/** A changed rule that no row can tell from the real one, with the reason why that is right. */
export interface EquivalentMutant {
  readonly line: number;
  /** Part of the line of code that the change is in. */
  readonly fragment: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** A directive as read from its file. */
export interface Directive {
  readonly path: string;
  readonly title: string;
  readonly rules: readonly RuleRef[];
  readonly rows: readonly DirectiveRow[];
  readonly equivalents: readonly EquivalentMutant[];
}

/** What an adapter `directives/<name>.case.ts` exports: the rule's call for one row's input. */
export type RunCase = (input: never) => unknown;

/** A cell that came out otherwise than written. */
export interface Mismatch {
  readonly column: string;
  readonly expected: CellValue;
  readonly actual: unknown;
}

/** A mistake in a directive, named by file and line. */
export class DirectiveError extends Error {
  constructor(path: string, line: number, message: string) {
    super(`${path}:${line}: ${message}`);
    this.name = 'DirectiveError';
  }
}

const ARROW = '→';
const ID_COLUMN = 'case';
const SHORT_CHARACTERS = 90;

/**
 * Reads a directive's text. Errors: a {@link DirectiveError} for a missing rule, a directive without rows, a row with
 * too many or too few cells, a row that expects nothing, and a case id used twice.
 */
export function parseDirective(path: string, text: string): Directive {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const end = frontMatterEnd(path, lines);
  const rules = parseRules(path, lines.slice(1, end).join('\n'));
  const title = lines.slice(end).find((line) => line.startsWith('# '));
  if (title === undefined) throw new DirectiveError(path, end + 2, 'has no title (a line that begins with "# ")');
  const rows = tablesOf(lines).flatMap((table) => parseTable(path, table));
  if (rows.length === 0) throw new DirectiveError(path, 1, 'has no case: a table whose first column is "case"');
  refuseRepeatedIds(path, rows);
  return { path, title: title.slice(2).trim(), rules, rows, equivalents: parseEquivalents(path, lines) };
}

/**
 * Runs one row and says which cells came out otherwise; none means that the row holds. An adapter may be asynchronous.
 * Errors: whatever the adapter throws, and a TypeError where its output is not an object.
 */
export async function runRow(row: DirectiveRow, run: RunCase): Promise<readonly Mismatch[]> {
  const output: unknown = await run(structuredClone(row.input) as never);
  if (typeof output !== 'object' || output === null) throw new TypeError(`run() gave ${String(output)}, not an object`);
  return row.expected
    .map(([column, expected]) => ({ column, expected, actual: fieldOf(output, column) }))
    .filter(({ expected, actual }) => !isDeepStrictEqual(withoutAbsent(actual), expected));
}

/** A mismatch as one line: `→ tier: expected "hot", got "warm"`. */
export function describeMismatch({ column, expected, actual }: Mismatch): string {
  return `${ARROW} ${column}: expected ${show(expected)}, got ${show(actual)}`;
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  return JSON.stringify(value) ?? String(value);
}

function frontMatterEnd(path: string, lines: readonly string[]): number {
  const end = lines.indexOf('---', 1);
  if (lines[0] !== '---' || end < 0) throw new DirectiveError(path, 1, 'must open with front matter between --- lines');
  return end;
}

function parseRules(path: string, frontMatter: string): readonly RuleRef[] {
  const data = (parseYaml(frontMatter) ?? {}) as { rule?: string; rules?: readonly string[] };
  const refs = data.rules ?? (data.rule === undefined ? [] : [data.rule]);
  if (refs.length === 0) throw new DirectiveError(path, 2, 'names no rule: write "rule: src/…/file.ts#function"');
  return refs.map((ref) => {
    const [module, name] = String(ref).split('#');
    if (!module || !name) throw new DirectiveError(path, 2, `"${ref}" is not of the form module#function`);
    return { module, name };
  });
}

/** The cases of one table; a table with neither a `case` nor a `→` column is prose and has none. */
function parseTable(path: string, { header, rows }: MarkdownTable): readonly DirectiveRow[] {
  const expects = header.cells.some((cell) => cell.startsWith(ARROW));
  const isCase = header.cells[0] === ID_COLUMN;
  if (!expects && !isCase) return [];
  if (!isCase) throw new DirectiveError(path, header.line, 'the first column of a table with → must be "case"');
  if (!expects) throw new DirectiveError(path, header.line, 'the table expects nothing: it has no → column');
  const repeated = header.cells.find((cell, index) => header.cells.indexOf(cell) !== index);
  if (repeated !== undefined) throw new DirectiveError(path, header.line, `column "${repeated}" is there twice`);
  return rows.map(({ line, cells }) => {
    if (cells.length === header.cells.length) return parseRow(path, line, header.cells, cells);
    throw new DirectiveError(path, line, `has ${cells.length} cells, its table ${header.cells.length} columns`);
  });
}

function parseRow(path: string, line: number, header: readonly string[], cells: readonly string[]): DirectiveRow {
  const id = cells[0];
  if (!id) throw new DirectiveError(path, line, 'the row has no case id');
  const columns = header.map((column, index) => ({ column, text: cells[index] ?? '' })).slice(1);
  const expected = columns.filter(({ column }) => column.startsWith(ARROW));
  if (expected.every(({ text }) => text === '')) throw new DirectiveError(path, line, `case "${id}" expects nothing`);
  const given = columns.filter(({ column, text }) => !column.startsWith(ARROW) && text !== '');
  return {
    id,
    line,
    input: nest(given.map(({ column, text }) => [column, cellValue(text)])),
    expected: expected.map(({ column, text }) => [column.slice(ARROW.length).trim(), cellValue(text)]),
    short: shorten(given, expected),
  };
}

function shorten(given: readonly { text: string }[], expected: readonly { text: string }[]): string {
  const words = (cells: readonly { text: string }[]): string =>
    cells
      .map(({ text }) => text)
      .filter((text) => text !== '')
      .join(', ');
  const short = `${words(given)} ${ARROW} ${words(expected)}`.trim();
  return short.length <= SHORT_CHARACTERS ? short : `${short.slice(0, SHORT_CHARACTERS)}…`;
}

function cellValue(text: string): CellValue {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `lead.title` becomes `{lead: {title}}`. */
function nest(entries: readonly (readonly [string, CellValue])[]): Readonly<Record<string, CellValue>> {
  const root: Record<string, CellValue> = {};
  for (const [column, value] of entries) {
    const keys = column.split('.');
    const last = keys.pop() ?? column;
    let at = root;
    for (const key of keys) {
      at[key] ??= {};
      at = at[key] as Record<string, CellValue>;
    }
    at[last] = value;
  }
  return root;
}

function fieldOf(output: object, column: string): unknown {
  return column
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], output);
}

/** An output as JSON knows it: a field that holds `undefined` is not there, and a class instance is its fields. */
function withoutAbsent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAbsent);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(fields.map(([key, field]) => [key, withoutAbsent(field)]));
}

function refuseRepeatedIds(path: string, rows: readonly DirectiveRow[]): void {
  const seen = new Map<string, number>();
  for (const { id, line } of rows) {
    const first = seen.get(id);
    if (first !== undefined) throw new DirectiveError(path, line, `case "${id}" is already on line ${first}`);
    seen.set(id, line);
  }
}

const EQUIVALENT =
  /^- (?<mark>`+) ?(?<fragment>.+?) ?\k<mark>: `(?<from>[^`]+)` becomes `(?<to>[^`]+)`\. (?<reason>\S.+)$/;

/** The list under `## Equivalent mutants`: "- `code`: `<` becomes `<=`. Why that changes nothing". */
function parseEquivalents(path: string, lines: readonly string[]): readonly EquivalentMutant[] {
  const start = lines.indexOf('## Equivalent mutants');
  if (start < 0) return [];
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith('#'));
  const section = lines.slice(start + 1, length < 0 ? undefined : start + 1 + length);
  return section.flatMap((text, index) => {
    if (!text.startsWith('- ')) return [];
    const line = start + 2 + index;
    const groups = EQUIVALENT.exec(text)?.groups;
    if (groups === undefined) {
      throw new DirectiveError(path, line, 'write: - `code`: `<` becomes `<=`. Why no case can tell');
    }
    const { fragment = '', from = '', to = '', reason = '' } = groups;
    return [{ line, fragment, from, to, reason }];
  });
}
