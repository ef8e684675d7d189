/** Operations that show webhooks: which there are, what they can be told of, what is on its way to one. */
import { z } from 'zod';
import { LIMITS } from '../../../domain/limits.ts';
import { FEED_KINDS } from '../../../domain/webhook/kinds.ts';
import { operation } from '../operation.ts';
import { Shown, shown, webhookOf, webhookRef } from './shape.ts';

/** `webhook list`. */
export const webhookList = operation({
  noun: 'webhook',
  verb: 'list',
  command: 'webhook list',
  summary: 'Webhooks: what each is told of, how it fares, what waits and what was given up',
  kind: 'query',
  input: z.strictObject({}),
  output: z.object({ webhooks: z.array(Shown) }),
  positional: [],
  errors: [],
  role: 'operator',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'webhook list', says: 'of this workspace' }],
  async run({ engine, workspaceId }) {
    const webhooks = await engine.store.webhooks.list(workspaceId, LIMITS.webhooks);
    return { webhooks: await Promise.all(webhooks.map((one) => shown(engine, one))) };
  },
});

/** `webhook kinds`. */
export const webhookKinds = operation({
  noun: 'webhook',
  verb: 'kinds',
  command: 'webhook kinds',
  summary: 'What a webhook can be told of',
  kind: 'query',
  input: z.strictObject({}),
  output: z.object({ kinds: z.array(z.object({ kind: z.string(), says: z.string() })) }),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'webhook kinds', says: 'message.* stands for all that begin so, * for all' }],
  run: () => Promise.resolve({ kinds: [...FEED_KINDS].map(([kind, says]) => ({ kind, says })) }),
});

const Telling = z.object({
  id: z.string().describe('webhook-id, the same with every try'),
  kind: z.string(),
  state: z.enum(['queued', 'sent', 'failed']),
  attempts: z.int(),
  status: z.int().nullable().describe('of the last answer; null = there was none'),
  detail: z.string(),
  createdAt: z.string(),
  nextTryAt: z.string().nullable(),
  sentAt: z.string().nullable(),
  body: z.string(),
});

/** `webhook sends`. */
export const webhookSends = operation({
  noun: 'webhook',
  verb: 'sends',
  command: 'webhook sends',
  summary: 'What was, or is to be, sent to a webhook, the newest first: its tries, the last answer, its body',
  kind: 'query',
  input: z.strictObject({
    webhook: webhookRef,
    state: z.enum(['queued', 'sent', 'failed']).default('failed'),
    limit: z.int().min(1).max(LIMITS.webhookSends).default(50),
  }),
  output: z.object({ sends: z.array(Telling) }),
  positional: ['webhook'],
  errors: ['no-such-webhook'],
  role: 'operator',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'webhook sends crm --state failed', says: 'what was given up' }],
  async run(context, { webhook: ref, state, limit }) {
    const { workspaceId, id: webhookId } = await webhookOf(context, ref);
    const found = await context.engine.store.webhooks.sends({ workspaceId, webhookId, state, limit });
    return {
      sends: found.map(({ id, kind, attempts, status, detail, createdAt, dueAt, sentAt, body }) => ({
        ...{ id, kind, state, attempts, status, detail, createdAt: new Date(createdAt).toISOString() },
        nextTryAt: state === 'queued' ? new Date(dueAt).toISOString() : null,
        ...{ sentAt: sentAt === null ? null : new Date(sentAt).toISOString(), body },
      })),
    };
  },
});
