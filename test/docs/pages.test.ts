/** What the documentation names exists: files, scripts, commands and their flags. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { flagsOf } from '../../src/cli/arguments.ts';
import { completionOperation } from '../../src/cli/completion.ts';
import { COMMAND_LINES } from '../../src/cli/help.ts';
import { findCommand } from '../../src/cli/run.ts';
import { demoOperation } from '../../src/demo/demo.ts';
import { allOperations, operationOf } from '../../src/engine/operations/table.ts';
import { ROOT, readText } from '../tidy/tree.ts';
import { commandsNamed, crookedRows, linksOf, PAGES } from './pages.ts';

const DEMO = demoOperation({ colour: false, columns: null });
const COMPLETION = completionOperation(allOperations);
const GLOBAL = new Set(['--db', '--workspace', '--config', '--json', '--help', '--version', '--quiet']);
const scripts = (JSON.parse(readText('package.json').text) as { scripts: Record<string, string> }).scripts;

/** What is wrong with a command as written, or null. */
function fault(command: string): string | null {
  const words = command.split(/\s+/);
  if (words[0]?.startsWith('-') || words[0] === 'COMMAND') return null;
  const found = findCommand(COMMAND_LINES, words);
  if (!found) return 'no such command';
  const known = new Set(
    flagsOf(operationOf(found.command) ?? (found.command === 'demo' ? DEMO : COMPLETION)).map(({ name }) => name),
  );
  const flags = found.rest.filter((word) => /^--[a-z]/.test(word)).map((word) => word.replace(/=.*$/, ''));
  return flags.find((flag) => !known.has(flag) && !GLOBAL.has(flag)) ?? null;
}

describe.each(PAGES)('%s', (path) => {
  test('rows of tables have the cells of their head', () => {
    expect(crookedRows(readText(path).text)).toEqual([]);
  });

  test('links lead somewhere', () => {
    const broken = linksOf(path).filter((target) => !existsSync(join(ROOT, dirname(path), target)));
    expect(broken).toEqual([]);
  });

  test('commands exist, with their flags', () => {
    const faults = commandsNamed(path, 'rekindle').flatMap((command) => {
      const wrong = fault(command);
      return wrong === null ? [] : [`rekindle ${command}: ${wrong}`];
    });
    expect(faults).toEqual([]);
  });

  test('scripts exist', () => {
    expect(commandsNamed(path, 'npm run').filter((name) => !(name in scripts))).toEqual([]);
  });
});

test('a wrong command and a wrong flag are found', () => {
  expect(fault('serv')).toBe('no such command');
  expect(fault('simulate --fro 30d')).toBe('--fro');
});

test('a row with a cell too many or too few is found', () => {
  const table = (row: string) => `| a | b |\n|---|---|\n${row}\n`;
  expect(crookedRows(table('| 1 | `2 \\| 3` |'))).toEqual([]);
  expect(crookedRows(table('| 1 | | 2 |'))).toEqual(['| 1 | | 2 |']);
  expect(crookedRows(table('| 1 |'))).toEqual(['| 1 |']);
});
