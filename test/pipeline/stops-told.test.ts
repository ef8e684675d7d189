/** What people stopped, what nobody knows the fate of, and what comes to an end is told wherever somebody looks for it. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { operationOf } from '../../src/engine/operations/table.ts';
import { SELLER, seedParts, withPlaybooks } from '../browser/app-parts-seed.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from './stage.ts';

let stage: Stage;
const ANN = 'ann@acme.example';
const printed = async (command: string, input: Row) =>
  operationOf(command)?.print?.(await stage.run(command, input)) ?? '';

beforeEach(async () => {
  stage = await openStage();
  const file = stage.file('leads.csv', `First Name,Email,Country,Industry\nAnn,${ANN},US,Software\n`);
  await stage.run('import', { file, basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'spring', days: [0, 3] });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess');
});
afterEach(() => stage.close());

test('a stop is told by the doctor, by the check of a campaign, and of each lead that goes through one', async () => {
  await stage.run('halt add', { why: 'wrong list' });
  const { symptoms, healthy } = (await stage.run('doctor')) as { symptoms: Row[]; healthy: boolean };
  expect([healthy, symptoms.find(({ check }) => check === 'stop')]).toEqual([
    false,
    expect.objectContaining({ verdict: 'bad', says: expect.stringContaining('wrong list') }),
  ]);
  const { ready, items } = (await stage.run('campaign check')) as { ready: boolean; items: Row[] };
  expect([ready, items.find(({ check }) => check === 'stop')]).toEqual([
    true,
    expect.objectContaining({ ok: false, says: expect.stringContaining('“wrong list”') }),
  ]);
  await stage.run('campaign launch');
  expect((await stage.run('explain', { lead: ANN })).reasons).toContainEqual(
    expect.objectContaining({ code: 'halted', facts: expect.objectContaining({ why: 'wrong list' }) }),
  );
  await stage.run('halt lift');
  expect(JSON.stringify(await stage.run('doctor'))).not.toContain('wrong list');
  expect(JSON.stringify(await stage.run('campaign check'))).not.toContain('wrong list');
});

test('a stop for which nobody said why leaves no empty word behind', async () => {
  await stage.run('campaign launch');
  await stage.run('halt add');
  const page = await printed('explain', { lead: ANN });
  expect(page).toContain('[by test]');
  expect(page).not.toMatch(/why [\],]/);
  expect(JSON.stringify(await stage.run('campaign check'))).not.toContain('“”');
});

test('a campaign that is over says so, and not that it waits for its launch', async () => {
  await stage.run('campaign cancel', { campaign: 'spring', why: 'wrong list' });
  expect(await stage.run('explain', { lead: ANN })).toMatchObject({ next: 'Nothing: the campaign is cancelled.' });
});

test('what more there is to see of a lead is named by its commands', async () => {
  await stage.close();
  stage = await openStage({ sources: withPlaybooks() });
  await seedParts(stage);
  const page = await printed('lead show', { lead: SELLER });
  expect(page).toContain('rekindle conversation show, rekindle valuation show');
  expect(page).not.toContain('[object');
});

test('a message that nobody knows the fate of is counted from the first moment on', async () => {
  await stage.run('campaign launch');
  await stage.run('work');
  new DatabaseSync(join(stage.folder, 'rekindle.db')).exec(
    `UPDATE message SET state = 'unconfirmed', attempted_at = ${stage.clock.now()}, sent_at = NULL`,
  );
  const said = ((await stage.run('doctor')).symptoms as Row[]).filter(({ check }) => check === 'work');
  expect(said).toMatchObject([{ verdict: 'weak', says: expect.stringContaining('of 1 messages') }]);
  expect(await stage.run('workspace figures')).toMatchObject({ unconfirmed: 1, now: { queue: { unconfirmed: 1 } } });
});

test('of a lead whose message is held its time is told before that of the next step', async () => {
  await stage.run('campaign change', { campaign: 'spring', dailyCap: 1 });
  const file = stage.file('more.csv', 'First Name,Email,Country,Industry\nBen,ben@two.example,US,Software\n');
  await stage.run('import', { file, basis: 'consent' });
  await stage.run('assess');
  await stage.run('campaign launch');
  await stage.run('work');
  const [{ email } = { email: '' }] = stage.sql(
    "SELECT l.email FROM message m JOIN lead l ON l.id = m.lead_id WHERE m.state = 'held'",
  );
  const { next } = await stage.run('explain', { lead: String(email) });
  expect(next).toMatch(/^Message day-0, which is held, .*2026-03-04T.*Then: Step /);
});
