/** One request of an agent and its answer, in the terms of the web. Stands apart so that nobody but agents waits for the protocol to be loaded. */
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { ApiDesk, Caller } from '../engine/serve/api-port.ts';
import { agentServer } from './server.ts';

/** A request as it came. */
export interface AgentRequest {
  readonly url: string;
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

/** Answers one request; what is under way ends with its signal. */
export async function exchange(desk: ApiDesk, caller: Caller, request: AgentRequest): Promise<AgentResponse> {
  const { url, headers, body, signal } = request;
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  const server = agentServer(desk, caller);
  const gone = () => void server.close();
  signal.addEventListener('abort', gone, { once: true });
  try {
    await server.connect(transport);
    const asked = new Request(url, { method: 'POST', headers });
    const answered = await transport.handleRequest(asked, { parsedBody: body });
    return { status: answered.status, headers: [...answered.headers], text: await answered.text() };
  } finally {
    signal.removeEventListener('abort', gone);
    await server.close();
  }
}
