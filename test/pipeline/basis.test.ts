/** On what basis a person may be contacted: corrected by a file, by hand, and by what the person said. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { advanceBatch } from '../../src/engine/advance/advance.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from './stage.ts';

let stage: Stage;
const BOB = 'bob@acme.example';
const ROWS = `First Name,Email,Country,Industry\nBob,${BOB},DE,Software\n`;

beforeEach(async () => {
  stage = await openStage();
  await bring('legitimate-interest');
  const playbook = writePlaybook(stage.folder, { name: 'spring', days: [0] });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess');
  await stage.run('campaign launch');
  expect(await why()).toBe('basis-insufficient');
});
afterEach(() => stage.close());

let files = 0;
const bring = (basis: string, more: Row = {}, country = 'DE') =>
  stage.run('import', { file: stage.file(`${String(files++)}.csv`, ROWS.replace('DE', country)), basis, ...more });
const basis = () => stage.sql('SELECT basis FROM lead')[0]?.basis;
const why = () => stage.sql('SELECT reason_code AS code FROM campaign_member')[0]?.code;
const sent = async () => {
  await stage.run('assess');
  await stage.run('work');
  return stage.count("SELECT COUNT(*) FROM message WHERE state = 'sent'");
};

test('a file fills it in where nobody stated one, says where it stands as it was, and wins where it is told to', async () => {
  expect(await bring('consent')).toMatchObject({ unchanged: 1 });
  expect([basis(), stage.notes.filter((note) => note.includes('basis of 1 known'))]).toMatchObject([
    'legitimate-interest',
    { length: 1 },
  ]);
  expect(await bring('consent', { overwrite: true })).toMatchObject({ merged: 1, importId: expect.any(String) });
  expect([basis(), await sent()]).toEqual(['consent', 1]);
  const [last] = (await stage.run('import list')).imports as { id: string }[];
  await stage.run('import undo', { import: last?.id });
  expect(basis()).toBe('legitimate-interest');
});

test('one lead by hand: lead add says that it stands, lead change sets it, and the log of acts tells both', async () => {
  await stage.run('lead add', { set: { email: BOB }, basis: 'consent' });
  expect([basis(), stage.notes.at(-1)]).toEqual(['legitimate-interest', expect.stringContaining('lead change')]);
  const change = (to: string) => stage.run('lead change', { lead: BOB, set: { basis: to } });
  await expect(change('because')).rejects.toMatchObject({ code: 'unusable-value' });
  expect(await change('consent')).toMatchObject({ changes: [{ from: 'legitimate-interest', to: 'consent' }] });
  expect(await change('consent')).toMatchObject({ changes: [] });
  const [act] = stage.sql(`SELECT "change" FROM audit WHERE operation = 'lead change' ORDER BY id LIMIT 1`);
  expect(JSON.parse(String(act?.change))).toMatchObject({
    before: { basis: 'legitimate-interest' },
    after: { basis: 'consent' },
  });
  expect(await sent()).toBe(1);
  await change('');
  expect(stage.sql('SELECT basis, basis_at AS since FROM lead')).toEqual([{ basis: null, since: null }]);
});

test('whoever said yes to e-mail in words stands on consent since then, and is judged anew', async () => {
  const say = (more: Row) => stage.run('event record', { lead: BOB, kind: 'opted-in', channel: 'email', ...more });
  await say({});
  expect([basis(), await sent()]).toEqual(['legitimate-interest', 0]);
  await say({ text: 'signed up', at: '2026-03-01T00:00:00Z' });
  expect(stage.sql('SELECT basis, basis_at AS since FROM lead')).toEqual([
    { basis: 'consent', since: Date.parse('2026-03-01') },
  ]);
  expect(await sent()).toBe(1);
});

test('an opt-in to texts is no word on e-mail, and has the lead judged anew', async () => {
  const before = stage.count('SELECT revision FROM lead');
  await stage.run('event record', { lead: BOB, kind: 'opted-in', channel: 'sms', text: 'Signed, form 7' });
  expect(basis()).toBe('legitimate-interest');
  expect(stage.count('SELECT revision FROM lead')).toBeGreaterThan(before);
});

test.each([
  ['by hand', () => stage.run('lead change', { lead: BOB, set: { basis: 'consent' } })],
  ['by a file', () => bring('consent')],
  ['by a file that may overwrite', () => bring('consent', { overwrite: true })],
  ['by another country of theirs', () => stage.run('lead change', { lead: BOB, set: { country: 'US' } })],
  ['by a file with another country', () => bring('legitimate-interest', { overwrite: true }, 'US')],
])('a passage that waits for a basis goes on when one is stated, or suffices, %s', async (how, state) => {
  await stage.run('lead change', { lead: BOB, set: { basis: 'consent' } });
  await stage.run('assess');
  await stage.run('lead change', { lead: BOB, set: { basis: how === 'by a file' ? '' : 'legitimate-interest' } });
  await stage.run('work');
  const standing = () => stage.sql('SELECT state, reason_code AS why FROM enrollment')[0];
  const why = how === 'by a file' ? 'basis-not-stated' : 'basis-insufficient';
  expect(standing()).toEqual({ state: 'waiting', why });
  await state();
  expect(standing()).toEqual({ state: 'due', why: null });
  await stage.run('work');
  expect(stage.count("SELECT COUNT(*) FROM message WHERE state = 'sent'")).toBe(1);
});

const yes = () =>
  stage.run('event record', {
    lead: BOB,
    kind: 'opted-in',
    channel: 'email',
    text: 'signed up',
    at: '2026-03-03T14:59:00Z',
  });

test.each([
  ['by hand', () => stage.run('lead change', { lead: BOB, set: { basis: 'consent' } })],
  ['by a file', () => bring('consent', { overwrite: true })],
  ['in the person’s own words', yes],
])('a message that is held for a basis leaves when one is stated %s', async (_, state) => {
  await stage.run('lead change', { lead: BOB, set: { basis: 'consent' } });
  await stage.run('assess');
  await advanceBatch(stage.engine);
  await stage.run('lead change', { lead: BOB, set: { basis: 'legitimate-interest' } });
  await stage.run('work');
  const standing = () => stage.sql('SELECT state, reason_code AS why FROM message');
  expect(standing()).toEqual([{ state: 'held', why: 'basis-insufficient' }]);
  await state();
  await stage.run('work');
  expect(standing()).toEqual([{ state: 'sent', why: null }]);
});
