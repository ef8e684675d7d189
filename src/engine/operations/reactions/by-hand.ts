/** Operations by which a person writes to a lead by hand, outside of any sequence: how it would stand with it, and writing it. */
import { z } from 'zod';
import type { GateAnswer } from '../../../domain/consent/gate.ts';
import { LIMITS } from '../../../domain/limits.ts';
import type { Message } from '../../../domain/message.ts';
import { spoken } from '../../explain.ts';
import { lookByHand, writeByHand } from '../../replies/by-hand.ts';
import { leadIdOf, leadRef, workspaceOf } from '../find.ts';
import { type OperationContext, operation } from '../operation.ts';

const Why = z.array(z.record(z.string(), z.unknown())).describe('each with what it says and what to do');
const heldUntil = z
  .string()
  .nullable()
  .describe('until when it is held, by what is known now; null = it is not, or until somebody changes what is named');
const from = z
  .string()
  .max(LIMITS.addressCharacters)
  .optional()
  .describe('address of the mailbox that writes; the one that the lead was last written from where left out');

/** `message preview`: what would become of a mail by hand. */
export const messagePreview = operation({
  noun: 'message',
  verb: 'preview',
  command: 'message preview',
  summary:
    'How it would stand with a mail written to a lead by hand: who writes, to whom, what is added, and what the gate says now',
  kind: 'query',
  input: z.strictObject({ lead: leadRef, from }),
  output: z.object({
    leadId: z.string(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    senders: z.array(z.object({ address: z.string(), name: z.string(), campaign: z.string() })),
    footer: z.string().nullable().describe('what stands under the words; the opt-out link is an example'),
    dry: z.boolean().describe('it would be written into the outbox folder, and reach nobody'),
    verdict: z.enum(['send', 'hold', 'refuse']),
    heldUntil,
    why: Why,
  }),
  positional: ['lead'],
  errors: ['no-such-lead', 'several-leads', 'erased'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'message preview ann@acme.com', says: 'why nothing could leave now, and until when' }],
  async run(context, { lead, from: sender = null }) {
    const { engine, workspaceId } = context;
    const workspace = await workspaceOf(context);
    const leadId = await leadIdOf(engine, workspaceId, lead);
    const { senders, to, gate, footer } = await lookByHand(engine, workspace, { leadId, from: sender });
    const common = { leadId, senders: [...senders], footer, dry: workspace.mode !== 'live' };
    if ('refused' in to) {
      const why = [{ ...spoken({ code: to.refused }) }];
      return { ...common, from: null, to: null, verdict: 'refuse' as const, heldUntil: null, why };
    }
    return { ...common, from: to.sender, to: to.recipient, ...told(gate ?? { verdict: 'send' }) };
  },
});

/** `message write`: a mail by hand. */
export const messageWrite = operation({
  noun: 'message',
  verb: 'write',
  command: 'message write',
  summary:
    'Write one e-mail to one lead by hand, outside of any sequence; it passes the same gates as any other, and holds what the lead goes through',
  kind: 'command',
  input: z.strictObject({
    lead: leadRef,
    subject: z
      .string()
      .trim()
      .min(1)
      .max(LIMITS.handSubjectCharacters)
      .regex(/^\P{Cc}*$/u, 'a subject is one line')
      .describe('one line'),
    text: z
      .string()
      .trim()
      .min(1)
      .max(LIMITS.answerCharacters)
      .describe('what you write; opt-out and address are added'),
    from,
    again: z.boolean().default(false).describe('also where you have just written the same words to the lead'),
    wait: z
      .int()
      .min(0)
      .max(LIMITS.handWaitSeconds)
      .default(0)
      .describe('seconds before it may leave, in which message cancel takes it back'),
  }),
  output: z.object({
    messageId: z.string(),
    isNew: z.boolean(),
    state: z.string(),
    from: z.string(),
    to: z.string(),
    subject: z.string(),
    verdict: z.enum(['send', 'hold', 'refuse']).describe('what the gate says now; it is asked again when it leaves'),
    heldUntil,
    why: Why,
  }),
  positional: ['lead'],
  errors: [
    ...['no-such-lead', 'several-leads', 'erased', 'nobody-writes', 'no-address', 'no-such-sender', 'no-sender-chosen'],
    ...['too-many-alike', 'suppressed', 'consent-withdrawn', 'setting-missing'],
  ],
  role: 'operator',
  scope: 'workspace',
  effect: 'send',
  idempotent: true,
  unwritten: ['subject', 'text'],
  preview: 'message preview',
  undo: 'message cancel',
  examples: [
    {
      command: 'message write ann@acme.com --subject "Tuesday" --text "Does ten suit you?"',
      says: 'from the mailbox that wrote to her last; the same words twice are one message',
    },
    {
      command: 'message write ann@acme.com --subject "Hello" --text "…" --from sam@our.com',
      says: 'to somebody whom nobody has written to yet',
    },
  ],
  async run(context, { lead, subject, text: words, from: sender = null, again, wait }) {
    const { engine, workspaceId, actor: by } = context;
    const workspace = await workspaceOf(context);
    const leadId = await leadIdOf(engine, workspaceId, lead);
    const wish = { workspace, leadId, from: sender, subject, words, by, again, waitMs: wait * 1_000 };
    const { answer, isNew, gate } = await writeByHand(engine, wish);
    const message = await engine.store.messages.get(workspaceId, answer.messageId);
    const { state = 'queued', sender: address = '', recipient: to = '' } = message ?? {};
    const standing = isNew || message === null ? told(gate) : told(asItStands(message));
    noteHold(context, standing);
    return { messageId: answer.messageId, isNew, state, from: address, to, subject: answer.subject, ...standing };
  },
});

/** Of one that was there already: what its row says. */
function asItStands({ state, dueAt, reason }: Message): GateAnswer {
  return state === 'held' && reason ? { verdict: 'hold', until: dueAt, reasons: [reason] } : { verdict: 'send' };
}

function told(gate: GateAnswer) {
  const { verdict } = gate;
  const until = verdict === 'hold' && gate.until !== null ? new Date(gate.until).toISOString() : null;
  return { verdict, heldUntil: until, why: verdict === 'send' ? [] : gate.reasons.map((one) => ({ ...spoken(one) })) };
}

function noteHold({ note }: OperationContext, { verdict, heldUntil: until, why }: ReturnType<typeof told>): void {
  if (verdict !== 'hold') return;
  const says = why.map((one) => one.says).join(' ');
  note(`It waits ${until === null ? 'until what is named changes' : `until ${until}`}: ${says}`);
}
