/** Leads that two transactions decide on at once: no campaign takes one in beside another, and none waits for a passage that is over. */
import { setTimeout as breathe } from 'node:timers/promises';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { openStage, SENDER, type Stage } from '../pipeline/stage.ts';
import { freshDatabase, NO_POSTGRES } from './server.ts';

const HOUR_MS = 3_600_000;
const LEAD = { lead: 'ann@acme.example' };

describe.skipIf(NO_POSTGRES)('judging on PostgreSQL (skipped where no server is named or installed)', () => {
  let stage: Stage;
  let other: Client;

  beforeEach(async () => {
    const database = await freshDatabase(inject('postgresFolder'));
    stage = await openStage({ store: await openStore({ database }) });
    other = new Client({ connectionString: database });
    await other.connect();
    const rows = 'First Name,Email,Country,Industry\nAnn,ann@acme.example,US,Software\n';
    await stage.run('import', { file: stage.file('leads.csv', rows), basis: 'consent' });
    for (const name of ['spring', 'summer']) {
      const playbook = writePlaybook(stage.folder, { name, days: [0, 30] });
      await stage.run('campaign create', { ...SENDER, name, playbook });
      await other.query("UPDATE campaign SET state = 'live', launched_at = 0 WHERE name = $1", [name]);
    }
  }, 60_000);
  afterEach(async () => {
    await other.end();
    await stage.close();
  });

  const judge = (campaign: string) => stage.run('assess', { campaign });
  const member = async (campaign: string) =>
    (
      await other.query(
        `SELECT m.stage, m.reason_code AS why, m.reassess_at AS again FROM campaign_member m
         JOIN campaign c ON c.id = m.campaign_id WHERE c.name = $1`,
        [campaign],
      )
    ).rows[0];
  /** Until a transaction waits for what `other` holds. */
  async function somebodyWaits(): Promise<void> {
    const asked = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    while ((await other.query(asked)).rowCount === 0) {
      await breathe(20);
      // Within a transaction the server would tell what it told first.
      await other.query('SELECT pg_stat_clear_snapshot()');
    }
  }
  /** Does it while a judging of the campaign has decided, and cannot commit yet: it waits for what `lock` holds. */
  async function meanwhile<T>(
    campaign: string,
    act: () => Promise<T>,
    lock = 'SELECT 1 FROM campaign FOR SHARE',
  ): Promise<T> {
    await other.query('BEGIN');
    await other.query(lock);
    const judging = judge(campaign);
    await somebodyWaits();
    const acting = act();
    await breathe(300);
    await other.query('ROLLBACK');
    await judging;
    return acting;
  }

  test('two campaigns that may not run beside each other do not both take in a lead that both judge at once', async () => {
    await meanwhile('spring', () => judge('summer'));
    expect([await member('spring'), await member('summer')]).toMatchObject([
      { stage: 'enrolled' },
      { stage: 'unrouted', why: 'conflicting-campaign' },
    ]);
  });

  // On a busy machine the end may come before the page is read: then nothing overlapped, and it is done anew.
  test('a passage that ends while a lead is left to it has the lead judged again at once', { retry: 2 }, async () => {
    await judge('spring');
    await meanwhile('summer', () => stage.run('lead cancel', { ...LEAD, why: 'asked' }));
    expect(await member('summer')).toMatchObject({ stage: 'unrouted', why: 'conflicting-campaign' });
    await judge('summer');
    expect(await member('summer')).toMatchObject({ stage: 'enrolled' });
  });

  test('a lead that is left to a passage which is being changed is judged again soon', async () => {
    await judge('spring');
    await other.query('BEGIN');
    await other.query('SELECT 1 FROM enrollment FOR UPDATE');
    await judge('summer');
    await other.query('ROLLBACK');
    const { why, again } = await member('summer');
    expect([why, Number(again) - stage.clock.now()]).toEqual(['conflicting-campaign', 1_000]);
    stage.clock.moveTo(stage.clock.now() + 1_000);
    await judge('summer');
    expect(Number((await member('summer')).again) - stage.clock.now()).toBe(6 * HOUR_MS);
  });

  test('a campaign that is launched while a page of its leads is judged enrols all of them', async () => {
    await other.query("UPDATE campaign SET state = 'draft', launched_at = NULL WHERE name = 'spring'");
    await judge('spring');
    const more = 'First Name,Email,Country,Industry\nBob,bob@other.example,US,Software\n';
    await stage.run('import', { file: stage.file('more.csv', more), basis: 'consent' });
    const launch = () => stage.run('campaign launch', { campaign: 'spring' });
    await meanwhile('spring', launch, 'LOCK TABLE campaign_member IN SHARE MODE');
    const { rows } = await other.query('SELECT COUNT(*)::int AS n FROM enrollment');
    expect(rows).toEqual([{ n: 2 }]);
  });

  test('who is enrolled while a person pauses them goes under the pause before anything is made of a step', async () => {
    await meanwhile('spring', () => stage.run('lead pause', LEAD));
    const passages = async () =>
      (await other.query('SELECT state, reason_code AS why, due_at IS NULL AS rests FROM enrollment')).rows;
    expect(await passages()).toMatchObject([{ state: 'due', why: null }]);
    await stage.run('work');
    expect(await passages()).toEqual([{ state: 'waiting', why: 'lead-paused', rests: true }]);
    expect((await other.query('SELECT 1 FROM message')).rowCount).toBe(0);
    await stage.run('lead resume', LEAD);
    expect(await stage.run('work')).toMatchObject({ sent: 1 });
  });

  test('a passage that a person pauses while its campaign is resumed stays paused', async () => {
    await judge('spring');
    await other.query(
      `UPDATE enrollment SET state = 'waiting', due_at = NULL, reason_code = 'campaign-paused', reason = '{"code":"campaign-paused"}'`,
    );
    await other.query("UPDATE campaign SET state = 'paused' WHERE name = 'spring'");
    await other.query('BEGIN');
    await other.query(`UPDATE enrollment SET reason_code = 'paused', reason = '{"code":"paused"}'`);
    const resuming = stage.run('campaign resume', { campaign: 'spring' });
    await somebodyWaits();
    await other.query('COMMIT');
    await resuming;
    const { rows } = await other.query('SELECT state, reason_code AS why FROM enrollment');
    expect(rows).toEqual([{ state: 'waiting', why: 'paused' }]);
  });

  test.each([
    ['merged into another', (ids: readonly string[]) => stage.run('lead merge', { survivor: ids[0], other: ids[1] })],
    [
      'taken back with their file',
      async () => {
        const { imports } = (await stage.run('import list')) as { imports: readonly { readonly id: string }[] };
        for (const one of imports) await stage.run('import undo', { import: one.id });
      },
    ],
  ])('whoever is %s while they are judged is in no campaign afterwards', async (_, act) => {
    const more = 'First Name,Email,Country,Industry\nBob,bob@other.example,US,Software\n';
    await stage.run('import', { file: stage.file('more.csv', more), basis: 'consent' });
    const ids = (await other.query('SELECT id FROM lead ORDER BY id')).rows.map(({ id }) => String(id));
    await meanwhile('spring', () => act(ids) as Promise<unknown>);
    await judge('spring');
    const { rows } = await other.query(
      `SELECT COUNT(*)::int AS n FROM enrollment e WHERE e.state <> 'ended'
       AND NOT EXISTS (SELECT 1 FROM lead l WHERE l.workspace_id = e.workspace_id AND l.id = e.lead_id)`,
    );
    expect(rows).toEqual([{ n: 0 }]);
    const { rows: members } = await other.query(
      `SELECT COUNT(*)::int AS n FROM campaign_member m WHERE m.stage = 'enrolled'
       AND NOT EXISTS (SELECT 1 FROM lead l WHERE l.workspace_id = m.workspace_id AND l.id = m.lead_id)`,
    );
    expect(members).toEqual([{ n: 0 }]);
  });
});
