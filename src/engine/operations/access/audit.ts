/** The operation that shows the log of acts. */
import { z } from 'zod';
import { operation } from '../operation.ts';

const Act = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.string().describe('cli, key:…, user:…, routine:…'),
  operation: z.string(),
  input: z.unknown(),
  change: z
    .object({ before: z.unknown(), after: z.unknown() })
    .nullable()
    .describe('what it was about, before and after; null = the same, or not known'),
  requestId: z.string().nullable(),
});

/** `audit list`. */
export const auditList = operation({
  noun: 'audit',
  verb: 'list',
  command: 'audit list',
  summary: 'The log of acts, newest first: who did what, and what was so before and after',
  kind: 'query',
  input: z.strictObject({
    limit: z.int().min(1).max(1000).default(50).describe('how many'),
    after: z.string().nullable().default(null).describe('id of the last one of the page before'),
  }),
  output: z.object({ acts: z.array(Act), next: z.string().nullable() }),
  positional: [],
  errors: [],
  role: 'admin',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'audit list --limit 20', says: 'the last twenty acts' }],
  async run({ engine, workspaceId }, { limit, after }) {
    const found = await engine.store.audits({ workspaceId, before: after, limit });
    const acts = found.map(({ id, at, actor, operation: command, input, change, requestId }) => ({
      ...{ id, at: new Date(at).toISOString(), actor, operation: command, input: JSON.parse(input) as unknown },
      ...{ change: change ? (JSON.parse(change) as z.output<typeof Act>['change']) : null },
      requestId: requestId ?? null,
    }));
    return { acts, next: found.length === limit ? (found.at(-1)?.id ?? null) : null };
  },
});
