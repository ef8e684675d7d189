/** An interface over HTTP on the loopback, for servers that behave as a provider does: it hands over what came, and can lose answers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** A call as it came. */
export interface ArrivedCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** An answer; `lost` = the line is cut instead. */
export interface ApiReply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly lost?: boolean;
}

/** What befalls one send. `lose-answer`, `broken-accepted`: it is taken, and the answer cut off or a 5xx. */
export type SendFault = 'lose-answer' | 'busy' | 'broken' | 'broken-accepted' | null;

/** A server that listens. */
export interface ApiServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Bytes of a call; more is cut off. */
const CALL_BYTES = 1_000_000;

/** Listens on any free port. `wait` is waited for between what is done of a call and its answer. */
export async function startApiServer(
  handle: (call: ArrivedCall) => ApiReply,
  wait: () => Promise<void> = async () => undefined,
): Promise<ApiServer> {
  const server = createServer((request, response) => {
    void serve(handle, wait, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${portOf(server)}`, close: () => shut(server) };
}

/** A line of faults that comes out the same for the same seed: so many of a hundred each, the rest none. */
export function faultLine(seed: number, percent: Readonly<Record<Exclude<SendFault, null>, number>>): () => SendFault {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    let left = (state / 2 ** 32) * 100;
    for (const [fault, share] of Object.entries(percent)) {
      if (left < share) return fault as SendFault;
      left -= share;
    }
    return null;
  };
}

async function serve(
  handle: (call: ArrivedCall) => ApiReply,
  wait: () => Promise<void>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let body = '';
  request.setEncoding('utf8');
  for await (const part of request) {
    body += part;
    if (body.length > CALL_BYTES) request.destroy();
  }
  const url = new URL(request.url ?? '/', 'http://loopback');
  const { method = 'GET', headers } = request;
  const reply = handle({ method, path: url.pathname, query: url.searchParams, headers, body });
  await wait();
  if (reply.lost) request.socket.destroy();
  else {
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    response.end(reply.status === 204 ? undefined : JSON.stringify(reply.body));
  }
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function shut(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
