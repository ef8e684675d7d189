/** Speaking to an agent over standard input and output: for an instance of this machine, or for one elsewhere. What is written there is protocol alone. */
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { ApiDesk, Caller } from '../engine/serve/api-port.ts';
import { agentServer } from './server.ts';

/** Serves one agent until it leaves, or the signal. */
export async function serveStdio(desk: ApiDesk, caller: Caller, signal: AbortSignal): Promise<void> {
  const server = agentServer(desk, caller);
  const left = leaving(signal);
  await server.connect(new StdioServerTransport());
  await left;
  await server.close();
}

/** Hands on what an agent says to an instance elsewhere, and what that answers, until either leaves. */
export async function bridgeStdio(url: string, key: string, signal: AbortSignal): Promise<void> {
  const here: Transport = new StdioServerTransport();
  const headers = { authorization: `Bearer ${key}` };
  const there = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }) as Transport;
  const left = leaving(signal);
  there.onmessage = (message) => void here.send(message);
  there.onerror = (error) => void process.stderr.write(`${error.message}\n`);
  here.onmessage = (message) => void there.send(message).catch((error: Error) => tellFailure(here, message, error));
  await there.start();
  await here.start();
  await left;
  await Promise.all([here.close(), there.close()]);
}

/** An agent that waits for an answer is given one. */
function tellFailure(here: Transport, message: object, { message: says }: Error): void {
  if (!('id' in message)) return;
  const id = message.id as string | number;
  void here.send({ jsonrpc: '2.0', id, error: { code: -32_000, message: `the instance did not answer: ${says}` } });
}

function leaving(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    process.stdin.once('end', () => resolve());
    process.stdin.once('close', () => resolve());
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
