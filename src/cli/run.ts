/**
 * The command line: finds the operation, reads its words, runs it, shows what came. Made wholly from the operation table.
 * Exit codes: 0 done, 1 refused or failed with a reason, 2 wrong usage. With `--json` one document on stdout, all else
 * on stderr.
 */
import { z } from 'zod';
import type { Engine } from '../engine/engine.ts';
import { type Operation, Refusal } from '../engine/operations/operation.ts';
import { runOperation } from '../engine/operations/run.ts';
import { nearestWord, readArguments, UsageError } from './arguments.ts';
import { type CommandLine, commandHelp, overview } from './help.ts';
import { progressBar } from './progress.ts';
import { harmless, show } from './show.ts';

/** Words that hold for every command, taken out before the operation sees the rest. */
export interface GlobalWords {
  readonly db: string | null;
  readonly workspace: string | null;
  readonly config: string | null;
  readonly json: boolean;
  readonly help: boolean;
  readonly version: boolean;
  readonly quiet: boolean;
  readonly rest: readonly string[];
}

/** Where a command line writes, and what stops it. */
export interface CommandLineIo {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly isTerminal: boolean;
  /** Asks the person; absent = nobody sits there. */
  readonly ask?: (question: string) => Promise<string>;
  readonly signal: AbortSignal;
}

/** What a command line is made of. */
export interface CommandLineParts {
  /** All of them, in the order of the help; to know them is not to have read them. */
  readonly commands: readonly CommandLine[];
  /** What one of them does. */
  operationOf(command: string): Operation;
  readonly version: string;
  /** Opened only when an operation runs: help must not make a database. */
  openEngine(words: GlobalWords): Promise<{ engine: Engine; workspaceId: string; close(): Promise<void> }>;
}

const GLOBAL_TEXT = ['db', 'workspace', 'config'] as const;
const GLOBAL_SWITCHES = ['json', 'help', 'version', 'quiet'] as const;

/** Splits global flags from the rest; they may stand anywhere before `--`. */
function readGlobalWords(words: readonly string[]): GlobalWords {
  const found: Record<string, string | boolean> = {};
  const rest: string[] = [];
  const queue = [...words];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === '--') {
      rest.push(word, ...queue.splice(0));
      break;
    }
    const name = word === '-h' ? 'help' : word.replace(/^--/, '').split('=', 1)[0];
    if (!word.startsWith('-')) rest.push(word);
    else if ((GLOBAL_SWITCHES as readonly string[]).includes(name as string)) found[name as string] = true;
    else if ((GLOBAL_TEXT as readonly string[]).includes(name as string))
      found[name as string] = textAfter(word, queue);
    else rest.push(word);
  }
  const text = (name: string) => (found[name] as string | undefined) ?? null;
  const on = (name: string) => found[name] === true;
  return {
    db: text('db'),
    workspace: text('workspace'),
    config: text('config'),
    json: on('json'),
    help: on('help'),
    version: on('version'),
    quiet: on('quiet'),
    rest,
  };
}

function textAfter(word: string, queue: string[]): string {
  const equals = word.indexOf('=');
  const value = equals < 0 ? queue.shift() : word.slice(equals + 1);
  if (value === undefined || value === '') throw new UsageError(`${word} needs a value`);
  return value;
}

/** Runs one command line; gives the exit code. Never throws for a mistake of the user or a fault of the world. */
export async function runCommandLine(
  words: readonly string[],
  parts: CommandLineParts,
  io: CommandLineIo,
): Promise<number> {
  let json = words.includes('--json');
  try {
    const global = readGlobalWords(words);
    json = global.json;
    return await dispatch(global, parts, io);
  } catch (error) {
    return fail(error, json, io);
  }
}

async function dispatch(global: GlobalWords, parts: CommandLineParts, io: CommandLineIo): Promise<number> {
  if (global.version) {
    io.out(`${parts.version}\n`);
    return 0;
  }
  const found = findCommand(parts.commands, global.rest);
  if (!found) return overviewOrMistake(global, parts, io);
  const operation = parts.operationOf(found.command);
  if (global.help) {
    io.out(commandHelp(operation));
    return 0;
  }
  const input = readArguments(operation, found.rest);
  checkInput(operation, input);
  return perform(operation, input, global, parts, io);
}

function overviewOrMistake(global: GlobalWords, parts: CommandLineParts, io: CommandLineIo): number {
  const [word, verb] = global.rest;
  const group = parts.commands.filter(({ command }) => command.split(' ')[0] === word);
  if (word !== undefined && group.length > 0 && verb !== undefined && verb !== 'help' && !verb.startsWith('-')) {
    const verbs = group.map(({ command }) => command.slice(word.length + 1));
    throw noCommand(`${word} `, verb, verbs);
  }
  if (word === undefined || word === 'help' || group.length > 0) {
    io.out(overview(group.length > 0 ? group : parts.commands, parts.version));
    return 0;
  }
  throw noCommand('', word, [...new Set(parts.commands.map(({ command }) => command.split(' ')[0] as string))]);
}

/** `before`: what of the command was right. */
function noCommand(before: string, word: string, known: readonly string[]): UsageError {
  const near = nearestWord(word, known);
  const help = `; see rekindle ${before}--help`;
  return new UsageError(`“${before}${word}” is not a command${near ? `; did you mean “${before}${near}”?` : help}`);
}

/** The command that has the most leading words in common with what was typed. */
export function findCommand(
  commands: readonly Pick<CommandLine, 'command'>[],
  words: readonly string[],
): { readonly command: string; readonly rest: readonly string[] } | null {
  let best: { command: string; rest: readonly string[] } | null = null;
  let length = 0;
  for (const { command } of commands) {
    const own = command.split(' ');
    if (own.length > length && own.every((word, i) => words[i] === word)) {
      best = { command, rest: words.slice(own.length) };
      length = own.length;
    }
  }
  return best;
}

/** Mistakes of the input, in the spelling of the command line. */
function checkInput(operation: Operation, raw: Record<string, unknown>): void {
  const parsed = operation.input.safeParse(raw);
  if (parsed.success) return;
  const lines = parsed.error.issues.map(({ path, message }) =>
    isMissing(raw, path) ? `${placeOf(operation, path)} is missing` : `${spelling(path)}${message}`,
  );
  throw new UsageError(`${lines.join('\n  ')}\nSee: rekindle ${operation.command} --help`);
}

function isMissing(raw: Record<string, unknown>, path: readonly PropertyKey[]): boolean {
  return path.length === 1 && raw[String(path[0])] === undefined;
}

/** As it is typed: `FILE` where it stands by position, `--id` where it is named. */
function placeOf({ positional }: Operation, [field]: readonly PropertyKey[]): string {
  const name = String(field);
  return (positional as readonly string[]).includes(name) ? name.toUpperCase() : spelling([name]).slice(0, -2);
}

function spelling(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '';
  return `--${path
    .map(String)
    .join('.')
    .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}: `;
}

/** The database of an operation that concerns no instance. */
const IN_MEMORY = ':memory:';

async function perform(
  operation: Operation,
  input: unknown,
  global: GlobalWords,
  parts: CommandLineParts,
  io: CommandLineIo,
): Promise<number> {
  const words =
    operation.scope === 'machine' || operation.needsNoInstance?.(input) ? { ...global, db: IN_MEMORY } : global;
  const { engine, workspaceId, close } = await parts.openEngine(words);
  const bar = progressBar(io, global.quiet);
  try {
    if (global.workspace !== null && operation.scope === 'workspace') await refuseUnknown(engine, global.workspace);
    const output = await runOperation(
      {
        engine,
        workspaceId,
        actor: 'cli',
        signal: io.signal,
        ...(io.ask && !global.json ? { ask: io.ask } : {}),
        progress: bar.update,
        note: (sentence) => {
          bar.clear();
          io.err(`${harmless(sentence)}\n`);
        },
        say: (text) => {
          bar.clear();
          if (!global.json) io.out(harmless(text));
        },
      },
      operation,
      input,
    );
    bar.clear();
    return await present(operation, output, global, io);
  } finally {
    bar.clear();
    await close();
  }
}

/** The workspace that every instance begins with. */
const FIRST_WORKSPACE = 'main';
const WORKSPACES_NAMED = 1000;

/** A workspace that is named must be there: a slip of the pen would begin another one. Errors: refusal `no-such-workspace`. */
async function refuseUnknown({ store }: Engine, name: string): Promise<void> {
  if (name === FIRST_WORKSPACE || (await store.workspaces.get(name)) !== null) return;
  const known = await store.workspaces.list(WORKSPACES_NAMED);
  const near = nearestWord(name, [FIRST_WORKSPACE, ...known.map(({ id }) => id)]);
  const makes = `rekindle workspace add ${name} makes it`;
  const remedy = near === null ? makes : `did you mean “${near}”? Else ${makes}`;
  throw new Refusal('no-such-workspace', `there is no workspace “${name}”`, remedy);
}

async function present(operation: Operation, output: unknown, global: GlobalWords, io: CommandLineIo): Promise<number> {
  if (operation.kind === 'stream') {
    for await (const item of output as AsyncIterable<unknown>) io.out(`${JSON.stringify(item)}\n`);
    return 0;
  }
  if (global.json) io.out(`${JSON.stringify(output)}\n`);
  else io.out(wholeLines(harmless(operation.print ? operation.print(output) : show(output))));
  return operation.failed?.(output) ? 1 : 0;
}

/** The next prompt begins on a line of its own. */
function wholeLines(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function fail(error: unknown, json: boolean, io: CommandLineIo): number {
  if (error instanceof UsageError) {
    if (json) io.out(`${JSON.stringify({ error: { code: 'usage', message: error.message } })}\n`);
    io.err(`${harmless(error.message)}\n`);
    return 2;
  }
  const { code, message, remedy } = describe(error);
  if (json) io.out(`${JSON.stringify({ error: { code, message, remedy } })}\n`);
  io.err(harmless(`${message}${remedy ? `\n  → ${remedy}` : ''}\n`));
  return 1;
}

/** Errors that are the world's or the user's, not ours: they carry a code and a sentence that says what to do. */
const FAULTS: ReadonlySet<string> = new Set(['StoreError', 'TableFault', 'MailFileFault', 'ConfigError']);

function describe(error: unknown): { code: string; message: string; remedy: string } {
  if (error instanceof Refusal) return { code: error.code, message: error.message, remedy: error.remedy };
  if (error instanceof z.ZodError) return { code: 'bug', message: z.prettifyError(error), remedy: '' };
  const known = error as { code?: unknown; message?: string; stack?: string };
  if (FAULTS.has((error as Error).name))
    return { code: String(known.code ?? 'configuration'), message: String(known.message), remedy: '' };
  if ((error as Error).name === 'AbortError')
    return { code: 'stopped', message: 'stopped; run the same command again to go on', remedy: '' };
  return {
    code: 'bug',
    message: `this is a bug in Rekindle:\n${known.stack ?? String(error)}`,
    remedy: 'please report it with the text above',
  };
}
