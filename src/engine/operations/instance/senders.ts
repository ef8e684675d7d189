/** Operations on senders: how each stands, and letting one go on that stopped. */
import { z } from 'zod';
import { keysOfSender } from '../../../domain/consent/pace/counters.ts';
import { RATE_DAYS, thresholdsOf } from '../../../domain/deliverability/sender-rates.ts';
import { resumeSender, type SenderStanding, sendersOf } from '../../senders/watch.ts';
import { operation, Refusal } from '../operation.ts';

const Floor = z.object({
  sent: z.number().describe('fewer messages say nothing'),
  count: z.number().describe('fewer that came back say nothing'),
  most: z.number().describe('thousandths of those sent; above it the sender stops'),
});
const Shown = z.object({
  sender: z.string(),
  kind: z.enum(['mailbox', 'domain']),
  sent: z.number(),
  bounced: z.number(),
  complained: z.number(),
  sentToday: z.number(),
  allowedToday: z.number().nullable(),
  warming: z.boolean(),
  stopsAt: z.object({ bounced: Floor, complained: Floor }),
  stopped: z.object({ why: z.string(), by: z.string(), at: z.string() }).nullable(),
});

/** `sender list`. */
export const senderList = operation({
  noun: 'sender',
  verb: 'list',
  command: 'sender list',
  summary: 'Mailboxes and domains that campaigns send from: what came back in seven days, what each may send today',
  kind: 'query',
  input: z.strictObject({}),
  output: z.object({ days: z.number(), senders: z.array(Shown) }),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'sender list', says: 'a new mailbox is warmed up: five a day at first, five more each day' }],
  async run({ engine, workspaceId }) {
    return { days: RATE_DAYS, senders: (await sendersOf(engine, workspaceId)).map(shown) };
  },
});

function shown({ scope, key, sent, bounced, complained, sentToday, allowance, warming, halt }: SenderStanding) {
  return {
    ...{ sender: key, sent, bounced, complained, sentToday, allowedToday: allowance, warming },
    kind: scope === 'sender' ? ('mailbox' as const) : ('domain' as const),
    stopsAt: floorsOf(scope),
    stopped: halt && { why: halt.why, by: halt.by, at: new Date(halt.at).toISOString() },
  };
}

function floorsOf(scope: SenderStanding['scope']) {
  const { bounced, complained } = thresholdsOf(scope);
  return { bounced: { ...bounced }, complained: { ...complained } };
}

/** `sender resume`. */
export const senderResume = operation({
  noun: 'sender',
  verb: 'resume',
  command: 'sender resume',
  summary: 'Let a mailbox or domain send again that stopped since too much came back; the count begins anew',
  kind: 'command',
  input: z.strictObject({ sender: z.string().min(1).describe('mailbox or domain, as sender list names it') }),
  output: z.object({ sender: z.string(), resumed: z.boolean() }),
  positional: ['sender'],
  errors: ['not-stopped'],
  role: 'manager',
  scope: 'workspace',
  effect: 'send',
  idempotent: false,
  examples: [{ command: 'sender resume ann@acme.com', says: 'once you know why they came back' }],
  async run({ engine, workspaceId }, { sender }) {
    const key = sender.includes('@') ? keysOfSender(sender)[0] : sender.toLowerCase();
    if (await resumeSender(engine, workspaceId, key)) return { sender: key, resumed: true };
    throw new Refusal('not-stopped', `“${key}” is not stopped`, 'rekindle sender list shows which are');
  },
});
