/** The server that an agent speaks to: tools, resources and prompts for one caller. Adds no rule: whoever asks is held to them where operations run. */
import { randomUUID } from 'node:crypto';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { LIMITS } from '../domain/limits.ts';
import type { Operation } from '../engine/operations/operation.ts';
import type { ApiDesk, Caller } from '../engine/serve/api-port.ts';
import { fencedText, problemOf, refused, resultOf, type ToolResult, tell } from './answer.ts';
import { PROMPTS } from './prompts.ts';
import { GUIDE, RESOURCES, resourceAt, TEMPLATES } from './resources.ts';
import { offered, PLAN_FIELD, toolOf, WORKSPACE_FIELD } from './tools.ts';

/** A name that is no text is no name: another workspace than the one that was meant would be written to. */
const Named = z.object({ [PLAN_FIELD]: z.string().nullish(), [WORKSPACE_FIELD]: z.string().nullish() });

type Given = Readonly<Record<string, unknown>>;

/** Whoever comes this way is an agent, whatever their key. */
function asAgent(caller: Caller): Caller {
  return { ...caller, accesses: caller.accesses.map((access) => ({ ...access, kind: 'agent' as const })) };
}

/** A server for one caller, not yet connected. */
export function agentServer(desk: ApiDesk, whoever: Caller): Server {
  const caller = asAgent(whoever);
  const operations = offered(desk.operations, caller);
  const server = new Server(
    { name: 'rekindle', version: '0.1.0' },
    { capabilities: { tools: {}, resources: {}, prompts: {} }, instructions: GUIDE },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [...operations.values()].map(toolOf) as never[] }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const operation = operations.get(params.name);
    if (!operation)
      return refused('no-such-operation', `there is no tool ${params.name} for you`, 'tools/list names those that are');
    return callTool(desk, caller, operation, params.arguments ?? {}, signal);
  });
  server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources: RESOURCES }));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({ resourceTemplates: TEMPLATES }));
  server.setRequestHandler(ReadResourceRequestSchema, ({ params }, { signal }) =>
    read(desk, caller, params.uri, signal),
  );
  server.setRequestHandler(ListPromptsRequestSchema, () => ({
    prompts: PROMPTS.map(({ says: _, ...prompt }) => prompt),
  }));
  server.setRequestHandler(GetPromptRequestSchema, ({ params }) => {
    const prompt = PROMPTS.find(({ name }) => name === params.name);
    if (!prompt) throw new McpError(ErrorCode.InvalidParams, `there is no prompt ${params.name}`);
    return {
      messages: [
        { role: 'user' as const, content: { type: 'text' as const, text: prompt.says(params.arguments ?? {}) } },
      ],
    };
  });
  return server;
}

async function callTool(
  desk: ApiDesk,
  caller: Caller,
  operation: Operation,
  given: Given,
  signal: AbortSignal,
): Promise<ToolResult> {
  try {
    return resultOf(operation.command, await perform(desk, caller, operation, given, signal));
  } catch (error) {
    return problemOf(error) ?? fault(desk, operation, error, signal);
  }
}

/** A fault of ours is written down here, and told as no more than that; that an agent ended it is none. */
function fault(desk: ApiDesk, { command }: Operation, error: unknown, signal: AbortSignal): ToolResult {
  if (signal.aborted) return refused('failed', 'it was ended before it was done', '');
  desk.log?.error('an operation of an agent failed', { command, error: (error as Error).stack ?? String(error) });
  return refused('failed', 'it failed for a reason of its own', 'the log of the instance says why');
}

async function perform(desk: ApiDesk, caller: Caller, operation: Operation, given: Given, signal: AbortSignal) {
  const { [PLAN_FIELD]: plan, [WORKSPACE_FIELD]: workspace, ...input } = given;
  const named = Named.parse({ [PLAN_FIELD]: plan, [WORKSPACE_FIELD]: workspace });
  const { output } = await desk.perform({
    ...{ caller, operation, input: paged(operation, input), requestId: randomUUID(), signal },
    ...{ workspace: named[WORKSPACE_FIELD] || null, plan: named[PLAN_FIELD] || null, onceKey: null },
  });
  return operation.kind === 'stream' ? itemsOf(output as AsyncIterable<unknown>) : output;
}

/** A list that nobody bounded is bounded. */
function paged({ input, kind }: Operation, given: Given): Given {
  const { shape = {} } = input as { readonly shape?: Readonly<Record<string, unknown>> };
  if (kind !== 'query' || !('limit' in shape) || given.limit !== undefined) return given;
  return { ...given, limit: LIMITS.agentPage };
}

async function itemsOf(items: AsyncIterable<unknown>) {
  const some: unknown[] = [];
  for await (const item of items) {
    if (some.length >= LIMITS.agentItems) return { items: some, more: true };
    some.push(item);
  }
  return { items: some, more: false };
}

async function read(desk: ApiDesk, caller: Caller, uri: string, signal: AbortSignal) {
  const found = resourceAt(uri);
  if (!found) throw new McpError(ErrorCode.InvalidParams, 'nothing is at this address');
  if ('text' in found) return { contents: [{ uri, ...found }] };
  const operation = offered(desk.operations, caller).get(found.command.replace(' ', '_'));
  if (!operation) throw new McpError(ErrorCode.InvalidParams, 'this is not for you');
  try {
    const told = tell(await perform(desk, caller, operation, found.input as Given, signal));
    return { contents: [{ uri, mimeType: 'text/plain', text: fencedText(told) }] };
  } catch (error) {
    const problem = problemOf(error) ?? fault(desk, operation, error, signal);
    throw new McpError(ErrorCode.InvalidParams, problem.content[0]?.text ?? 'refused');
  }
}
