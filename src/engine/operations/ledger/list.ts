/** The ledger as a list. */
import { z } from 'zod';
import type { Message } from '../../../domain/message.ts';
import { messageView } from '../../explain.ts';
import type { ListQuery } from '../../store-port.ts';
import { campaignOf } from '../find.ts';
import {
  asksMore,
  counts,
  LIST_ERRORS,
  type ListWish,
  listInputs,
  listQuery,
  pageTold,
  Total,
} from '../lists/asked.ts';
import { type OperationContext, operation } from '../operation.ts';
import { printList } from '../print/table.ts';

/** `message list`: the ledger. */
export const messageList = operation({
  noun: 'message',
  verb: 'list',
  command: 'message list',
  summary: 'Messages of the ledger with their state and reason',
  kind: 'query',
  input: z.strictObject({
    limit: z.int().min(1).max(1000).default(50).describe('how many'),
    after: z.string().nullable().default(null).describe('`next` of the page before'),
    ...listInputs('message'),
    state: z
      .enum([
        'queued',
        'claimed',
        'sending',
        'sent',
        'delivered',
        'bounced',
        'held',
        'refused',
        'failed',
        'unconfirmed',
      ])
      .nullable()
      .default(null)
      .describe('only in this state'),
    campaign: z.string().optional().describe('only of this campaign'),
    ...counts,
  }),
  output: z.object({ messages: z.array(z.record(z.string(), z.unknown())), next: z.string().nullable(), total: Total }),
  positional: [],
  errors: ['no-such-campaign', ...LIST_ERRORS],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [
    { command: `message list --where 'dueAt < daysAgo(1)' --sort -dueAt`, says: 'the queue, latest first' },
    { command: 'message list --state unconfirmed', says: 'what nobody knows the fate of' },
  ],
  async run(context, { state, campaign, count, ...wish }) {
    const { engine, workspaceId } = context;
    const campaignId = campaign === undefined ? null : (await campaignOf(context, campaign)).id;
    const flags = state === null ? [] : [{ field: 'message.state', is: '==', value: state } as const];
    const query = listQuery(context, 'message', { ...wish, campaignId }, flags);
    const page = await pageOf(context, { ...wish, state }, query);
    const { filter } = query;
    const counted = { workspaceId, campaignId, filter };
    const total = count
      ? { total: await engine.store.lists.count('message', counted, engine.suppressionKeys) }
      : undefined;
    return { ...page, ...total };
  },
  print: ({ messages, ...around }) => printList(messages, COLUMNS, { ...around, none: 'No message is so.' }),
});

const COLUMNS = {
  ...{
    state: 'STATE',
    dueAt: 'DUE (UTC)',
    sentAt: 'SENT (UTC)',
    recipient: 'TO',
    sender: 'FROM',
    template: 'TEMPLATE',
  },
  ...{ subject: 'SUBJECT', reason: 'REASON', attempts: 'TRIES', id: 'ID' },
};

type Wish = ListWish & { readonly state: Message['state'] | null };

async function pageOf({ engine, workspaceId }: OperationContext, wish: Wish, query: ListQuery) {
  if (asksMore(wish)) {
    const { rows, next } = pageTold(await engine.store.lists.messages(query), query.order);
    return { messages: rows.map(messageView), next };
  }
  const { state, after, limit } = wish;
  const found = await engine.store.messages.list({ workspaceId, campaignId: query.campaignId, state, after, limit });
  return { messages: found.map(messageView), next: found.length === limit ? (found.at(-1)?.id ?? null) : null };
}
