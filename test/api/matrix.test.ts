/** Every route of the interface by every role, in its own workspace, in another, and for the whole instance: generated from the table. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLIENT_MAY, ROLES } from '../../src/domain/access/role.ts';
import { allOperations } from '../../src/engine/operations/table.ts';
import { ONLY_ON_THE_MACHINE, pathOf } from '../../src/http/api/paths.ts';
import { holdFile } from '../../src/instance/held-files.ts';
import { type ApiStage, openApiStage, runIn } from './stage.ts';

let stage: ApiStage;
const keys = new Map<string, string>();
const PLACES = ['main', 'other', ''] as const;

beforeAll(async () => {
  stage = await openApiStage({ holdFile });
  await runIn(stage, 'main', 'workspace add', { name: 'other' });
  for (const role of ROLES) {
    for (const place of PLACES) keys.set(`${role} of ${place || 'all'}`, await stage.key(role, place));
  }
});
afterAll(() => stage.close());

const reached = allOperations().flatMap((operation) => {
  const at = pathOf(operation);
  return at ? [{ operation, at, name: `${at.method} ${at.path}` }] : [];
});

/** What the table says, worked out anew and apart from the rule. */
function allowed(role: string, place: string, operation: (typeof reached)[number]['operation']): boolean {
  const everywhere = place === '';
  if (!everywhere && place !== 'main') return false;
  if (!everywhere && operation.scope === 'instance') return false;
  if (role === 'client') return CLIENT_MAY.has(operation.command);
  const row = ['viewer', 'operator', 'manager', 'admin'];
  return row.indexOf(role) >= row.indexOf(operation.role);
}

describe.each(reached)('$name', ({ operation, at }) => {
  test('is open to those whom the table names, and to nobody else', async () => {
    const path = `/api/v1${at.path.replace(/\{\w+\}/g, 'nothing-of-this-name')}`;
    const ask = at.method === 'GET' ? stage.get : stage.post;
    const nobody = await ask(path, { key: null });
    expect(nobody.status).toBe(401);
    const wrong: string[] = [];
    for (const role of ROLES) {
      for (const place of PLACES) {
        const who = `${role} of ${place || 'all'}`;
        // A word that no operation knows: whoever is let in is told so, and nothing is done.
        const unknown = at.method === 'GET' ? `${path}?noSuchWord=1` : path;
        const headers = { 'rekindle-workspace': 'main' };
        const { status, body } = await ask(unknown, {
          ...{ key: keys.get(who) ?? null, headers },
          ...(at.method === 'POST' ? { body: { noSuchWord: 1 } } : {}),
        });
        const expected = allowed(role, place, operation) ? 'bad-input' : '403';
        const is = status === 403 ? '403' : String(body.code ?? status);
        if (is !== expected) wrong.push(`${who}: ${is}, not ${expected}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

test('no two operations have the same address', () => {
  const names = reached.map(({ name }) => name.replace(/\{\w+\}/g, '{}'));
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test('every operation has an address, or a reason why it has none', () => {
  const without = allOperations().filter(
    (operation) => pathOf(operation) === null && !(operation.command in ONLY_ON_THE_MACHINE),
  );
  expect(without.map(({ command }) => command)).toEqual([]);
  const commands = new Set(allOperations().map(({ command }) => command));
  expect(Object.keys(ONLY_ON_THE_MACHINE).filter((command) => !commands.has(command))).toEqual([]);
});

test('what a client may do exists, and reaches no further than a workspace', () => {
  const byCommand = new Map(allOperations().map((operation) => [operation.command, operation]));
  for (const command of CLIENT_MAY) expect(byCommand.get(command)?.scope).toBe('workspace');
});
