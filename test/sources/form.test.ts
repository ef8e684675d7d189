/** Leads by a form of a web page or posted by a system: proven or limited, stored before they are answered, with what they agreed to. */
import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { LIMITS } from '../../src/domain/limits.ts';
import { publicHouse } from '../../src/engine/serve/public-house.ts';
import { buildHttp } from '../../src/http/app.ts';
import { environment, openConnected } from '../connections/stage.ts';
import type { Row, Stage } from '../pipeline/stage.ts';

let stage: Stage;
let app: ReturnType<typeof buildHttp>;
let path = '';
afterEach(async () => {
  await app.close();
  await stage.close();
});

const TOKEN = 'a-token-in-the-page';
const SIGNING = 'a secret of both sides';
const WHSEC = `whsec_${Buffer.from('twenty-four bytes of secret').toString('base64')}`;
const TERMS = { basis: 'consent', tick: 'news', words: 'Yes, write to me' };

async function open(
  set: Row = TERMS,
  signing = SIGNING,
  parts: Parameters<typeof openConnected>[0] = {},
): Promise<void> {
  stage = await openConnected(parts);
  environment.FORM_TOKEN = TOKEN;
  environment.FORM_SIGNING = signing;
  const env = { token: 'FORM_TOKEN', signing: 'FORM_SIGNING' };
  await stage.run('connection add', { name: 'offer', provider: 'form', set, env, test: false });
  app = buildHttp(publicHouse(stage.engine, () => true));
  const shown = (await stage.run('connection show', { connection: 'offer' })) as { hook: string };
  path = new URL(shown.hook, 'http://here').pathname;
}

interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly from?: string;
  readonly query?: string;
}

const post = (payload: string | Buffer, { headers = {}, from = '192.0.2.1', query = `?token=${TOKEN}` }: Sent = {}) =>
  app.inject({ method: 'POST', url: `${path}${query}`, headers, payload, remoteAddress: from });
const form = (fields: Readonly<Record<string, string>>, sent?: Sent) =>
  post(new URLSearchParams(fields).toString(), {
    ...sent,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...sent?.headers },
  });
const signed = (body: string, secret = SIGNING) =>
  post(body, {
    query: '',
    headers: { 'x-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` },
  });
const ANN = { 'First Name': 'Ann', 'your-email': 'Ann@Acme.example', Message: 'A new roof, please', news: 'on' };
const leads = () => stage.sql('SELECT first_name, email, notes, basis, source FROM lead ORDER BY id');
const proofs = () =>
  stage
    .sql('SELECT basis, told FROM permission_proof ORDER BY at, id')
    .map(({ basis, told }) => ({ basis, ...JSON.parse(String(told)) }));

test('a form of a web page: a lead with its words, its basis, and what proves it', async () => {
  await open();
  const answer = await form({ ...ANN, _page: 'https://acme.example/offer' });
  expect(answer.statusCode).toBe(204);
  expect(leads()).toEqual([
    {
      first_name: 'Ann',
      email: 'ann@acme.example',
      notes: 'A new roof, please',
      basis: 'consent',
      source: 'form offer',
    },
  ]);
  expect(proofs()).toEqual([
    {
      ...{ basis: 'consent', field: 'news', answer: 'on', words: 'Yes, write to me' },
      ...{ page: 'https://acme.example/offer', address: '192.0.2.1' },
    },
  ]);
  expect(stage.sql('SELECT attributes FROM lead')).toEqual([{ attributes: null }]);
});

test('an instance that has no public address takes forms all the same', async () => {
  await open(TERMS, SIGNING, { publicUrl: null });
  expect((await form(ANN)).statusCode).toBe(204);
  expect(leads()).toHaveLength(1);
});

test('a box that is not ticked: the lead is there, and nothing may be sent to it', async () => {
  await open();
  await form({ 'First Name': 'Bob', Email: 'bob@acme.example' });
  expect(leads()).toMatchObject([{ first_name: 'Bob', basis: null }]);
  expect(proofs()).toMatchObject([{ basis: null, field: 'news', answer: 'not sent' }]);
});

test('who sends it twice is one lead with one proof, and so is a system that does not know that we have it', async () => {
  await open();
  await form(ANN);
  await form(ANN);
  const body = JSON.stringify({ 'First Name': 'Eve', Email: 'eve@acme.example', news: true });
  for (let i = 0; i < 3; i++) expect((await signed(body)).statusCode).toBe(204);
  expect([leads().length, proofs().length]).toEqual([2, 2]);
  expect(stage.sql('SELECT created, merged, unchanged FROM source_tally')).toEqual([
    { created: 2, merged: 0, unchanged: 3 },
  ]);
});

test('who is known is the same person: only what was missing is filled in, and the consent counts', async () => {
  await open();
  const file = stage.file('old.csv', 'First Name,Email,Phone\nAnna,ann@acme.example,+12025550101\n');
  await stage.run('import', { file, basis: 'legitimate-interest' });
  await form({ ...ANN, Company: 'Acme' });
  expect(stage.sql('SELECT first_name, company, phone, basis FROM lead')).toEqual([
    { first_name: 'Anna', company: 'Acme', phone: '+12025550101', basis: 'consent' },
  ]);
});

test('who said no stays refused, whatever is ticked', async () => {
  await open();
  await stage.run('suppress add', { value: 'ann@acme.example' });
  await form(ANN);
  expect(stage.count('SELECT COUNT(*) FROM suppression')).toBe(1);
  expect(await stage.run('lead show', { lead: 'ann@acme.example' })).toMatchObject({
    suppressions: [{ channel: 'all' }],
  });
});

test('Standard Webhooks: proven by its signature, and stale after five minutes', async () => {
  await open(TERMS, WHSEC);
  const body = JSON.stringify({
    type: 'lead.submitted',
    data: { name: 'Ann Lee', email: 'ann@acme.example', news: 'yes' },
  });
  const send = (at: number, secret = WHSEC) => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const signature = createHmac('sha256', key).update(`msg_1.${at}.${body}`).digest('base64');
    const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(at), 'webhook-signature': `v1,${signature}` };
    return post(body, { query: '', headers });
  };
  const now = stage.clock.now() / 1_000;
  expect((await send(now)).statusCode).toBe(204);
  expect((await send(now - 301)).statusCode).toBe(403);
  expect((await send(now, `whsec_${Buffer.from('another secret altogether').toString('base64')}`)).statusCode).toBe(
    403,
  );
  expect(leads()).toMatchObject([{ first_name: 'Ann', basis: 'consent' }]);
});

test('nobody is believed without a proof, and no token stands in for a wrong signature', async () => {
  await open();
  const body = JSON.stringify(ANN);
  expect((await signed(body, 'another secret')).statusCode).toBe(403);
  expect((await post(body, { query: '' })).statusCode).toBe(401);
  expect((await post(body, { query: '?token=wrong' })).statusCode).toBe(403);
  const headers = { 'x-signature-256': 'sha256=00' };
  expect((await post(body, { headers })).statusCode).toBe(403);
  expect((await post('[1,2', { headers: { 'content-type': 'application/json' } })).statusCode).toBe(400);
  expect(leads()).toEqual([]);
});

test('a public form is taken from its pages alone; what no person sees catches machines, who are told the same', async () => {
  await open({ ...TERMS, pages: 'https://acme.example, https://shop.example', thanks: 'https://acme.example/thanks' });
  const headers = { origin: 'https://acme.example' };
  expect((await form(ANN, { headers: { origin: 'https://evil.example' } })).statusCode).toBe(403);
  expect((await form(ANN)).statusCode).toBe(403);
  const trapped = await form({ ...ANN, _gotcha: 'http://spam.example' }, { headers });
  expect(leads()).toEqual([]);
  const taken = await form(ANN, { headers });
  for (const answer of [trapped, taken]) {
    expect([answer.statusCode, answer.headers.location]).toEqual([303, 'https://acme.example/thanks']);
  }
  expect(leads()).toHaveLength(1);
});

test('a network sends so many to a public form, and no other waits for it; signed calls are not counted', async () => {
  await open();
  const codes: number[] = [];
  for (let i = 0; i < 12; i++) codes.push((await form({ ...ANN, 'your-email': `ann${i}@acme.example` })).statusCode);
  expect(codes).toEqual([...Array(10).fill(204), 429, 429]);
  const last = await form(ANN);
  expect(last.headers['retry-after']).toBe('60');
  expect((await form(ANN, { from: '192.0.2.2' })).statusCode).toBe(204);
  for (let i = 0; i < 12; i++)
    expect((await signed(JSON.stringify({ Email: `eve${i}@acme.example` }))).statusCode).toBe(204);
  stage.clock.moveTo(stage.clock.now() + 60_000);
  expect((await form(ANN)).statusCode).toBe(204);
});

test('2xx is said only once it is stored: while it cannot be, whoever tells is asked to come again', async () => {
  await open();
  const { leads: verbs } = stage.engine.store;
  const { capture } = verbs;
  Object.assign(verbs, { capture: () => Promise.reject(new Error('the disk is full')) });
  expect((await signed(JSON.stringify({ Email: 'ann@acme.example' }))).statusCode).toBe(429);
  Object.assign(verbs, { capture });
  expect((await signed(JSON.stringify({ Email: 'ann@acme.example' }))).statusCode).toBe(204);
  expect(leads()).toHaveLength(1);
});

test('while the desk is full a call may come again, and is not lost half-way', async () => {
  await open();
  const { leads: verbs } = stage.engine.store;
  const { capture } = verbs;
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const late = async (batch: Parameters<typeof capture>[0]) => {
    await held;
    return capture(batch);
  };
  Object.assign(verbs, { capture: late });
  const calls = Array.from({ length: LIMITS.hooksAtOnce + 1 }, (_, i) =>
    signed(JSON.stringify({ Email: `a${i}@acme.example` })),
  );
  const full = await Promise.race(calls);
  expect([full.statusCode, full.headers['retry-after']]).toEqual([429, '10']);
  release();
  const codes = (await Promise.all(calls)).map(({ statusCode }) => statusCode);
  expect(codes.filter((code) => code === 204)).toHaveLength(LIMITS.hooksAtOnce);
  expect(leads()).toHaveLength(LIMITS.hooksAtOnce);
});

test('fields are mapped as columns of a file are, and a wish for a field that is none is refused when it is made', async () => {
  await open({ fields: 'f1=email,f2=company,f3=attribute.roof' });
  await form({ f1: 'ann@acme.example', f2: 'Acme', f3: 'flat', Phone: '+12025550101' });
  expect(stage.sql('SELECT email, company, phone, attributes FROM lead')).toEqual([
    { email: 'ann@acme.example', company: 'Acme', phone: '+12025550101', attributes: '{"roof":"flat"}' },
  ]);
  const wrong = {
    name: 'other',
    provider: 'form',
    set: { fields: 'f1=e-male', tick: 'news' },
    env: { token: 'FORM_TOKEN' },
  };
  await expect(stage.run('connection add', wrong)).rejects.toMatchObject({ code: 'bad-connection' });
});

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'content-type': 'application/json' };
const PARTS = [
  ...['--XX', 'Content-Disposition: form-data; name="First Name"', '', 'José', '--XX'],
  ...['Content-Disposition: form-data; name="cv"; filename="cv.txt"', 'Content-Type: text/plain', '', 'a file', '--XX'],
  ...['Content-Disposition: form-data; name="your-email"', '', 'jose@acme.example', '--XX--', ''],
].join('\r\n');

test.each([
  ['of the older kind, in the charset of an old page', FORM, 'First Name=Jos%E9&your-email=jose@acme.example'],
  [
    'in the charset that it says',
    { 'content-type': `${FORM['content-type']}; charset=windows-1250` },
    'First Name=Jos%E9&your-email=jose@acme.example',
  ],
  ['of parts, with a file', { 'content-type': 'multipart/form-data; boundary=XX' }, PARTS],
  ['in JSON with a mark before it', JSON_TYPE, '\ufeff{"First Name":"José","your-email":"jose@acme.example"}'],
  [
    'in JSON of an older charset',
    JSON_TYPE,
    Buffer.from('{"First Name":"José","your-email":"jose@acme.example"}', 'latin1'),
  ],
  [
    'in JSON of UTF-16',
    { 'content-type': 'application/json; charset=utf-16le' },
    Buffer.from('{"First Name":"José","your-email":"jose@acme.example"}', 'utf16le'),
  ],
])('a form %s is a lead with all its letters', async (_, headers, body) => {
  await open({});
  expect((await post(body, { headers })).statusCode).toBe(204);
  expect(leads()).toMatchObject([{ first_name: 'José' }]);
});

test('several choices of one question are kept, and a tick takes the place of its hidden no', async () => {
  await open({ ...TERMS, fields: 'wishes[]=notes' });
  const body = 'your-email=ann@acme.example&wishes[]=a%20roof&wishes%5B%5D=a%20door&news=0&news=on';
  expect((await post(body, { headers: FORM })).statusCode).toBe(204);
  expect(leads()).toMatchObject([{ notes: 'a roof, a door', basis: 'consent' }]);
});

test('what cannot be read is refused with what to do, and not thanked for', async () => {
  await open({});
  const packed = await post(gzipSync('your-email=ann@acme.example'), {
    headers: { ...FORM, 'content-encoding': 'gzip' },
  });
  expect([packed.statusCode, packed.json()]).toMatchObject([
    400,
    { code: 'hook-unreadable', remedy: expect.stringContaining('See what') },
  ]);
  expect((await post('x', { headers: { 'content-type': 'multipart/form-data' } })).statusCode).toBe(400);
});

test('a call of any shape is taken in or refused, and never asked to come again for ever', async () => {
  await open();
  const half = `your-email=half@acme.example&news=${'x'.repeat(LIMITS.formCharacters - 1)}${encodeURIComponent('😀')}`;
  const deep = `{"your-email":"deep@acme.example","Message":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  expect((await post(half, { headers: FORM })).statusCode).toBe(204);
  expect((await post(deep, { headers: JSON_TYPE })).statusCode).toBe(204);
  expect(leads()).toHaveLength(2);
});
