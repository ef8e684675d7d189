/** Leads put into a live campaign by an act: previewed by the code that does it, passed over with the reason of judging, taken back while nothing was sent. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from './stage.ts';

let stage: Stage;
const GERMAN = { where: 'country == "DE"' };

beforeEach(async () => {
  stage = await openStage();
  await bring('us', 4, 'US', 'consent');
  const playbook = writePlaybook(stage.folder, { name: 'spring', days: [0, 3] });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook, where: 'lead.country == "US"' });
  await stage.run('assess');
});
afterEach(() => stage.close());

async function bring(name: string, count: number, country: string, basis?: string): Promise<void> {
  const rows = Array.from({ length: count }, (_, i) => `${name}${i},${name}${i}@acme.example,${country},Software`);
  const file = stage.file(`${name}.csv`, `First Name,Email,Country,Industry\n${rows.join('\n')}\n`);
  await stage.run('import', { file, ...(basis && { basis }) });
}

async function launched(): Promise<void> {
  await stage.run('campaign launch');
  await bring('de', 5, 'DE', 'consent');
  await bring('none', 2, 'DE');
  await stage.run('suppress add', { value: 'de0@acme.example' });
  await stage.run('assess');
}

const counted = (of: unknown) =>
  Object.fromEntries((of as { code: string; leads: number }[]).map(({ code, leads }) => [code, leads]));
const enrollments = () =>
  stage.count(`SELECT COUNT(*) FROM enrollment e JOIN lead l ON l.id = e.lead_id WHERE l.country = 'DE'`);
const open = () =>
  stage.count(
    `SELECT COUNT(*) FROM enrollment e JOIN lead l ON l.id = e.lead_id WHERE l.country = 'DE' AND e.state <> 'ended'`,
  );

test('whom the audience leaves out is enrolled, as the preview told, and whom judging forbids is not', async () => {
  await launched();
  expect(enrollments()).toBe(0);
  const preview = await stage.run('bulk preview', { act: 'enroll', value: 'spring', everybody: true });
  expect(preview).toMatchObject({ fits: 11, changes: 4 });
  const skips = counted(preview.skips);
  expect(skips).toMatchObject({ 'already-enrolled': 4, suppressed: 1 });
  expect(Object.values(skips).reduce((sum, n) => sum + n, 0)).toBe(7);
  expect(enrollments()).toBe(0);

  const done = await stage.run('bulk enroll', { into: 'spring', everybody: true });
  expect(done).toMatchObject({ act: 'enroll', state: 'done', changed: 4, skipped: 7, reasons: preview.skips });
  expect([enrollments(), open()]).toEqual([4, 4]);
  const { stages } = (await stage.run('campaign show', { campaign: 'spring' })) as { stages: Row };
  expect(stages.enrolled).toBe(8);
  const again = await stage.run('bulk preview', { act: 'enroll', value: 'spring', ...GERMAN });
  expect(again).toMatchObject({ changes: 0 });
  expect(counted(again.skips)['already-enrolled']).toBe(4);
  // Judged again as part of the audience, they stay where a person put them.
  await stage.run('lead add', { set: { email: 'de1@acme.example', title: 'CEO' } });
  await stage.run('assess');
  expect(open()).toBe(4);
  await stage.run('work');
  expect(stage.count("SELECT COUNT(*) FROM message WHERE recipient LIKE 'de%' AND state = 'sent'")).toBe(4);
});

test('it is taken back where nothing was sent yet, and the others are named', async () => {
  await launched();
  const some = await stage.run('bulk enroll', { into: 'spring', where: 'email in ["de1@acme.example"]' });
  await stage.run('work');
  expect(await stage.run('bulk undo', { bulk: some.id })).toMatchObject({ restored: 0, kept: 1 });
  expect(counted((await stage.run('bulk show', { bulk: some.id })).reasons)).toEqual({ 'sent-since': 1 });
  // Its sequence is of one mail: it is over, and was touched.
  expect(open()).toBe(0);

  const rest = await stage.run('bulk enroll', { into: 'spring', ...GERMAN });
  expect(rest).toMatchObject({ changed: 3 });
  expect(await stage.run('bulk undo', { bulk: rest.id })).toMatchObject({ state: 'undone', restored: 3, kept: 0 });
  expect([enrollments(), open()]).toEqual([4, 0]);
  await stage.run('work');
  expect(stage.count("SELECT COUNT(*) FROM message WHERE recipient LIKE 'de%'")).toBe(1);
  const { stages } = (await stage.run('campaign show', { campaign: 'spring' })) as { stages: Row };
  expect([stages.enrolled, stages.ended]).toEqual([4, 4]);
  const again = await stage.run('bulk preview', {
    act: 'enroll',
    value: 'spring',
    where: 'email == "de2@acme.example"',
  });
  expect(counted(again.skips)).toEqual({ 'enrolled-before': 1 });
});

test('nobody is put into a campaign that is not live, or that is paused meanwhile', async () => {
  const wish = { into: 'spring', everybody: true };
  await expect(stage.run('bulk enroll', wish)).rejects.toMatchObject({ code: 'wrong-state' });
  await expect(stage.run('bulk enroll', { ...wish, into: 'autumn' })).rejects.toMatchObject({
    code: 'no-such-campaign',
  });
  await expect(stage.run('bulk preview', { act: 'enroll', everybody: true })).rejects.toMatchObject({
    code: 'bulk-value',
  });
  await expect(stage.run('bulk start', { act: 'enroll', value: 'spring', everybody: true })).rejects.toThrow();
  await launched();
  const { engine } = stage;
  const { id = '' } = (await engine.store.campaigns.get('main', 'spring')) ?? {};
  await engine.store.bulk.begin(
    {
      ...{ workspaceId: 'main', id: 'blk_1', key: null, state: 'running', act: 'enroll', value: id, why: '' },
      ...{ campaignId: null, asked: '', filter: null, position: '', fits: 11, changed: 0, skipped: 0, restored: 0 },
      ...{ kept: 0, reasons: {}, startedBy: 'ann', startedAt: stage.clock.now(), finishedAt: null },
    },
    { owner: 'gone', until: 1 },
  );
  await stage.run('campaign pause', { campaign: 'spring' });
  const over = await stage.run('bulk resume', { bulk: 'blk_1' });
  expect(over).toMatchObject({ state: 'done', changed: 0, skipped: 11 });
  expect(counted(over.reasons)).toEqual({ 'campaign-not-live': 11 });
});
