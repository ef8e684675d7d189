/** One request of an agent and its answer, in the terms of the web. Stands apart so that nobody but agents waits for the protocol to be loaded. */
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { CancelledNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import type { ApiDesk, Caller } from '../engine/serve/api-port.ts';
import { agentServer } from './server.ts';

/** A request as it came. */
export interface AgentRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly signal: AbortSignal;
}

/** What it is answered with. */
export interface AgentResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly text: string;
}

/** What the transport is told of where it is asked: whatever `Host` says may be no address at all. */
const HERE = 'http://localhost/mcp';

/**
 * Answers one request; what is under way ends with its signal, and this rejects then. What is taken back in the same breath is answered all the same:
 * the transport would wait for that answer for ever.
 */
export async function exchange(desk: ApiDesk, caller: Caller, request: AgentRequest): Promise<AgentResponse> {
  const { headers, body, signal } = request;
  signal.throwIfAborted();
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  const server = agentServer(desk, caller);
  server.setNotificationHandler(CancelledNotificationSchema, () => undefined);
  const gone = Promise.withResolvers<never>();
  const leave = () => gone.reject(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  try {
    await server.connect(transport);
    const asked = new Request(HERE, { method: 'POST', headers });
    const answered = await Promise.race([transport.handleRequest(asked, { parsedBody: body }), gone.promise]);
    return { status: answered.status, headers: [...answered.headers], text: await answered.text() };
  } finally {
    signal.removeEventListener('abort', leave);
    await server.close();
  }
}
