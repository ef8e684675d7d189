/** What a person steers, on a clock that the test moves: pause, resume and cancel of one lead, one sequence, one campaign. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { smtpChannel } from '../../src/channels/smtp/adapter.ts';
import { SmtpSettingsSchema } from '../../src/channels/smtp/settings.ts';
import { advanceBatch } from '../../src/engine/advance/advance.ts';
import { startSmtpSink } from '../../src/testing/smtp-sink.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ANN = { lead: 'ann@acme.example' };
const STEPS = [
  '{ kind: email, day: 0, template: hello }',
  '{ kind: email, id: idea, day: 3, template: idea }',
  '{ kind: email, id: offer, day: 6, template: offer }',
];

/** Two leads, and a campaign that is live. */
async function launch(steps = STEPS, name = 'spring', late = ''): Promise<void> {
  stage ??= await openStage();
  const path = writePlaybook(stage.folder, { name, steps });
  if (late !== '') {
    const yaml = join(path, 'playbook.yaml');
    writeFileSync(
      yaml,
      readFileSync(yaml, 'utf8').replace('    title: Fast\n', `    title: Fast\n    late: ${late}\n`),
    );
  }
  const rows =
    'First Name,Email,Country,Industry\nAnn,ann@acme.example,US,Software\nBob,bob@beta.example,US,Software\n';
  await stage.run('import', { file: stage.file('leads.csv', rows), basis: 'consent' });
  await stage.run('campaign create', { ...SENDER, name, playbook: path });
  await stage.run('assess', { campaign: name });
  await stage.run('campaign launch', { campaign: name });
}

const open = async (...of: Parameters<typeof launch>) => {
  stage = await openStage();
  await launch(...of);
};
const live = (days: number) => stage.liveUntil(stage.clock.now() + days * DAY_MS);
const sentTo = (name: string) =>
  stage
    .sql(
      `SELECT template, sent_at FROM message WHERE recipient LIKE '${name}@%' AND sent_at IS NOT NULL ORDER BY sent_at`,
    )
    .map(({ template, sent_at }) => `${template} ${new Date(Number(sent_at)).toISOString().slice(5, 10)}`);
const messagesOf = (name: string) =>
  stage
    .sql(`SELECT state, reason_code AS code FROM message WHERE recipient LIKE '${name}@%' ORDER BY id`)
    .map(({ state, code }) => (code === null ? state : `${state} ${code}`));
const passageOf = (name: string) =>
  stage.sql(
    `SELECT e.state, e.step, e.visit, e.reason_code AS reason, e.due_at AS due FROM enrollment e
     JOIN lead l ON l.id = e.lead_id WHERE l.email LIKE '${name}@%' ORDER BY e.id DESC`,
  )[0];

test('BOT-3 a sequence that has sent nothing yet is cancelled: nothing is ever sent, and the other lead’s goes on', async () => {
  await open();
  expect(passageOf('ann')).toMatchObject({ state: 'due' });
  const { cancelled, enrollments } = (await stage.run('enrollment cancel', { ...ANN, why: 'wrong person' })) as Row & {
    enrollments: Row[];
  };
  expect([cancelled, enrollments[0]?.state]).toEqual([1, 'ended']);
  await live(30);
  expect([sentTo('ann'), sentTo('bob').length]).toEqual([[], 3]);
  expect(passageOf('ann')).toMatchObject({ state: 'ended', reason: 'enrollment-cancelled' });
});

test('BOT-3 one that waits with a message in the queue, one that is paused, and one that is cancelled already', async () => {
  await open();
  await advanceBatch(stage.engine);
  await stage.run('enrollment cancel', ANN);
  expect(messagesOf('ann')).toEqual(['refused enrollment-cancelled']);
  expect(await stage.run('enrollment cancel', ANN)).toMatchObject({ cancelled: 0, messages: 0 });
  await stage.run('enrollment pause', { lead: 'bob@beta.example' });
  await stage.run('lead cancel', { lead: 'bob@beta.example' });
  expect(messagesOf('bob')).toEqual(['refused lead-cancelled']);
  await live(30);
  expect([sentTo('ann'), sentTo('bob')]).toEqual([[], []]);
  await expect(stage.run('enrollment pause', ANN)).rejects.toMatchObject({ code: 'already-ended' });
  await expect(stage.run('enrollment resume', ANN)).rejects.toMatchObject({ code: 'already-ended' });
});

test('BOT-2 a paused sequence sends nothing, however long; resumed it goes on where it was', async () => {
  await open(STEPS, 'spring', '{ after: 24h, then: send }');
  await live(1);
  await stage.run('enrollment pause', { ...ANN, why: 'on holiday' });
  await live(10);
  expect([sentTo('ann'), sentTo('bob')]).toEqual([['hello 03-03'], ['hello 03-03', 'idea 03-06', 'offer 03-09']]);
  await stage.run('enrollment resume', ANN);
  await live(3);
  expect(sentTo('ann')).toEqual(['hello 03-03', 'idea 03-14', 'offer 03-15']);
});

test('what is queued when it is paused is kept back in the same transaction, claimed or not', async () => {
  await open(STEPS, 'spring', '{ after: 24h, then: send }');
  await advanceBatch(stage.engine);
  expect(await stage.run('lead pause', ANN)).toMatchObject({ changed: 1, messages: 1 });
  expect(messagesOf('ann')).toEqual(['held lead-paused']);
  expect(await stage.run('lead pause', ANN)).toMatchObject({ changed: 0, messages: 0 });
  await live(5);
  expect(sentTo('ann')).toEqual([]);
  expect(await stage.run('lead resume', ANN)).toMatchObject({ changed: 1, messages: 1 });
  await live(0.1);
  expect(sentTo('ann')).toEqual(['hello 03-08']);
});

test('resume lets a step that was missed go by its lateness policy: passed over, or at the opening of the next day', async () => {
  await open(
    [
      '{ kind: email, day: 0, template: hello }',
      '{ kind: email, id: idea, day: 3, template: idea, late: { after: 4h, then: skip } }',
      ...STEPS.slice(2),
    ],
    'spring',
    '{ after: 24h, then: next-window }',
  );
  await live(1);
  await stage.run('enrollment pause', ANN);
  await live(8);
  await stage.run('enrollment resume', ANN);
  await live(4);
  expect(sentTo('ann')).toEqual(['hello 03-03', 'offer 03-13']);
});

test('a message that a pause kept back too long is passed over where the policy says so', async () => {
  await open(STEPS, 'spring', '{ after: 24h, then: skip }');
  await advanceBatch(stage.engine);
  await stage.run('enrollment pause', ANN);
  await live(2);
  await stage.run('enrollment resume', ANN);
  expect(messagesOf('ann')).toEqual(['refused too-late']);
  await live(2);
  expect(sentTo('ann')).toEqual(['idea 03-06']);
});

test('a pause of the campaign remembers as well what was missed', async () => {
  await open(STEPS, 'spring', '{ after: 24h, then: skip }');
  await live(1);
  await stage.run('campaign pause');
  await live(4);
  await stage.run('campaign resume');
  await live(4);
  expect(sentTo('ann')).toEqual(['hello 03-03', 'offer 03-09']);
});

test('a paused lead says so, since when and by whom, and begins nothing new until it is resumed', async () => {
  await open();
  await live(1);
  const since = new Date(stage.clock.now()).toISOString();
  await stage.run('lead pause', { ...ANN, why: 'asked for time' });
  const { reasons, next } = (await stage.run('explain', ANN)) as { reasons: Row[]; next: string };
  expect(reasons[0]).toMatchObject({ code: 'lead-paused', facts: { by: 'test', since, why: 'asked for time' } });
  expect(Object.keys(reasons[0]?.facts as Row)).toEqual(['by', 'since', 'why']);
  expect(next).toContain('when a person resumes it');
  const shown = (await stage.run('lead show', ANN)) as { paused: Row; campaigns: { waitsFor: Row }[] };
  expect(shown.paused).toEqual({ by: 'test', since, why: 'asked for time' });
  expect(shown.campaigns[0]?.waitsFor).toMatchObject({ code: 'lead-paused' });
  await stage.run('enrollment cancel', ANN);
  await launch(STEPS, 'autumn');
  expect(passageOf('ann')).toMatchObject({ reason: 'enrollment-cancelled' });
  const told = (await stage.run('explain', { ...ANN, campaign: 'autumn' })) as { reasons: Row[] };
  expect(told.reasons[0]).toMatchObject({ code: 'lead-paused', facts: { since } });
  await stage.run('lead resume', ANN);
  await stage.run('assess', { campaign: 'autumn' });
  expect(passageOf('ann')).toMatchObject({ state: 'due' });
  await live(1);
  expect(sentTo('ann')).toHaveLength(2);
});

test('a sequence that was paused by itself stays paused when its lead is resumed, and needs the lead’s resume first', async () => {
  await open();
  await live(1);
  await stage.run('enrollment pause', ANN);
  await stage.run('lead pause', ANN);
  expect(await stage.run('enrollment resume', ANN)).toMatchObject({ resumed: 1 });
  expect(passageOf('ann')).toMatchObject({ state: 'waiting', reason: 'lead-paused' });
  await expect(stage.run('enrollment resume', ANN)).rejects.toMatchObject({ code: 'lead-paused' });
  await stage.run('enrollment pause', ANN);
  await stage.run('lead resume', ANN);
  expect(passageOf('ann')).toMatchObject({ state: 'waiting', reason: 'paused' });
  await expect(stage.run('lead resume', ANN)).rejects.toMatchObject({ code: 'not-paused' });
});

test('a reply ends a paused sequence, and its message with it', async () => {
  await open();
  await advanceBatch(stage.engine);
  await stage.run('enrollment pause', ANN);
  await stage.run('event record', { ...ANN, kind: 'replied', text: 'Yes please' });
  expect(passageOf('ann')).toMatchObject({ state: 'ended', reason: 'replied' });
  expect(messagesOf('ann')).toEqual(['refused taken-back']);
});

test('BOT-2 a message that a server puts off does not leave while its sequence is paused, nor after it is cancelled', async () => {
  const sink = await startSmtpSink({ behaviours: [{ kind: 'reject', code: 452, text: '4.2.2 Mailbox full' }] });
  const from = { name: SENDER.fromName, address: SENDER.fromAddress };
  const smtp = smtpChannel(SmtpSettingsSchema.parse({ host: '127.0.0.1', port: sink.port, secure: 'none', from }));
  stage = await openStage({ channels: { outbox: smtp, live: smtp }, publicUrl: 'https://go.sender.example' });
  await stage.run('workspace go-live', { yes: true });
  await launch();
  await stage.run('work');
  expect(messagesOf('ann')).toEqual(['queued try-again']);
  await stage.run('enrollment pause', ANN);
  await stage.run('lead cancel', { lead: 'bob@beta.example' });
  const tries = () => stage.count('SELECT SUM(attempts) FROM message');
  const before = tries();
  await live(1);
  expect([tries(), messagesOf('ann'), messagesOf('bob')]).toEqual([
    before,
    ['held paused'],
    ['refused lead-cancelled'],
  ]);
  await sink.close();
});

test('a campaign is called off from any state: who is in it is out of it, what was queued is refused', async () => {
  await open();
  await advanceBatch(stage.engine);
  const did = await stage.run('campaign cancel', { campaign: 'spring', why: 'wrong list' });
  expect(did).toEqual({ campaign: 'spring', state: 'cancelled', messages: 2 });
  expect([messagesOf('ann'), passageOf('ann')?.reason]).toEqual([['refused campaign-cancelled'], 'campaign-cancelled']);
  expect(await stage.run('campaign cancel', { campaign: 'spring' })).toMatchObject({ state: 'cancelled', messages: 0 });
  await live(30);
  expect(stage.count('SELECT COUNT(*) FROM message WHERE sent_at IS NOT NULL')).toBe(0);
  await expect(stage.run('campaign resume', { campaign: 'spring' })).rejects.toMatchObject({ code: 'wrong-state' });
  await expect(
    stage.run('campaign change', { campaign: 'spring', playbook: join(stage.folder, 'spring') }),
  ).rejects.toMatchObject({ code: 'wrong-state' });
  await stage.run('campaign create', { ...SENDER, name: 'draft', playbook: join(stage.folder, 'spring') });
  expect(await stage.run('campaign cancel', { campaign: 'draft' })).toMatchObject({ state: 'cancelled' });
  await expect(stage.run('campaign finish', { campaign: 'draft' })).rejects.toMatchObject({ code: 'wrong-state' });
});

test('acts are in the log with who did them, and lists find what is paused', async () => {
  await open();
  await stage.run('lead pause', { ...ANN, why: 'asked for time' });
  await stage.run('lead resume', ANN);
  await stage.run('enrollment pause', ANN);
  const paused = (await stage.run('enrollment list', { reason: 'paused' })) as { enrollments: Row[] };
  expect(paused.enrollments).toHaveLength(1);
  const [only] = paused.enrollments;
  const all = (await stage.run('enrollment list')) as { enrollments: Row[]; next: null };
  const hers = (await stage.run('enrollment list', { ...ANN, state: 'waiting' })) as { enrollments: Row[] };
  expect([all.enrollments.length, all.next, hers.enrollments]).toEqual([2, null, [only]]);
  expect(await stage.run('enrollment cancel', { lead: String(only?.id) })).toMatchObject({ cancelled: 1 });
  expect(
    stage.sql(
      "SELECT actor, operation FROM audit WHERE operation LIKE '%pause' OR operation LIKE '%cancel' ORDER BY id",
    ),
  ).toEqual([
    { actor: 'test', operation: 'lead pause' },
    { actor: 'test', operation: 'enrollment pause' },
    { actor: 'test', operation: 'enrollment cancel' },
  ]);
  await expect(stage.run('lead pause', { lead: 'nobody@acme.example' })).rejects.toMatchObject({
    code: 'no-such-lead',
  });
  await expect(stage.run('enrollment pause', { lead: 'enr_nothing' })).rejects.toMatchObject({ code: 'no-such-lead' });
  await stage.run('lead add', { set: { email: 'cid@gamma.example' }, basis: 'consent' });
  await expect(stage.run('enrollment pause', { lead: 'cid@gamma.example' })).rejects.toMatchObject({
    code: 'not-enrolled',
  });
});

test('STOP by text ends texts and calls, and e-mail waits for a person’s word', async () => {
  await open();
  await advanceBatch(stage.engine);
  const stop = { ...ANN, kind: 'opted-out', channel: 'sms', origin: 'sms-in', originId: 's1', text: 'STOP' };
  await stage.run('lead add', { set: { email: 'ann@acme.example', phone: '+12125550123' }, basis: 'consent' });
  await stage.run('event record', stop);
  expect(stage.sql('SELECT kind, channel FROM suppression')).toEqual([{ kind: 'phone', channel: 'sms' }]);
  await live(10);
  expect([sentTo('ann'), messagesOf('ann'), passageOf('ann')?.reason]).toEqual([
    [],
    ['held opt-out-review'],
    'opt-out-review',
  ]);
  const { review } = (await stage.run('suppress review')) as { review: Row[] };
  expect(review).toEqual([expect.objectContaining({ email: 'ann@acme.example', told: 'sms-in', why: 'STOP by sms' })]);
  await expect(stage.run('lead resume', ANN)).rejects.toMatchObject({ code: 'opt-out-review' });
  await stage.run('event record', stop);
  expect(await stage.run('suppress decide', { ...ANN, rest: 'allow' })).toMatchObject({ messages: 1 });
  await live(4);
  expect(sentTo('ann').length).toBeGreaterThan(0);
  expect(stage.sql('SELECT kind, channel FROM suppression')).toEqual([{ kind: 'phone', channel: 'sms' }]);
  await expect(stage.run('suppress decide', { ...ANN, rest: 'refuse' })).rejects.toMatchObject({
    code: 'nothing-to-decide',
  });
});

test('STOP by text, and the person says that the rest ends as well: nothing leaves by any way', async () => {
  await open();
  await live(1);
  await stage.run('event record', { ...ANN, kind: 'replied', channel: 'sms', text: 'stop' });
  await stage.run('suppress decide', { ...ANN, rest: 'refuse' });
  await live(30);
  expect([sentTo('ann'), passageOf('ann')?.reason]).toEqual([['hello 03-03'], 'opted-out']);
  expect(stage.sql("SELECT kind, channel FROM suppression WHERE channel = 'all' ORDER BY kind")).toEqual([
    { kind: 'address', channel: 'all' },
    { kind: 'lead', channel: 'all' },
  ]);
  expect((await stage.run('suppress review')).review).toEqual([]);
});

test('“stop contacting me” by text ends everything at once', async () => {
  await open();
  await live(1);
  await stage.run('event record', { ...ANN, kind: 'replied', channel: 'sms', text: 'Please stop contacting me' });
  expect(passageOf('ann')).toMatchObject({ state: 'ended', reason: 'opted-out' });
  expect((await stage.run('suppress review')).review).toEqual([]);
});

test('whoever is merged with a lead that a person paused gives nobody a task meanwhile, and goes on when it is resumed', async () => {
  await open(['{ kind: email, day: 0, template: hello }', '{ kind: task, id: call, day: 1, title: Call them }']);
  await stage.run('work');
  await stage.run('lead pause', { lead: 'bob@beta.example', why: 'asked us to wait' });
  await stage.run('lead merge', { survivor: 'ann@acme.example', other: 'bob@beta.example' });
  await live(2);
  expect(passageOf('ann')).toMatchObject({ state: 'waiting', reason: 'lead-paused' });
  expect(stage.count('SELECT COUNT(*) FROM task')).toBe(0);
  await stage.run('lead resume', ANN);
  await live(1);
  expect(passageOf('ann')).toMatchObject({ state: 'waiting', reason: 'task-open' });
});
