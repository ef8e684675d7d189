/** Somebody who takes Standard Webhooks: checks signatures as the specification says, and answers as it is told to. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A telling as it came. */
export interface Taken {
  readonly id: string;
  readonly timestamp: number;
  readonly signatures: readonly string[];
  readonly text: string;
  readonly body: { readonly type: string; readonly data: Readonly<Record<string, unknown>> };
}

/** A receiver that listens. */
export interface Receiver {
  readonly url: string;
  readonly taken: Taken[];
  /** Statuses to answer with, first first; then 204. */
  readonly answers: (number | readonly [number, Readonly<Record<string, string>>])[];
  close(): Promise<void>;
}

/** Starts one on the loopback. */
export async function startReceiver(): Promise<Receiver> {
  const taken: Taken[] = [];
  const answers: Receiver['answers'] = [];
  const server = createServer(async (request, response) => {
    taken.push(await readTaken(request));
    const next = answers.shift() ?? 204;
    const [status, headers] = typeof next === 'number' ? [next, {}] : next;
    response.writeHead(status, headers).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}/in`, taken, answers, close };
}

async function readTaken(request: IncomingMessage): Promise<Taken> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  const header = (name: string) => String(request.headers[`webhook-${name}`]);
  return {
    ...{ id: header('id'), timestamp: Number(header('timestamp')), signatures: header('signature').split(' ') },
    ...{ text, body: JSON.parse(text) },
  };
}

/** What a telling is signed with, under this secret. Source: Standard Webhooks 1.0, “Signature scheme”. */
export function signatureOf({ id, timestamp, text }: Taken, secret: string): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${text}`).digest('base64')}`;
}
