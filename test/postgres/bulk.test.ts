/** Many sets in one execution give what they would give one after the other, on a server. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openDatabase } from '../../src/store/open.ts';
import {
  all,
  allEach,
  type Database,
  type Program,
  run,
  runEach,
  runEachLater,
  together,
} from '../../src/store/program.ts';
import { insert, statement } from '../../src/store/statement.ts';
import { freshDatabase, NO_POSTGRES } from './server.ts';

const PUT = insert('counter', ['workspaceId', 'name', 'value'], 'ON CONFLICT DO NOTHING');
const RAISE = insert(
  'counter',
  ['workspaceId', 'name', 'value'],
  'ON CONFLICT (workspace_id, name) DO UPDATE SET value = counter.value + excluded.value',
);
const MOVE = statement(
  'UPDATE counter SET value = :to WHERE workspace_id = :workspaceId AND name = :name AND value = :from',
);
const GROW = statement(
  `INSERT INTO counter (workspace_id, name, value) SELECT workspace_id, name, value + 10 FROM counter
   WHERE workspace_id = :workspaceId AND name = :name AND (value > 1 OR value < 0)
   ON CONFLICT (workspace_id, name) DO UPDATE SET value = excluded.value`,
);
const DROP = statement('DELETE FROM counter WHERE workspace_id = :workspaceId AND name = :name');
const ABOVE = statement<{ name: string; value: number }>(
  'SELECT name, value FROM counter WHERE workspace_id = :workspaceId AND value > :above ORDER BY name LIMIT :most',
  { holds: 'counter' },
);
const HOW_MANY = statement<{ n: number }>(
  'SELECT COUNT(*) AS n FROM counter WHERE workspace_id = :workspaceId AND value > :above',
);

describe.skipIf(NO_POSTGRES)('many sets at once on PostgreSQL (skipped where no server is named or installed)', () => {
  let database: Database;
  let workspace = 0;

  beforeAll(async () => {
    database = await openDatabase({ database: await freshDatabase(inject('postgresFolder')) });
  });

  afterAll(() => database?.close());

  /** In a workspace of its own: what the program gives, and what stands after it. */
  async function after<T>(
    program: (workspaceId: string) => Program<T>,
  ): Promise<{ given: T; stands: Record<string, number> }> {
    const workspaceId = `w${workspace++}`;
    const given = await database.write(() => program(workspaceId));
    const rows = await database.write(() => all(ABOVE, { workspaceId, above: -1, most: 1_000 }));
    return { given, stands: Object.fromEntries(rows.map(({ name, value }) => [name, value])) };
  }

  const NAMES = ['a', 'say "no"', '\\', '{x,y}', 'NULL', '', ' b ', 'Łucja 🏡 ÿ', 'é'.repeat(300), 'x'.repeat(5_000)];

  test('rows with whatever a text may hold, each once', async () => {
    const { given, stands } = await after((workspaceId) =>
      runEach(
        PUT,
        [...NAMES, 'a', 'a'].map((name, value) => ({ workspaceId, name, value })),
      ),
    );
    expect(given).toBe(NAMES.length);
    expect(stands).toEqual(Object.fromEntries(NAMES.map((name, value) => [name, value])));
  });

  test('an upsert that meets a row again and again', async () => {
    const { given, stands } = await after((workspaceId) =>
      runEach(
        RAISE,
        ['a', 'b', 'a', 'a'].map((name) => ({ workspaceId, name, value: 1 })),
      ),
    );
    expect([given, stands]).toEqual([4, { a: 3, b: 1 }]);
  });

  test('updates of one row after the other, each on what the one before left', async () => {
    const { given, stands } = await after(function* (workspaceId) {
      yield* runEach(
        PUT,
        ['a', 'b', 'c'].map((name) => ({ workspaceId, name, value: 0 })),
      );
      const step = (name: string, from: number) => ({ workspaceId, name, from, to: from + 1 });
      return yield* runEach(MOVE, [step('a', 0), step('a', 1), step('b', 0), step('b', 5), step('c', 7)]);
    });
    expect([given, stands]).toEqual([3, { a: 2, b: 1, c: 0 }]);
  });

  test('rows of each set in their order, held as well; of a set without any none', async () => {
    const { given } = await after(function* (workspaceId) {
      yield* runEachLater(
        PUT,
        ['a', 'b', 'c', 'd'].map((name, value) => ({ workspaceId, name, value })),
      );
      const ask = (above: number, most: number) => ({ workspaceId, above, most });
      return yield* together(
        allEach(ABOVE, [ask(2, 9), ask(9, 9), ask(-1, 2), ask(0, 9)]),
        allEach(
          HOW_MANY,
          [0, 9, -1].map((above) => ({ workspaceId, above })),
        ),
      );
    });
    const [rows, counts] = given;
    expect(rows.map((found) => found.map(({ name }) => name).join(''))).toEqual(['d', '', 'ab', 'bcd']);
    expect(counts.map((found) => found[0]?.n)).toEqual([3, 0, 4]);
  });

  test('programs side by side: each is told of its own, though the server is asked once for all', async () => {
    const { given, stands } = await after(function* (workspaceId) {
      function* one(name: string, from: number): Program<unknown> {
        const put = yield* run(PUT, { workspaceId, name, value: 1 });
        const twice = yield* runEach(RAISE, [
          { workspaceId, name, value: 1 },
          { workspaceId, name: `${name}+`, value: 1 },
        ]);
        const moved = yield* run(MOVE, { workspaceId, name, from, to: 5 });
        const [above, counts] = yield* together(
          all(ABOVE, { workspaceId, above: 4, most: from }),
          allEach(HOW_MANY, [
            { workspaceId, above: 4 },
            { workspaceId, above: 0 },
          ]),
        );
        return {
          put,
          twice,
          moved,
          above: above.map((row) => row.name).join(''),
          counts: counts.map((row) => row[0]?.n),
        };
      }
      return yield* together(one('a', 2), one('b', 2), one('c', 9), one('d', 2), one('e', 1), one('f', 2), one('f', 7));
    });
    const counts = [3, 12];
    expect(given).toEqual([
      { put: 1, twice: 2, moved: 1, above: 'ab', counts },
      { put: 1, twice: 2, moved: 1, above: 'ab', counts },
      { put: 1, twice: 2, moved: 0, above: 'abd', counts },
      { put: 1, twice: 2, moved: 1, above: 'ab', counts },
      { put: 1, twice: 2, moved: 0, above: 'a', counts },
      { put: 1, twice: 2, moved: 0, above: 'ab', counts },
      { put: 0, twice: 2, moved: 0, above: 'abd', counts },
    ]);
    expect(stands).toMatchObject({ a: 5, b: 5, c: 2, d: 5, e: 2, f: 3 });
  });

  test('rows made of rows, each once', async () => {
    const { given, stands } = await after(function* (workspaceId) {
      const named = (name: string) => ({ workspaceId, name });
      yield* runEach(
        PUT,
        ['a', 'b', 'c', 'd'].map((name, value) => ({ workspaceId, name, value })),
      );
      const grown = yield* runEach(GROW, ['a', 'b', 'c', 'x'].map(named));
      return [grown, yield* runEach(GROW, ['c', 'd', 'c'].map(named))];
    });
    expect(given).toEqual([1, 3]);
    expect(stands).toEqual({ a: 0, b: 1, c: 32, d: 13 });
  });

  test('more sets than one exchange holds, asked together with others, in order', async () => {
    const { given, stands } = await after(function* (workspaceId) {
      const many = Array.from({ length: 1_203 }, (_, n) => ({ workspaceId, name: `n${n}`, value: n }));
      const [put, dropped, left] = yield* together(
        runEach(PUT, many),
        runEach(DROP, many.slice(0, 1_200)),
        all(HOW_MANY, { workspaceId, above: -1 }),
      );
      return [put, dropped, left[0]?.n];
    });
    expect(given).toEqual([1_203, 1_200, 3]);
    expect(Object.keys(stands)).toHaveLength(3);
  });

  test('what nobody waits for is refused with its transaction, as a whole', async () => {
    const workspaceId = 'refused';
    const refused = database.write(function* () {
      yield* run(PUT, { workspaceId, name: 'a', value: 1 });
      yield* runEachLater(PUT, [{ workspaceId, name: 'b', value: 'no number' }]);
    });
    await expect(refused).rejects.toThrow();
    expect(await database.read(() => all(HOW_MANY, { workspaceId, above: -1 }))).toEqual([{ n: 0 }]);
  });
});
