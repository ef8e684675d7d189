/**
 * Whoever says no from an address or a number that their lead has no more, or never had, has said it there too: by webhook, by mail, by the
 * page under a mail, in one workspace and in another that writes by the same sender.
 */
import { afterEach, expect, test } from 'vitest';
import { messageIdOf } from '../../src/engine/deliver/message-id.ts';
import type { HookCall } from '../../src/engine/hook-port.ts';
import { hookDesk } from '../../src/engine/react/hooks.ts';
import { optOutByToken } from '../../src/engine/react/opt-out.ts';
import { makeUnsubscribeToken } from '../../src/engine/tokens/unsubscribe.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from '../pipeline/stage.ts';
import { CONNECTIONS, PUBLIC_URL, postmark, twilio } from './calls.ts';

const OLD = '+12022000001';
const NEW = '+12022000002';

let stage: Stage;
afterEach(() => stage.close());

/** Ann and Bob, each of whom got a mail. */
async function begin(): Promise<void> {
  stage = await openStage({ publicUrl: PUBLIC_URL, hooks: CONNECTIONS });
  const rows = [`Ann,ann@acme.example,${OLD}`, 'Bob,bob@other.example,+12022000009'];
  const csv = `First Name,Email,Phone,Country,Industry\n${rows.map((row) => `${row},US,Software\n`).join('')}`;
  await stage.run('import', { file: stage.file('leads.csv', csv), basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'spring', steps: ['{ kind: email, day: 0, template: hello }'] });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess');
  await stage.run('campaign launch');
  await stage.run('work');
}

const told = (call: HookCall) => hookDesk(stage.engine, CONNECTIONS)(call);
const texted = (Body: string, id: string) => twilio({ MessageSid: id, SmsStatus: 'received', From: OLD, Body });
const leadOf = (email: string) => String(stage.sql(`SELECT id FROM lead WHERE email = '${email}'`)[0]?.id);
const refused = () =>
  stage
    .sql('SELECT workspace_id AS w, channel, kind, value FROM suppression ORDER BY w, kind, value')
    .map(({ w, channel, kind, value }) => `${w}: ${channel} ${kind} ${kind === 'lead' ? '' : value}`.trim());
/** A mail that comes in. */
function mailed(from: string, text: string, more: readonly string[] = []): Promise<Row> {
  const head = [`From: ${from}`, `To: ${SENDER.fromAddress}`, 'Subject: Re: Hello', 'Message-ID: <1@acme.example>'];
  const file = stage.file('mail.eml', [...head, ...more, '', text, ''].join('\r\n'));
  return stage.run('mail record', { file });
}

/** The field by which a mail answers the one that this lead got. */
async function answering(leadId: string): Promise<string> {
  const story = await stage.engine.store.leads.story('main', leadId, stage.engine.suppressionKeys);
  const [message] = story?.messages ?? [];
  return `In-Reply-To: ${message && messageIdOf(message)}`;
}

test('STOP from a number that the lead no longer has ends texts to both, wherever the sender is shared; START takes it back', async () => {
  await begin();
  await stage.engine.store.workspaces.ensure('other', stage.clock.now());
  await stage.run('lead change', { lead: 'ann@acme.example', set: { phone: NEW } });
  await told(texted('STOP', 'SM1'));
  const numbers = ['main', 'other'].flatMap((w) => [OLD, NEW].map((number) => `${w}: sms phone ${number}`));
  expect(refused()).toEqual(numbers);
  stage.clock.moveTo(stage.clock.now() + 3_600_000);
  await told(texted('START', 'SM2'));
  expect(refused()).toEqual([]);
});

test('an address that bounces is not the one that the lead has by now', async () => {
  await begin();
  await stage.run('lead change', { lead: 'ann@acme.example', set: { email: 'ann@new.example' } });
  await told(postmark({ RecordType: 'Bounce', ID: 7, Type: 'HardBounce', Email: 'ann@acme.example' }));
  expect(refused()).toEqual(['main: email address ann@acme.example']);
});

test('who left by the page under a mail stays out though their lead was merged by mistake', async () => {
  await begin();
  const [ann, bob] = [leadOf('ann@acme.example'), leadOf('bob@other.example')];
  await stage.run('lead merge', { survivor: ann, other: bob });
  const claim = { workspaceId: 'main', leadId: bob, channel: 'email' } as const;
  await optOutByToken(stage.engine, makeUnsubscribeToken(stage.engine.keyring.secret, claim), null);
  await stage.run('lead unmerge', { alias: bob });
  expect(refused()).toEqual(['main: email address ann@acme.example', 'main: email address bob@other.example']);
});

test('who said no in words while two leads were one may be either, and neither is written to when that is taken back', async () => {
  await begin();
  const [ann, bob] = [leadOf('ann@acme.example'), leadOf('bob@other.example')];
  await stage.run('lead merge', { survivor: ann, other: bob });
  await mailed('bob@other.example', 'Please stop contacting me.');
  await stage.run('lead unmerge', { alias: bob });
  const leads = stage.sql("SELECT value FROM suppression WHERE kind = 'lead' AND channel = 'all' ORDER BY value");
  expect(leads.map(({ value }) => value)).toEqual([ann, bob].sort());
});

test('no in words, in a thread with somebody else or from an address that nobody knows, is said for where it comes from as well', async () => {
  await begin();
  const thread = await answering(leadOf('ann@acme.example'));
  await mailed('ann@home.example', 'Please stop contacting me.', [thread]);
  expect(refused()).toEqual([
    'main: all address ann@acme.example',
    'main: all address ann@home.example',
    'main: all lead',
    `main: all phone ${OLD}`,
  ]);
  await mailed('bob@other.example', 'Please remove me from your list.', [thread]);
  expect(refused()).toEqual(
    expect.arrayContaining(['main: all address bob@other.example', 'main: all phone +12022000009']),
  );
  expect(stage.sql("SELECT lead_id FROM event WHERE kind = 'opted-out' ORDER BY id DESC LIMIT 1")).toEqual([
    { lead_id: leadOf('bob@other.example') },
  ]);
  // Nothing of her stays but hashes; what Bob refused in her thread is his.
  await stage.run('person erase', { lead: 'ann@acme.example', yes: true });
  expect(refused().filter((one) => one.includes('@'))).toEqual(['main: all address bob@other.example']);
});

test('no from an address that is two leads’ refuses the address', async () => {
  await begin();
  const rows = 'First Name,Last Name,Email,Country\nJane,Doe,office@acme.example,US\nPaul,Roe,office@acme.example,US\n';
  await stage.run('import', { file: stage.file('office.csv', rows), basis: 'consent' });
  expect(stage.count("SELECT COUNT(*) FROM identity WHERE key = 'e:office@acme.example'")).toBe(2);
  await mailed('office@acme.example', 'Please stop contacting me.');
  expect(refused()).toContain('main: all address office@acme.example');
});

test('a provider that reports a pressed opt-out button speaks of whom we wrote to', async () => {
  await begin();
  const report = ['MIME-Version: 1.0', 'Content-Type: multipart/report; report-type=feedback-report; boundary=b'];
  const parts = [
    '--b',
    'Content-Type: text/plain',
    '',
    'A report.',
    '--b',
    'Content-Type: message/feedback-report',
    '',
  ];
  const said = [
    'Feedback-Type: opt-out',
    'User-Agent: x/1',
    'Version: 1',
    'Original-Rcpt-To: <ann@acme.example>',
    '--b--',
  ];
  await mailed('fbl@isp.example', [...parts, ...said].join('\r\n'), report);
  expect(refused()).toEqual(['main: email address ann@acme.example']);
});
