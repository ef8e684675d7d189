/** Any output as text for a person: names and values, records as tables, nested things indented. Knows no operation. */
import { tableOf } from '../engine/operations/print/table.ts';

const INDENT = '  ';
/** Records that would be wider are told name by name. */
const WIDEST = 160;

/** The text of an output, ending in a line end. */
export function show(output: unknown): string {
  return `${lines(output, '').join('\n')}\n`;
}

/** What a terminal would do rather than show (move, colour, rename its window, read backwards) but for ends of lines and tabs. */
const COMMANDING = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** A text that does nothing to a terminal: names and answers come from strangers. */
export function harmless(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(COMMANDING, '\u{fffd}');
}

function lines(value: unknown, indent: string): string[] {
  if (Array.isArray(value))
    return value.length === 0 ? [`${indent}(none)`] : value.flatMap((item) => itemLines(item, indent));
  if (value === null || typeof value !== 'object') return [`${indent}${plain(value)}`];
  return Object.entries(value).flatMap(([name, inner]) => fieldLines(name, inner, indent));
}

function itemLines(item: unknown, indent: string): string[] {
  const [first = '', ...rest] = lines(item, `${indent}${INDENT}`);
  return [`${indent}- ${first.trimStart()}`, ...rest];
}

function fieldLines(name: string, value: unknown, indent: string): string[] {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object') return [`${indent}${words(name)}: ${plain(value)}`];
  if (isFlat(value)) return [`${indent}${words(name)}: ${flat(value)}`];
  const table = Array.isArray(value) ? tableOf(value, WIDEST) : null;
  if (table !== null)
    return [
      `${indent}${words(name)}:`,
      ...table
        .trimEnd()
        .split('\n')
        .map((line) => `${indent}${INDENT}${line}`),
    ];
  return [`${indent}${words(name)}:`, ...lines(value, indent + INDENT)];
}

function isFlat(value: object): boolean {
  const inner = Object.values(value);
  // A list of single values is one line whatever its length: each of them as a record would be a column a letter.
  return (
    (Array.isArray(value) || inner.length <= 8) && inner.every((item) => item === null || typeof item !== 'object')
  );
}

function flat(value: object): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(plain).join(', ');
  return Object.entries(value)
    .filter(([, inner]) => inner !== null)
    .map(([name, inner]) => `${words(name)} ${plain(inner)}`)
    .join(', ');
}

function plain(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? value.toLocaleString('en') : String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}

/** `rejectsFile` → `rejects file`. */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
