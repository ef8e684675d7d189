/** Runs a row of text-message.md. */
import { callVariables } from '../src/domain/phone/call-variables.ts';
import { firstText } from '../src/domain/phone/first-words.ts';
import { segmentsOf } from '../src/domain/phone/segments.ts';

interface Row {
  readonly text?: string;
  readonly repeat?: number;
  readonly first?: boolean;
  readonly brand?: string;
  readonly language?: string;
  readonly words?: string;
  /** A line, so many times; `#` is its number. */
  readonly line?: string;
  readonly lines?: number;
  /** Length of a value. */
  readonly value?: number;
}

export function run(row: Row) {
  const { text = '', repeat, first, brand = '', language, words } = row;
  if (row.line !== undefined) return manyLines(row.line, row.lines ?? 0);
  if (row.value !== undefined) return longValue(row.value);
  if (words !== undefined) return callVariables(words);
  if (first !== undefined) return { says: firstText(text, first, { brand, language: language ?? null }) };
  const { alphabet, count } = segmentsOf(text.repeat(repeat ?? 1));
  return { alphabet, segments: count };
}

function manyLines(line: string, lines: number) {
  const told = callVariables(Array.from({ length: lines }, (_, i) => line.replace('#', String(i))).join('\n'));
  return 'wrong' in told ? told : { count: Object.keys(told.variables).length };
}

function longValue(length: number) {
  const told = callVariables(`name: ${'a'.repeat(length)}`);
  return 'wrong' in told ? { shown: told.wrong.length } : { longest: told.variables.name?.length };
}
