/** Files of a playbook on their way to people: stored with its version, sent by SMTP, shown in the outbox, covered by the hash. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { highlevelWays } from '../../src/channels/highlevel/adapter.ts';
import { HighLevelSettingsSchema } from '../../src/channels/highlevel/settings.ts';
import { bodyHashOf } from '../../src/engine/deliver/body-hash.ts';
import { startSmtpSink } from '../../src/testing/smtp-sink.ts';
import { openConnected } from '../connections/stage.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, SENDER, type Stage } from './stage.ts';

const PLAN = Buffer.from([0x25, 0x50, 0x44, 0x46, 0, 255, 13, 10, 46, 10, 46, 46]);

function playbookIn(stage: Stage, content: Uint8Array = PLAN): string {
  const folder = writePlaybook(stage.folder, { name: 'spring' });
  mkdirSync(join(folder, 'files'), { recursive: true });
  writeFileSync(join(folder, 'files', 'Größe.pdf'), content);
  writeFileSync(join(folder, 'files', 'dates.ics'), 'BEGIN:VCALENDAR\nEND:VCALENDAR\n');
  const matter = '---\nsubject: Our plan\nattach: Größe.pdf, dates.ics\n---';
  writeFileSync(join(folder, 'templates', 'day-0.liquid'), `${matter}\nHello {{ lead.firstName }}\n`);
  return folder;
}

async function launch(stage: Stage, isLive: boolean): Promise<string> {
  const rows = ['Ann', 'Bob', 'Cid'].map((name) => `${name},${name}@firm-${name}.example,US,Software`);
  const file = stage.file('leads.csv', `First Name,Email,Country,Industry\n${rows.join('\n')}\n`);
  await stage.run('import', { file, basis: 'consent' });
  if (isLive) await stage.run('workspace go-live', { yes: true });
  const playbook = playbookIn(stage);
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess', { campaign: 'spring' });
  await stage.run('campaign launch', { campaign: 'spring' });
  return playbook;
}

const filesOf = async (raw: Uint8Array) =>
  (await PostalMime.parse(raw)).attachments.map(({ filename, mimeType, content }) => [
    ...[filename, mimeType, Buffer.from(content as ArrayBuffer).toString('base64')],
  ]);
const EXPECTED = [
  ['Größe.pdf', 'application/pdf', PLAN.toString('base64')],
  ['dates.ics', 'text/calendar', Buffer.from('BEGIN:VCALENDAR\nEND:VCALENDAR\n').toString('base64')],
];

test('files leave by SMTP as they were when the version was stored, whatever became of the folder', async () => {
  const sink = await startSmtpSink({ keepRaw: true });
  const stage = await openConnected();
  try {
    const set = { host: '127.0.0.1', port: String(sink.port), secure: 'none', from: SENDER.fromAddress };
    await stage.run('connection add', { name: 'way', provider: 'smtp', set });
    const folder = await launch(stage, true);
    rmSync(folder, { recursive: true });
    await stage.run('work');
    expect(sink.received.length).toBe(3);
    for (const { raw } of sink.received) expect(await filesOf(raw ?? Buffer.of())).toEqual(EXPECTED);
    const words = await PostalMime.parse(sink.received[0]?.raw ?? '');
    expect([words.subject, words.text?.startsWith('Hello '), words.html?.includes('Hello ')]).toEqual([
      ...['Our plan', true, true],
    ]);
  } finally {
    await stage.close();
    await sink.close();
  }
});

test('a dry workspace shows them in its outbox, and each content is stored once', async () => {
  const stage = await openStage();
  try {
    const folder = await launch(stage, false);
    await stage.run('work');
    const [day = ''] = readdirSync(join(stage.folder, 'outbox'));
    const mails = readdirSync(join(stage.folder, 'outbox', day));
    expect(mails.length).toBe(3);
    for (const name of mails)
      expect(await filesOf(readFileSync(join(stage.folder, 'outbox', day, name)))).toEqual(EXPECTED);
    await stage.run('playbook push', { playbook: folder, set: {} });
    expect(stage.count('SELECT COUNT(*) FROM playbook_file')).toBe(2);
    playbookIn(stage, Buffer.from('another plan'));
    await stage.run('campaign change', { campaign: 'spring', playbook: folder, set: {} });
    expect(stage.count('SELECT COUNT(*) FROM playbook_file')).toBe(3);
    expect(stage.count('SELECT COUNT(*) FROM playbook')).toBe(2);
  } finally {
    await stage.close();
  }
});

test('the hash of what left covers each file: its content, type and name', () => {
  const words = { subject: 'Our plan', text: 'Hello\n', html: null };
  const file = { name: 'a.pdf', type: 'application/pdf', hash: 'a'.repeat(64) };
  const others = [
    [],
    [{ ...file, name: 'b.pdf' }],
    [{ ...file, type: 'image/png' }],
    [{ ...file, hash: 'b'.repeat(64) }],
  ];
  const hashes = [[file], ...others, [file, file]].map((attachments) => bodyHashOf(words, attachments));
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(bodyHashOf(words, [])).toBe(bodyHashOf(words));
});

test('a way that does not take a file sends nothing rather than a mail without it', async () => {
  const settings = HighLevelSettingsSchema.parse({ location: 'loc', baseUrl: 'http://127.0.0.1:9' });
  const { mails } = highlevelWays(settings, async () => 'token');
  const attachments = [{ name: 'a.xlsx', type: 'application/xlsx', hash: '', content: PLAN }];
  const mail = { to: { name: null, address: 'ann@firm.example' }, attachments } as never;
  expect(await mails.send(mail)).toMatchObject({ kind: 'refused', code: 'content-refused', blame: 'content' });
  await mails.close();
});
