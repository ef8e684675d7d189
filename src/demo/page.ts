/**
 * How the demo reads on a terminal: numbered steps with their time, tables, bars, wrapped sentences, at most 100 columns.
 * Owns the look only. Colour is added where the terminal takes it, and never carries meaning of its own.
 */
import { stripVTControlCharacters } from 'node:util';

/** What the output can show. */
export interface Look {
  readonly colour: boolean;
  /** Of the terminal; null = none, or not known. */
  readonly columns: number | null;
}

const WIDEST = 100;
const NARROWEST = 60;
const INDENT = '     ';
const BAR_WIDTH = 44;

const STYLES = { bold: [1, 22], dim: [2, 22], green: [32, 39], red: [31, 39] } as const;
/** How a piece of text may stand out. */
export type Style = keyof typeof STYLES;

/** A page that is written from top to bottom. */
export class Page {
  readonly #write: (text: string) => void;
  readonly #colour: boolean;
  readonly #width: number;
  #steps = 0;

  constructor(write: (text: string) => void, { colour, columns }: Look) {
    this.#write = write;
    this.#colour = colour;
    this.#width = Math.max(NARROWEST, Math.min(columns ?? WIDEST, WIDEST));
  }

  /** The first lines. */
  title(title: string, sentences: readonly string[]): void {
    this.#write(`\n${this.paint('bold', title)}\n`);
    for (const sentence of sentences) this.#lines(wrapped(sentence, this.#width), 'dim');
  }

  /** Runs one step and shows what came of it with the time it took. */
  async step<Result>(name: string, run: () => Promise<Result>, show: (result: Result) => readonly string[]) {
    const startedAt = performance.now();
    const result = await run();
    const ms = Math.round(performance.now() - startedAt);
    const number = String(++this.#steps).padStart(2);
    const time = `${(ms / 1000).toFixed(1)} s`;
    const gap = ' '.repeat(Math.max(1, this.#width - number.length - 3 - name.length - time.length));
    this.#write(`\n ${this.paint('bold', `${number}  ${name}`)}${gap}${this.paint('dim', time)}\n`);
    this.#lines(
      show(result).flatMap((line) => wrapped(line, this.#width - INDENT.length).map((part) => INDENT + part)),
    );
    return { result, ms };
  }

  /** Lines under a heading without a number. */
  section(name: string, lines: readonly string[]): void {
    this.#write(`\n ${this.paint('bold', name)}\n`);
    this.#lines(lines.map((line) => `${INDENT}${line}`));
  }

  paint(style: Style, text: string): string {
    const [on, off] = STYLES[style];
    return this.#colour ? `\x1b[${on}m${text}\x1b[${off}m` : text;
  }

  /** `✓ …` or `✗ …`. */
  verdict(holds: boolean, sentence: string): string {
    return `${holds ? this.paint('green', '✓') : this.paint('red', '✗')} ${sentence}`;
  }

  #lines(lines: readonly string[], style?: Style): void {
    for (const line of lines) this.#write(`${style ? this.paint(style, line) : line.trimEnd()}\n`);
  }
}

/** A number for people: `2,013`. */
export function count(value: number): string {
  return value.toLocaleString('en');
}

/** `1 row`, `2,013 rows`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** Rows of cells as columns: the first to the left, numbers to the right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** One bar a name, all on one scale. */
export function bars(counts: readonly (readonly [name: string, value: number])[]): string[] {
  const most = Math.max(1, ...counts.map(([, value]) => value));
  const bar = (value: number) => '█'.repeat(Math.round((value / most) * BAR_WIDTH)) || (value > 0 ? '▏' : '');
  return table(counts.map(([name, value]) => [name, count(value)])).map((line, at) =>
    `${line}  ${bar(counts[at]?.[1] ?? 0)}`.trimEnd(),
  );
}

/** A list of sentences with their counts, the most frequent first. */
export function tally(counts: readonly (readonly [sentence: string, value: number])[]): string[] {
  const sorted = counts.toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const width = Math.max(0, ...sorted.map(([, value]) => count(value).length));
  return sorted.map(([sentence, value]) => `${count(value).padStart(width)}  ${sentence}`);
}

/** A sentence in lines of at most `width`; the lines after the first stand under its first word. */
function wrapped(text: string, width: number): string[] {
  const hang = ' '.repeat((/^\s*(?:[\d,]+ {2}|[•✓✗→] )?/.exec(text)?.[0] ?? '').length);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\S) (?=\S)/)) {
    if (line !== '' && shownLength(line) + 1 + shownLength(word) > width) {
      lines.push(line);
      line = hang + word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function shownLength(text: string): number {
  return stripVTControlCharacters(text).length;
}
