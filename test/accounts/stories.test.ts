/** What happens to accounts: answers, opt-outs, deals, failures, two workers, a restart; on the real engine, with the built-in playbook. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { outboxChannel } from '../../src/channels/outbox-file/adapter.ts';
import { outboxCalls, outboxTexts } from '../../src/channels/outbox-file/phone.ts';
import { advanceAccounts } from '../../src/engine/accounts/advance.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { operationOf } from '../../src/engine/operations/table.ts';
import { openSqliteStore } from '../../src/store/store.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { type Row, SENDER } from '../pipeline/stage.ts';
import { type AccountStage, openAccountStage, type Person, playbookWith } from './ground.ts';

let stage: AccountStage;
afterEach(() => stage.close());

const ANN: Person = { first: 'Ann', title: 'CEO', phone: '+12125550123' };
const BOB: Person = { first: 'Bob', title: 'VP Operations' };
const CID: Person = { first: 'Cid', title: 'Director of IT' };
const ACME = { account: 'acme.example' };

const open = async (...args: Parameters<typeof openAccountStage>) => {
  stage = await openAccountStage(...args);
};
const status = async () => {
  const { status, reason } = await stage.show();
  return reason === null ? status : `${status} ${(reason as Row).code}`;
};
/** All that left, as words: files of the outbox. */
const words = () =>
  (existsSync(join(stage.folder, 'outbox'))
    ? readdirSync(join(stage.folder, 'outbox'), { recursive: true, withFileTypes: true })
    : []
  )
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').replaceAll('=\r\n', ''));

test('ABM-4 a no pauses the account, and says so', async () => {
  await open({ people: [ANN, BOB] });
  await stage.live(1);
  await stage.tell('Ann', 'replied', { outcome: 'not-interested' });
  await stage.live(30);
  expect(await status()).toBe('paused account-negative');
  expect(await stage.touches()).toEqual(['03-03 10:00 ann email sent']);
});

test('ABM-4 a no is read from the words of a reply', async () => {
  await open({ people: [ANN, BOB] });
  await stage.live(1);
  await stage.tell('Ann', 'replied', { text: 'I am not interested, thank you.' });
  await stage.live(30);
  expect(await status()).toBe('paused account-negative');
});

test('ABM-5 the reply of a second contact pauses the account', async () => {
  await open({ people: [ANN, BOB] });
  await stage.live(1);
  await stage.tell('Bob', 'replied', { outcome: 'interested' });
  await stage.live(30);
  expect(await status()).toBe('paused account-replied');
  expect(await stage.touches()).toHaveLength(1);
});

test('ABM-5 where the playbook says so, colleagues are turned to, and told of the reply that is on record', async () => {
  await open({ people: [ANN, BOB], settings: { answersPause: 'hold-contact' } });
  await stage.live(1);
  await stage.tell('Ann', 'replied', { outcome: 'interested' });
  await stage.live(4);
  expect(await stage.touches()).toEqual(['03-03 10:00 ann email sent', '03-06 10:00 bob email sent']);
  expect(words().some((text) => text.includes('Ann Acme (CEO) has answered me'))).toBe(true);
});

test('ABM-6 an opt-out stops that contact, and the account goes on with colleagues who are not told of it', async () => {
  await open({ people: [ANN, BOB] });
  await stage.live(1);
  await stage.tell('Ann', 'opted-out');
  await stage.live(4);
  expect(await status()).toBe('active account-gap');
  expect(await stage.touches()).toEqual(['03-03 10:00 ann email sent', '03-05 10:00 bob email sent']);
  expect(stage.sql("SELECT template FROM message WHERE campaign_id <> '' ORDER BY id DESC LIMIT 1")).toEqual([
    { template: 'intro' },
  ]);
});

test('ABM-6 where the playbook says so, it pauses the account', async () => {
  await open({ people: [ANN, BOB], settings: { optOutsPause: 'pause-account' } });
  await stage.live(1);
  await stage.tell('Ann', 'opted-out');
  await stage.live(6);
  expect(await status()).toBe('paused account-opted-out');
});

test('ABM-7 with the policy go-on it goes on, and each decision says in spite of what', async () => {
  await open({ people: [ANN], settings: { answersPause: 'go-on' } });
  await stage.live(1);
  await stage.tell('Ann', 'replied', { outcome: 'question' });
  await stage.live(2);
  expect(await stage.touches()).toHaveLength(2);
  expect(await stage.show()).toMatchObject({ status: 'active', conflicts: [{ kind: 'replied', policy: 'go-on' }] });
  const [last] = stage.sql("SELECT reasons FROM decision WHERE verdict = 'account-touch' ORDER BY id DESC LIMIT 1");
  expect(JSON.parse(String(last?.reasons)).map(({ code }: Row) => code)).toEqual(['account-touch', 'account-replied']);
});

test('ABM-8 a touchpoint before its time is refused, and made by force', async () => {
  await open({ people: [ANN] });
  await stage.live(2.5);
  expect(await stage.touches()).toHaveLength(2);
  await stage.live(2);
  await expect(stage.run('account step', ACME)).rejects.toMatchObject({ code: 'account-not-due' });
  expect(await stage.run('account step', { ...ACME, force: true })).toMatchObject({ changed: false });
  // Saturday night: the send window is waited for. On Monday it is due anyway.
  stage.clock.moveTo(Date.parse('2026-03-09T14:00:00Z'));
  expect(await stage.run('account step', ACME)).toMatchObject({ changed: true, status: 'active' });
  await stage.live(0.1);
  expect(await stage.touches()).toHaveLength(3);
});

test('ABM-8 by force the gap alone is not waited for', async () => {
  await open({ people: [ANN], settings: { answersPause: 'go-on' } });
  await stage.live(2);
  await stage.live(2.2);
  stage.clock.moveTo(Date.parse('2026-03-09T13:00:00Z'));
  await stage.live(3);
  expect(await stage.touches()).toHaveLength(3);
  await expect(stage.run('account step', ACME)).rejects.toMatchObject({ code: 'account-not-due' });
  expect(await stage.run('account step', { ...ACME, force: true })).toMatchObject({ changed: true });
  await stage.live(0.1);
  expect(await stage.touches()).toHaveLength(4);
});

test('ABM-9 two workers on one touchpoint make it once', async () => {
  await open({ people: [ANN] });
  const other = openEngine({ ...stage.engine.parts, store: stage.engine.store, instance: 'other' });
  await other.playbooks.refresh();
  await Promise.all([advanceAccounts(stage.engine), advanceAccounts(other), advanceAccounts(stage.engine)]);
  await stage.live(1);
  expect(stage.count("SELECT COUNT(*) FROM message WHERE campaign_id <> ''")).toBe(1);
  expect(await stage.touches()).toEqual(['03-03 10:00 ann email sent']);
});

test('ABM-10 the same account twice is one passage, and another campaign has to wait for it', async () => {
  await open({ people: [ANN] });
  expect(await stage.run('account start', { ...ACME, campaign: 'abm' })).toMatchObject({ changed: false });
  await stage.run('campaign create', { name: 'second', playbook: playbookWith(stage.folder, []) });
  await expect(stage.run('account start', { ...ACME, campaign: 'second' })).rejects.toMatchObject({
    code: 'account-in-campaign',
  });
  await stage.live(1);
  expect(stage.count("SELECT COUNT(*) FROM message WHERE campaign_id <> ''")).toBe(1);
  await stage.run('account close', { ...ACME, outcome: 'nurture' });
  expect(await stage.run('account start', { ...ACME, campaign: 'second' })).toMatchObject({ changed: true });
});

test('ABM-11 after a restart what happened meanwhile is seen', async () => {
  await open({ people: [ANN] });
  await stage.live(1);
  await stage.tell('Ann', 'booked');
  const store = await openSqliteStore({
    path: join(stage.folder, 'rekindle.db'),
    durability: 'none',
    now: stage.clock.now,
  });
  const restarted = openEngine({ ...stage.engine.parts, store, instance: 'restarted' });
  await restarted.playbooks.refresh();
  stage.clock.moveTo(Date.parse('2026-03-05T15:00:00Z'));
  expect(await advanceAccounts(restarted)).toBe(1);
  await store.close();
  expect(await status()).toBe('paused account-meeting');
});

test('ABM-12 paused, resumed, called off', async () => {
  await open({ people: [ANN] });
  await stage.live(1);
  expect(await stage.run('account pause', { ...ACME, why: 'new board' })).toMatchObject({ status: 'paused' });
  await stage.live(10);
  expect(await stage.touches()).toHaveLength(1);
  expect(await stage.run('account resume', ACME)).toMatchObject({ status: 'active', changed: true });
  await stage.live(3);
  expect(await stage.touches()).toHaveLength(2);
  expect(await stage.run('account cancel', { ...ACME, why: 'merged' })).toMatchObject({ status: 'cancelled' });
  await expect(stage.run('account resume', ACME)).rejects.toMatchObject({ code: 'already-ended' });
  await stage.live(60);
  expect(await stage.touches()).toHaveLength(2);
});

test('ABM-12 a person lets it go on after a reply; a later one pauses it again', async () => {
  await open({ people: [ANN] });
  await stage.live(1);
  await stage.tell('Ann', 'replied', { outcome: 'question' });
  await stage.live(1);
  expect(await status()).toBe('paused account-replied');
  await stage.run('account resume', ACME);
  await stage.live(3);
  expect(await stage.touches()).toHaveLength(2);
  await stage.tell('Ann', 'replied', { outcome: 'question' });
  await stage.live(1);
  expect(await status()).toBe('paused account-replied');
});

test('ABM-12 closed with an outcome; calls to make are taken back', async () => {
  await open({ people: [{ ...ANN, email: null, texts: false }] });
  await stage.live(1, false);
  expect((await stage.run('task list')).tasks).toHaveLength(1);
  expect(await stage.run('account close', { ...ACME, outcome: 'deal', why: 'signed' })).toMatchObject({
    status: 'closed',
    outcome: 'deal',
  });
  expect((await stage.run('task list')).tasks).toEqual([]);
});

test('ABM-13 three contacts are given time to answer, and a fourth waits', async () => {
  const gaps: readonly [string, string] = ['gaps: [2d, 3d, 5d, 7d, 10d, 14d]', 'gaps: [0]'];
  const days: readonly [string, string] = [
    'days: mon-fri, from: "09:00", to: "17:00"',
    'days: mon-sun, from: "00:00", to: "24:00"',
  ];
  const first: readonly [string, string] = ['firstContact: 3', 'firstContact: 1'];
  const soon: readonly [string, string] = ['colleagueAfter: 3d', 'colleagueAfter: 0d'];
  await open({ people: [ANN, BOB, CID, { first: 'Dan', title: 'Manager' }], instead: [gaps, days, first, soon] });
  await stage.live(1.9);
  expect(await stage.touches()).toHaveLength(3);
  expect(await status()).toBe('active account-contacts-active');
  await stage.live(0.2);
  expect((await stage.touches()).map((line) => line.split(' ')[2]).slice(0, 4)).toEqual(['ann', 'bob', 'cid', 'dan']);
});

test('ABM-14 a colleague is told that we wrote, where nobody answered', async () => {
  await open({ people: [ANN, BOB] });
  await stage.live(15);
  const told = words()
    .filter((text) => /^To:.*bob@/m.test(text))
    .join('\n');
  expect(told).toContain('I have written to Ann Acme (CEO) about');
  expect(told).not.toMatch(/inquired|expressed|answered|spoke|asked about/);
});

test('ABM-15 one address in two spellings is one contact', async () => {
  await open({ people: [ANN, { first: 'ANN', title: 'CEO' }] });
  expect(await stage.show()).toMatchObject({ coverage: { contacts: 1 } });
});

test('ABM-16 nobody is greeted by a name that is not known', async () => {
  await open({
    people: [
      { ...ANN, nameless: true },
      { ...BOB, nameless: true },
    ],
  });
  await stage.live(15);
  const texts = words();
  expect(texts.length).toBeGreaterThan(1);
  for (const text of texts) expect(text).not.toMatch(/Unknown|Hi ,|undefined|null/);
});

test('ABM-17 a text has a text’s length', async () => {
  await open({ people: [{ ...ANN, email: null }] });
  await stage.live(3);
  const texts = words();
  expect(texts.length).toBeGreaterThan(0);
  expect(stage.count("SELECT COUNT(*) FROM message WHERE channel <> 'sms'")).toBe(0);
  for (const text of texts)
    expect((/"(?:body|text)":\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text).length).toBeLessThan(320);
});

test('ABM-18 what is shown, what is stored and what left are one', async () => {
  await open({ people: [ANN, BOB, CID] });
  await stage.live(30);
  const { touchpoints, touches } = await stage.show();
  const left = stage.count("SELECT COUNT(*) FROM message WHERE campaign_id <> '' AND state = 'sent'");
  const done = stage.count("SELECT COUNT(*) FROM task WHERE state = 'done'");
  expect(touchpoints).toMatchObject({ made: left + done });
  expect(touches).toHaveLength(left + done);
  expect(words()).toHaveLength(left);
  // Nothing but the ledger counts touchpoints.
  expect(Object.keys(stage.sql('SELECT * FROM account_enrollment')[0] ?? {})).not.toContain('step');
});

test('ABM-19 who has a phone alone is texted and called', async () => {
  await open({ people: [{ ...ANN, email: null }] });
  await stage.live(25);
  expect(await stage.touches()).toEqual([
    '03-03 10:00 ann sms sent',
    '03-05 10:00 ann sms sent',
    '03-09 09:00 ann task done',
    '03-16 09:00 ann task done',
    '03-23 09:00 ann sms sent',
  ]);
});

test('ABM-19 without a yes to texts they are called', async () => {
  await open({ people: [{ ...ANN, email: null, texts: false }] });
  await stage.live(1);
  expect(await stage.touches()).toEqual(['03-03 11:00 ann task done']);
});

test('ABM-20 a send that was refused by the mail server is no touchpoint', async () => {
  const refusing = {
    ...{ name: 'refusing', concurrency: 1, recovery: 'held', close: async () => undefined },
    send: async () => ({ kind: 'refused', detail: '550 no such user', scope: 'address' }),
  };
  await open({
    people: [ANN],
    parts: {
      channels: {
        outbox: refusing as unknown as ReturnType<typeof outboxChannel>,
        live: null,
        outboxTexts: outboxTexts({ dir: '/dev/null/none', fsync: false }),
        outboxCalls: outboxCalls({ dir: '/dev/null/none', fsync: false }),
      },
    },
  });
  await stage.live(1);
  expect(await stage.show()).toMatchObject({ touchpoints: { made: 0 } });
  expect((await stage.touches())[0]).toMatch(/ann email (refused|failed|bounced)/);
});

test('a bounce is no touchpoint, and the next try is decided at once, by the next way; the gap of the person is kept', async () => {
  await open({ people: [ANN] });
  await stage.live(0.1);
  const [message] = stage.sql("SELECT id FROM message WHERE campaign_id <> ''");
  await stage.tell('Ann', 'bounced', { message: message?.id, outcome: 'hard' });
  await stage.live(0.1);
  expect(await stage.touches()).toEqual(['03-03 10:00 ann email bounced', '03-03 12:24 ann sms held']);
  expect(await stage.show()).toMatchObject({ touchpoints: { made: 0 } });
  await stage.live(1);
  expect((await stage.touches())[1]).toBe('03-04 09:00 ann sms sent');
});

test('what happens after a touchpoint was decided is seen when it leaves', async () => {
  await open({ people: [ANN, BOB] });
  await stage.engine.playbooks.refresh();
  await advanceAccounts(stage.engine);
  expect(await stage.touches()).toEqual(['03-03 10:00 ann email queued']);
  await stage.run('account mark', { ...ACME, deal: 'Renewal' });
  await stage.live(1);
  expect(await stage.touches()).toEqual(['03-03 10:00 ann email refused']);
  expect(stage.sql("SELECT reason_code FROM message WHERE campaign_id <> ''")).toEqual([
    { reason_code: 'account-open-deal' },
  ]);
  expect(await status()).toBe('paused account-open-deal');
  expect(words()).toEqual([]);
});

test.each([
  ['customer', { customer: 'yes' }, 'account-customer'],
  ['open deal', { deal: 'Renewal' }, 'account-open-deal'],
])('before it begins: %s has it begin paused, and check says so', async (_, mark, code) => {
  await open({ people: [ANN], start: false });
  await stage.run('account mark', { ...ACME, ...mark });
  expect(await stage.run('account check', { ...ACME, campaign: 'abm' })).toMatchObject({ goesOn: false });
  expect(await stage.run('account start', { ...ACME, campaign: 'abm' })).toMatchObject({
    status: 'paused',
    reason: { code },
  });
  await stage.live(10);
  expect(await stage.touches()).toEqual([]);
  await stage.run('account resume', ACME);
  await stage.live(1);
  expect(await stage.touches()).toHaveLength(1);
});

test('two owners are two too many', async () => {
  await open({
    people: [
      { ...ANN, owner: 'Olga' },
      { ...BOB, owner: 'Otto' },
    ],
  });
  expect(await status()).toBe('paused account-two-owners');
});

test('competitors are not worked at the same time', async () => {
  await open({ people: [ANN, BOB] });
  await stage.run('account contact', { ...ACME, lead: 'bob@acme.example', remove: true });
  await stage.run('account add', { account: 'bolt', name: 'Bolt', lead: ['bob@acme.example'] });
  await stage.run('account mark', { account: 'bolt', competitor: ['acme.example'] });
  expect(await stage.run('account start', { account: 'bolt', campaign: 'abm' })).toMatchObject({
    status: 'paused',
    reason: { code: 'account-competitor', facts: { with: 'acme.example' } },
  });
});

test('a contact who is in another campaign is left to it', async () => {
  await open({ people: [ANN, BOB], start: false });
  const playbook = writePlaybook(stage.folder, { name: 'spring', days: [0, 30] });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook, where: 'lead.firstName == "Ann"' });
  await stage.run('assess', { campaign: 'spring' });
  await stage.run('campaign launch', { campaign: 'spring' });
  await stage.live(0.01);
  await stage.run('account start', { ...ACME, campaign: 'abm' });
  await stage.live(1);
  expect((await stage.touches()).map((line) => line.split(' ')[2])).toEqual(['bob']);
  expect(await stage.show()).toMatchObject({
    conflicts: [{ kind: 'two-campaigns', policy: 'hold-contact', with: 'spring' }],
  });
});

test('a contact whom a person paused is passed over', async () => {
  await open({ people: [ANN, BOB], start: false });
  await stage.run('lead pause', { lead: 'ann@acme.example' });
  await stage.run('account start', { ...ACME, campaign: 'abm' });
  await stage.live(1);
  expect(await stage.touches()).toEqual(['03-03 10:00 bob email sent']);
});

test('a contact who was merged into another lead stays one', async () => {
  await open({ people: [ANN, BOB], start: false });
  const other = stage.file('more.csv', 'First Name,Email\nAnn,ann.acme@home.example\n');
  await stage.run('import', { file: other, basis: 'consent' });
  const home = stage.sql("SELECT id FROM lead WHERE email = 'ann.acme@home.example'")[0]?.id;
  await stage.run('lead merge', { survivor: String(home), other: stage.leadId('Ann') });
  expect(await stage.show()).toMatchObject({ coverage: { contacts: 2 } });
});

test('a campaign that is paused, and one that is over', async () => {
  await open({ people: [ANN] });
  await stage.run('campaign pause', { campaign: 'abm' });
  await stage.live(5);
  expect(await stage.touches()).toEqual([]);
  await stage.run('campaign resume', { campaign: 'abm' });
  await stage.live(1);
  expect(await stage.touches()).toHaveLength(1);
  await stage.run('campaign cancel', { campaign: 'abm' });
  await stage.live(3);
  expect(await status()).toBe('cancelled campaign-cancelled');
});

test('the page of a campaign tells how its accounts stand, and what is to be done where it has none yet', async () => {
  await open({ people: [ANN], start: false });
  const page = () => stage.run('campaign show', { campaign: 'abm' });
  const printed = async () => operationOf('campaign show')?.print?.(await page()) ?? '';
  expect((await page()).accounts).toEqual({ active: 0, paused: 0, completed: 0, closed: 0, cancelled: 0 });
  expect(await printed()).toContain('No account is in it yet: rekindle account start ACCOUNT --campaign "abm"');
  await stage.run('account start', { ...ACME, campaign: 'abm' });
  await stage.run('account pause', { ...ACME, why: 'new board' });
  expect((await page()).accounts).toMatchObject({ active: 0, paused: 1 });
  expect(await printed()).toContain('Accounts by status (rekindle account list --campaign "abm"):');
  const other = writePlaybook(stage.folder, { name: 'small' });
  await stage.run('campaign create', { ...SENDER, name: 'small', playbook: other });
  expect((await stage.run('campaign show', { campaign: 'small' })).accounts).toBe(null);
});

test('a launch and a resume wake the accounts that waited for them, at once', async () => {
  await open({ people: [ANN] });
  const due = () => stage.count(`SELECT COUNT(*) FROM account_enrollment WHERE due_at <= ${stage.clock.now()}`);
  await stage.run('campaign pause', { campaign: 'abm' });
  await stage.live(1);
  expect([await status(), due()]).toEqual(['active campaign-paused', 0]);
  await stage.run('campaign resume', { campaign: 'abm' });
  expect(due()).toBe(1);
  await stage.run('account cancel', ACME);
  await stage.run('campaign create', { ...SENDER, name: 'next', playbook: join(stage.folder, 'account-based') });
  await stage.run('assess', { campaign: 'next' });
  await stage.run('account start', { ...ACME, campaign: 'next' });
  await advanceAccounts(stage.engine);
  expect([await status(), due()]).toEqual(['active account-not-launched', 0]);
  await stage.run('campaign launch', { campaign: 'next' });
  expect(due()).toBe(1);
});

test('leads of an account campaign go through no sequence of their own', async () => {
  await open({ people: [ANN, BOB], start: false });
  await stage.live(10);
  expect(stage.count('SELECT COUNT(*) FROM enrollment')).toBe(0);
  expect(stage.count("SELECT COUNT(*) FROM message WHERE campaign_id <> ''")).toBe(0);
});
