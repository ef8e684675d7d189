/** What the client does when an answer is late, lost or a refusal. */
import { describe, expect, test } from 'vitest';
import { rekindleClient } from './client.ts';

interface Seen {
  readonly url: string;
  readonly init: RequestInit;
}

/** A client whose requests are answered in order. */
function clientOf(...answers: readonly (Response | Error)[]) {
  const seen: Seen[] = [];
  const queue = [...answers];
  const answer = async (url: string | URL | Request, init: RequestInit = {}) => {
    seen.push({ url: String(url), init });
    const next = queue.shift();
    if (next === undefined || next instanceof Error) throw next ?? new Error('no more answers');
    return next;
  };
  const client = rekindleClient({ url: 'http://x.example/', key: 'rk_1', fetch: answer as typeof fetch });
  return { client, seen };
}

const json = (status: number, body: object, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });
const keyOf = ({ init }: Seen) => (init.headers as Record<string, string>)['idempotency-key'];

describe('the client', () => {
  test('puts words where the address wants them', async () => {
    const { client, seen } = clientOf(json(200, {}), json(200, {}));
    await client.leads.show({ lead: 'a b@x.example' });
    await client.leads.list({ limit: 5 });
    expect(seen.map(({ url }) => url)).toEqual([
      'http://x.example/api/v1/leads/a%20b%40x.example',
      'http://x.example/api/v1/leads?limit=5',
    ]);
    await expect(client.leads.show({} as { lead: string })).rejects.toThrow('lead is missing');
  });

  test('tries an act again under the same key, where no answer came or somebody is busy', async () => {
    const busy = json(503, {}, { 'retry-after': '0' });
    const { client, seen } = clientOf(new TypeError('fetch failed'), busy, json(200, { lifted: true }));
    expect(await client.halts.lift()).toEqual({ lifted: true });
    expect(new Set(seen.map(keyOf)).size).toBe(1);
    expect(keyOf(seen[0] as Seen)).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('waits while its first try is under way, and not for another conflict', async () => {
    const underWay = json(409, { code: 'key-under-way' }, { 'retry-after': '0' });
    const { client, seen } = clientOf(underWay, json(409, { code: 'answer-not-kept', detail: 'too long' }));
    await expect(client.halts.add({ why: 'x' })).rejects.toMatchObject({
      code: 'answer-not-kept',
      message: 'too long',
    });
    expect(seen).toHaveLength(2);
  });

  test('gives up after three tries, and at once where it was told to stop', async () => {
    const lost = () => new TypeError('fetch failed');
    const { client, seen } = clientOf(lost(), lost(), lost());
    await expect(client.halts.list()).rejects.toThrow('fetch failed');
    expect(seen).toHaveLength(3);
    const stopped = clientOf(lost());
    await expect(stopped.client.halts.list({}, { signal: AbortSignal.abort() })).rejects.toThrow();
    expect(stopped.seen).toHaveLength(1);
  });

  test('tells a refusal with code, remedy and fields; and an answer that is none of Rekindle', async () => {
    const errors = [{ field: 'limit', says: 'too big' }];
    const refused = json(400, { code: 'bad-input', detail: 'no', remedy: 'do', requestId: 'r', errors });
    const { client } = clientOf(refused, new Response('<html>', { status: 404 }));
    await expect(client.leads.list()).rejects.toMatchObject({ status: 400, code: 'bad-input', remedy: 'do', errors });
    await expect(client.leads.list()).rejects.toMatchObject({ status: 404, code: '' });
  });

  test('hears how far long work is, line by line, however they are cut; then its answer or what is wrong', async () => {
    const lines = (...pieces: string[]) => {
      const body = new ReadableStream({
        start(sink) {
          for (const piece of pieces) sink.enqueue(new TextEncoder().encode(piece));
          sink.close();
        },
      });
      return new Response(body, { headers: { 'content-type': 'application/x-ndjson' } });
    };
    const told = (done: number) => JSON.stringify({ progress: { stage: 'import', done, total: 4, unit: 'rows' } });
    const { client, seen } = clientOf(
      lines(`${told(1)}\n${told(2).slice(0, 9)}`, `${told(2).slice(9)}\n{"output":{"lif`, 'ted":true}}\n'),
      lines(`${told(1)}\n`, '{"problem":{"status":422,"code":"import-busy","detail":"busy"}}\n'),
      lines(`${told(1)}\n`),
      json(200, { lifted: false }),
    );
    const heard: number[] = [];
    const how = { progress: ({ done }: { done: number }) => heard.push(done) };
    expect(await client.halts.lift({}, how)).toEqual({ lifted: true });
    expect(heard).toEqual([1, 2]);
    await expect(client.halts.lift({}, how)).rejects.toMatchObject({ code: 'import-busy', status: 422 });
    await expect(client.halts.lift({}, how)).rejects.toMatchObject({
      message: expect.stringContaining('broke off'),
      remedy: expect.stringContaining('ask again'),
    });
    expect(await client.halts.lift({}, how)).toEqual({ lifted: false });
    expect((seen[0]?.init.headers as Record<string, string>).accept).toBe('application/x-ndjson, application/json');
  });
});
