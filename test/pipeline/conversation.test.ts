/** Conversations of the lead bot lived through on the whole engine: who writes back is answered once, by the way they wrote. */
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { MailThread } from '../../src/domain/conversation/mail/thread.ts';
import type { Mail, TextMessage } from '../../src/domain/message.ts';
import type { MailChannel, TextChannel } from '../../src/engine/ports.ts';
import { recordEvents } from '../../src/engine/react.ts';
import { publicHouse } from '../../src/engine/serve/public-house.ts';
import { buildHttp } from '../../src/http/app.ts';
import { ROOT } from '../tidy/tree.ts';
import { openStage, type Row, SENDER, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const ANN = 'ann@acme.example';

let texts: TextMessage[];
let mails: Mail[];

const HOT = { motivation: 'divorce', timeline: 'asap', condition: 'needs work', price: 'comps' };

async function launch(playbook = 'lead-bot-seller', form: Readonly<Record<string, string>> = HOT): Promise<void> {
  texts = [];
  mails = [];
  const sms: TextChannel = {
    name: 'texts',
    concurrency: 1,
    recovery: 'held',
    async send(text) {
      texts.push(text);
      return { kind: 'sent', providerRef: text.id, detail: '' };
    },
    close: async () => undefined,
  };
  const email: MailChannel = {
    name: 'mails',
    concurrency: 1,
    recovery: 'held',
    async send(mail) {
      mails.push(mail);
      return { kind: 'sent', providerRef: mail.id, detail: '' };
    },
    close: async () => undefined,
  };
  stage = await openStage({
    channels: { outbox: email, live: email, text: sms },
    publicUrl: 'https://go.sender.example',
  });
  await stage.run('workspace go-live', { yes: true });
  const file = stage.file(
    'leads.csv',
    `First Name,Phone,Email,Country,State,${Object.keys(form)}\nAnn,+12125550101,${ANN},US,NY,${Object.values(form)}\n`,
  );
  await stage.run('import', { file, basis: 'consent' });
  await stage.run('event record', { lead: ANN, kind: 'opted-in', channel: 'sms', text: 'Signed, form 7' });
  await stage.run('campaign create', { ...SENDER, name: 'sellers', playbook: join(ROOT, 'playbooks', playbook) });
  await stage.run('assess');
  await stage.run('campaign launch');
  await stage.run('work');
}

let told = 0;
async function says(
  text: string,
  channel: 'sms' | 'email' = 'sms',
  known?: string,
  thread?: MailThread,
): Promise<void> {
  told += 1;
  const originId = known ?? `in${told}`;
  const [message] = stage.sql(`SELECT id, lead_id FROM message WHERE channel = '${channel}' ORDER BY id DESC LIMIT 1`);
  const lead = stage.sql('SELECT id FROM lead')[0];
  await recordEvents(stage.engine, [
    {
      ...{
        workspaceId: 'main',
        leadId: String(lead?.id),
        campaignId: null,
        messageId: (message?.id as string) ?? null,
      },
      ...{ kind: 'replied', at: stage.clock.now(), origin: 'test', originId, verdict: 'human', channel, text },
      ...(thread && { thread }),
    },
  ]);
  await stage.run('work');
}

const last = () => texts.at(-1)?.body ?? '';
const replies = () => stage.count("SELECT COUNT(*) FROM message WHERE intent_key LIKE 'reply:%'");

test('BOT-16 who is hot by what is known gets the words of the hot, from the same label', async () => {
  await launch();
  expect(stage.sql('SELECT tier FROM campaign_member')).toEqual([{ tier: 'hot' }]);
  await stage.liveUntil(stage.clock.now() + 3 * DAY_MS + DAY_MS / 2);
  expect(texts).toHaveLength(2);
  expect(last()).toContain('buyers are asking');
});

test('BOT-14 the words of a day follow what was said until then: from urgency to none', async () => {
  await launch('lead-bot-seller', { timeline: '', motivation: '', condition: '', price: '' });
  await says('Just curious, no rush at all, it is turnkey');
  await stage.liveUntil(stage.clock.now() + 10 * DAY_MS);
  expect(stage.sql("SELECT template FROM message WHERE template LIKE 'sms-3%'")).toEqual([
    { template: 'sms-3-gentle' },
  ]);
  await says('Actually we are getting a divorce and must sell asap');
  await stage.liveUntil(stage.clock.now() + 33 * DAY_MS);
  expect(stage.sql("SELECT template FROM message WHERE template LIKE 'sms-30%'")).toEqual([
    { template: 'sms-30-demand' },
  ]);
});

test('BOT-14 of whom nothing is known the middle words go out, and no score is made up', async () => {
  await launch('lead-bot-seller', { timeline: '', motivation: '', condition: '', price: '' });
  await stage.liveUntil(stage.clock.now() + 31 * DAY_MS);
  const words = stage.sql("SELECT template FROM message WHERE channel = 'sms' ORDER BY id");
  expect(words.map(({ template }) => template)).toEqual(['sms-0-hello', 'sms-3-market', 'sms-30-market']);
  expect(await stage.run('conversation show', { lead: ANN })).toMatchObject({ readiness: { score: null } });
});

test('BOT-18 silent for a month: given to a team once; whoever writes then is talked with again', async () => {
  await launch();
  await stage.liveUntil(stage.clock.now() + 50 * DAY_MS);
  expect(stage.sql('SELECT title FROM task')).toEqual([{ title: 'Hand off to nurture' }]);
  expect(await stage.run('conversation show', { lead: ANN })).toMatchObject({ engagement: 'ghosted' });
  await says('Sorry, we were away. It is a divorce');
  expect(last()).toContain('30 to 45 days');
  expect(await stage.run('conversation show', { lead: ANN })).toMatchObject({ engagement: 're-engaged' });
});

test('BOT-23 a reply is answered by the next question at once, also while the sequence rests; hours later it goes on there', async () => {
  await launch();
  expect(texts).toHaveLength(1);
  await says('Hi, who is this about? We are relocating');
  expect(last()).toContain('30 to 45 days');
  stage.clock.moveTo(stage.clock.now() + 20 * MINUTE_MS);
  await says('yes');
  expect(last()).toContain('move-in ready');
  await stage.liveUntil(stage.clock.now() + 5 * DAY_MS);
  // The sequence rests while they talk: no text of day 3.
  expect(texts).toHaveLength(3);
  expect(stage.sql("SELECT lane, state FROM message WHERE intent_key LIKE 'reply:%' ORDER BY id")).toEqual([
    { lane: 0, state: 'sent' },
    { lane: 0, state: 'sent' },
  ]);
});

test('BOT-9 the same reply told twice is answered once', async () => {
  await launch();
  await says('Divorce', 'sms', 'same');
  await says('Divorce', 'sms', 'same');
  expect(replies()).toBe(1);
  expect(texts).toHaveLength(2);
});

test('BOT-2 STOP and a pause are answered by nothing', async () => {
  await launch();
  await stage.run('lead pause', { lead: ANN, why: 'on the phone' });
  await says('We are relocating');
  expect(texts).toHaveLength(1);
  await stage.run('event record', { lead: ANN, kind: 'opted-out', channel: 'sms', text: 'STOP' });
  await says('divorce');
  expect(texts).toHaveLength(1);
});

test('BOT-29 who falls silent hears of the sequence again after a week, where it was', async () => {
  await launch();
  await says('We are relocating');
  await stage.liveUntil(stage.clock.now() + 6 * DAY_MS);
  expect(texts).toHaveLength(2);
  await stage.liveUntil(stage.clock.now() + 2 * DAY_MS);
  expect(last()).toContain('buyers are asking');
});

test('BOT-23 qualified and hot: a person is asked to call, and whatever they write then is for a person', async () => {
  await launch();
  for (const line of ['Divorce, asap, needs work, $400k', '12 Oak Street']) {
    stage.clock.moveTo(stage.clock.now() + 10 * MINUTE_MS);
    await says(line);
  }
  expect(last()).toContain('call you shortly');
  expect(stage.sql('SELECT title FROM task')).toEqual([{ title: 'Call now: qualified and ready' }]);
  await says('When do you call');
  expect(replies()).toBe(2);
  expect(stage.count('SELECT COUNT(*) FROM task')).toBe(2);
});

test('BOT-26 who writes Spanish is answered in Spanish', async () => {
  await launch();
  await says('Hola, nos mudamos a Texas y queremos vender la casa');
  expect(last()).toContain('30 a 45 días');
});

test('BOT-7 all days of a lead that never answers: text, text, e-mail for the call, e-mail, text', async () => {
  await launch();
  await stage.liveUntil(stage.clock.now() + 40 * DAY_MS);
  expect(stage.sql('SELECT channel FROM message ORDER BY id').map(({ channel }) => channel)).toEqual([
    ...['sms', 'sms', 'email', 'email', 'sms'],
  ]);
  expect(stage.sql('SELECT state, reason_code AS code FROM enrollment')).toEqual([
    { state: 'ended', code: 'completed' },
  ]);
});

test('BOT-23 an e-mail is answered by e-mail, from the address that it was to', async () => {
  await launch();
  await stage.liveUntil(stage.clock.now() + 8 * DAY_MS);
  expect(mails).toHaveLength(1);
  await says('We are relocating', 'email');
  await stage.liveUntil(stage.clock.now() + DAY_MS);
  expect(mails).toHaveLength(2);
  expect(mails[1]).toMatchObject({
    subject: 'Re: One question about your home',
    references: [mails[0]?.messageId],
    from: { address: SENDER.fromAddress },
    to: { address: ANN },
  });
  expect(mails[1]?.text).toContain('30 to 45 days');
});

test('BOT-23 an answer by e-mail stands in the thread: after the mail that it answers, and under its subject', async () => {
  await launch();
  await stage.liveUntil(stage.clock.now() + 8 * DAY_MS);
  const [ours] = mails;
  const thread = {
    ...{ messageId: '<theirs@mail.example>', references: [ours?.messageId ?? ''], subject: 'RE: One question' },
    from: 'ann.private@acme.example',
  };
  await says('We are relocating', 'email', undefined, thread);
  await stage.liveUntil(stage.clock.now() + DAY_MS);
  expect(mails[1]).toMatchObject({
    ...{ subject: 'Re: One question', references: [ours?.messageId, '<theirs@mail.example>'] },
    to: { address: 'ann.private@acme.example' },
  });
  expect(stage.sql("SELECT subject FROM message WHERE intent_key LIKE 'reply:%'")).toEqual([
    { subject: 'Re: One question' },
  ]);
});

test('BOT-12 a conversation is shown line by line with its reasons, and without one there is no score', async () => {
  await launch();
  const before = await stage.run('conversation show', { lead: ANN });
  expect(before).toMatchObject({
    ...{ turns: [], commitment: { score: null }, engagement: 'new' },
    // What the form asked was said as well.
    ...{ readiness: { label: 'hot' }, frame: 'demand' },
  });
  await says('Divorce, needs work');
  const shown = await stage.run('conversation show', { lead: ANN });
  expect(shown).toMatchObject({
    ...{ flow: 'seller', answers: { motivation: 'divorce', condition: 'poor' }, offer: 'wholesale' },
    turns: [{ say: 'ask-timeline', temperature: 'cold' }],
  });
});

test('BOT-30 an estimate is made from a table of sales, and rows that cannot be read are counted', async () => {
  await launch();
  const row = '1 Oak,400000,2026-03-01,2000';
  const sales = stage.file(
    'sales.csv',
    `Address,Sale Price,Sold Date,Sqft\n${row}\n${row}\n${row}\n2 Oak,,2026-03-01,2000\n`,
  );
  expect(await stage.run('valuation make', { file: sales, squareFeet: 2000 })).toMatchObject({
    ...{ value: 400_000, low: 380_000, high: 420_000, show: 'full', skipped: 1 },
    comparables: [{ adjusted: 400_000 }, {}, {}],
  });
  const few = stage.file('few.csv', `Address,Sale Price,Sold Date\n${row}\n`);
  expect(await stage.run('valuation make', { file: few })).toMatchObject({ value: null, show: 'personal' });
});

const HOME = { zip: '10001', squareFeet: '2000', beds: '3', onlineEstimate: '420000' };
const SALES = [
  'Address,Zip,Sale Price,Sold Date,Sqft,Beds',
  '1 Oak Street,10001-1234,400000,2026-02-01,2000,3',
  '2 Oak Street,10001,398000,2026-02-03,1990,3',
  '3 Oak Street,10001,402000,2026-02-05,2010,3',
  '4 Elm Street,90210,900000,2026-02-05,2000,3',
  ',10001,,2026-02-05,2000,3',
  'Nowhere,,400000,2026-02-05,2000,3',
].join('\n');

test('BOT-31 day 14 brings the estimate from the sales of the place, with a link to every adjustment', async () => {
  await launch('lead-bot-seller', HOME);
  const file = stage.file('sales.csv', SALES);
  expect(await stage.run('valuation import', { file })).toEqual({ added: 4, known: 0, skipped: 2 });
  expect(await stage.run('valuation import', { file })).toEqual({ added: 0, known: 4, skipped: 2 });
  await stage.liveUntil(stage.clock.now() + 15 * DAY_MS);
  const text = mails.at(-1)?.text ?? '';
  expect(text).toContain(
    'from 3 comparable sales I would put your home at about $400,000, between $380,000 and $420,000.',
  );
  expect(text).toContain('The online estimate is off by $20,000.');
  expect(text).toContain('- 1 Oak Street: sold on 2026-02-01 for $400,000, as your home $400,000');
  expect(text).not.toContain('Elm Street');
  expect(mails.at(-1)?.attachments).toBeUndefined();
  const token = /https:\/\/go\.sender\.example\/valuation\/(\S+)/.exec(text)?.[1] ?? '';
  const http = buildHttp(publicHouse(stage.engine, () => true));
  const page = await http.inject({ url: `/valuation/${token}` });
  expect([page.statusCode, page.body.includes('$400,000'), page.body.includes('2 Oak Street')]).toEqual([
    200,
    true,
    true,
  ]);
  expect((await http.inject({ url: `/valuation/${token}x` })).statusCode).toBe(404);
  const [, asked = ''] = /<a href="([^"]+)">As a PDF/.exec(page.body) ?? [];
  expect(page.body).not.toContain(token);
  const paper = `/valuation/${token}${asked}`;
  const { headers, rawPayload } = await http.inject({ url: paper });
  expect(headers['content-type']).toBe('application/pdf');
  expect(rawPayload.toString('latin1')).toMatch(/^%PDF-1\.7\n[\s\S]*\(\$400,000\)[\s\S]*\(2 Oak Street, 2026-02-03\)/);
  expect((await http.inject({ url: `/valuation/${token}x${asked}` })).statusCode).toBe(404);
  await http.close();
});

test('BOT-31 where the address is known the estimate comes with the mail, as it is behind the link', async () => {
  await launch('lead-bot-seller', { ...HOME, address: '5 Oak Street' });
  await stage.run('valuation import', { file: stage.file('sales.csv', SALES) });
  await stage.liveUntil(stage.clock.now() + 15 * DAY_MS);
  const [paper, ...others] = mails.at(-1)?.attachments ?? [];
  expect([paper?.name, paper?.type, others]).toEqual(['estimate-5-oak-street.pdf', 'application/pdf', []]);
  const [, token = ''] = /valuation\/(\S+)/.exec(mails.at(-1)?.text ?? '') ?? [];
  const http = buildHttp(publicHouse(stage.engine, () => true));
  const { rawPayload } = await http.inject({ url: `/valuation/${token}?pdf` });
  await http.close();
  expect(Buffer.from(paper?.content ?? []).equals(rawPayload)).toBe(true);
  expect(mails.slice(0, -1).flatMap(({ attachments = [] }) => attachments)).toEqual([]);
});

test('BOT-31 a paper that cannot be made keeps no mail back', async () => {
  await launch('lead-bot-seller', { ...HOME, address: '5 Oak Street' });
  const papers = stage.engine.parts.papers as { valuation: unknown };
  papers.valuation = () => {
    throw new Error('planted');
  };
  await stage.run('valuation import', { file: stage.file('sales.csv', SALES) });
  await stage.liveUntil(stage.clock.now() + 15 * DAY_MS);
  expect(mails.at(-1)?.text).toContain('at about $400,000');
  expect(mails.at(-1)?.attachments).toBeUndefined();
});

test('BOT-31 a sale that came in later changes neither the page nor the mail of before', async () => {
  await launch('lead-bot-seller', HOME);
  await stage.run('valuation import', { file: stage.file('sales.csv', SALES) });
  await stage.liveUntil(stage.clock.now() + 15 * DAY_MS);
  const more = 'Address,Zip,Sale Price,Sold Date,Sqft,Beds\n9 Oak Street,10001,500000,2026-02-20,2000,3\n';
  await stage.run('valuation import', { file: stage.file('more.csv', more) });
  const token = /valuation\/(\S+)/.exec(mails.at(-1)?.text ?? '')?.[1] ?? '';
  const http = buildHttp(publicHouse(stage.engine, () => true));
  expect((await http.inject({ url: `/valuation/${token}` })).body).not.toContain('9 Oak Street');
  await http.close();
  const today = await stage.run('valuation show', { lead: ANN });
  expect(JSON.stringify(today)).toContain('9 Oak Street');
});

test('BOT-30 below three sales of the place no number leaves; it is asked for what is missing', async () => {
  await launch('lead-bot-seller', HOME);
  await stage.liveUntil(stage.clock.now() + 15 * DAY_MS);
  expect(mails.at(-1)?.text).toContain('an online estimate has never seen your home');
  expect(mails.at(-1)?.text).not.toContain('$');
});

test('BOT-33 day 14 brings a buyer the month of the budget that they named, as it is shown to the team', async () => {
  await launch('lead-bot-buyer', { financing: '', timeline: '', area: '' });
  await says('We need a loan and have 60k down');
  await says('450');
  await stage.liveUntil(stage.clock.now() + 25 * DAY_MS);
  const mail = mails.find(({ subject }) => subject === 'What a home costs a month');
  expect(mail?.text).toContain('a home of $450,000 with $60,000 down comes to about $3,137 a month');
  expect(await stage.run('conversation show', { lead: ANN })).toMatchObject({
    side: 'buyer',
    buyer: { next: 'budget', month: { price: 450_000, down: 60_000, total: 3_137 }, affordable: null },
  });
});

test('who is qualified is explained by how it ended, whatever was known as it began', async () => {
  await launch('lead-bot-seller', { title: 'Owner' });
  const codes = async () => ((await stage.run('explain', { lead: ANN })).reasons as Row[]).map(({ code }) => code);
  expect(await codes()).toContain('little-known-passed');
  for (const line of ['Divorce, asap, needs work, $400k', '12 Oak Street']) {
    stage.clock.moveTo(stage.clock.now() + 10 * MINUTE_MS);
    await says(line);
  }
  expect(await codes()).toEqual(['goal-reached', 'signal-rose']);
  const { reasons, next } = await stage.run('explain', { lead: ANN });
  expect((reasons as Row[])[0]).toMatchObject({ facts: { by: 'conversation', conversation: 'qualified' } });
  expect(next).toBe('Nothing: the sequence is over. The goal of the sequence was reached.');
});
