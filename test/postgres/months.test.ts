/** Months on a server: made ahead, filled, sorted out, forgotten; and nothing is lost on the way that a single file would have kept. */
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { idHead } from '../../src/domain/id-time.ts';
import { monthStart } from '../../src/domain/retention.ts';
import { openDatabase } from '../../src/store/open.ts';
import { spelt } from '../../src/store/postgres/spelling.ts';
import { allStatements, statement } from '../../src/store/statement.ts';
import { openStore } from '../../src/store/store.ts';
import { MAIN } from '../../src/testing/store/samples.ts';
import { hundredLeads } from '../pipeline/hundred-leads.ts';
import { openStage, type Row, SENDER, type Stage, TUESDAY } from '../pipeline/stage.ts';
import { freshDatabase, NO_POSTGRES } from './server.ts';

const HOUR_MS = 3_600_000;
const PILED = ['decision', 'signal_change', 'audit'] as const;

/** Asks the server past all of our own code. */
async function asker(address: string) {
  const client = new Client({ connectionString: address });
  await client.connect();
  const ask = async (text: string) => (await client.query({ text, rowMode: 'array' })).rows as unknown[][];
  return {
    ask,
    column: async (text: string) => (await ask(text)).map(([value]) => value as string),
    close: () => client.end(),
  };
}
type Asker = Awaited<ReturnType<typeof asker>>;

/** Months of a table that are there, such as `2026_03`. */
async function monthsOf({ column }: Asker, table: string): Promise<string[]> {
  const names = await column(
    `SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = '${table}'::regclass ORDER BY 1`,
  );
  return names.map((name) => name.slice(table.length + 1)).filter((name) => name !== 'other');
}

/** Rows of a table by where they lie. */
async function placesOf({ ask }: Asker, table: string): Promise<Record<string, number>> {
  const rows = await ask(`SELECT tableoid::regclass::text, count(*)::int FROM ${table} GROUP BY 1 ORDER BY 1`);
  return Object.fromEntries(rows.map(([place, n]) => [(place as string).slice(table.length + 1), n as number]));
}

/** A month of a campaign: new people, known ones in companies of which more is told, a night of upkeep on the first of the next. */
async function liveMonth(stage: Stage, month: number): Promise<Row> {
  const people = hundredLeads().replaceAll(
    'Software,120,,',
    ['Software,120,,', 'Software,120,9000000,', 'Software,120,9000000,Stripe'][month] as string,
  );
  const more = people.replaceAll(/@(\w+)\.example/g, `@$1-${month}.example`);
  await stage.run('import', { file: stage.file(`known-${month}.csv`, people), basis: 'consent' });
  await stage.run('import', { file: stage.file(`more-${month}.csv`, more), basis: 'consent' });
  if (month === 0)
    await stage.run('campaign create', { ...SENDER, name: 'spring', set: { competitors: 'rival.example' } });
  await stage.run('assess');
  if (month === 0) await stage.run('campaign launch');
  await stage.liveUntil(monthStart(TUESDAY, month + 1) + HOUR_MS);
  return stage.run('routine run', { name: 'purge' });
}

const KEYS = { lead: 'id', enrollment: 'id', message: 'id', event: 'id', campaign_member: 'lead_id' };

describe.skipIf(NO_POSTGRES)('three months on PostgreSQL (skipped where no server is named or installed)', () => {
  let file: Stage;
  let server: Stage;
  let asked: Asker;
  /** Where decisions lay before the first night, and after each. */
  const places: Record<string, number>[] = [];
  const months: string[][] = [];

  beforeAll(async () => {
    const database = await freshDatabase(inject('postgresFolder'));
    file = await openStage();
    server = await openStage({ store: await openStore({ database }) });
    asked = await asker(database);
    for (let month = 0; month < 3; month++) {
      await liveMonth(file, month);
      await liveMonth(server, month);
      places.push(await placesOf(asked, 'decision'));
      months.push(await monthsOf(asked, 'decision'));
    }
  }, 120_000);

  afterAll(async () => {
    await asked?.close();
    await server?.close();
    await file?.close();
  });

  /** Ids on the server and in the file. */
  async function bothIds(table: string, id = 'id'): Promise<readonly [server: unknown[], file: unknown[]]> {
    const text = `SELECT ${id} FROM ${table} ORDER BY ${id}`;
    return [await asked.column(text), file.sql(text).map((row) => row[id])];
  }

  async function sameEverywhere(): Promise<void> {
    for (const table of PILED) {
      const [ours, theirs] = await bothIds(table);
      expect(ours, table).toEqual(theirs);
    }
    for (const [table, id] of Object.entries(KEYS)) {
      const [ours, theirs] = await bothIds(table, id);
      expect(ours.length, table).toBeGreaterThan(table === 'event' ? -1 : 50);
      expect(ours, table).toEqual(theirs);
    }
  }

  test('months are there before they come, on the clock of whoever works', () => {
    expect(months[0]).toEqual(expect.arrayContaining(['2026_03', '2026_04', '2026_05', '2026_06']));
    expect(months[2]).toEqual(expect.arrayContaining(['2026_07', '2026_08']));
  });

  test('rows lie in the month of their id, those without one until it is made', async () => {
    expect(places.map((one) => Object.keys(one))).toEqual([
      ['2026_03'],
      ['2026_03', '2026_04'],
      ['2026_03', '2026_04', '2026_05'],
    ]);
    for (const [place, first, last] of await asked.ask(
      'SELECT tableoid::regclass::text, min(id), max(id) FROM decision GROUP BY 1',
    )) {
      const start = Date.parse(`${(place as string).slice(9).replace('_', '-')}-01T00:00:00Z`);
      expect([
        (first as string) >= idHead('dec', start),
        (last as string) < idHead('dec', monthStart(start, 1)),
      ]).toEqual([true, true]);
    }
    expect((await placesOf(asked, 'audit')).other).toBeUndefined();
  });

  test('until then nothing is forgotten, and nothing is lost', sameEverywhere);

  test('forgetting by hand drops the months that are over, keeps what something stands on, and goes to the day', async () => {
    const days = { decisionDays: 30, auditDays: 30 };
    const [ours, theirs] = [await server.run('workspace purge', days), await file.run('workspace purge', days)];
    expect(ours).toEqual(theirs);
    expect(ours.decisions).toBeGreaterThan(20);
    await sameEverywhere();
    expect(await monthsOf(asked, 'audit')).not.toContain('2026_03');
    expect(await monthsOf(asked, 'audit')).not.toContain('2026_04');
    expect(Object.keys(await placesOf(asked, 'decision'))).toEqual(['2026_03', '2026_04', '2026_05']);
  });

  test('a year later all but what something stands on is gone, in one night, as in the file', async () => {
    for (const stage of [file, server]) {
      stage.clock.moveTo(monthStart(TUESDAY, 40) + HOUR_MS);
      // As if no night before had forgotten anything: else it would take a night for each week.
      Object.assign(stage.engine.store.routines, { runs: async () => [] });
    }
    const [ours, theirs] = [
      await server.run('routine run', { name: 'purge' }),
      await file.run('routine run', { name: 'purge' }),
    ];
    expect(ours.details).toEqual(theirs.details);
    await sameEverywhere();
    const standing = await asked.column(`SELECT count(*)::int FROM decision d WHERE NOT EXISTS (
      SELECT 1 FROM campaign_member m WHERE m.decision_id = d.id UNION ALL SELECT 1 FROM enrollment e WHERE e.decision_id = d.id
      UNION ALL SELECT 1 FROM message m WHERE m.decision_id = d.id)`);
    expect(standing).toEqual([0]);
    expect(await monthsOf(asked, 'signal_change')).toEqual(['2029_07', '2029_08', '2029_09']);
  });

  test('what is kept of a month is not looked through again until more may go', async () => {
    const [before] = await asked.column("SELECT obj_description('decision_2026_03'::regclass)");
    expect(before).toBe(`forgotten before ${monthStart(server.clock.now(), -12)}`);
    server.clock.moveTo(server.clock.now() + HOUR_MS);
    expect((await server.run('routine run', { name: 'purge' })).processed).toBe(0);
  });
});

const DAY = Date.UTC(2026, 2, 3);
const WORKSPACES = statement('SELECT id FROM workspace');
const ACTS = statement('SELECT id FROM audit');

describe.skipIf(NO_POSTGRES)('months and who else works (skipped where no server is named or installed)', () => {
  const audit = (at: number, n: number, workspaceId = MAIN) => ({
    ...{
      workspaceId,
      id: `${idHead('aud', at)}${String(n).padStart(4, '0')}test`,
      at,
      actor: 'me',
      operation: 'x',
      input: '{}',
    },
  });

  async function opened() {
    const address = await freshDatabase(inject('postgresFolder'));
    return { address, store: await openStore({ database: address }), asked: await asker(address) };
  }

  test('many who make months at once, while others write: each month once, each row in it', async () => {
    const { address, store, asked } = await opened();
    const others = await Promise.all([1, 2, 3].map(() => openStore({ database: address })));
    const all = [store, ...others];
    const writing = all.map(async (one, i) => {
      for (let n = 0; n < 50; n++) await one.audit(audit(DAY + n * HOUR_MS * 24, i * 100 + n));
    });
    const making = all.map((one) => one.makeRoom(DAY));
    await Promise.all([...writing, ...making]);
    await store.makeRoom(DAY);
    expect(await placesOf(asked, 'audit')).toEqual({ '2026_03': 29 * 4, '2026_04': 21 * 4 });
    expect((await monthsOf(asked, 'audit')).slice(0, 3)).toEqual(['2026_03', '2026_04', '2026_05']);
    for (const one of all) await one.close();
    await asked.close();
  });

  test('a row that was on its way to the others when its month was made goes to that month', async () => {
    const { address, store, asked } = await opened();
    const maker = await asker(address);
    await maker.ask('BEGIN');
    await maker.ask('CREATE TABLE audit_2026_03 (LIKE audit INCLUDING ALL)');
    await maker.ask('LOCK TABLE audit_other IN SHARE ROW EXCLUSIVE MODE');
    const writing = store.audit(audit(DAY, 1));
    await expect.poll(() => asked.column('SELECT count(*)::int FROM pg_locks WHERE NOT granted')).toEqual([1]);
    await maker.ask(`ALTER TABLE audit ATTACH PARTITION audit_2026_03
      FOR VALUES FROM ('${idHead('aud', monthStart(DAY))}') TO ('${idHead('aud', monthStart(DAY, 1))}')`);
    await maker.ask('COMMIT');
    await writing;
    expect(await placesOf(asked, 'audit')).toEqual({ '2026_03': 1 });
    for (const one of [store, maker, asked]) await one.close();
  });

  test('a month that workspaces share goes when the last of them lets it go, their own rows at once', async () => {
    const { store, asked } = await opened();
    await store.makeRoom(DAY);
    for (let n = 0; n < 9; n++) await store.audit(audit(DAY, n, n < 3 ? MAIN : 'other'));
    const before = { event: 0, decision: 0, other: 0, audit: monthStart(DAY, 1) };
    expect((await store.purge(MAIN, before)).audits).toBe(3);
    expect(await placesOf(asked, 'audit')).toEqual({ '2026_03': 6 });
    expect((await store.purge(MAIN, before)).audits).toBe(0);
    expect((await store.purge('other', before)).audits).toBe(6);
    expect(await monthsOf(asked, 'audit')).not.toContain('2026_03');
    await store.audit(audit(DAY, 99));
    expect(await placesOf(asked, 'audit')).toEqual({ other: 1 });
    await store.close();
    await asked.close();
  });

  test('where all forget by the same routine, the first to do so drops the month of all', async () => {
    const { store, asked } = await opened();
    await store.makeRoom(DAY);
    const routine = { name: 'purge', operation: null, input: {}, said: {}, nextAt: null, changedAt: 0 };
    for (const workspaceId of [MAIN, 'other', 'third']) {
      await store.workspaces.ensure(workspaceId, DAY);
      await store.routines.ensure([{ ...routine, workspaceId, enabled: workspaceId !== 'third' }]);
      await store.audit(audit(DAY, 1, workspaceId));
    }
    const before = { event: 0, decision: 0, other: 0, audit: monthStart(DAY, 1), routine: 'purge' };
    expect((await store.purge(MAIN, before)).audits).toBe(1);
    expect(await placesOf(asked, 'audit')).toEqual({ '2026_03': 2 });
    await store.routines.save({ ...routine, workspaceId: 'third', enabled: true });
    expect((await store.purge(MAIN, before)).audits).toBe(2);
    expect(await monthsOf(asked, 'audit')).not.toContain('2026_03');
    await store.close();
    await asked.close();
  });

  test('who moves whole tables sees all rows of its moment, though months would be written anew meanwhile', async () => {
    const { address, store, asked } = await opened();
    const db = await openDatabase({ database: address });
    await store.makeRoom(DAY);
    const late = DAY + 400 * 24 * HOUR_MS;
    for (let n = 0; n < 8; n++) await store.audit({ ...audit(DAY, n), at: n < 6 ? DAY : late });
    const before = { event: 0, decision: 0, other: 0, audit: monthStart(DAY, 1) };
    const seen = await db.session('read', async (perform) => {
      await perform({ kind: 'all', statement: WORKSPACES, parameters: {} });
      expect((await store.purge(MAIN, before)).audits).toBe(6);
      return perform({ kind: 'all', statement: ACTS, parameters: {} });
    });
    expect(seen).toHaveLength(8);
    expect(await placesOf(asked, 'audit')).toEqual({ '2026_03': 2 });
    for (const one of [db, store, asked]) await one.close();
  });

  test('a month of which most goes is written anew, with what is kept of it and all of its rules', async () => {
    const { store, asked } = await opened();
    await store.makeRoom(DAY);
    const late = DAY + 400 * 24 * HOUR_MS;
    for (let n = 0; n < 8; n++) await store.audit({ ...audit(DAY, n), at: n < 6 ? DAY : late });
    const file = () => asked.column("SELECT pg_relation_filenode('audit_2026_03')");
    const [written] = await file();
    const before = { event: 0, decision: 0, other: 0, audit: monthStart(DAY, 1) };
    expect((await store.purge(MAIN, before)).audits).toBe(6);
    expect(await file()).not.toEqual([written]);
    expect(await asked.column('SELECT id FROM audit_2026_03 ORDER BY id')).toEqual([6, 7].map((n) => audit(DAY, n).id));
    await expect(store.audit(audit(DAY, 7))).rejects.toMatchObject({ code: '23505' });
    const rules = (table: string) =>
      asked.column(`SELECT conname ~ 'span' FROM pg_constraint WHERE conrelid = '${table}'::regclass`);
    expect(await rules('audit_2026_03')).not.toContain(true);
    for (const one of [store, asked]) await one.close();
  });

  test('a decision is looked for in its month alone', async () => {
    const { store, asked } = await opened();
    await store.makeRoom(DAY);
    const byKey = allStatements().filter(({ text }) => /FROM decision WHERE .* AND id = \?$/.test(text));
    expect(byKey.length).toBeGreaterThan(1);
    await asked.ask('SET plan_cache_mode = force_generic_plan');
    for (const [i, one] of byKey.entries()) {
      await asked.ask(`PREPARE look_${i} AS ${spelt(one).text}`);
      const plan = await asked.column(`EXPLAIN EXECUTE look_${i} ('main', 'lead_1', '${idHead('dec', DAY)}0000test')`);
      const months = plan.flatMap((line) => line.match(/ on decision_(\w+)/)?.[1] ?? []);
      expect([...new Set(months)], one.text).toEqual(['2026_03']);
    }
    for (const one of [store, asked]) await one.close();
  });

  test('who reads a month for long is not driven out: what is old goes row by row, and others wait no longer than a moment', async () => {
    const { address, store, asked } = await opened();
    await store.makeRoom(DAY);
    for (let n = 0; n < 5; n++) await store.audit(audit(DAY, n));
    const reader = await asker(address);
    await reader.ask('BEGIN');
    await reader.ask('SELECT count(*) FROM audit');
    const before = { event: 0, decision: 0, other: 0, audit: monthStart(DAY, 1) };
    const purged = store.purge(MAIN, before);
    const waits: number[] = [];
    for (let over = false; !over; ) {
      const from = performance.now();
      await store.audit(audit(DAY + 40 * 24 * HOUR_MS, 10 + waits.length));
      waits.push(performance.now() - from);
      over = await Promise.race([
        purged.then(() => true),
        new Promise<false>((resolve) => setTimeout(resolve, 20, false)),
      ]);
    }
    expect((await purged).audits).toBe(5);
    expect(Math.max(...waits)).toBeLessThan(2_000);
    expect(await monthsOf(asked, 'audit')).toContain('2026_03');
    await reader.ask('COMMIT');
    await reader.close();
    expect((await store.purge(MAIN, before)).audits).toBe(0);
    expect(await monthsOf(asked, 'audit')).not.toContain('2026_03');
    await store.close();
    await asked.close();
  });
});
