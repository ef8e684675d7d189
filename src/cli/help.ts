/** Help texts, made from the operation table. */
import type { Operation } from '../engine/operations/operation.ts';
import { flagsOf } from './arguments.ts';

/** All commands with a line each. */
export function overview(operations: readonly Operation[], version: string): string {
  const width = Math.max(...operations.map((operation) => usage(operation).length));
  const lines = operations.map((operation) => `  ${usage(operation).padEnd(width)}  ${operation.summary}`);
  return [
    `Rekindle ${version}: a lead engine that says why.`,
    '',
    ...lines,
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
  const words = (operation.positional as readonly string[]).map((field) =>
    field.replace(/[A-Z]/g, (l) => `-${l}`).toUpperCase(),
  );
  return [operation.command, ...words].join(' ');
}
