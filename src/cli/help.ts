/** Help texts, made from the operation table. */
import type { Operation } from '../engine/operations/operation.ts';
import { flagsOf } from './arguments.ts';
import lines from './data/commands.json' with { type: 'json' };

/** A command in the overview. */
export interface CommandLine {
  readonly command: string;
  /** With the words that it takes by their place: `lead show LEAD`. */
  readonly usage: string;
  readonly summary: string;
}

/** All of them, in the order of the help; made by `npm run client` from the table of operations, so that the help reads none of them. */
export const COMMAND_LINES: readonly CommandLine[] = lines;

/** The line of an operation. */
export function commandLine(operation: Operation): CommandLine {
  const { command, summary } = operation;
  return { command, usage: usage(operation), summary };
}

/** All commands with a line each. */
export function overview(commands: readonly CommandLine[], version: string): string {
  const width = Math.max(...commands.map((line) => line.usage.length));
  const shown = commands.map((line) => `  ${line.usage.padEnd(width)}  ${line.summary}`);
  return [
    `Rekindle ${version}: a lead engine that says why.`,
    '',
    ...shown,
    '',
    'Everywhere: --db FILE_OR_ADDRESS, --workspace NAME, --json, --quiet, --help.  One command in full: rekindle COMMAND --help',
    '',
  ].join('\n');
}

/** One command in full: what it does, its flags, examples. */
export function commandHelp(operation: Operation): string {
  const flags = flagsOf(operation).filter((flag) => !(operation.positional as readonly string[]).includes(flag.field));
  const width = Math.max(0, ...flags.map((flag) => flag.name.length + (flag.kind === 'boolean' ? 0 : 6)));
  const flagLines = flags.map((flag) => {
    const name =
      flag.kind === 'boolean'
        ? flag.name
        : `${flag.name} ${flag.kind === 'map' ? 'K=V' : flag.kind === 'number' ? 'N' : 'TEXT'}`;
    return `  ${name.padEnd(width)}  ${flag.says}${flag.required ? ' (required)' : ''}`;
  });
  return [
    `rekindle ${usage(operation)}`,
    '',
    operation.summary,
    ...(flagLines.length > 0 ? ['', ...flagLines] : []),
    ...(operation.examples.length > 0 ? ['', 'Examples:'] : []),
    ...operation.examples.map((example) => `  rekindle ${example.command}\n      ${example.says}`),
    ...(operation.preview ? ['', `See first what it would do: ${operation.preview}`] : []),
    ...(operation.undo ? ['', `Taken back by: ${operation.undo}`] : []),
    '',
  ].join('\n');
}

function usage(operation: Operation): string {
  const needed = new Set(flagsOf(operation).flatMap(({ field, required }) => (required ? [field] : [])));
  const words = (operation.positional as readonly string[]).map((field) => {
    const word = field.replace(/[A-Z]/g, (l) => `-${l}`).toUpperCase();
    return needed.has(field) ? word : `[${word}]`;
  });
  return [operation.command, ...words].join(' ');
}
