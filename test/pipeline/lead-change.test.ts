/** A lead is corrected by hand: what waits goes to the new address, what was refused goes along, and whoever was quicker is told of. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { advanceBatch } from '../../src/engine/advance/advance.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from './stage.ts';

let stage: Stage;
const JANE = 'jane@old.example';

beforeEach(async () => {
  stage = await openStage();
  const set = { email: JANE, firstName: 'Jane', lastName: 'Doe', title: 'VP', country: 'US', tags: 'vip' };
  await stage.run('lead add', { set, basis: 'consent' });
});
afterEach(() => stage.close());

const shown = (lead = JANE) => stage.run('lead show', { lead });
const change = (set: Row, more: Row = {}) => stage.run('lead change', { lead: JANE, set, ...more });

test('values stand as typed, the full name follows, nobody else is touched, and the log of acts tells both', async () => {
  const { changes } = await change({ firstName: 'Janet', title: '', tags: 'fair; eu', 'attribute.seat': '12' });
  expect(changes).toEqual([
    { field: 'firstName', from: 'Jane', to: 'Janet' },
    { field: 'fullName', from: 'Jane Doe', to: 'Janet Doe' },
    { field: 'title', from: 'VP', to: '' },
    { field: 'tags', from: 'vip', to: 'fair; eu' },
    { field: 'attributes.seat', from: '', to: '12' },
  ]);
  const lead = await shown();
  expect(lead).toMatchObject({ fullName: 'Janet Doe', tags: ['fair', 'eu'], attributes: { seat: '12' } });
  expect(lead).not.toHaveProperty('title');
  const [act] = stage.sql(`SELECT actor, "change" FROM audit WHERE operation = 'lead change'`);
  const { before, after } = JSON.parse(String(act?.change)) as { before: Row; after: Row };
  expect([before.values, after.values]).toMatchObject([{ firstName: 'Jane' }, { firstName: 'Janet', title: null }]);
  const { source } = stage.sql('SELECT source FROM lead_origin')[0] ?? {};
  expect(source).toBe('manual');
});

test('what is typed twice changes nothing, and is no record of a source', async () => {
  await change({ title: 'CTO' });
  expect(await change({ title: 'CTO' })).toMatchObject({ changes: [], wentAlong: 0 });
  const before = stage.sql('SELECT * FROM source_tally');
  await change({ title: 'CFO' });
  expect(stage.sql('SELECT * FROM source_tally')).toEqual(before);
});

test('whoever was quicker is told of, with both values, and nothing is changed; another field may have', async () => {
  await change({ title: 'CFO' });
  const late = change({ title: 'CTO', city: 'Bonn' }, { seen: { title: 'VP', city: '' } });
  await expect(late).rejects.toMatchObject({
    code: 'changed-meanwhile',
    message: expect.stringMatching(/“CFO”.*“VP”/),
  });
  expect(await shown()).toMatchObject({ title: 'CFO' });
  expect(await shown()).not.toHaveProperty('city');
  expect(await change({ city: 'Bonn' }, { seen: { city: '' } })).toMatchObject({ changes: [{ to: 'Bonn' }] });
});

test('two at once: one is made, the other told', async () => {
  const both = await Promise.allSettled([
    change({ title: 'CTO' }, { seen: { title: 'VP' } }),
    change({ title: 'CFO' }, { seen: { title: 'VP' } }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test.each([
  [{ email: 'jane at acme' }, 'unusable-value'],
  [{ email: 'a@b.example, c@d.example' }, 'unusable-value'],
  [{ phone: '12' }, 'unusable-value'],
  [{ employees: 'many' }, 'unusable-value'],
  [{ title: 'n/a' }, 'unusable-value'],
  [{ titel: 'CTO' }, 'unknown-field'],
  [{ basis: 'because' }, 'unusable-value'],
  [{ externalId: '7' }, 'unknown-field'],
  [{}, 'nothing-given'],
])('%j is refused as %s, and nothing is changed', async (set, code) => {
  const before = stage.sql('SELECT * FROM lead');
  await expect(change({ ...set, ...(Object.keys(set).length > 0 && { city: 'Bonn' }) })).rejects.toMatchObject({
    code,
  });
  expect(stage.sql('SELECT * FROM lead')).toEqual(before);
});

test('a number is read by the country of the lead', async () => {
  expect(await change({ phone: '(212) 555-0123' })).toMatchObject({
    changes: [{ field: 'phone', to: '+12125550123' }],
  });
});

test('an address of somebody else is refused; one’s own, spelt otherwise, is not', async () => {
  await stage.run('lead add', { set: { email: 'kim@acme.example', firstName: 'Kim' } });
  await expect(change({ email: 'Kim@acme.example' })).rejects.toMatchObject({
    code: 'belongs-to-another',
    remedy: expect.stringContaining('lead merge'),
  });
  expect(await change({ email: 'JANE@old.example' })).toMatchObject({ changes: [] });
});

test('what was refused goes along to a new address, and what came back does not', async () => {
  await stage.run('event record', { lead: JANE, kind: 'opted-out', outcome: 'this-channel', channel: 'email' });
  const { wentAlong, leadId } = await change({ email: 'jane@new.example' });
  expect(wentAlong).toBe(1);
  const { suppressions } = (await shown('jane@new.example')) as { suppressions: readonly Row[] };
  expect(suppressions).toMatchObject([{ kind: 'lead', channel: 'email', reason: 'opted-out' }]);
  // What comes from the old address is still hers.
  expect((await shown()).id).toBe(leadId);

  await stage.run('lead add', { set: { email: 'typo@old.example', firstName: 'Tom' }, basis: 'consent' });
  await stage.run('event record', { lead: 'typo@old.example', kind: 'bounced', outcome: 'hard', channel: 'email' });
  const mended = await stage.run('lead change', { lead: 'typo@old.example', set: { email: 'tom@new.example' } });
  expect(mended).toMatchObject({ wentAlong: 0 });
  expect(await shown('tom@new.example')).toMatchObject({ suppressions: [] });
});

test('what was refused holds for the lead that it is merged into, until they are two again', async () => {
  const lead = 'jane@home.example';
  const { leadId: survivor } = await stage.run('lead add', {
    set: { email: lead, firstName: 'Jane', lastName: 'Doe' },
    basis: 'consent',
  });
  await stage.run('event record', { lead: JANE, kind: 'opted-out', outcome: 'every-way', channel: 'email' });
  const { id: other } = await shown();
  const refused = async () => ((await shown(lead)).suppressions as Row[]).map(({ kind, channel }) => [kind, channel]);
  expect(await refused()).toEqual([]);
  await stage.run('lead merge', { survivor, other });
  expect(await refused()).toEqual([['lead', 'all']]);
  await stage.run('lead unmerge', { alias: other });
  expect(await refused()).toEqual([]);
  expect((await shown()).suppressions).toHaveLength(2);
});

test('a tag that says no is a no', async () => {
  expect(await change({ tags: 'vip; do not contact' })).toMatchObject({ wentAlong: 1 });
  expect(await shown()).toMatchObject({ suppressions: [{ kind: 'lead', channel: 'all' }] });
});

test('what waits leaves to the new address, what follows too; what has left stays where it went', async () => {
  const playbook = writePlaybook(stage.folder, { name: 'spring', days: [0, 3, 6] });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess');
  await stage.run('campaign launch');
  await stage.run('work');
  stage.clock.moveTo(stage.clock.now() + 3 * 86_400_000);
  await advanceBatch(stage.engine);
  const recipients = (...states: string[]) =>
    stage
      .sql(`SELECT recipient FROM message WHERE state IN ('${states.join("','")}') ORDER BY id`)
      .map(({ recipient }) => recipient);
  expect([recipients('sent'), recipients('queued', 'held')]).toEqual([[JANE], [JANE]]);
  await change({ email: 'jane@new.example' });
  expect([recipients('sent'), recipients('queued', 'held')]).toEqual([[JANE], ['jane@new.example']]);
  await stage.liveUntil(stage.clock.now() + 5 * 86_400_000);
  expect(recipients('sent')).toEqual([JANE, 'jane@new.example', 'jane@new.example']);
  expect(readdirSync(join(stage.folder, 'outbox'), { recursive: true }).length).toBeGreaterThan(2);
});
