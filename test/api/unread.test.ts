/** What is asked so that no operation is come to is refused like everything else: with a code, what to do, and the request's id. */
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ApiStage, openApiStage } from './stage.ts';

let stage: ApiStage;
beforeEach(async () => {
  stage = await openApiStage();
});
afterEach(() => stage.close());

const JSON_TYPE = { 'content-type': 'application/json' };
const LONG = `"${'x'.repeat(1_100_000)}"`;

test.each([
  ['broken off', JSON_TYPE, '{"a":', 400, 'body-no-json', 'the body is no JSON from line 1, column 6 on'],
  [
    'a comma too many',
    JSON_TYPE,
    '{\n "a": 1,\n}',
    400,
    'body-no-json',
    'the body is no JSON from line 3, column 1 on',
  ],
  ['a word in it', JSON_TYPE, '{"a": yes}', 400, 'body-no-json', 'The body of the request is no JSON.'],
  ['a name that is kept from objects', JSON_TYPE, '{"__proto__":{"role":"admin"}}', 400, 'body-name-forbidden', null],
  ['that comes packed', { ...JSON_TYPE, 'content-encoding': 'gzip' }, gzipSync('{}'), 415, 'body-packed', null],
  ['in another charset', JSON_TYPE, Buffer.from('{"a":"é"}', 'latin1'), 400, 'body-no-utf8', null],
  ['too long', JSON_TYPE, LONG, 413, 'body-too-long', null],
  ['text', { 'content-type': 'text/plain' }, 'x', 415, 'body-of-other-type', null],
  ['of a type that is none', { 'content-type': 'json' }, '{}', 415, 'body-of-other-type', null],
])('a body %s', async (_, headers, body, status, code, detail) => {
  const answer = await stage.post('/api/v1/leads', { body, headers });
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(answer).toMatchObject({ status, body: { type: `urn:rekindle:reason:${code}`, status, code } });
  if (detail !== null) expect(answer.body.detail).toBe(detail);
  for (const said of ['title', 'detail', 'remedy', 'requestId'])
    expect(answer.body[said]).toEqual(expect.stringMatching(/./));
  const spanish = await stage.post('/api/v1/leads', { body, headers: { ...headers, 'accept-language': 'es' } });
  expect(spanish.body.detail).not.toBe(answer.body.detail);
});

test('a file that comes packed comes to its operation where gzip packed it, and is refused otherwise', async () => {
  const csv = 'Email\nann@packed.example\n';
  const sent = (body: Buffer, packed: string) =>
    stage.post('/api/v1/imports?basis=none', {
      body,
      headers: { 'content-type': 'text/csv', 'content-encoding': packed },
    });
  expect(await sent(gzipSync(csv), 'gzip')).toMatchObject({ body: { code: 'only-on-the-machine' } });
  expect(await sent(brotliCompressSync(csv), 'br')).toMatchObject({ status: 415, body: { code: 'body-packed' } });
});

test('a body that is nested without end is refused, with a key of its own too', async () => {
  const body = `{"list":"leads","query":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
  for (const headers of [JSON_TYPE, { ...JSON_TYPE, 'idempotency-key': 'deep' }])
    expect(await stage.post('/api/v1/views/mine/save', { body, headers })).toMatchObject({
      status: 400,
      body: { code: 'bad-input' },
    });
});

test.each([
  ['that nobody has', 'GET', '/api/v1/nothing', 404, 'no-such-address'],
  ['by another method', 'PUT', '/api/v1/leads/ann', 405, 'other-method'],
  ['by another method, of a login', 'DELETE', '/api/v1/login', 405, 'other-method'],
  ['that cannot be read', 'GET', '/api/v1/leads/%zz', 400, 'address-unreadable'],
  ['that is too long', 'GET', `/api/v1/leads/${'x'.repeat(20_000)}`, 414, 'address-too-long'],
] as const)('an address %s', async (_, method, url, status, code) => {
  const answer = await stage.app.inject({ method, url });
  expect(answer.headers['content-type']).toContain('application/problem+json');
  const problem = { type: `urn:rekindle:reason:${code}`, status, code, remedy: expect.stringMatching(/./) };
  expect([answer.statusCode, answer.json()]).toMatchObject([status, { ...problem, requestId: expect.any(String) }]);
  if (status === 405) expect(answer.headers.allow?.split(', ')).toContain('GET');
});

test.each([
  ['what is no HTTP', 'hello\r\n\r\n', 400, 'request-unreadable'],
  ['headers without an end', `GET / HTTP/1.1\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'headers-too-long'],
])('%s', async (_, request, status, code) => {
  await stage.app.listen({ port: 0, host: '127.0.0.1' });
  const socket = connect((stage.app.server.address() as AddressInfo).port, '127.0.0.1');
  let said = '';
  socket.on('data', (bytes) => {
    said += bytes.toString();
  });
  socket.write(request);
  await once(socket, 'close');
  const [head = '', body = ''] = said.split('\r\n\r\n');
  expect(head).toContain(`HTTP/1.1 ${status} `);
  expect(head.toLowerCase()).toContain('content-type: application/problem+json');
  expect(JSON.parse(body)).toMatchObject({ type: `urn:rekindle:reason:${code}`, status, code });
});
