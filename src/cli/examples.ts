/** Examples of the table as input: what a command that is worth trying says. Other faces describe operations by them. */
import type { Operation } from '../engine/operations/operation.ts';
import { readArguments } from './arguments.ts';

/** Input of the first example of an operation. Global words are left out. */
export function exampleInput(operation: Operation): Record<string, unknown> {
  const [example] = operation.examples;
  const words = wordsOf(example?.command ?? operation.command).slice(operation.command.split(' ').length);
  return asRead(operation, readArguments(operation, withoutGlobals(words)));
}

/** Values of a map are words on the command line, and numbers where its schema reads them so. */
function asRead({ input: schema }: Operation, input: Record<string, unknown>): Record<string, unknown> {
  const read = schema.safeParse(input).data as Record<string, unknown> | undefined;
  const isMap = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
  return Object.fromEntries(
    Object.entries(input).map(([field, value]) => [field, isMap(value) && read ? read[field] : value]),
  );
}

/** Splits as a shell does, quotes taken off. */
export function wordsOf(command: string): string[] {
  return [...command.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'),
  );
}

const GLOBAL = new Set(['--workspace', '--db', '--config']);

function withoutGlobals(words: readonly string[]): string[] {
  return words.filter((word, i) => !GLOBAL.has(word) && !GLOBAL.has(words[i - 1] ?? '') && word !== '--json');
}
