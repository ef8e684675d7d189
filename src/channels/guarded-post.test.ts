import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { alertResultOf, guardedPost, isPrivate, type Post } from './guarded-post.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A receiver on this machine; counts every connection that reaches it. */
async function receiver(answer: RequestListener): Promise<{ port: number; connections: () => number }> {
  const server = createServer(answer);
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '::', resolve));
  servers.push(server);
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

const post = (url: string, part: Partial<Post> = {}) =>
  guardedPost({ url, headers: {}, body: '{}', allowPrivate: false, timeoutMs: 500, ...part });

describe('addresses that lead into a private network', () => {
  const hosts = [
    ...['127.0.0.1', '127.1', '2130706433', '0x7f000001', '017700000001', '0177.0.0.1', '127.0.0.1.', '0.0.0.0', '0'],
    ...[
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[::127.0.0.1]',
      '[64:ff9b::7f00:1]',
      '[2002:7f00:1::]',
    ],
    ...['localhost', 'LOCALHOST', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1'],
    ...['169.254.169.254', '[fd00:ec2::254]', '[fe80::1]', '[fec0::1]', '[ff02::1]', '[2001:db8::1]', '[2001::1]'],
    ...['192.0.0.1', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '255.255.255.255'],
  ];

  test('are refused, and nothing connects, however they are written', async () => {
    const canary = await receiver((_request, response) => response.end());
    for (const host of hosts) {
      for (const url of [`https://${host}:${canary.port}/`, `http://${host}:${canary.port}/`, `https://${host}/`]) {
        expect([url, (await post(url)).kind]).toEqual([url, 'forbidden']);
      }
    }
    expect(canary.connections()).toBe(0);
  });

  test('are refused behind a name, also one that was public when it was asked for before', async () => {
    const canary = await receiver((_request, response) => response.end());
    const answers = [['192.168.0.7'], ['127.0.0.1', '::1'], ['no-address'], []];
    for (const addresses of answers) {
      const lookup = async () => addresses;
      const answer = await post(`https://rebound.example:8443/`, { lookup });
      expect(answer).toEqual({ kind: 'forbidden', detail: 'the name leads into a private network' });
    }
    expect(canary.connections()).toBe(0);
  });

  test('of several addresses of a name only public ones are connected to', async () => {
    const lookup = async () => ['127.0.0.1', '192.0.2.1', '10.1.1.1'];
    expect((await post('https://mixed.example/', { lookup })).kind).toBe('forbidden');
  });

  test('a canary that is allowed is reached: the test can fail', async () => {
    const canary = await receiver((_request, response) => response.end('ok'));
    const url = `http://localhost:${canary.port}/`;
    expect(await post(url, { allowPrivate: true })).toMatchObject({ kind: 'answered', status: 200, text: 'ok' });
    expect(canary.connections()).toBe(1);
  });

  test.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.15.0.1',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '2a00:1450::1',
  ])('%s is public', (address) => expect(isPrivate(address)).toBe(false));
});

test.each([
  ['ftp://acme.com/', 'only https is allowed'],
  ['http://acme.com/', 'only https is allowed'],
  ['https://user:pass@acme.com/', 'an address with a password in it is not allowed'],
  ['https://acme.com:22/', 'only the ports 443 and 8443 are allowed'],
  ['nonsense', 'this is no address'],
])('%s is refused: %s', async (url, detail) => {
  expect(await post(url)).toEqual({ kind: 'forbidden', detail });
});

test('a redirect is an answer, and is not followed', async () => {
  const inner = await receiver((_request, response) => response.end());
  const outer = await receiver((_request, response) => {
    response.writeHead(307, { location: `http://127.0.0.1:${inner.port}/` }).end();
  });
  const answer = await post(`http://127.0.0.1:${outer.port}/`, { allowPrivate: true });
  expect(answer).toMatchObject({ kind: 'answered', status: 307 });
  expect(alertResultOf(answer, true).kind).toBe('refused');
  expect(inner.connections()).toBe(0);
});

test('of a long answer only the beginning is read', async () => {
  const { port } = await receiver((_request, response) => {
    const drip = setInterval(() => response.write('x'.repeat(65_536)), 5);
    response.once('close', () => clearInterval(drip));
  });
  const answer = await post(`http://127.0.0.1:${port}/`, { allowPrivate: true, timeoutMs: 5_000 });
  expect(answer).toMatchObject({ status: 200, text: 'x'.repeat(500) });
});

test('silence is no answer; a door that is shut means that nothing was sent', async () => {
  const { port } = await receiver(() => undefined);
  const url = `http://127.0.0.1:${port}/`;
  expect((await post(url, { allowPrivate: true, timeoutMs: 200 })).kind).toBe('no-answer');
  const shut = await receiver(() => undefined);
  const [server] = servers.splice(1, 1);
  await new Promise((resolve) => server?.close(resolve));
  expect((await post(`http://127.0.0.1:${shut.port}/`, { allowPrivate: true })).kind).toBe('not-sent');
});

describe('what an answer means', () => {
  const answered = (status: number, retryAfterMs: number | null = null) =>
    ({ kind: 'answered', status, retryAfterMs, text: '' }) as const;
  test.each([
    [answered(200), 'sent', 'sent'],
    [answered(299), 'sent', 'sent'],
    [answered(300), 'refused', 'refused'],
    [answered(199), 'refused', 'refused'],
    [answered(400), 'refused', 'refused'],
    [answered(408), 'retry', 'retry'],
    [answered(425), 'retry', 'retry'],
    [answered(429), 'retry', 'retry'],
    [answered(499), 'refused', 'refused'],
    [answered(500), 'retry', 'retry'],
    [{ kind: 'forbidden', detail: '' } as const, 'refused', 'refused'],
    [{ kind: 'not-sent', detail: '' } as const, 'retry', 'retry'],
    [{ kind: 'no-answer', detail: '' } as const, 'retry', 'unconfirmed'],
  ])('%j: %s where it may be repeated, else %s', (answer, repeatable, once) => {
    expect([alertResultOf(answer, true).kind, alertResultOf(answer, false).kind]).toEqual([repeatable, once]);
  });

  test('the wait that is asked for is kept', async () => {
    const { port } = await receiver((_request, response) => {
      response.writeHead(429, { 'retry-after': '120' }).end();
    });
    const answer = await post(`http://127.0.0.1:${port}/`, { allowPrivate: true });
    expect(alertResultOf(answer, false)).toEqual({ kind: 'retry', afterMs: 120_000, detail: '429' });
  });
});
