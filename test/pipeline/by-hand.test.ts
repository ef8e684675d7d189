/** A person writes a mail to a lead by hand, over a real SMTP server: through the same gates, once, in the ledger, the inbox and the timeline. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { smtpChannel } from '../../src/channels/smtp/adapter.ts';
import { SmtpSettingsSchema } from '../../src/channels/smtp/settings.ts';
import { DEFAULT_LIMITS, NO_LIMITS, type SendLimits } from '../../src/domain/consent/pace/send-limits.ts';
import { advanceBatch } from '../../src/engine/advance/advance.ts';
import { setSendLimits } from '../../src/engine/deliver/send-limits.ts';
import { type SmtpSink, startSmtpSink } from '../../src/testing/smtp-sink.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage, TUESDAY } from './stage.ts';

let stage: Stage;
let sink: SmtpSink;
beforeEach(async () => {
  sink = await startSmtpSink({ keepRaw: true });
  const from = { name: SENDER.fromName, address: SENDER.fromAddress };
  const live = smtpChannel(SmtpSettingsSchema.parse({ host: '127.0.0.1', port: sink.port, secure: 'none', from }));
  stage = await openStage({ channels: { outbox: live, live }, publicUrl: 'https://go.sender.example' });
  const rows = 'First Name,Email,Country,State,Industry\nAnn,ann@acme.example,US,NY,Software\nBob,,US,NY,Software\n';
  await stage.run('import', { file: stage.file('leads.csv', `${rows}`), basis: 'consent' });
});
afterEach(async () => {
  await stage.close();
  await sink.close();
});

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Noon to six, by the clock of New York. */
const AFTERNOONS = 'days: mon-fri, from: "12:00", to: "18:00", holidays: send, zone: America/New_York';
const WORDS = { lead: 'ann@acme.example', subject: 'Tuesday', text: 'Does ten suit you?\n\nSam' };

async function campaign(name = 'spring', more: Row = {}, window?: string): Promise<void> {
  const playbook = writePlaybook(stage.folder, { name, days: [0, 3], ...(window && { window }) });
  await stage.run('campaign create', { ...SENDER, name, playbook, ...more });
}

/** A campaign that has written to Ann, and will again. */
async function written(window?: string): Promise<void> {
  await campaign('spring', {}, window);
  await stage.run('workspace go-live', { yes: true });
  await stage.run('assess');
  await stage.run('campaign launch');
  await stage.run('work');
}

const limits = async (to: SendLimits) =>
  setSendLimits(stage.engine, await stage.engine.store.workspaces.ensure('main', stage.clock.now()), to);
const write = (more: Row = {}) => stage.run('message write', { ...WORDS, ...more });
const preview = (more: Row = {}) => stage.run('message preview', { lead: WORDS.lead, ...more });
const rawOf = (n: number) => sink.received[n]?.raw?.toString('utf8').replaceAll(/=\r?\n/g, '') ?? '';
const handMessages = () =>
  stage.sql("SELECT id, state, reason_code AS code, lane FROM message WHERE intent_key LIKE 'hand:%' ORDER BY id");

test('it leaves once, from whoever wrote last, with opt-out and address, and holds what the lead goes through', async () => {
  await written();
  expect(sink.total).toBe(1);
  const given = await write();
  expect(given).toMatchObject({
    ...{ isNew: true, state: 'queued', from: SENDER.fromAddress, to: WORDS.lead, subject: 'Tuesday' },
    ...{ verdict: 'send', heldUntil: null, why: [] },
  });
  expect(stage.sql('SELECT state, reason_code AS code FROM enrollment')).toEqual([
    { state: 'waiting', code: 'held-human-touch' },
  ]);
  await stage.run('work');
  expect(sink.total).toBe(2);
  const mail = sink.received[1];
  expect(mail?.envelope.to).toEqual([WORDS.lead]);
  expect(mail?.headers.get('subject')).toBe('Tuesday');
  expect(mail?.headers.get('list-unsubscribe')).toContain('https://go.sender.example/u/');
  expect(mail?.headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  for (const name of ['in-reply-to', 'references', 'x-rekindle-template']) expect(mail?.headers.has(name)).toBe(false);
  expect(rawOf(1)).toContain('Does ten suit you?');
  expect(rawOf(1)).toContain(SENDER.postalAddress);
  expect(handMessages()).toMatchObject([{ state: 'sent', lane: 0 }]);
  await stage.liveUntil(stage.clock.now() + 5 * DAY_MS);
  expect(sink.total).toBe(2);
});

test('the same words within ten minutes are one message; later, or where it is meant, they are another', async () => {
  await written();
  const first = await write();
  expect(await write()).toMatchObject({ messageId: first.messageId, isNew: false });
  expect(await write({ text: `  ${WORDS.text}\n` })).toMatchObject({ messageId: first.messageId });
  expect(await write({ subject: 'Another' })).toMatchObject({ isNew: true });
  expect(await write({ again: true })).toMatchObject({ isNew: true });
  await stage.run('work');
  expect(sink.total).toBe(4);
  expect(sink.duplicates()).toEqual(new Map());
  expect(await write()).toMatchObject({ isNew: false, state: 'sent' });
  stage.clock.moveTo(stage.clock.now() + 10 * 60_000);
  expect(await write()).toMatchObject({ isNew: true });
});

test('two who press at once make one message', async () => {
  await written();
  const both = await Promise.all([write(), write()]);
  expect(new Set(both.map(({ messageId }) => messageId)).size).toBe(1);
  expect(both.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
});

test('it can be taken back while it waits, and the same words may then be written anew', async () => {
  await written();
  const first = await write({ wait: 10 });
  await stage.run('work');
  expect(sink.total).toBe(1);
  await stage.run('message cancel', { id: first.messageId });
  stage.clock.moveTo(stage.clock.now() + 60_000);
  await stage.run('work');
  expect(sink.total).toBe(1);
  const second = await write({ wait: 10 });
  expect(second).toMatchObject({ isNew: true });
  stage.clock.moveTo(stage.clock.now() + 10_000);
  await stage.run('work');
  expect(sink.total).toBe(2);
});

test('taken back, it lets go on what it held: the next step leaves when it would have, as if nothing had been written', async () => {
  await written();
  const passage = () => stage.sql('SELECT state, step, visit, due_at, reason, last_touch_at FROM enrollment');
  const before = passage();
  expect(before).toMatchObject([{ state: 'due', reason: null }]);
  const first = await write({ wait: 10 });
  const second = await write({ wait: 10, subject: 'And this' });
  expect(passage()).toMatchObject([{ state: 'waiting' }]);
  stage.clock.moveTo(stage.clock.now() + 1_000);
  await stage.run('message cancel', { id: first.messageId });
  // The second one holds it still.
  expect(passage()).toMatchObject([{ state: 'waiting' }]);
  await stage.run('message cancel', { id: second.messageId });
  expect(passage()).toEqual(before);
  await stage.liveUntil(stage.clock.now() + 2 * DAY_MS);
  expect(sink.total).toBe(1);
  await stage.liveUntil(stage.clock.now() + 2 * DAY_MS);
  expect(sink.total).toBe(2);
  // One that has left is no more to be taken back, and holds.
  await write({ subject: 'At last' });
  await stage.run('work');
  expect(sink.total).toBe(3);
});

test('taken back after somebody told of a call, the hold stays until a person lets it go on', async () => {
  await written();
  const { messageId } = await write({ wait: 10 });
  await stage.run('event record', { lead: WORDS.lead, kind: 'human-touch', channel: 'voice' });
  await stage.run('message cancel', { id: messageId });
  const held = () => stage.sql('SELECT state, reason_code AS code FROM enrollment');
  expect(held()).toEqual([{ state: 'waiting', code: 'held-human-touch' }]);
  await stage.run('enrollment resume', { lead: WORDS.lead });
  expect(held()).toMatchObject([{ state: 'due' }]);
});

test('a message of the sequence that was taken back as it was written is made anew, once', async () => {
  await campaign();
  await stage.run('workspace go-live', { yes: true });
  await stage.run('assess');
  await stage.run('campaign launch');
  await advanceBatch(stage.engine);
  const ofSequence = () => stage.sql("SELECT state FROM message WHERE intent_key LIKE 'enr:%' ORDER BY id");
  expect(ofSequence()).toEqual([{ state: 'queued' }]);
  const { messageId } = await write({ wait: 10, from: SENDER.fromAddress });
  expect(ofSequence()).toEqual([{ state: 'refused' }]);
  await stage.run('message cancel', { id: messageId });
  await stage.run('work');
  await stage.run('work');
  expect(ofSequence()).toEqual([{ state: 'refused' }, { state: 'sent' }]);
  expect(sink.total).toBe(1);
});

test('under a pause the hold is noted beneath it, and taken back there', async () => {
  await written(AFTERNOONS);
  await stage.liveUntil(Date.parse('2026-03-03T17:30:00Z'));
  expect(sink.total).toBe(1);
  await stage.run('enrollment pause', { lead: WORDS.lead });
  const before = stage.sql('SELECT state, step, visit, due_at, reason, last_touch_at FROM enrollment');
  const { messageId } = await write({ wait: 10 });
  await stage.run('message cancel', { id: messageId });
  expect(stage.sql('SELECT state, step, visit, due_at, reason, last_touch_at FROM enrollment')).toEqual(before);
});

test('who has refused is never written to: refused at once, and at the last gate', async () => {
  await written();
  await write();
  await stage.run('suppress add', { value: 'ann@acme.example' });
  await stage.run('work');
  expect(sink.total).toBe(1);
  expect(handMessages()).toMatchObject([{ state: 'refused', code: 'suppressed' }]);
  await expect(write({ subject: 'Please' })).rejects.toMatchObject({ code: 'suppressed' });
  expect(handMessages()).toHaveLength(1);
  expect(await preview()).toMatchObject({ verdict: 'refuse', why: [{ code: 'suppressed' }] });
});

test('permission is asked in full: what a law holds back is held, whoever writes', async () => {
  await campaign();
  await stage.run('workspace go-live', { yes: true });
  const rows = 'First Name,Email,Country\nDea,dea@acme.example,DE\n';
  await stage.run('import', { file: stage.file('more.csv', rows), basis: 'none' });
  const wish = { lead: 'dea@acme.example', from: SENDER.fromAddress };
  expect(await preview(wish)).toMatchObject({
    verdict: 'hold',
    heldUntil: null,
    why: [{ code: 'basis-insufficient' }],
  });
  await write(wish);
  expect(stage.notes.at(-1)).toContain('until what is named changes');
  await stage.run('work');
  expect(sink.total).toBe(0);
  expect(handMessages()).toMatchObject([{ state: 'held' }]);
});

test('outside of the hours of what the lead goes through it waits, and says until when', async () => {
  const noon = Date.parse('2026-03-03T17:00:00Z');
  stage.clock.moveTo(noon);
  await written(AFTERNOONS);
  expect(sink.total).toBe(1);
  const night = noon + 10 * HOUR_MS;
  const opens = new Date(noon + DAY_MS).toISOString();
  stage.clock.moveTo(night);
  expect(await preview()).toMatchObject({ verdict: 'hold', heldUntil: opens, why: [{ code: 'after-close' }] });
  expect(await write()).toMatchObject({ verdict: 'hold', heldUntil: opens });
  expect(stage.notes.at(-1)).toContain(opens);
  await stage.run('work');
  expect(sink.total).toBe(1);
  const [held] = (await stage.run('message list', { state: 'held' })).messages as Row[];
  expect(held).toMatchObject({ recipient: WORDS.lead, dueAt: opens, reason: { code: 'after-close' } });
  expect(await write()).toMatchObject({ isNew: false, verdict: 'hold', heldUntil: opens });
  await stage.liveUntil(Date.parse(opens));
  await stage.run('work');
  expect(sink.total).toBe(2);
});

test('caps count it, and hold it: one a day for an account', async () => {
  await written();
  await limits({ ...NO_LIMITS, email: { ...NO_LIMITS.email, accountDay: 1 } });
  expect(await write()).toMatchObject({ verdict: 'hold', why: [{ code: 'cap-reached' }] });
  await stage.run('work');
  expect(handMessages()).toMatchObject([{ state: 'held', code: 'cap-reached' }]);
  stage.clock.moveTo(TUESDAY + DAY_MS);
  await stage.run('work');
  expect(sink.total).toBe(2);
});

test('it waits for no canary of its campaign, and is none of it', async () => {
  await campaign();
  await stage.run('workspace go-live', { yes: true });
  await limits({ ...NO_LIMITS, canary: DEFAULT_LIMITS.canary });
  const rows = Array.from({ length: 40 }, (_, n) => `L${n},l${n}@x${n}.example,US,Software`).join('\n');
  await stage.run('import', {
    file: stage.file('many.csv', `First Name,Email,Country,Industry\n${rows}\n`),
    basis: 'consent',
  });
  await stage.run('assess');
  await stage.run('campaign launch');
  await stage.run('work');
  expect(sink.total).toBe(DEFAULT_LIMITS.canary?.messages);
  expect(await write({ lead: 'l39@x39.example', from: SENDER.fromAddress })).toMatchObject({ verdict: 'send' });
  await stage.run('work');
  expect(sink.total).toBe((DEFAULT_LIMITS.canary?.messages ?? 0) + 1);
  expect(stage.count('SELECT COUNT(*) FROM canary_message')).toBe(DEFAULT_LIMITS.canary?.messages);
});

test('a reply to it stands in the inbox, in its thread, and is answered there', async () => {
  await written();
  await write();
  await stage.run('work');
  const ours = sink.received[1]?.messageId;
  const raw = `From: Ann <ann@acme.example>\r\nTo: ${SENDER.fromAddress}\r\nSubject: Re: Tuesday\r\nMessage-ID: <a1@acme.example>\r\nIn-Reply-To: ${ours}\r\n\r\nHow much is it?\r\n`;
  await stage.run('mail record', { file: stage.file('reply.eml', raw) });
  const [reply] = (await stage.run('reply list')).replies as Row[];
  expect(reply).toMatchObject({ class: 'question', text: 'How much is it?' });
  expect(stage.sql('SELECT message_id AS id FROM event WHERE message_id IS NOT NULL')).toEqual([
    { id: handMessages()[0]?.id },
  ]);
  expect(await stage.run('message reply', { reply: reply?.id, text: 'Forty.' })).toMatchObject({
    subject: 'Re: Tuesday',
    to: WORDS.lead,
  });
  await stage.run('work');
  expect(sink.received[2]?.headers.get('references')).toBe(`${ours} <a1@acme.example>`);
});

test('the timeline says who wrote what; the log of acts does not hold the words', async () => {
  await written();
  await write();
  await stage.run('work');
  const { timeline } = await stage.run('lead show', { lead: WORDS.lead });
  const entry = (timeline as Row[]).find(({ detail }) => String(detail).startsWith('by hand'));
  expect(entry).toMatchObject({ what: 'message sent', detail: `by hand, written by test: Tuesday: ${WORDS.text}` });
  const [act] = stage.sql("SELECT actor, input FROM audit WHERE operation = 'message write'");
  expect(act?.actor).toBe('test');
  expect(String(act?.input)).not.toContain('suit');
  const why = await stage.run('explain', { lead: WORDS.lead, message: handMessages()[0]?.id });
  expect(why.decision).toContain('by hand, written by test');
});

test('nobody is guessed: who was never written to needs a mailbox that is named, of those that there are', async () => {
  await expect(write()).rejects.toMatchObject({ code: 'nobody-writes' });
  await campaign('spring');
  await campaign('summer', { fromAddress: 'kim@sender.example', fromName: 'Kim' });
  await stage.run('workspace go-live', { yes: true });
  const choose = { remedy: '--from one of: kim@sender.example, sam@sender.example' };
  await expect(write()).rejects.toMatchObject({ code: 'no-sender-chosen', ...choose });
  await expect(write({ from: 'joe@sender.example' })).rejects.toMatchObject({ code: 'no-such-sender', ...choose });
  const bob = stage.sql('SELECT id FROM lead WHERE email IS NULL')[0]?.id;
  await expect(write({ lead: bob, from: 'kim@sender.example' })).rejects.toMatchObject({ code: 'no-address' });
  expect(await preview()).toMatchObject({
    ...{ from: null, to: null, verdict: 'refuse', footer: null, why: [{ code: 'no-sender-chosen' }] },
    senders: [{ address: 'kim@sender.example', campaign: 'summer' }, { address: 'sam@sender.example' }],
  });
  const told = await preview({ from: 'KIM@sender.example' });
  expect(told).toMatchObject({ from: 'kim@sender.example', to: WORDS.lead, verdict: 'send', dry: false });
  expect(told.footer).toContain(SENDER.postalAddress);
  expect(told.footer).toContain('example.invalid');
  expect(await write({ from: 'kim@sender.example' })).toMatchObject({ from: 'kim@sender.example', isNew: true });
  expect(stage.count("SELECT COUNT(*) FROM message WHERE sender = 'kim@sender.example'")).toBe(1);
  await expect(write({ lead: 'nobody@acme.example' })).rejects.toMatchObject({ code: 'no-such-lead' });
});

test('a look changes nothing', async () => {
  await written();
  const before = JSON.stringify(await stage.run('lead show', { lead: WORDS.lead }));
  expect(await preview()).toMatchObject({ verdict: 'send', from: SENDER.fromAddress });
  expect(JSON.stringify(await stage.run('lead show', { lead: WORDS.lead }))).toBe(before);
  expect(stage.count('SELECT COUNT(*) FROM message')).toBe(1);
});

test('a subject is one line, so that no header can be written into it', async () => {
  await written();
  for (const subject of ['a\r\nBcc: x@y.example', 'a\nb', '', '   ', 'x'.repeat(201)])
    await expect(write({ subject })).rejects.toThrow();
  await expect(write({ text: ' ' })).rejects.toThrow();
});

test('whoever is forgotten is forgotten with what was written to them', async () => {
  await written();
  await write();
  await stage.run('work');
  await write({ subject: 'And this', wait: 60 });
  expect(stage.count('SELECT COUNT(*) FROM answer')).toBe(2);
  await stage.run('person erase', { lead: WORDS.lead, yes: true });
  expect(stage.count('SELECT COUNT(*) FROM answer')).toBe(0);
  await stage.liveUntil(stage.clock.now() + DAY_MS);
  expect(sink.total).toBe(2);
});

test('a simulation is of the playbook: what a person wrote is none of its messages', async () => {
  await campaign();
  await stage.run('workspace go-live', { yes: true });
  await stage.run('assess');
  const wish = { campaign: 'spring', for: '10d', seed: 1 };
  const before = await stage.run('simulate', wish);
  await write({ from: SENDER.fromAddress });
  const after = await stage.run('simulate', wish);
  expect([after.messages, after.byTemplate]).toEqual([before.messages, before.byTemplate]);
  expect([before.others, after.others]).toEqual([0, 1]);
  expect(sink.total).toBe(0);
});
