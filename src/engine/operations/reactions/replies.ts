/** Operations on the inbox: what people wrote, what it was read as and by what, who sees to it, and answering. */
import { z } from 'zod';
import { INBOX_STATES } from '../../../domain/conversation/inbox/inbox.ts';
import { REPLY_INTENTS } from '../../../domain/conversation/reply-intent.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { answerReply } from '../../replies/answer.ts';
import { correctReply, moveReply, replyNamed, shownInFull, shownReply } from '../../replies/inbox.ts';
import type { ReplyChange } from '../../store-port.ts';
import { type OperationContext, operation, Refusal } from '../operation.ts';

const named = { reply: z.string().min(1).describe('id of the reply, as reply list shows it') };
const Shown = z.record(z.string(), z.unknown());

/** `reply list`: the inbox. */
export const replyList = operation({
  noun: 'reply',
  verb: 'list',
  command: 'reply list',
  summary: 'The inbox: what people wrote, what it was read as, and by which words; those who wait longest first',
  kind: 'query',
  input: z.strictObject({
    state: z
      .enum(INBOX_STATES)
      .default('open')
      .describe('done: answered, closed, or nothing to answer; the latest first'),
    class: z.enum(REPLY_INTENTS).nullable().default(null).describe('only those that mean this'),
    assigned: z.string().nullable().default(null).describe('only those of this person'),
    snoozed: z.boolean().default(false).describe('also those that are put off'),
    after: z.string().nullable().default(null).describe('id of the last one of the page before'),
    limit: z.int().min(1).max(LIMITS.inboxPage).default(50).describe('how many'),
  }),
  output: z.object({ replies: z.array(Shown), next: z.string().nullable() }),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [
    { command: 'reply list', says: 'what waits for an answer' },
    { command: 'reply list --class interested', says: 'those who want to hear more' },
    { command: 'reply list --state done --class opt-out', says: 'who wants to be left alone, and by which words' },
  ],
  async run({ engine, workspaceId }, { state, class: meaning, assigned, snoozed, after, limit }) {
    const awakeAt = snoozed || state === 'done' ? null : engine.clock.now();
    const page = { workspaceId, state, meaning, assignedTo: assigned, awakeAt, after, limit };
    const found = await engine.store.replies.list(page);
    const next = found.length === limit ? (found.at(-1)?.reply.eventId ?? null) : null;
    return { replies: found.map(shownReply), next };
  },
});

/** `reply show`: one, with all that stands behind it. */
export const replyShow = operation({
  noun: 'reply',
  verb: 'show',
  command: 'reply show',
  summary: 'One reply: its words, each reason for what it was read as, and the answers to it',
  kind: 'query',
  input: z.strictObject(named),
  output: Shown,
  positional: ['reply'],
  errors: ['no-such-reply'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'reply show evt_01k…', says: 'before you answer' }],
  run: async ({ engine, workspaceId }, { reply }) =>
    shownInFull(await replyNamed(engine, { workspaceId, eventId: reply })),
});

/** `reply correct`: what it means, by a person's word. */
export const replyCorrect = operation({
  noun: 'reply',
  verb: 'correct',
  command: 'reply correct',
  summary: 'Say what a reply means; what follows from it follows, and nothing that was refused is lifted',
  kind: 'command',
  input: z.strictObject({
    ...named,
    as: z.enum(REPLY_INTENTS).describe(REPLY_INTENTS.join(', ')),
  }),
  output: z.object({ id: z.string(), before: z.string(), class: z.string(), changed: z.boolean() }),
  positional: ['reply'],
  errors: ['no-such-reply', 'reply-forgotten', 'changed-meanwhile'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  preview: 'reply show',
  examples: [
    { command: 'reply correct evt_01k… --as opt-out', says: 'nothing more is sent' },
    {
      command: 'reply correct evt_01k… --as interested',
      says: 'reactions follow; a refusal stands until suppress lift',
    },
  ],
  async run(context, { reply, as }) {
    const { engine, workspaceId, actor } = context;
    const done = await correctReply(engine, { workspaceId, eventId: reply }, { meaning: as, by: actor });
    if (done.changed && done.before === 'opt-out')
      context.note('What was refused stays refused until the person says yes again: rekindle suppress lift.');
    return { id: reply, before: done.before, class: done.meaning, changed: done.changed };
  },
});

const Moved = z.object({
  id: z.string(),
  state: z.string(),
  assignedTo: z.string().nullable(),
  snoozedUntil: z.string().nullable(),
});

async function moved({ engine, workspaceId }: OperationContext, eventId: string, change: Partial<ReplyChange>) {
  const { state, assignedTo, snoozedUntil } = await moveReply(engine, { ...change, workspaceId, eventId });
  const until = snoozedUntil === null ? null : new Date(snoozedUntil).toISOString();
  return { id: eventId, state, assignedTo, snoozedUntil: until };
}

const act = {
  noun: 'reply',
  kind: 'command' as const,
  output: Moved,
  positional: ['reply' as const],
  role: 'operator' as const,
  scope: 'workspace' as const,
  effect: 'write' as const,
  idempotent: true,
};
const NOBODY = 'nobody';

/** `reply assign`: whose it is. */
export const replyAssign = operation({
  ...act,
  verb: 'assign',
  command: 'reply assign',
  summary: 'Say who sees to a reply; without --to it is yours',
  input: z.strictObject({
    ...named,
    to: z
      .string()
      .min(1)
      .max(LIMITS.addressCharacters)
      .optional()
      .describe('a person’s name; nobody = it is free again'),
  }),
  errors: ['no-such-reply'],
  examples: [{ command: 'reply assign evt_01k… --to ann', says: 'reply list --assigned ann shows it' }],
  run: (context, { reply, to = context.actor }) => moved(context, reply, { assignedTo: to === NOBODY ? null : to }),
});

/** `reply snooze`: later. */
export const replySnooze = operation({
  ...act,
  verb: 'snooze',
  command: 'reply snooze',
  summary: 'Put a reply off until a time; it is open again then, by itself',
  input: z.strictObject({
    ...named,
    until: z.iso.datetime({ offset: true }).describe('2026-03-01T09:00:00Z'),
  }),
  errors: ['no-such-reply', 'not-ahead'],
  undo: 'reply open',
  examples: [{ command: 'reply snooze evt_01k… --until 2026-03-02T09:00:00Z', says: 'not shown before' }],
  async run(context, { reply, until }) {
    const snoozedUntil = Date.parse(until);
    if (snoozedUntil <= context.engine.clock.now())
      throw new Refusal('not-ahead', 'that time is over', 'give a time ahead, or reply open to have it shown now');
    return moved(context, reply, { state: 'open', closedBy: null, snoozedUntil });
  },
});

/** `reply done`: nothing to answer. */
export const replyDone = operation({
  ...act,
  verb: 'done',
  command: 'reply done',
  summary: 'Close a reply that needs no answer, or has got one elsewhere',
  input: z.strictObject(named),
  errors: ['no-such-reply'],
  undo: 'reply open',
  examples: [{ command: 'reply done evt_01k…', says: 'reply list --state done shows it' }],
  run: (context, { reply }) => moved(context, reply, { state: 'done', closedBy: context.actor, snoozedUntil: null }),
});

/** `reply open`: to be seen to after all. */
export const replyOpen = operation({
  ...act,
  verb: 'open',
  command: 'reply open',
  summary: 'Open a reply again that was closed or put off',
  input: z.strictObject(named),
  errors: ['no-such-reply'],
  undo: 'reply done',
  examples: [{ command: 'reply open evt_01k…', says: 'it is in the inbox again' }],
  run: (context, { reply }) => moved(context, reply, { state: 'open', closedBy: null, snoozedUntil: null }),
});

/** `message reply`: an answer. */
export const messageReply = operation({
  noun: 'message',
  verb: 'reply',
  command: 'message reply',
  summary:
    'Answer a reply in its thread, from the sender it was to; it leaves before everything else, through the same gates',
  kind: 'command',
  input: z.strictObject({
    ...named,
    text: z
      .string()
      .trim()
      .min(1)
      .max(LIMITS.answerCharacters)
      .describe('what you write; opt-out and address are added'),
    again: z.boolean().default(false).describe('also where it was answered before'),
  }),
  output: z.object({
    messageId: z.string(),
    isNew: z.boolean(),
    turn: z.number(),
    state: z.string(),
    channel: z.string(),
    to: z.string(),
    subject: z.string(),
  }),
  positional: ['reply', 'text'],
  errors: [
    ...['no-such-reply', 'already-answered', 'too-many-answers', 'cannot-answer', 'text-too-long'],
    ...['suppressed', 'consent-withdrawn', 'opt-in-proof-missing', 'setting-missing'],
  ],
  role: 'operator',
  scope: 'workspace',
  effect: 'send',
  idempotent: true,
  preview: 'reply show',
  undo: 'message cancel',
  examples: [
    {
      command: 'message reply evt_01k… "Thanks, Tuesday at ten suits me."',
      says: 'the same words twice are one answer',
    },
  ],
  async run({ engine, workspaceId, actor }, { reply, text: words, again }) {
    const { answer, isNew } = await answerReply(engine, { workspaceId, eventId: reply, words, by: actor, again });
    const message = await engine.store.messages.get(workspaceId, answer.messageId);
    const { messageId, turn, subject } = answer;
    const { state = 'queued', channel = 'email', recipient: to = '' } = message ?? {};
    return { messageId, isNew, turn, state, channel, to, subject };
  },
});
