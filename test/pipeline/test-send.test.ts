/** A template sent as a test, over a real SMTP server: marked, harmless, counted nowhere; refused with a remedy where it must not leave. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { smtpChannel } from '../../src/channels/smtp/adapter.ts';
import { SmtpSettingsSchema } from '../../src/channels/smtp/settings.ts';
import { runOperation } from '../../src/engine/operations/run.ts';
import { operationOf } from '../../src/engine/operations/table.ts';
import { type SmtpSink, startSmtpSink } from '../../src/testing/smtp-sink.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from './stage.ts';

let stage: Stage;
let sink: SmtpSink;
beforeEach(async () => {
  sink = await startSmtpSink({
    keepRaw: true,
    behaviours: [{ kind: 'reject', to: /nobody/, code: 550, text: '5.1.1 no such user' }],
  });
  const from = { name: SENDER.fromName, address: SENDER.fromAddress };
  const live = smtpChannel(SmtpSettingsSchema.parse({ host: '127.0.0.1', port: sink.port, secure: 'none', from }));
  stage = await openStage({ channels: { outbox: live, live }, publicUrl: 'https://go.sender.example' });
  const rows = 'First Name,Email,Country,Industry\nAnn,ann@acme.example,US,Software\n,bob@beta.example,US,Software\n';
  await stage.run('import', { file: stage.file('leads.csv', rows), basis: 'consent' });
  const words = 'Hello {{ lead.firstName }}, see {{ unsubscribeUrl }}';
  const playbook = writePlaybook(stage.folder, { name: 'spring', days: [0], words });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('draft save', { playbook: 'spring', from: playbook });
  await stage.run('assess');
});
afterEach(async () => {
  await stage.close();
  await sink.close();
});

const send = (more: Row = {}) =>
  stage.run('draft send-test', {
    ...{ playbook: 'spring', template: 'day-0', campaign: 'spring', lead: 'ann@acme.example', to: 'me@ours.example' },
    ...more,
  });
const goLive = () => stage.run('workspace go-live', { yes: true });

test('it arrives by the real connection, says that it is a test, and leaves no trace of the lead', async () => {
  await goLive();
  const before = JSON.stringify(await stage.run('lead show', { lead: 'ann@acme.example' }));
  const told = await send();
  expect(told).toMatchObject({ to: 'me@ours.example', from: SENDER.fromAddress });
  expect(told.subject).toMatch(/^\[Test\] /);
  const [mail] = sink.received;
  expect(mail?.envelope.to).toEqual(['me@ours.example']);
  expect(mail?.headers.get('subject')).toMatch(/^\[Test\]/);
  expect(mail?.headers.get('x-rekindle-test')).toBe('1');
  for (const name of ['x-rekindle-lead', 'x-rekindle-intent', 'list-unsubscribe', 'list-unsubscribe-post'])
    expect(mail?.headers.has(name), name).toBe(false);
  const raw = mail?.raw?.toString('utf8') ?? '';
  expect(raw).toContain('Hello Ann');
  expect(raw.replaceAll(/=\r?\n/g, '')).toMatch(/TEST of .*Nobody was contacted\.[\s\S]*Hello Ann/);
  expect(raw).not.toContain('/u/ey');
  expect(raw).toContain('https://go.sender.example/u/test');
  expect(stage.count('SELECT COUNT(*) FROM message')).toBe(0);
  expect(stage.count("SELECT COUNT(*) FROM event WHERE kind = 'sent'")).toBe(0);
  expect(JSON.stringify(await stage.run('lead show', { lead: 'ann@acme.example' }))).toBe(before);
  const [act] = stage.sql("SELECT actor, input FROM audit WHERE operation = 'draft send-test'");
  expect(JSON.parse(String(act?.input))).toMatchObject({ to: 'me@ours.example', template: 'day-0' });
});

test('the words that are not saved yet are sent, and not written into the log', async () => {
  await goLive();
  const { files } = (await stage.run('draft show', { playbook: 'spring' })) as { files: Record<string, string> };
  const template = 'templates/day-0.liquid';
  await send({ files: { ...files, [template]: `${files[template]}\nNot yet saved.` } });
  expect(sink.received[0]?.raw?.toString('utf8')).toContain('Not yet saved.');
  expect(String(stage.sql("SELECT input FROM audit WHERE operation = 'draft send-test'")[0]?.input)).not.toContain(
    'Not yet',
  );
});

test('where it must not leave, the refusal names a remedy and nothing leaves', async () => {
  const refused = (code: string, more: Row = {}) =>
    expect(send(more)).rejects.toMatchObject({ code, remedy: expect.stringMatching(/\w/) });
  await refused('test-in-dry');
  await goLive();
  await refused('test-to-a-lead', { to: 'Bob@Beta.example' });
  await refused('not-an-address', { to: 'me' });
  await refused('test-words-missing', { lead: 'bob@beta.example' });
  await refused('no-such-template', { template: 'day-9' });
  await refused('test-not-sent', { to: 'nobody@ours.example' });
  await stage.run('suppress add', { value: 'ours.example' });
  await refused('test-refused');
  await stage.run('halt add', { why: 'look first' });
  await refused('test-stopped', { to: 'me@elsewhere.example' });
  expect(sink.total).toBe(0);
});

test('twenty within the hour, then no more until it is over', async () => {
  await goLive();
  for (let n = 0; n < 20; n++) await send();
  await expect(send()).rejects.toMatchObject({ code: 'too-many-tests' });
  expect(sink.total).toBe(20);
  stage.clock.moveTo(stage.clock.now() + 3_600_001);
  await send();
  expect(sink.total).toBe(21);
});

test('who is logged in gets it at their own address, also where they are a lead themselves', async () => {
  await goLive();
  const operation = operationOf('draft send-test');
  if (!operation) throw new Error('no such operation');
  const context = {
    ...{
      engine: stage.engine,
      workspaceId: 'main',
      actor: 'user:ann@acme.example',
      signal: AbortSignal.timeout(9_000),
    },
    ...{ progress: () => undefined, note: () => undefined },
  };
  const wish = { playbook: 'spring', template: 'day-0', campaign: 'spring', lead: 'ann@acme.example' };
  await runOperation(context, operation, wish);
  expect(sink.received[0]?.envelope.to).toEqual(['ann@acme.example']);
});
