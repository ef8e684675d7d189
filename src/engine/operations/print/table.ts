/** Lists for a terminal: a record a line under the names of its columns. */

/** Columns as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, i) => cell.padEnd(widths[i] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

type Row = Readonly<Record<string, unknown>>;

/** What `printList` says beside the records. */
interface Around {
  /** What is said where there are none. */
  readonly none: string;
  /** Where the next page begins; null = there is none. */
  readonly next?: string | null;
  /** How many there are on all pages. */
  readonly total?: number | undefined;
}

/** Longer texts are cut; ids and addresses are not, since they are typed again. */
const LONGEST_TEXT = 36;
const WHOLE = /(^|\.)(id|email|recipient|.*Id)$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/**
 * Records as a table. `columns`: heads by the names of what they show, `standing.stage` for what lies deeper; a column in which nothing
 * stands is left out.
 */
export function printList(rows: readonly Row[], columns: Readonly<Record<string, string>>, around: Around): string {
  if (rows.length === 0) return `${around.none}\n`;
  const shown = Object.entries(columns)
    .map(([name, head]) => [head, ...rows.map((row) => cell(name, row))])
    .filter(([, ...cells]) => cells.some((text) => text !== ''));
  const { next, total } = around;
  const more = [
    ...(total === undefined ? [] : [`${total.toLocaleString('en')} in all.`]),
    ...(next ? [`More: --after ${next}`] : []),
  ];
  return table(Array.from({ length: rows.length + 1 }, (_, i) => shown.map((column) => column[i] ?? ''))).concat(
    ...more.map((line) => `${line}\n`),
  );
}

/** Records of any kind as a table; null = they do not lie flat, or are wider than so many characters. */
export function tableOf(rows: readonly Row[], widest: number): string | null {
  const columns = Object.assign({}, ...rows.map(columnsOf)) as Record<string, string>;
  if (rows.some((row) => Object.values(row).some((value) => !isFlat(value)))) return null;
  const text = printList(rows, columns, { none: '' });
  return text.slice(0, text.indexOf('\n')).length > widest ? null : text;
}

function isFlat(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return true;
  if (Array.isArray(value)) return value.every((item) => typeof item !== 'object');
  return 'code' in value;
}

/** All that a record has, as columns: `dueAt` → `DUE AT`. */
export function columnsOf(row: Row): Record<string, string> {
  const head = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter}`).toUpperCase();
  return Object.fromEntries(Object.keys(row).map((name) => [name, head(name)]));
}

function cell(name: string, row: Row): string {
  const value = name.split('.').reduce<unknown>((inner, key) => (inner as Row | null | undefined)?.[key], row);
  const text = textOf(value);
  return WHOLE.test(name) || text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1)}…`;
}

/** A reason is told by its code: `explain` and the list as JSON say it in words. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return value.toLocaleString('en');
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  if (typeof value === 'object') return 'code' in value ? String(value.code) : JSON.stringify(value);
  const text = String(value).replaceAll(/\s+/g, ' ');
  return TIME.test(text) ? text.slice(0, 16).replace('T', ' ') : text;
}
