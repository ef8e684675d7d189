/** The inbox lived through: what people write is read, listed, corrected and answered in its thread, by e-mail and text. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { NO_LIMITS, type SendLimits } from '../../src/domain/consent/pace/send-limits.ts';
import type { Mail, TextMessage } from '../../src/domain/message.ts';
import type { MailChannel, TextChannel } from '../../src/engine/ports.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const DAY_MS = 86_400_000;
const PROOF = { kind: 'opted-in', channel: 'sms', text: 'Box ticked on sender.example/join, 2026-02-01' };

const mails: Mail[] = [];
const texts: TextMessage[] = [];

function channels() {
  mails.length = 0;
  texts.length = 0;
  const common = { concurrency: 2, recovery: 'held' as const, close: async () => undefined };
  const mail: MailChannel = {
    ...{ ...common, name: 'mails' },
    send: async (one) => {
      mails.push(one);
      return { kind: 'sent', providerRef: one.id, detail: '' };
    },
  };
  const text: TextChannel = {
    ...{ ...common, name: 'texts' },
    send: async (one) => {
      texts.push(one);
      return { kind: 'sent', providerRef: `SM${texts.length}`, detail: '' };
    },
  };
  return { outbox: mail, live: mail, text };
}

interface Wish {
  readonly steps?: readonly string[];
  readonly limits?: SendLimits;
}

/** A live campaign that has written to Ann, and will again. */
async function begin({ steps, limits = NO_LIMITS }: Wish = {}): Promise<void> {
  stage = await openStage({ limits, channels: channels(), publicUrl: 'https://go.sender.example' });
  await stage.run('workspace go-live', { yes: true });
  const file = stage.file(
    'leads.csv',
    'First Name,Last Name,Phone,Email,Country,State,Industry\nAnn,Lee,+12125550101,ann@acme.example,US,NY,Software\n',
  );
  await stage.run('import', { file, basis: 'consent' });
  await stage.run('event record', { ...PROOF, lead: 'ann@acme.example' });
  const playbook = writePlaybook(stage.folder, { name: 'spring', days: [0, 3], ...(steps && { steps }) });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess');
  await stage.run('campaign launch');
  await stage.run('work');
}

/** A mail of Ann's to the first of ours; by default from her other address, in the thread. */
async function annWrites(words: string, { id = '<ann-1@home.example>', from = 'Ann <ann@home.example>' } = {}) {
  const [ours] = mails;
  const raw = [
    `From: ${from}`,
    `To: ${SENDER.fromAddress}`,
    `Subject: RE: ${ours?.subject}`,
    `Message-ID: ${id}`,
    `In-Reply-To: ${ours?.messageId}`,
    `References: <older@acme.example> ${ours?.messageId}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    words,
    '',
    'On Tue, Mar 3, 2026 at 10:00 AM Sam Sender <sam@sender.example> wrote:',
    '> Hello Ann',
  ];
  await stage.run('mail record', { file: stage.file(`${id.slice(1, 6)}.eml`, raw.join('\r\n')) });
}

async function inbox(input: Row = {}): Promise<Row[]> {
  return (await stage.run('reply list', input)).replies as Row[];
}

const idOf = (reply: Row | undefined) => reply?.id as string;

test('a mail is listed with what it was read as and by which words, and is answered in its thread from the same sender', async () => {
  await begin();
  await annWrites('How much does it cost?');
  const [reply, ...others] = await inbox();
  expect(others).toEqual([]);
  expect(reply).toMatchObject({
    ...{ name: 'Ann Lee', class: 'question', readAs: 'question', state: 'open', answers: 0 },
    ...{ text: 'How much does it cost?', words: 'how much', channel: 'email', confidence: 0.9 },
    reasons: ['mail-answer', 'reply-says', 'mail-placed'],
  });
  const words = 'It is 40 a month.\n\nSam';
  const given = await stage.run('message reply', { reply: idOf(reply), text: words });
  expect(given).toMatchObject({ isNew: true, turn: 1, state: 'queued', channel: 'email', to: 'ann@home.example' });
  await stage.run('work');
  expect(mails).toHaveLength(2);
  const [first, answer] = mails;
  expect(answer).toMatchObject({
    from: { address: SENDER.fromAddress, name: SENDER.fromName },
    to: { address: 'ann@home.example' },
    subject: `Re: ${first?.subject}`,
    references: ['<older@acme.example>', first?.messageId, '<ann-1@home.example>'],
    html: null,
  });
  expect(answer?.text).toContain(words);
  expect(answer?.text).toContain(SENDER.postalAddress);
  expect(answer?.text).toContain('https://go.sender.example/u/');
  expect(answer?.unsubscribeUrl).toMatch(/^https:/);
  expect(answer?.headers.map(([name]) => name)).toEqual(['X-Rekindle-Lead', 'X-Rekindle-Intent']);
  expect(stage.sql(`SELECT lane, intent_key AS key, state FROM message WHERE template = ''`)).toEqual([
    { lane: 0, key: `reply:${idOf(reply)}:1`, state: 'sent' },
  ]);
  expect(await inbox()).toEqual([]);
  expect(await stage.run('reply show', { reply: idOf(reply) })).toMatchObject({
    ...{ state: 'done', closedBy: 'test', from: 'ann@home.example' },
    given: [{ words, by: 'test', state: 'sent' }],
  });
});

test('the same words twice are one answer; another one is asked for, and an answer to an answer finds its thread', async () => {
  await begin();
  await annWrites('How much does it cost?');
  const reply = idOf((await inbox())[0]);
  const answer = { reply, text: 'It is 40.' };
  const first = await stage.run('message reply', answer);
  expect(await stage.run('message reply', answer)).toMatchObject({ messageId: first.messageId, isNew: false });
  await expect(stage.run('message reply', { reply, text: 'It is 50.' })).rejects.toMatchObject({
    code: 'already-answered',
  });
  expect(await stage.run('message reply', { reply, text: 'It is 50.', again: true })).toMatchObject({ turn: 2 });
  await stage.run('work');
  expect(mails).toHaveLength(3);
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(3);
  const raw = `From: ann@home.example\r\nTo: ${SENDER.fromAddress}\r\nMessage-ID: <ann-2@home.example>\r\nIn-Reply-To: ${mails[2]?.messageId}\r\nSubject: Re: a\r\n\r\nYes please\r\n`;
  await stage.run('mail record', { file: stage.file('second.eml', raw) });
  const [second] = await inbox();
  expect(await stage.run('reply show', { reply: idOf(second) })).toMatchObject({ class: 'interested' });
  expect(stage.count(`SELECT COUNT(*) FROM event WHERE message_id = (SELECT MAX(id) FROM message)`)).toBe(1);
});

test('a text is answered by text, and waits for none that a campaign sends', async () => {
  await begin({ steps: ['{ kind: sms, day: 0, template: sms-hello }', '{ kind: email, day: 5, template: hello }'] });
  await stage.run('event record', { lead: 'ann@acme.example', kind: 'replied', channel: 'sms', text: 'Who is this?' });
  const [reply] = await inbox();
  expect(reply).toMatchObject({ channel: 'sms', class: 'question', words: 'who is this' });
  expect(await stage.run('message reply', { reply: idOf(reply), text: 'Sam of Sender.' })).toMatchObject({
    ...{ channel: 'sms', to: '+12125550101', subject: '' },
  });
  await stage.run('work');
  expect(texts.map(({ body }) => body)).toEqual(['Sender: Hello Ann Reply STOP to opt out.', 'Sam of Sender.']);
  const long = { reply: idOf(reply), text: 'ñ'.repeat(2_000), again: true };
  await expect(stage.run('message reply', long)).rejects.toMatchObject({ code: 'text-too-long' });
});

test('who has said no gets no answer, whoever writes it', async () => {
  await begin();
  await annWrites('How much does it cost?', { from: 'ann@acme.example' });
  const reply = idOf((await inbox())[0]);
  await stage.run('message reply', { reply, text: 'It is 40.' });
  await stage.run('suppress add', { value: 'ann@acme.example' });
  await stage.run('work');
  expect(mails).toHaveLength(1);
  expect(await stage.run('reply show', { reply })).toMatchObject({
    given: [{ state: 'refused', reason: { code: 'suppressed' } }],
  });
  // It is open again, and says why.
  expect(await inbox()).toMatchObject([{ id: reply, closedBy: null, notSent: { code: 'suppressed' } }]);
});

test('an answer that was taken back may be given once more, in the same words', async () => {
  await begin();
  await annWrites('How much does it cost?');
  const answer = { reply: idOf((await inbox())[0]), text: 'It is 40.' };
  const first = await stage.run('message reply', answer);
  expect(await inbox()).toEqual([]);
  await stage.run('message cancel', { id: first.messageId });
  expect(await inbox()).toMatchObject([{ id: answer.reply, notSent: { code: 'cancelled' } }]);
  expect(await stage.run('message reply', answer)).toMatchObject({ isNew: true, turn: 2 });
  await stage.run('work');
  expect(mails).toHaveLength(2);
  expect(await inbox()).toEqual([]);
  expect(await inbox({ state: 'done' })).toMatchObject([{ id: answer.reply, notSent: null }]);
});

test('an answer holds what the lead goes through, as any touch by a person does', async () => {
  await begin();
  await annWrites('I am out of the office.');
  const [away] = await inbox({ state: 'done' });
  expect(away).toMatchObject({ class: 'out-of-office' });
  stage.clock.moveTo(stage.clock.now() + DAY_MS);
  await stage.run('message reply', { reply: idOf(away), text: 'Have a good time!' });
  expect(stage.sql('SELECT state, reason_code AS code FROM enrollment')).toEqual([
    { state: 'waiting', code: 'held-human-touch' },
  ]);
  await stage.liveUntil(stage.clock.now() + 5 * DAY_MS);
  expect(mails).toHaveLength(2);
});

test('a campaign that is paused or over keeps no answer back, and a STOP that waits for a person does', async () => {
  await begin();
  await annWrites('How much does it cost?');
  const reply = idOf((await inbox())[0]);
  await stage.run('campaign pause');
  await stage.run('lead pause', { lead: 'ann@acme.example' });
  await stage.run('message reply', { reply, text: 'It is 40.' });
  await stage.run('work');
  expect(mails).toHaveLength(2);
  await stage.run('lead resume', { lead: 'ann@acme.example' });
  await stage.run('event record', { lead: 'ann@acme.example', kind: 'opted-out', channel: 'sms', text: 'STOP' });
  await stage.run('message reply', { reply, text: 'Are you still there?', again: true });
  await stage.run('work');
  expect(mails).toHaveLength(2);
  expect(stage.sql(`SELECT state, reason_code AS code FROM message WHERE intent_key LIKE '%:2' AND lane = 0`)).toEqual([
    { state: 'held', code: 'opt-out-review' },
  ]);
});

test('what is corrected to an opt-out is refused from then on', async () => {
  await begin();
  await annWrites('Basta ya de esto, de verdad, os lo digo en serio');
  const [reply] = await inbox();
  expect(reply).toMatchObject({ class: 'unsure' });
  const as = (meaning: string) => stage.run('reply correct', { reply: idOf(reply), as: meaning });
  expect(await as('opt-out')).toMatchObject({ before: 'unsure', class: 'opt-out', changed: true });
  expect(await as('opt-out')).toMatchObject({ changed: false });
  expect(stage.sql(`SELECT kind, channel, reason FROM suppression WHERE reason = 'opted-out' ORDER BY kind`)).toEqual([
    { kind: 'address', channel: 'all', reason: 'opted-out' },
    { kind: 'lead', channel: 'all', reason: 'opted-out' },
    { kind: 'phone', channel: 'all', reason: 'opted-out' },
  ]);
  expect(await inbox()).toEqual([]);
  expect((await inbox({ state: 'done', class: 'opt-out' }))[0]).toMatchObject({
    ...{ readAs: 'unsure', class: 'opt-out', correctedBy: 'test', confidence: null },
  });
  await stage.liveUntil(stage.clock.now() + 10 * DAY_MS);
  expect(mails).toHaveLength(1);
});

test('what was read as an opt-out by mistake stays refused until the person says yes again', async () => {
  await begin();
  await annWrites('Please stop messaging me');
  const [reply] = await inbox({ state: 'done' });
  expect(await stage.run('reply correct', { reply: idOf(reply), as: 'interested' })).toMatchObject({ changed: true });
  expect(stage.notes.at(-1)).toContain('suppress lift');
  expect(await inbox()).toMatchObject([{ class: 'interested', state: 'open' }]);
  const tooSoon = stage.run('message reply', { reply: idOf(reply), text: 'When suits you?' });
  await expect(tooSoon).rejects.toMatchObject({ code: 'suppressed' });
  stage.clock.moveTo(stage.clock.now() + DAY_MS);
  const lifted = { lead: 'ann@acme.example', proof: 'She called and said so' };
  await stage.run('suppress lift', { ...lifted, way: 'email', saidAt: new Date(stage.clock.now()).toISOString() });
  await stage.run('message reply', { reply: idOf(reply), text: 'When would suit you?' });
  await stage.run('work');
  expect(mails).toHaveLength(2);
});

test('a reply is assigned, put off until its time, closed and opened again', async () => {
  await begin();
  await annWrites('How much does it cost?');
  const reply = idOf((await inbox())[0]);
  await stage.run('reply assign', { reply, to: 'joe' });
  expect(await inbox({ assigned: 'joe' })).toHaveLength(1);
  expect(await inbox({ assigned: 'jim' })).toEqual([]);
  const until = new Date(stage.clock.now() + DAY_MS).toISOString();
  expect(await stage.run('reply snooze', { reply, until })).toMatchObject({ snoozedUntil: until, assignedTo: 'joe' });
  expect(await inbox()).toEqual([]);
  expect(await inbox({ snoozed: true })).toHaveLength(1);
  stage.clock.moveTo(stage.clock.now() + DAY_MS);
  expect(await inbox()).toHaveLength(1);
  await expect(stage.run('reply snooze', { reply, until })).rejects.toMatchObject({ code: 'not-ahead' });
  expect(await stage.run('reply done', { reply })).toMatchObject({ state: 'done', snoozedUntil: null });
  expect(await inbox()).toEqual([]);
  expect(await stage.run('reply open', { reply })).toMatchObject({ state: 'open' });
  expect(await stage.run('reply assign', { reply, to: 'nobody' })).toMatchObject({ assignedTo: null });
  await expect(stage.run('reply show', { reply: 'evt_none' })).rejects.toMatchObject({ code: 'no-such-reply' });
});

test('the inbox is read page by page, who waits longest first, and what is done the latest first', async () => {
  await begin();
  for (const n of [1, 2, 3]) await annWrites(`How much is number ${n}?`, { id: `<ann-${n}@home.example>` });
  const texts = (replies: Row[]) => replies.map(({ text }) => /\d/.exec(text as string)?.[0]);
  const first = await stage.run('reply list', { limit: 2 });
  expect(texts(first.replies as Row[])).toEqual(['1', '2']);
  const second = await stage.run('reply list', { limit: 2, after: first.next });
  expect(texts(second.replies as Row[])).toEqual(['3']);
  expect(second.next).toBeNull();
  for (const { id } of await inbox()) await stage.run('reply done', { reply: id });
  expect(texts(await inbox({ state: 'done' }))).toEqual(['3', '2', '1']);
});

test('what was never written by its way is not answered, and says what to do', async () => {
  await begin();
  await stage.run('event record', { lead: 'ann@acme.example', kind: 'replied', channel: 'sms', text: 'Hello?' });
  await expect(stage.run('message reply', { reply: idOf((await inbox())[0]), text: 'Hi' })).rejects.toMatchObject({
    code: 'cannot-answer',
  });
});

test('an answer in a dry workspace lies in the outbox folder, in its thread', async () => {
  stage = await openStage();
  const file = stage.file(
    'leads.csv',
    'First Name,Email,Country,State,Industry\nAnn,ann@acme.example,US,NY,Software\n',
  );
  await stage.run('import', { file, basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'spring' });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess');
  await stage.run('campaign launch');
  await stage.run('work');
  await stage.run('event record', { lead: 'ann@acme.example', kind: 'replied', text: 'How much?' });
  await stage.run('message reply', { reply: idOf((await inbox())[0]), text: 'It is 40.' });
  await stage.run('work');
  const folder = join(stage.folder, 'outbox');
  const written = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.eml'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  const answer = written.find((text) => text.includes('It is 40.'));
  const [id] = /<[0-9a-f]{32}\.[^>]+>/.exec(written.find((text) => !text.includes('It is 40.')) ?? '') ?? [];
  expect(answer?.replaceAll('\r\n ', ' ')).toContain(`\r\nIn-Reply-To: ${id}\r\n`);
});

test('an answer to whoever refused meanwhile is refused at once with the reason, and the reply stays in the inbox', async () => {
  await begin();
  await annWrites('Tell me more.');
  const [reply] = await inbox();
  await stage.run('event record', { lead: 'ann@acme.example', kind: 'opted-out', channel: 'email' });
  const answer = stage.run('message reply', { reply: idOf(reply), text: 'Gladly!' });
  await expect(answer).rejects.toMatchObject({ code: 'suppressed' });
  expect((await inbox()).map(idOf)).toContain(idOf(reply));
  expect(stage.count("SELECT COUNT(*) FROM message WHERE intent_key LIKE 'reply:%'")).toBe(0);
});
