import { expect, test } from 'vitest';
import { operationOf } from '../engine/operations/table.ts';
import { COMMAND_LINES } from './help.ts';
import { type CommandLineParts, runCommandLine } from './run.ts';

/** Runs words that must not get as far as an engine; exit code and what was said. */
async function said(...words: readonly string[]): Promise<string> {
  const texts: string[] = [];
  const io = { out: () => undefined, err: (text: string) => void texts.push(text), isTerminal: false };
  const openEngine = () => Promise.reject(new Error('an engine was opened'));
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
