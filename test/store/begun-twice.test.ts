/**
 * A database on a server may have to begin a transaction anew. Here each is begun twice, the first time for nothing: a story told on
 * such a store must be the same as on one that never stumbles.
 */
import { expect, test } from 'vitest';
import { openSqliteDatabase } from '../../src/store/open.ts';
import type { Database, Program } from '../../src/store/program.ts';
import { storeOn } from '../../src/store/store.ts';
import { hundredLeads } from '../pipeline/hundred-leads.ts';
import { openStage, type Row, SENDER, TUESDAY } from '../pipeline/stage.ts';

const DAY_MS = 86_400_000;

class InTheWay extends Error {}

/** The database, whose every writing is rolled back once. */
function stumbling(database: Database): Database {
  const twice = async <T>(program: () => Program<T>): Promise<T> => {
    const stumble = function* (): Program<never> {
      yield* program();
      throw new InTheWay();
    };
    await database.write(stumble).catch((error: unknown) => {
      if (!(error instanceof InTheWay)) throw error;
    });
    return database.write(program);
  };
  return new Proxy(database, {
    get: (target, name) => {
      const own: unknown = name === 'write' ? twice : Reflect.get(target, name, target);
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
}

async function story(wrap: (database: Database) => Database): Promise<readonly Row[]> {
  const database = wrap(await openSqliteDatabase({ path: ':memory:', now: () => TUESDAY }));
  const stage = await openStage({ store: storeOn(database) });
  try {
    const imported = await stage.run('import', { file: stage.file('leads.csv', hundredLeads()), basis: 'consent' });
    await stage.run('campaign create', { ...SENDER, name: 'spring', set: { competitors: 'rival.example' } });
    const assessed = await stage.run('assess');
    await stage.run('campaign launch');
    const worked = await stage.run('work');
    await stage.liveUntil(TUESDAY + DAY_MS);
    const recorded = await stage.run('event record', { lead: 'bob2@warm2.example', kind: 'opted-out' });
    await stage.liveUntil(TUESDAY + 20 * DAY_MS);
    const { stages, tiers, messages, ends, notEnrolled } = await stage.run('campaign show');
    const counts = { read: imported.read, created: imported.created, merged: imported.merged };
    return [
      counts,
      assessed,
      worked,
      { fresh: recorded.recorded ?? null },
      { stages, tiers, messages, ends, notEnrolled },
    ];
  } finally {
    await stage.close();
  }
}

test('a story whose every transaction is begun twice is told the same', async () => {
  const plain = await story((database) => database);
  expect(await story(stumbling)).toEqual(plain);
  expect((plain.at(-1)?.messages as Row).sent).toBeGreaterThan(50);
});
