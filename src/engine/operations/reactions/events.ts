/** Operation on events: saying what happened outside. */
import { z } from 'zod';
import { readEvent } from '../../../domain/conversation/reply-event.ts';
import {
  EVENT_CHANNELS,
  EVENT_DIRECTIONS,
  EVENT_KINDS,
  EVENT_OUTCOMES,
  type EventChannel,
  type EventKind,
} from '../../../domain/event.ts';
import type { Engine } from '../../engine.ts';
import { storyOf } from '../../explain.ts';
import { isOfSomeMail, mailToldOf } from '../../react/own-message.ts';
import { recordEvents } from '../../react.ts';
import { leadIdOf, leadRef } from '../find.ts';
import { operation, Refusal } from '../operation.ts';

/** What happens in a class is told as progress, from which the rest follows: `class progress`. */
const TELLABLE = EVENT_KINDS.filter((kind) => kind !== 'class');

/** `event record`: what happened outside. */
export const eventRecord = operation({
  noun: 'event',
  verb: 'record',
  command: 'event record',
  summary: 'Say what happened: a reply, a booking, an opt-out, a call, a touch by a person or another tool',
  kind: 'command',
  input: z.strictObject({
    lead: leadRef,
    kind: z.enum(TELLABLE).describe(TELLABLE.join(', ')),
    message: z
      .string()
      .nullable()
      .default(null)
      .describe('id of the message it is about; a bounce is about the last mail that left, where that is plain'),
    text: z.string().max(20_000).nullable().default(null).describe('words of the reply'),
    outcome: z
      .string()
      .nullable()
      .default(null)
      .describe('how a call ended, what a reply means: no-answer, interested'),
    direction: z
      .enum(EVENT_DIRECTIONS)
      .nullable()
      .default(null)
      .describe('in: the lead turned to us; out: we to the lead'),
    channel: z.enum(EVENT_CHANNELS).nullable().default(null).describe(EVENT_CHANNELS.join(', ')),
    origin: z.string().min(1).default('manual').describe('who tells it'),
    originId: z.string().min(1).optional().describe('its id there; the same one twice is one event'),
    at: z.iso.datetime({ offset: true }).optional().describe('when it happened, 2026-03-01T09:00:00Z; now by default'),
  }),
  output: z.object({ recorded: z.boolean(), kind: z.string(), reading: z.string().nullable() }),
  positional: ['lead', 'kind'],
  errors: ['no-such-lead', 'several-leads', 'unknown-outcome'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [
    {
      command: 'event record jane@acme.com replied --text "Yes, call me on Monday"',
      says: 'ends her sequence; the words are read',
    },
    {
      command: 'event record jane@acme.com call-completed --outcome no-answer',
      says: 'counts as a touch; what follows is in the playbook',
    },
  ],
  async run({ engine, workspaceId, note }, input) {
    const leadId = await leadIdOf(engine, workspaceId, input.lead);
    const at = input.at ? Date.parse(input.at) : engine.clock.now();
    checkOutcome(input.kind, input.outcome);
    const { reading, ...read } = readEvent(input, { now: at, zone: engine.parts.zone ?? 'UTC' });
    const recorded = await recordEvents(engine, [
      {
        workspaceId,
        leadId,
        campaignId: null,
        messageId: input.message ?? (await mailOf(engine, workspaceId, leadId, { ...input, at })),
        at,
        origin: input.origin,
        originId: input.originId ?? engine.ids.next('own'),
        direction: input.direction,
        channel: input.channel,
        text: input.text,
        ...read,
      },
    ]);
    if (read.kind === 'opted-in') noteUnproven(input, note);
    return { recorded: recorded > 0, kind: read.kind, reading };
  },
});

/** The mail that a bounce or a complaint is about, of which nobody says which; null = it is none, or may be another. */
async function mailOf(
  engine: Engine,
  workspaceId: string,
  leadId: string,
  told: { readonly kind: EventKind; readonly channel: EventChannel | null; readonly lead: string; readonly at: number },
): Promise<string | null> {
  if (!isOfSomeMail(told)) return null;
  const story = await storyOf(engine, workspaceId, leadId);
  return mailToldOf(story, told.lead.includes('@') ? told.lead : null, told.at)?.id ?? null;
}

/** An opt-in that opens nothing is kept, and says so. */
function noteUnproven(
  { channel, text }: { readonly channel: string | null; readonly text: string | null },
  note: (sentence: string) => void,
): void {
  if (channel === null)
    note('This opt-in names no way, and counts for none: say which with --channel email, sms or voice.');
  else if ((text ?? '').trim() === '')
    note('This opt-in has no words, and counts for nothing: record those by which they agreed with --text "…".');
}

function checkOutcome(kind: EventKind, said: string | null): void {
  const known = EVENT_OUTCOMES[kind] ?? [];
  if (said === null || known.includes(said)) return;
  throw new Refusal(
    'unknown-outcome',
    known.length === 0 ? `an event of kind ${kind} has no outcome` : `${kind} has no outcome “${said}”`,
    known.length === 0 ? 'leave --outcome out' : `there are: ${known.join(', ')}`,
  );
}
