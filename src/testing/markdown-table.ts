/**
 * Finds the pipe tables of a Markdown text, with their lines. Owns the table syntax and nothing of what a table means.
 * Source: GitHub Flavored Markdown, 4.10 Tables.
 */

/** One line of a table, split into trimmed cells; `\|` stands for a bar inside a cell. */
export interface MarkdownRow {
  /** 1-based line in the text. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A table: its header and the rows under the rule. */
export interface MarkdownTable {
  readonly header: MarkdownRow;
  readonly rows: readonly MarkdownRow[];
}

const RULE = /^\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;
const FENCE = /^(```|~~~)/;

/** Every table of the text in order. Tables inside fenced code are left out. */
export function tablesOf(lines: readonly string[]): readonly MarkdownTable[] {
  const tables: MarkdownTable[] = [];
  let fenced = false;
  for (let index = 0; index < lines.length; index += 1) {
    if (FENCE.test(lines[index] ?? '')) fenced = !fenced;
    if (fenced || !isRow(lines[index]) || !RULE.test(lines[index + 1] ?? '')) continue;
    const table = tableAt(lines, index);
    tables.push(table);
    index += 1 + table.rows.length;
  }
  return tables;
}

function tableAt(lines: readonly string[], start: number): MarkdownTable {
  const rows: MarkdownRow[] = [];
  for (let index = start + 2; isRow(lines[index]); index += 1) rows.push(rowAt(lines, index));
  return { header: rowAt(lines, start), rows };
}

function isRow(line: string | undefined): boolean {
  return line?.trimStart().startsWith('|') ?? false;
}

function rowAt(lines: readonly string[], index: number): MarkdownRow {
  const inner = (lines[index] ?? '')
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  const cells = inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
  return { line: index + 1, cells };
}
