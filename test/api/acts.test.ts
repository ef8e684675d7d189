/**
 * Every route of the interface that changes something leaves its act in the log: generated from the table. What is asked for is not done
 * here, since no example of the table fits an instance without anything; the way there, and the log, are the real ones.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleInput } from '../../src/cli/examples.ts';
import type { Operation } from '../../src/engine/operations/operation.ts';
import { allOperations } from '../../src/engine/operations/table.ts';
import { type ApiPath, pathOf } from '../../src/http/api/paths.ts';
import { holdFile } from '../../src/instance/held-files.ts';
import type { Row } from '../pipeline/stage.ts';
import { type ApiStage, openApiStage } from './stage.ts';

const writing = allOperations().filter(({ effect }) => effect !== 'none');
const reached = writing.flatMap((operation) => {
  const at = pathOf(operation);
  return at ? [{ operation, at, name: `${at.method} ${at.path}` }] : [];
});

const SECRET = 'hunter2-canary';

let stage: ApiStage;
let key: string;

beforeAll(async () => {
  const undone = (operation: Operation): Operation => ({ ...operation, run: async () => ({}) });
  const table = allOperations().map((operation) => (operation.effect === 'none' ? operation : undone(operation)));
  stage = await openApiStage({ holdFile, operations: () => table });
  key = await stage.key('admin', '');
});
afterAll(() => stage.close());

const acts = () =>
  stage.sql('SELECT operation, actor, request_id AS request, workspace_id AS workspace FROM audit ORDER BY id');

describe.each(reached)('$name', ({ operation, at }) => {
  test('leaves its act, with whoever asked and the id of the request', async () => {
    const before = acts().length;
    const { status, headers, body } = await stage.post(...asked(operation, at));
    expect([status, body]).toEqual([200, {}]);
    const request = headers['x-request-id'];
    expect(request).toEqual(expect.any(String));
    const actor = expect.stringContaining(key.slice(0, 13));
    expect(acts().slice(before)).toEqual([{ operation: operation.command, actor, request, workspace: 'main' }]);
  });
});

test('none of them tells a secret', () => {
  expect(JSON.stringify(stage.sql('SELECT * FROM audit'))).not.toContain(SECRET);
});

test('whatever is asked with GET changes nothing', () => {
  const changing = reached.filter(({ at }) => at.method === 'GET');
  expect(changing.map(({ name }) => name)).toEqual([]);
  expect(reached.length).toBeGreaterThan(100);
});

/** Where it is asked for and with what: the first example of the table, in the address what stands there. */
function asked(operation: Operation, { path, inPath }: ApiPath): [string, { key: string; body: Row }] {
  // A dry run changes nothing; files and secrets are given in place of those of the machine.
  const { file, env, stdin, dryRun: _, ...words } = exampleInput(operation) as Record<string, unknown>;
  const address = path.replace(/\{(\w+)\}/g, (_, field: string) => encodeURIComponent(String(words[field])));
  const rest = Object.fromEntries(Object.entries(words).filter(([field]) => !inPath.includes(field)));
  const held = file === undefined ? {} : { content: 'First Name\nAnn\n', fileName: 'leads.csv' };
  const secrets = env === undefined && stdin === undefined ? {} : { secrets: { password: SECRET } };
  return [`/api/v1${address}`, { key, body: { ...rest, ...held, ...secrets } }];
}
