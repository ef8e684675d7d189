/** Limits and retries that a playbook or a workspace sets, on the whole engine. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { smtpChannel } from '../../src/channels/smtp/adapter.ts';
import { SmtpSettingsSchema } from '../../src/channels/smtp/settings.ts';
import { type SmtpSink, startSmtpSink } from '../../src/testing/smtp-sink.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, SENDER, type Stage } from './stage.ts';

let stage: Stage;
let sink: SmtpSink | null = null;
afterEach(async () => {
  await stage.close();
  await sink?.close();
  sink = null;
});

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/** Two leads in a live campaign whose playbook has these lines. */
async function launch(lines: string, steps: readonly string[]): Promise<void> {
  const path = writePlaybook(stage.folder, { name: 'spring', steps });
  const yaml = join(path, 'playbook.yaml');
  writeFileSync(yaml, readFileSync(yaml, 'utf8').replace('sequences:\n', `${lines}\nsequences:\n`));
  const rows =
    'First Name,Email,Country,Industry\nAnn,ann@acme.example,US,Software\nBob,bob@beta.example,US,Software\n';
  await stage.run('import', { file: stage.file('leads.csv', rows), basis: 'consent' });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook: path });
  await stage.run('assess');
  await stage.run('campaign launch');
}

/** Everything is put off by the server. */
async function fullMailboxes(): Promise<void> {
  sink = await startSmtpSink({ behaviours: [{ kind: 'reject', code: 452, text: '4.2.2 Mailbox full' }] });
  const from = { name: SENDER.fromName, address: SENDER.fromAddress };
  const live = smtpChannel(SmtpSettingsSchema.parse({ host: '127.0.0.1', port: sink.port, secure: 'none', from }));
  stage = await openStage({ channels: { outbox: live, live }, publicUrl: 'https://go.sender.example' });
  await stage.run('workspace go-live', { yes: true });
}

const ONE = ['{ kind: email, day: 0, template: hello }'];
const live = (days: number) => stage.liveUntil(stage.clock.now() + days * DAY_MS);
const sentDays = () =>
  stage
    .sql('SELECT sent_at FROM message WHERE sent_at IS NOT NULL ORDER BY sent_at')
    .map(({ sent_at }) => new Date(Number(sent_at)).toISOString().slice(5, 10));

/** Waits of the first message until it has failed, in minutes. */
async function waitsOf(): Promise<number[]> {
  const waits = [];
  for (;;) {
    await stage.run('work');
    const [row] = stage.sql("SELECT state, due_at FROM message WHERE recipient LIKE 'ann%'");
    if (row?.state !== 'queued') return waits;
    waits.push((Number(row.due_at) - stage.clock.now()) / MINUTE_MS);
    stage.clock.moveTo(Number(row.due_at));
  }
}

test('a playbook’s cap holds although its workspace has none, and says which it is', async () => {
  stage = await openStage();
  await launch('limits: { email: { campaignDay: 1 } }', ONE);
  await stage.run('work');
  expect(
    stage.sql("SELECT reason FROM message WHERE state = 'held'").map(({ reason }) => JSON.parse(String(reason))),
  ).toEqual([{ code: 'cap-reached', facts: expect.objectContaining({ limit: 1 }) }]);
  await live(3);
  expect(sentDays()).toEqual(['03-03', '03-04']);
});

test('a playbook’s cap on a lead is counted although its workspace asks for no such count', async () => {
  stage = await openStage();
  const twice = ['{ kind: email, day: 0, template: hello }', '{ kind: email, id: idea, day: 2, template: idea }'];
  await launch('limits: { email: { leadMonth: 1 } }', twice);
  await live(5);
  expect(sentDays()).toEqual(['03-03', '03-03']);
  expect(stage.count("SELECT COUNT(*) FROM message WHERE state = 'held' AND reason_code = 'cap-reached'")).toBe(2);
});

test('a playbook cannot loosen what its workspace sets', async () => {
  stage = await openStage();
  await stage.run('workspace set-limits', { set: { 'email.campaignDay': '1' } });
  await launch('limits: { email: { campaignDay: 50 } }', ONE);
  await stage.run('work');
  expect(sentDays()).toEqual(['03-03']);
});

test.each([
  ['email.senderDay', 'lots', 'email.senderDay must be a number, not “lots”'],
  ['email.senderDay', '1.5', 'email.senderDay must be a whole number, not “1.5”'],
  ['email.senderDay', '-1', 'email.senderDay must be at least 0, not “-1”'],
  ['canary.bounceShare', '7', 'canary.bounceShare must be at most 1, not “7”'],
  ['minGapHours', 'none', 'minGapHours must be a number, not “none”'],
  ['zone', 'Mars/Olympus', 'zone must be an IANA time zone such as Europe/Berlin, not “Mars/Olympus”'],
  ['zone', 'none', 'zone must be an IANA time zone such as Europe/Berlin, not “none”'],
  ['humanTouch.then', 'wait', 'humanTouch.then must be hold or count, not “wait”'],
  ['email', '50', 'email is several limits, each with a name such as email.leadDay, and not “50”'],
])('a limit that is set wrongly is told in plain words: %s = %s', async (name, value, message) => {
  stage = await openStage();
  const wrong = stage.run('workspace set-limits', { set: { [name]: value } });
  await expect(wrong).rejects.toMatchObject({ code: 'bad-limit', message });
});

test('a limit that was changed is what a new workspace has once that is said; what has no standard is refused by name', async () => {
  stage = await openStage();
  const { limits: standard } = await stage.run('workspace set-limits', { standard: true });
  await stage.run('workspace set-limits', {
    set: { canary: 'none', 'email.senderDay': '7', 'jitter.toSeconds': '90' },
  });
  const set = { canary: 'standard', 'email.senderDay': 'standard', 'jitter.toSeconds': 'standard' };
  expect((await stage.run('workspace set-limits', { set })).limits).toEqual(standard);
  const wrong = stage.run('workspace set-limits', { set: { 'email.senderYear': 'standard' } });
  await expect(wrong).rejects.toMatchObject({ code: 'bad-limit', message: expect.stringContaining('senderYear') });
});

test('a gap that the workspace sets holds for a sequence that has a shorter one', async () => {
  stage = await openStage();
  await stage.run('workspace set-limits', { set: { minGapHours: '96' } });
  await launch('', ['{ kind: email, day: 0, template: hello }', '{ kind: email, id: idea, day: 1, template: idea }']);
  await live(10);
  expect(sentDays()).toEqual(['03-03', '03-03', '03-07', '03-07']);
});

test('BOT-5 a message is tried again after the waits that its playbook says, else after those of the workspace', async () => {
  await fullMailboxes();
  const said = await stage.run('workspace set-retries', { channel: 'email', waits: '10m,1h' });
  expect(said.retries).toMatchObject({ email: { waitsMinutes: [10, 60], giveUpHours: 72 } });
  await launch('', ONE);
  expect(await waitsOf()).toEqual([10, 60]);
  await stage.run('workspace set-retries', { channel: 'email', standard: true });
  expect((await stage.run('workspace show')).retries).toMatchObject({ email: { waitsMinutes: [5, 15, 30] } });
  await expect(stage.run('workspace set-retries', { channel: 'email', waits: 'soon' })).rejects.toMatchObject({
    code: 'bad-retries',
    remedy: expect.stringContaining('5m'),
  });
});

test('BOT-5 the playbook’s waits count before the workspace’s', async () => {
  await fullMailboxes();
  await stage.run('workspace set-retries', { channel: 'email', waits: '10m,1h' });
  await launch('retries: { email: { waits: [2m] } }', ONE);
  expect(await waitsOf()).toEqual([2]);
});

test('the doctor tells whose routines go by a clock and whose limits do not, until they do', async () => {
  const told = async () =>
    ((await stage.run('doctor')).symptoms as { says: string; remedy: string }[])
      .filter(({ says }) => says.includes('midnight UTC'))
      .map(({ remedy }) => remedy);
  stage = await openStage();
  expect(await told()).toEqual([]);
  await stage.close();
  stage = await openStage({ zone: 'Australia/Sydney' });
  expect(await told()).toEqual(['rekindle workspace set-limits --set zone=Australia/Sydney']);
  await stage.run('workspace set-limits', { set: { zone: 'Australia/Sydney' } });
  expect(await told()).toEqual([]);
});
