/** Behind however many campaigns whose messages wait for later, whoever is due has a turn, and whoever is late is told of. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import { advanceBatch } from '../../src/engine/advance/advance.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from './stage.ts';

const DAY_MS = 86_400_000;
let stage: Stage;
afterEach(() => stage.close());

/** One message that is due, and before it in the order of campaigns as many that a server has put off by a month, each of another campaign. */
const openBehind = (campaigns: number) => openWith(campaigns, { workspace_id: 'main', wait: 30 * DAY_MS });

/** One message that is due, and as many of other campaigns, of a workspace and with a wait in ms; the order of streams has them first. */
async function openWith(campaigns: number, { wait, ...place }: { workspace_id: string; wait: number }): Promise<void> {
  stage = await openStage();
  const file = stage.file('l.csv', 'First Name,Email,Country,Industry\nAnn,ann@acme.example,US,Software\n');
  await stage.run('import', { file, basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'spring', days: [0] });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess');
  await stage.run('campaign launch');
  await advanceBatch(stage.engine);
  const [message] = stage.sql('SELECT * FROM message') as [Row];
  const columns = Object.keys(message);
  const database = new DatabaseSync(join(stage.folder, 'rekindle.db'));
  database.exec('PRAGMA foreign_keys = OFF; BEGIN');
  const insert = database.prepare(
    `INSERT INTO message (${columns.join(', ')}) VALUES (${columns.map((column) => `:${column}`).join(', ')})`,
  );
  for (let n = 0; n < campaigns; n++) {
    const own = { id: `msg_0_${n}`, campaign_id: `cmp_0_${n}`, intent_key: `enr:${n}:s:1`, ...place };
    insert.run({ ...message, ...own, due_at: stage.clock.now() + wait } as Record<string, string | number | null>);
  }
  database.exec('COMMIT');
  database.close();
}

test('what is due leaves, though the campaigns before it would take all places', async () => {
  await openBehind(2_000);
  await stage.run('work');
  expect(stage.sql("SELECT recipient FROM message WHERE state = 'sent'")).toEqual([{ recipient: 'ann@acme.example' }]);
});

test('what is due leaves, though more campaigns are due before it in a workspace that is stopped', async () => {
  await openWith(2_000, { workspace_id: 'halted', wait: 0 });
  await stage.engine.store.workspaces.ensure('halted', stage.clock.now());
  const now = stage.clock.now();
  await stage.engine.store.instance.halt({ workspaceId: 'halted', channel: '', why: 'wrong list', by: 'ann', at: now });
  await stage.run('work');
  expect(stage.sql("SELECT recipient FROM message WHERE state = 'sent'")).toEqual([{ recipient: 'ann@acme.example' }]);
  expect(stage.sql("SELECT count(*) AS n FROM message WHERE state = 'queued'")).toEqual([{ n: 2_000 }]);
});

test('what is late is told of, in its own workspace', async () => {
  await openBehind(2_000);
  const now = stage.clock.now();
  const backlog = (workspace: string) =>
    stage.engine.store.routines.backlog(workspace, { due: now, unconfirmed: now, limit: 10 });
  expect(await backlog('main')).toMatchObject({ oldestDueAt: expect.any(Number) });
  expect(await backlog('lain')).toMatchObject({ oldestDueAt: null });
  expect(await backlog('nain')).toMatchObject({ oldestDueAt: null });
});
