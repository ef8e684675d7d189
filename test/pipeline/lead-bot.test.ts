/** What a bot that follows up must never get wrong, lived through on the whole engine (the lead bot's conformance cases). */
import { afterEach, expect, test } from 'vitest';
import { smtpChannel } from '../../src/channels/smtp/adapter.ts';
import { SmtpSettingsSchema } from '../../src/channels/smtp/settings.ts';
import { openSqliteStore } from '../../src/store/store.ts';
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
const PEOPLE = ['ann', 'bob'];

async function launch(days: readonly number[], people: readonly string[] = PEOPLE): Promise<void> {
  const rows = people.map((name) => `${name},${name}@acme.example,US,Software`);
  const file = stage.file('leads.csv', `First Name,Email,Country,Industry\n${rows.join('\n')}\n`);
  await stage.run('import', { file, basis: 'consent' });
  await stage.run('campaign create', {
    ...SENDER,
    name: 'spring',
    playbook: writePlaybook(stage.folder, { name: 'spring', days }),
  });
  await stage.run('assess');
  await stage.run('campaign launch');
}

/** A live stage on a server that misbehaves as told. */
async function liveStage(behaviours: Parameters<typeof startSmtpSink>[0]): Promise<void> {
  sink = await startSmtpSink(behaviours);
  const from = { name: SENDER.fromName, address: SENDER.fromAddress };
  const live = smtpChannel(SmtpSettingsSchema.parse({ host: '127.0.0.1', port: sink.port, secure: 'none', from }));
  stage = await openStage({ channels: { outbox: live, live }, publicUrl: 'https://go.sender.example' });
  await stage.run('workspace go-live', { yes: true });
}

const states = () => stage.sql('SELECT state FROM message ORDER BY id').map(({ state }) => state);

test('BOT-1 fifty leads added at once are all there', async () => {
  stage = await openStage();
  const names = Array.from({ length: 50 }, (_, i) => `lead${i}`);
  await Promise.all(
    names.map((name) => stage.run('lead add', { set: { email: `${name}@acme.example` }, basis: 'consent' })),
  );
  expect(stage.count('SELECT COUNT(*) FROM lead')).toBe(50);
});

test('BOT-4 what fell due while the engine stood still is sent once, by two workers that start together', async () => {
  stage = await openStage();
  await launch([0, 3]);
  stage.clock.moveTo(stage.clock.now() + 10 * DAY_MS);
  await Promise.all([stage.run('work'), stage.run('work')]);
  await stage.liveUntil(stage.clock.now() + 10 * DAY_MS);
  expect(stage.sql('SELECT template, COUNT(*) AS n FROM message GROUP BY template ORDER BY template')).toEqual([
    { template: 'day-0', n: 2 },
    { template: 'day-3', n: 2 },
  ]);
  expect(new Set(states())).toEqual(new Set(['sent']));
});

test('BOT-5 a message that is put off is tried again after 5, 15 and 30 minutes, then it has failed', async () => {
  await liveStage({ behaviours: [{ kind: 'reject', code: 452, text: '4.2.2 Mailbox full' }] });
  await launch([0], ['ann']);
  const waits = [];
  for (let round = 0; round < 3; round++) {
    await stage.run('work');
    const dueAt = stage.count('SELECT due_at FROM message');
    waits.push((dueAt - stage.clock.now()) / MINUTE_MS);
    stage.clock.moveTo(dueAt);
  }
  await stage.run('work');
  expect(waits).toEqual([5, 15, 30]);
  expect(stage.sql('SELECT state, reason_code AS code, attempts FROM message')).toEqual([
    { state: 'failed', code: 'retries-used-up', attempts: 4 },
  ]);
});

test('BOT-6 a fresh sequence is due, and so is one that is resumed', async () => {
  stage = await openStage();
  await launch([0, 3]);
  expect(stage.count("SELECT COUNT(*) FROM enrollment WHERE state = 'due'")).toBe(2);
  await stage.run('campaign pause');
  await stage.run('work');
  expect(stage.count("SELECT COUNT(*) FROM enrollment WHERE state = 'due'")).toBe(0);
  await stage.run('campaign resume');
  expect(stage.count("SELECT COUNT(*) FROM enrollment WHERE state = 'due'")).toBe(2);
});

test('BOT-7 the message of day 0 and that of day 3 are both sent', async () => {
  stage = await openStage();
  await launch([0, 3], ['ann']);
  await stage.liveUntil(stage.clock.now() + 5 * DAY_MS);
  expect(states()).toEqual(['sent', 'sent']);
});

test('BOT-8 whatever is done to a lead leaves the one alone whose name begins alike', async () => {
  stage = await openStage();
  await launch([0, 3], ['ann_lee', 'ann_lee_2']);
  await stage.run('work');
  await stage.run('event record', { lead: 'ann_lee@acme.example', kind: 'replied', text: 'Call me.' });
  await stage.liveUntil(stage.clock.now() + 5 * DAY_MS);
  const sent = stage.sql('SELECT recipient, COUNT(*) AS n FROM message GROUP BY recipient ORDER BY recipient');
  expect(sent).toEqual([
    { recipient: 'ann_lee@acme.example', n: 1 },
    { recipient: 'ann_lee_2@acme.example', n: 2 },
  ]);
});

test('BOT-9 to import, assess and launch again begins no second sequence', async () => {
  stage = await openStage();
  await launch([0, 3]);
  const file = stage.file('again.csv', 'First Name,Email,Country,Industry\nann,ann@acme.example,US,Software\n');
  await stage.run('import', { file, basis: 'consent' });
  await stage.run('assess');
  await stage.run('work');
  expect(stage.count('SELECT COUNT(*) FROM enrollment')).toBe(2);
  expect(stage.count('SELECT COUNT(*) FROM message')).toBe(2);
});

test('BOT-10 what was not handed over is never told as sent or delivered', async () => {
  await liveStage({
    behaviours: [
      { kind: 'cut', to: /^ann@/ },
      { kind: 'reject', to: /^bob@/ },
    ],
  });
  await launch([0]);
  await stage.liveUntil(stage.clock.now() + DAY_MS);
  expect(sink?.total).toBe(0);
  expect(stage.count("SELECT COUNT(*) FROM message WHERE state IN ('sent', 'delivered')")).toBe(0);
});

test('BOT-4 a database that is opened again goes on where it was', async () => {
  stage = await openStage();
  await launch([0, 3]);
  await stage.run('work');
  const again = await openSqliteStore({ path: `${stage.folder}/rekindle.db` });
  expect(await again.work.nextAt()).toBeGreaterThan(stage.clock.now());
  await again.close();
});
