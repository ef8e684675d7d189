/** Operations on messages that a person decides about: try again, settle, take back. */
import { z } from 'zod';
import type { MessageState } from '../../../domain/message.ts';
import type { Reason } from '../../../domain/reason.ts';
import type { Settlement } from '../../store-port.ts';
import { campaignOf, campaignRef } from '../find.ts';
import { LIST_ERRORS, listInputs, listQuery, pageTold } from '../lists/asked.ts';
import { type OperationContext, operation, Refusal } from '../operation.ts';

/** Messages moved in one transaction. */
const PAGE = 500;

const chosen = {
  id: z
    .string()
    .optional()
    .describe('one message; without it all that fit, of the campaign or, with --where, of the workspace'),
  campaign: campaignRef,
  code: z.string().optional().describe('only with this reason code, such as retries-used-up'),
  where: listInputs('message').where,
};
const Moved = z.object({ moved: z.number() });

/** `message retry`: dead letters, once more. */
export const messageRetry = operation({
  noun: 'message',
  verb: 'retry',
  command: 'message retry',
  summary: 'Try failed messages again, all of a campaign or one; the gates are asked as for any other',
  kind: 'job',
  input: z.strictObject(chosen),
  output: Moved,
  positional: ['id'],
  errors: ['no-such-campaign', 'nothing-to-move', ...LIST_ERRORS],
  role: 'operator',
  scope: 'workspace',
  effect: 'send',
  idempotent: true,
  preview: 'message list',
  undo: 'message cancel',
  examples: [
    { command: 'message retry --code retries-used-up', says: 'those the server put off too often' },
    {
      command: `message retry --where 'recipient.endsWith("@acme.example") && createdAt >= daysAgo(9)'`,
      says: 'those to one domain of the last days, of all campaigns',
    },
    { command: 'message list --state failed', says: 'the dead letters, each with its reason' },
  ],
  run: (context, input) => move(context, input, [['failed', 'queued', null]]),
});

const SETTLED: Readonly<Record<'sent' | 'failed' | 'again', readonly [MessageState, Reason | null]>> = {
  sent: ['sent', null],
  failed: ['failed', { code: 'settled-not-sent' }],
  again: ['queued', null],
};

/** `message settle`: what nobody knows the fate of. */
export const messageSettle = operation({
  noun: 'message',
  verb: 'settle',
  command: 'message settle',
  summary: 'Say what became of unconfirmed messages: sent, failed, or to be sent again',
  kind: 'job',
  input: z.strictObject({
    ...chosen,
    as: z.enum(['sent', 'failed', 'again']).describe('again may reach the person twice, if it did arrive'),
  }),
  output: Moved,
  positional: ['id'],
  errors: ['no-such-campaign', 'nothing-to-move', ...LIST_ERRORS],
  role: 'operator',
  scope: 'workspace',
  effect: 'send',
  idempotent: true,
  preview: 'message list',
  examples: [{ command: 'message settle --as sent', says: 'all of the campaign, once the server’s log was read' }],
  run(context, { as, ...input }) {
    const [to, reason] = SETTLED[as];
    return move(context, input, [['unconfirmed', to, reason]]);
  },
});

/** `message cancel`: what has not left yet. */
export const messageCancel = operation({
  noun: 'message',
  verb: 'cancel',
  command: 'message cancel',
  summary: 'Take back messages that wait to leave; their sequences go on without them',
  kind: 'job',
  input: z.strictObject(chosen),
  output: Moved,
  positional: ['id'],
  errors: ['no-such-campaign', 'nothing-to-move', ...LIST_ERRORS],
  role: 'operator',
  scope: 'workspace',
  effect: 'irreversible',
  idempotent: true,
  preview: 'message list',
  examples: [{ command: 'message cancel --campaign Spring', says: 'queued and held ones' }],
  run: (context, input) =>
    move(context, input, [
      ['queued', 'refused', CANCELLED],
      ['held', 'refused', CANCELLED],
    ]),
});

const CANCELLED: Reason = { code: 'cancelled' };

type Move = readonly [from: MessageState, to: MessageState, reason: Reason | null];
interface Chosen {
  readonly id?: string | undefined;
  readonly campaign?: string | undefined;
  readonly code?: string | undefined;
  readonly where: string;
}

async function move(context: OperationContext, chosen: Chosen, moves: readonly Move[]) {
  if (chosen.id === undefined && chosen.where.trim() !== '') return moveWhere(context, chosen, moves);
  const { id, campaign, code } = chosen;
  const campaignId = id === undefined ? (await campaignOf(context, campaign)).id : '';
  let moved = 0;
  for (const [from, to, reason] of moves) {
    const { engine, workspaceId } = context;
    // A person who says “again” does not know either whether it left.
    const page = { workspaceId, campaignId, id: id ?? null, code: code ?? null, from, to, reason, limit: PAGE };
    moved += await everyPage(context, { ...page, mayHaveLeft: to === 'queued', now: engine.clock.now(), after: '' });
  }
  if (id !== undefined && moved === 0) {
    const states = moves.map(([from]) => from).join(' or ');
    throw new Refusal('nothing-to-move', `there is no ${states} message ${id}`, 'rekindle message list shows them');
  }
  return { moved };
}

/** Those that a filter names, one by one, of the workspace or of a campaign; what moved meanwhile is passed over. */
async function moveWhere(context: OperationContext, { campaign, code, where }: Chosen, moves: readonly Move[]) {
  const { engine, workspaceId, signal } = context;
  const campaignId = campaign === undefined ? null : (await campaignOf(context, campaign)).id;
  const equal = (field: string, value: string) => ({ field, is: '==', value }) as const;
  let moved = 0;
  for (const [from, to, reason] of moves) {
    const flags = [equal('message.state', from), ...(code === undefined ? [] : [equal('message.reason', code)])];
    for (let after: string | null = null, more = true; more && !signal.aborted; more = after !== null) {
      const query = listQuery(context, 'message', { where, sort: '', after, limit: PAGE, campaignId }, flags);
      const page = pageTold(await engine.store.lists.messages(query), query.order);
      for (const message of page.rows) {
        const one = { workspaceId, campaignId: '', id: message.id, code: code ?? null, from, to, reason, limit: 1 };
        const now = engine.clock.now();
        moved += (await engine.store.messages.settle({ ...one, mayHaveLeft: to === 'queued', now, after: '' })).moved;
      }
      after = page.next;
    }
  }
  return { moved };
}

async function everyPage({ engine, signal }: OperationContext, settlement: Settlement): Promise<number> {
  let moved = 0;
  for (let after: string | null = ''; after !== null && !signal.aborted; ) {
    const page = await engine.store.messages.settle({ ...settlement, after });
    moved += page.moved;
    after = page.last;
  }
  return moved;
}
