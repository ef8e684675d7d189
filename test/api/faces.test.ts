/**
 * Every operation by every face: its example goes through the command line, plain REST and the typed client, each on an instance of its
 * own that was made alike, in the order of the table. What comes back must be the same. Generated: an operation that is new is among them.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleInput, wordsOf } from '../../src/cli/examples.ts';
import { COMMAND_LINES } from '../../src/cli/help.ts';
import { type CommandLineParts, runCommandLine } from '../../src/cli/run.ts';
import { type RekindleClient, RekindleError, rekindleClient } from '../../src/client/client.ts';
import { ROUTES } from '../../src/client/routes.ts';
import type { Operation } from '../../src/engine/operations/operation.ts';
import { allOperations, operationOf } from '../../src/engine/operations/table.ts';
import { remoteShape } from '../../src/engine/serve/remote-input.ts';
import { pathOf } from '../../src/http/api/paths.ts';
import { holdFile } from '../../src/instance/held-files.ts';
import { localFiles } from '../../src/sources/table/files.ts';
import { SENDER } from '../pipeline/stage.ts';
import { readText } from '../tidy/tree.ts';
import { clientCommands, clientRoutes, commandLines } from './client-routes.ts';
import { apiPage } from './pages.ts';
import { type ApiStage, openApiStage, runIn } from './stage.ts';

/** What an operation came to: its answer, or the code of its refusal. */
type Outcome = { readonly done: unknown } | { readonly refused: string };
type Face = (stage: ApiStage, operation: Operation) => Promise<Outcome>;

const FILE = 'First Name,Email\nJane,jane@acme.example\n';
const SECRET = 'as the provider gave it';
const reached = allOperations().filter((operation) => pathOf(operation) !== null);

/** Their examples name a folder; from elsewhere they know the playbooks that come with Rekindle. */
const OF_A_FOLDER: ReadonlySet<string> = new Set(['playbook check', 'playbook diff', 'playbook push', 'agency push']);

/** Input from elsewhere, of the example. */
function remoteInput(operation: Operation): Record<string, unknown> {
  const { takesFile, takesSecrets, hidden } = remoteShape(operation);
  const own = Object.entries(exampleInput(operation)).filter(([field]) => !hidden.includes(field));
  const secrets = takesSecrets ? { secrets: { password: SECRET } } : {};
  return { ...Object.fromEntries(own), ...(takesFile ? { content: FILE, fileName: 'leads.csv' } : {}), ...secrets };
}

const byCommandLine: Face = async (stage, operation) => {
  const { takesFile } = remoteShape(operation);
  const words = wordsOf(operation.examples[0]?.command ?? '');
  const path = stage.file('leads.csv', FILE);
  const file = exampleInput(operation).file as string | undefined;
  const example = exampleInput(operation);
  const unsaid = (pathOf(operation)?.inPath ?? []).filter((field) => example[field] === undefined).map(() => 'main');
  const given = takesFile ? [...words.filter((word) => word !== file), path] : [...words, ...unsaid];
  const out: string[] = [];
  const code = await runCommandLine(
    [...given, '--json'],
    {
      commands: COMMAND_LINES,
      operationOf: operationOf as CommandLineParts['operationOf'],
      version: '0',
      openEngine: async () => ({ engine: stage.engine, workspaceId: 'main', close: async () => undefined }),
    },
    {
      ...{ out: (text: string) => void out.push(text), err: () => undefined },
      ...{ isTerminal: false, signal: new AbortController().signal },
    },
  );
  const text = out.join('');
  if (code === 2) throw new Error(`${given.join(' ')}: ${text}`);
  if (operation.kind === 'stream') return { done: linesIn(text) };
  const said = JSON.parse(text) as { error?: { code: string } };
  return said.error ? { refused: said.error.code } : { done: said };
};

const byRest: Face = async (stage, operation) => {
  const at = pathOf(operation);
  if (!at) throw new Error('no address');
  const rest: Record<string, unknown> = remoteInput(operation);
  const path = at.path.replace(/\{(\w+)\}/g, (_, field: string) => {
    const value = String(rest[field] ?? 'main');
    delete rest[field];
    return encodeURIComponent(value);
  });
  const words = new URLSearchParams();
  if (at.method === 'GET') for (const [name, value] of Object.entries(rest)) words.set(name, String(value));
  const answer = await stage.app.inject({
    ...{
      method: at.method,
      url: `/api/v1${path}?${words}`,
      headers: { authorization: `Bearer ${adminOf.get(stage)}` },
    },
    ...(at.method === 'POST' ? { payload: rest } : {}),
  });
  if (answer.statusCode !== 200) return { refused: String(answer.json<{ code: string }>().code) };
  return { done: operation.kind === 'stream' ? linesIn(answer.body) : answer.json() };
};

const clients = new Map<ApiStage, RekindleClient>();
const adminOf = new Map<ApiStage, string>();

const byClient: Face = async (stage, operation) => {
  const at = pathOf(operation);
  const found = Object.entries(ROUTES).flatMap(([noun, verbs]) =>
    Object.entries(verbs).flatMap(([verb, route]) =>
      route.replace(/ lines$/, '') === `${at?.method} ${at?.path}` ? [[noun, verb]] : [],
    ),
  );
  const [noun = '', verb = ''] = found[0] ?? [];
  const calls = clients.get(stage) as unknown as Record<string, Record<string, (input: object) => Promise<unknown>>>;
  const input = { ...inPathOf(operation), ...remoteInput(operation) };
  try {
    return { done: await calls[noun]?.[verb]?.(input) };
  } catch (error) {
    if (error instanceof RekindleError) return { refused: error.code };
    throw error;
  }
};

/** What the command line finds by itself has to be said in an address. */
function inPathOf(operation: Operation): Record<string, string> {
  return Object.fromEntries((pathOf(operation)?.inPath ?? []).map((field) => [field, 'main']));
}

function linesIn(text: string): unknown[] {
  return text === ''
    ? []
    : text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
}

/** Without what chance, the actor and the folder of a stage make different. */
function plain(stage: ApiStage, value: unknown): string {
  return (
    JSON.stringify(value ?? null)
      .replaceAll(stage.folder, 'FOLDER')
      .replace(/[^"]*rekindle-held-\w+/g, 'FOLDER')
      .replace(/"requestId":(null|"[^"]+")/g, '"requestId":"ID"')
      // Secrets of connections come in another way by each face.
      .replace(/"env":\{[^}]*\}|"stdin":\[[^\]]*\]/g, '"secrets":1')
      .replace(/\b([a-z]{3,7})_[0-9a-z]{12,}/g, '$1_ID')
      .replace(/rk_[0-9a-f]{10}(_[0-9a-f]{48})?/g, 'KEY')
      .replace(/"(cli|test|key:KEY[^"]*)"/g, '"ACTOR"')
      .replace(/whsec_[A-Za-z0-9+/]+=*/g, 'SECRET')
      .replace(/"seen":"[0-9a-f]+"/g, '"seen":"HASH"')
      .replace(/"password":"[^"]+"/g, '"password":"MADE"')
      .replace(/"database":"file","bytes":\d+/g, '"database":"file","bytes":"SIZE"')
      .replace(/"rejectsFile":"[^"]+"/g, '"rejectsFile":null')
  );
}

async function stageAlike(): Promise<ApiStage> {
  const environment = () => SECRET;
  const readLines = (path: string) => (path === '-' ? secretLines() : localFiles.readLines(path));
  const stage = await openApiStage({ holdFile, environment });
  Object.assign(stage.engine.sources, { readLines });
  await runIn(stage, 'main', 'lead add', { set: { email: 'jane@acme.com', firstName: 'Jane' }, basis: 'consent' });
  await runIn(stage, 'main', 'campaign create', { name: 'main', playbook: 'acquisition', ...SENDER });
  adminOf.set(stage, await stage.key('admin', ''));
  return stage;
}

async function* secretLines(): AsyncGenerator<string> {
  yield SECRET;
}

let stages: readonly ApiStage[];
beforeAll(async () => {
  stages = await Promise.all([stageAlike(), stageAlike(), stageAlike()]);
  const [, , third] = stages as [ApiStage, ApiStage, ApiStage];
  const url = await third.app.listen({ host: '127.0.0.1', port: 0 });
  clients.set(third, rekindleClient({ url, key: adminOf.get(third) as string }));
});
afterAll(async () => {
  for (const stage of stages) await stage.close();
});

describe.each(reached.map((operation) => [operation.command, operation] as const))('%s', (_command, operation) => {
  test('comes to the same by command line, REST and client', async () => {
    const [first, second, third] = stages as [ApiStage, ApiStage, ApiStage];
    const outcomes = [
      plain(first, await byCommandLine(first, operation)),
      plain(second, await byRest(second, operation)),
      plain(third, await byClient(third, operation)),
    ];
    expect(outcomes[1]).toBe(OF_A_FOLDER.has(operation.command) ? '{"refused":"only-on-the-machine"}' : outcomes[0]);
    expect(outcomes[2]).toBe(outcomes[1]);
    expect(outcomes[0]).not.toMatch(/"refused":"(bug|undefined)"/);
  });
});

test('the addresses of the client are current: else run npm run client', () => {
  expect(readText('src/client/routes.ts').text).toBe(clientRoutes());
  expect(readText('src/client/commands.ts').text).toBe(clientCommands());
  expect(readText('src/cli/data/commands.json').text).toBe(commandLines());
});

test('docs/api.md is current: else run npm run client', () => {
  expect(readText('docs/api.md').text).toBe(apiPage());
});
