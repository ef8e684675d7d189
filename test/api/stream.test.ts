/** What happens, as server-sent events: from now on, from a place on, after a break, for whoever may see it. */
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { placeNews } from '../../src/engine/webhooks/deliver.ts';
import { type ApiStage, openApiStage } from './stage.ts';

let stage: ApiStage;
let url: string;
const open = new Set<IncomingMessage>();

beforeEach(async () => {
  stage = await openApiStage();
  await stage.app.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(stage.app.server.address() as AddressInfo).port}/api/v1/stream`;
  await stage.run('lead add', { set: { email: 'ann@acme.example', first_name: 'Ann' }, basis: 'consent' });
});
afterEach(async () => {
  for (const one of open) one.destroy();
  open.clear();
  await stage.close();
});

interface Stream {
  /** Waits until so many events came, and gives their kinds. */
  kinds(count: number): Promise<string[]>;
  readonly lastId: () => string;
  close(): void;
}

async function watch(key: string, query = '', headers: Record<string, string> = {}): Promise<Stream> {
  const request = get(`${url}${query}`, { headers: { authorization: `Bearer ${key}`, ...headers } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8']);
  open.add(response);
  let text = '';
  response.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  response.on('error', () => undefined);
  const told = () => [...text.matchAll(/^data: \{"type":"([^"]+)"/gm)].map(([, kind = '']) => kind);
  return {
    async kinds(count) {
      for (let tries = 0; told().length < count && tries < 400; tries++)
        await new Promise((wake) => setTimeout(wake, 10));
      return told();
    },
    lastId: () => [...text.matchAll(/^id: (\d+)$/gm)].at(-1)?.[1] ?? '',
    close: () => response.destroy(),
  };
}

async function happens(kind: string): Promise<void> {
  await stage.run('event record', { lead: 'ann@acme.example', kind, text: kind });
  await placeNews(stage.engine);
}

test('tells what happens, and after a break what was missed, once each', async () => {
  const key = await stage.key('viewer');
  const first = await watch(key);
  await happens('note');
  expect(await first.kinds(1)).toEqual(['event.note']);
  first.close();
  await happens('replied');
  await happens('human-touch');
  const again = await watch(key, '', { 'last-event-id': first.lastId() });
  expect(await again.kinds(2)).toEqual(['event.replied', 'event.human-touch']);
  const chosen = await watch(key, `?after=${first.lastId()}&kinds=event.replied`);
  await happens('note');
  expect(await again.kinds(3)).toHaveLength(3);
  expect(await chosen.kinds(1)).toEqual(['event.replied']);
});

test('is for whoever may read replies there, and refuses what makes no sense', async () => {
  const ask = (path: string, key: string | null) => stage.get(`/api/v1/stream${path}`, { key });
  expect((await ask('', null)).status).toBe(401);
  expect((await ask('', await stage.key('client'))).status).toBe(403);
  expect((await ask('?workspace=other', await stage.key('viewer'))).status).toBe(403);
  expect((await ask('?workspace=other', await stage.key('viewer', ''))).status).toBe(404);
  expect((await ask('?kinds=all', await stage.key('viewer'))).status).toBe(400);
});

test('a place of another database is no place: it begins with what happens from now on', async () => {
  await happens('note');
  const stream = await watch(await stage.key('viewer'), '?after=900000');
  await happens('replied');
  expect(await stream.kinds(1)).toEqual(['event.replied']);
});
