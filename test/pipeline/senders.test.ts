/** A sender whose mails come back, lived through on the whole engine: it stops by itself, says why, and a person lets it go on. */
import { afterEach, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/domain/consent/pace/send-limits.ts';
import type { MailChannel } from '../../src/engine/ports.ts';
import { type EventReport, recordEvents } from '../../src/engine/react.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, SENDER, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const DAY_MS = 86_400_000;
const channel: MailChannel = {
  name: 'mails',
  concurrency: 50,
  recovery: 'held',
  send: async ({ id }) => ({ kind: 'sent', providerRef: id, detail: '' }),
  close: async () => undefined,
};

/** A campaign in which so many got the first of two mails. */
async function begin(leads: number, parts: Parameters<typeof openStage>[0] = {}): Promise<void> {
  stage = await openStage({ channels: { outbox: channel, live: channel }, ...parts });
  const rows = Array.from({ length: leads }, (_, i) => `Ann${i},ann${i}@firm${i}.example,US,Software`);
  const file = stage.file('leads.csv', `First Name,Email,Country,Industry\n${rows.join('\n')}\n`);
  await stage.run('import', { file, basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'spring', days: [0, 2] });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess');
  await stage.run('campaign launch');
  await stage.run('work');
}

/** So many of the messages that have left come back. */
async function comeBack(count: number, kind: 'bounced' | 'complained', from = 0): Promise<void> {
  const rows = stage.sql(
    `SELECT id, lead_id FROM message WHERE state = 'sent' ORDER BY id LIMIT ${count} OFFSET ${from}`,
  );
  expect(rows).toHaveLength(count);
  const reports = rows.map(
    ({ id, lead_id }): EventReport => ({
      ...{ workspaceId: 'main', leadId: String(lead_id), campaignId: null, messageId: String(id), kind },
      ...{ at: stage.clock.now(), origin: 'test', originId: `${kind} ${id}`, verdict: 'machine', text: null },
    }),
  );
  await recordEvents(stage.engine, reports);
}

async function watch(): Promise<void> {
  stage.clock.moveTo(stage.clock.now() + 1_000);
  await stage.run('routine run', { name: 'watch' });
}
const states = () =>
  Object.fromEntries(
    stage
      .sql('SELECT state, reason_code AS code, COUNT(*) AS n FROM message GROUP BY 1, 2 ORDER BY 1, 2')
      .map(({ state, code, n }) => [code ? `${state} ${code}` : state, n]),
  );
const lines = async () =>
  ((await stage.run('sender list')).senders as Record<string, unknown>[]).map((one) => [one.sender, one.stopped]);

test('above the share of bounces it stops, says of how many how many, and a person lets it go on', async () => {
  await begin(100);
  await comeBack(5, 'bounced');
  await watch();
  expect(await lines()).toEqual([
    ['sender.example', null],
    ['sam@sender.example', null],
  ]);
  await comeBack(1, 'bounced', 5);
  await watch();
  const why = '6 of 100 e-mails of the last 7 days came back (6.0 %)';
  const stopped = { why, by: 'rekindle', at: new Date(stage.clock.now()).toISOString() };
  expect(await lines()).toEqual([
    ['sender.example', null],
    ['sam@sender.example', stopped],
  ]);
  expect((await stage.run('halt list')) as unknown).toMatchObject([{ channel: 'from:sam@sender.example', why }]);
  expect(stage.sql('SELECT subject, status FROM alert')).toEqual([
    { subject: 'sender:sam@sender.example', status: 'stopped' },
  ]);
  await stage.liveUntil(stage.clock.now() + 3 * DAY_MS);
  expect(states()).toMatchObject({ 'held sender-stopped': 94, bounced: 6 });
  await expect(stage.run('sender resume', { sender: 'x@sender.example' })).rejects.toMatchObject({
    code: 'not-stopped',
  });
  expect(await stage.run('sender resume', { sender: 'Sam@sender.example' })).toEqual({
    sender: 'sam@sender.example',
    resumed: true,
  });
  await watch();
  await stage.liveUntil(stage.clock.now() + 3_600_000);
  expect(states()).toEqual({ bounced: 6, sent: 188 });
  expect(stage.sql('SELECT status FROM alert ORDER BY id')).toEqual([{ status: 'stopped' }, { status: 'healthy' }]);
});

test('complaints stop a mailbox, and with enough of them its domain', async () => {
  await begin(600);
  await comeBack(3, 'complained');
  await watch();
  expect((await lines()).map(([sender, stopped]) => [sender, stopped !== null])).toEqual([
    ['sender.example', true],
    ['sam@sender.example', true],
  ]);
});

test('what a new mailbox may send is shown, and grows with each day on which it sent', async () => {
  const { warmUp, jitter: _, canary: __, ...rest } = DEFAULT_LIMITS;
  await begin(40, { limits: { ...rest, warmUp, jitter: null, canary: null, minGapHours: 0 } });
  const mailbox = async () => {
    const { senders } = await stage.run('sender list');
    return (senders as Record<string, unknown>[]).find(({ kind }) => kind === 'mailbox');
  };
  expect(await mailbox()).toMatchObject({ sentToday: 5, allowedToday: 5, warming: true });
  await stage.liveUntil(stage.clock.now() + DAY_MS);
  expect(await mailbox()).toMatchObject({ sentToday: 10, allowedToday: 10, warming: true });
  await stage.liveUntil(stage.clock.now() + DAY_MS);
  expect(await mailbox()).toMatchObject({ sentToday: 15, allowedToday: 15, warming: true });
});

test('a bounce that a person tells without naming a mail counts for the last one that left, where that is plain', async () => {
  await begin(3);
  const bounce = (lead: string, more = {}) => stage.run('event record', { lead, kind: 'bounced', ...more });
  await bounce('ann0@firm0.example');
  await bounce('ann0@firm0.example');
  await bounce('ann1@firm1.example', { channel: 'sms' });
  await stage.run('lead change', { lead: 'ann2@firm2.example', set: { email: 'ann2@home.example' } });
  const { leadId } = stage.sql("SELECT id AS leadId FROM lead WHERE email = 'ann2@home.example'")[0] as {
    leadId: string;
  };
  await bounce(leadId);
  expect(states()).toEqual({ bounced: 1, sent: 2 });
  const told = async () => (await stage.run('sender list')).senders as Record<string, unknown>[];
  expect(await told()).toMatchObject([{ bounced: 1 }, { bounced: 1 }]);
  await bounce('ann2@firm2.example');
  expect(states()).toEqual({ bounced: 2, sent: 1 });
  expect(await told()).toMatchObject([{ bounced: 2 }, { bounced: 2 }]);
  const { days } = await stage.run('workspace figures', { days: 1 });
  expect(days).toMatchObject([{ bounced: 2 }]);
});

test('complaints that a person tells without naming a mail stop the mailbox as well; each mail counts once', async () => {
  await begin(100);
  const complain = (i: number) => stage.run('event record', { lead: `ann${i}@firm${i}.example`, kind: 'complained' });
  const stopped = async () => {
    await watch();
    return (await lines()).find(([sender]) => sender === 'sam@sender.example')?.[1] !== null;
  };
  await complain(0);
  await complain(0);
  expect((await stage.run('sender list')).senders).toMatchObject([{ complained: 1 }, { complained: 1 }]);
  expect(await stopped()).toBe(false);
  await complain(1);
  expect(await stopped()).toBe(true);
});
