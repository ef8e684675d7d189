import { expect, test } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { operationOf } from '../engine/operations/table.ts';
import { COMMAND_LINES } from './help.ts';
import { type CommandLineParts, runCommandLine } from './run.ts';

/** Runs words that must not get as far as an engine; exit code and what was said. */
function said(...words: readonly string[]): Promise<string> {
  return saidWith(() => Promise.reject(new Error('an engine was opened')), ...words);
}

async function saidWith(openEngine: CommandLineParts['openEngine'], ...words: readonly string[]): Promise<string> {
  const texts: string[] = [];
  const io = { out: () => undefined, err: (text: string) => void texts.push(text), isTerminal: false };
  const parts = {
    commands: COMMAND_LINES,
    operationOf: operationOf as CommandLineParts['operationOf'],
    version: '1.2.3',
    openEngine,
  };
  const code = await runCommandLine(words, parts, { ...io, signal: new AbortController().signal });
  return `${code} ${texts.join('')}`;
}

test.each([
  [['import'], '2 FILE is missing'],
  [['dedupe', 'a.csv', '--id', 'x'], '2 --pairs is missing'],
  [['campaign', 'create'], '2 NAME is missing'],
  [['import', 'a.csv', '--baisis', 'none'], '2 --baisis is not a flag of this command; did you mean --basis?'],
  [['import', 'a.csv', '-q'], '2 -q is not a flag; flags begin with two dashes'],
  [['import', 'a.csv', 'b.csv'], '2 “b.csv” is one word too many'],
  [['imprt', 'a.csv'], '2 “imprt” is not a command; did you mean “import”?'],
  [['campaign', 'luanch', 'spring'], '2 “campaign luanch” is not a command; did you mean “campaign launch”?'],
  [['message', 'retri'], '2 “message retri” is not a command; did you mean “message retry”?'],
  [['campaign', 'sing-a-long-song'], '2 “campaign sing-a-long-song” is not a command; see rekindle campaign --help'],
  [['message', 'list', '--limit', 'ten'], '2 --limit takes a number, not “ten”'],
])('%j is wrong usage: %s', async (words, beginning) => {
  expect((await said(...words)).slice(0, beginning.length)).toBe(beginning);
});

test('a workspace that is named must be there; nothing is begun by a slip of the pen', async () => {
  const ran: string[] = [];
  const store = {
    workspaces: {
      get: async (id: string) => (id === 'acme' ? { id } : null),
      list: async () => [{ id: 'acme' }],
    },
    imports: {
      list: async (id: string) => {
        ran.push(id);
        return [];
      },
    },
  };
  const inWorkspace = (workspace: string) => {
    const engine = { store } as unknown as Engine;
    const open = async () => ({ engine, workspaceId: workspace, close: async () => undefined });
    return saidWith(open, 'import', 'list', '--workspace', workspace);
  };
  expect(await inWorkspace('acmee')).toMatch(
    /^1 .*there is no workspace “acmee”\n.*did you mean “acme”\? Else rekindle workspace add acmee/s,
  );
  expect(await inWorkspace('beta')).toMatch(/^1 .*rekindle workspace add beta makes it/s);
  expect(ran).toEqual([]);
  for (const known of ['acme', 'main']) expect(await inWorkspace(known)).toMatch(/^0/);
  expect(ran).toEqual(['acme', 'main']);
});

test('the usage of a command tells what may be left out', async () => {
  const text: string[] = [];
  const io = { out: (said: string) => void text.push(said), err: () => undefined, isTerminal: false };
  const parts = {
    commands: COMMAND_LINES,
    operationOf: operationOf as CommandLineParts['operationOf'],
    version: '1.2.3',
    openEngine: () => Promise.reject(new Error('an engine was opened')),
  };
  for (const words of [
    ['account', 'cancel', '--help'],
    ['halt', 'add', '--help'],
  ])
    await runCommandLine(words, parts, { ...io, signal: new AbortController().signal });
  expect(text.join('')).toContain('rekindle account cancel ACCOUNT [WHY]\n');
  expect(text.join('')).toContain('rekindle halt add [WHY]\n');
});

test('a wrong word with commands for a terminal in it is told harmlessly', async () => {
  expect(await said('im\u001b[2Jport')).not.toContain('\u001b');
});
