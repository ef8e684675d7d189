/** Databases of every version that was frozen are opened by this one: nothing is lost, and what comes out is the schema of a new one. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../src/store/store.ts';
import { openStage } from '../pipeline/stage.ts';
import { readText } from '../tidy/tree.ts';
import { FROZEN, schemaOf, tablesOf, VERSIONS } from './frozen.ts';

const folder = mkdtempSync(join(tmpdir(), 'rekindle-upgrade-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const frozen = (version: string) => readFileSync(join(FROZEN, `${version}.sql`), 'utf8');

/** A file as the version left it. */
function thaw(version: string, path: string): void {
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  database.exec(`BEGIN; ${frozen(version)} COMMIT;`);
  database.close();
}

/** Rows of each table, as values by their columns. */
function rowsOf(path: string): Map<string, Record<string, unknown>[]> {
  const database = new DatabaseSync(path, { readOnly: true });
  const rows = tablesOf(database).map(
    (table) =>
      [
        table,
        database
          .prepare(`SELECT * FROM "${table}"`)
          .all()
          .map((row) => ({ ...row })),
      ] as const,
  );
  database.close();
  return new Map(rows);
}

const schemaIn = (path: string) => {
  const database = new DatabaseSync(path, { readOnly: true });
  const found = schemaOf(database).toSorted();
  const faults = database
    .prepare('PRAGMA integrity_check')
    .all()
    .map((row) => Object.values(row)[0]);
  database.close();
  return { found, faults };
};

describe.each(VERSIONS)('a database of %s', (version) => {
  test('is brought up to date without a loss', async () => {
    const [old, fresh] = [join(folder, `${version}.db`), join(folder, `${version}-new.db`)];
    thaw(version, old);
    const before = rowsOf(old);
    await (await openSqliteStore({ path: old })).close();
    await (await openSqliteStore({ path: fresh })).close();
    const after = rowsOf(old);
    expect([...before.values()].flat().length).toBeGreaterThan(30);
    for (const [table, rows] of before) {
      const kept = after.get(table) ?? [];
      // A column may be added; what stood there stays.
      expect([table, kept.map((row, i) => ({ ...row, ...rows[i] }))]).toEqual([table, kept]);
      expect([table, kept.length]).toEqual([table, rows.length]);
    }
    expect(schemaIn(old)).toEqual({ found: schemaIn(fresh).found, faults: ['ok'] });
  });

  test('goes on where it was: it explains, and refuses whom it refused', async () => {
    const place = mkdtempSync(join(folder, 'stage-'));
    thaw(version, join(place, 'rekindle.db'));
    const stage = await openStage({ folder: place });
    const shown = await stage.run('lead show', { lead: 'bob@fabrikam.example' });
    expect(JSON.stringify(shown)).toContain('Yes, call me.');
    expect(JSON.stringify(await stage.run('explain', { lead: 'jane@acme.example' }))).toContain('Step email-3');
    expect(JSON.stringify(await stage.run('halt list'))).toContain('frozen');
    await stage.run('work');
    await stage.close();
  });
});

test('this version is frozen, and as long as it is not released by its present schema: else run npm run freeze', async () => {
  const { version } = JSON.parse(readText('package.json').text) as { version: string };
  expect(VERSIONS).toContain(version);
  const path = join(folder, 'present.db');
  await (await openSqliteStore({ path })).close();
  const isReleased = !readText('CHANGELOG.md').text.includes(`## [${version}] - not yet released`);
  const statements = schemaIn(path).found;
  const missing = isReleased ? [] : statements.filter((statement) => !frozen(version).includes(statement));
  expect(missing).toEqual([]);
});
