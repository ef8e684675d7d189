/**
 * A story that a playbook must tell: given a lead, when these things happen, then these messages leave on these days. Owns the
 * written form; whoever has an engine and a virtual clock runs it.
 */
import { z } from 'zod';
import { EVENT_CHANNELS, EVENT_DIRECTIONS, EVENT_KINDS, EVENT_OUTCOMES } from '../../event.ts';
import { NO_VALUES } from '../../lead/lead.ts';

const THEN = 'then';
const DAYS_MAX = 3_650;
const LEAD_FIELDS = Object.keys(NO_VALUES) as [keyof typeof NO_VALUES, ...(keyof typeof NO_VALUES)[]];

const day = z.int().min(0).max(DAYS_MAX).describe("Days after the day of enrollment, in the lead's zone.");
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const value = z.union([scalar, z.array(z.string())]);

const given = z.strictObject({
  start: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$/, {
      error: 'not a date\nWrite it in quotes: "2026-03-03" or "2026-03-03T08:00".',
    })
    .default('2026-03-03T08:00')
    .describe(
      "Local time in the lead's zone at which the lead is assessed. The default is a Tuesday without a holiday.",
    ),
  lead: z.partialRecord(z.enum(LEAD_FIELDS), value).describe('What is known of the lead, by field.'),
  attributes: z.record(z.string(), scalar).default({}),
  settings: z.record(z.string(), value).default({}).describe('Settings that differ from their defaults.'),
  basis: z
    .enum(['consent', 'legitimate-interest', 'contract', 'none'])
    .default('legitimate-interest')
    .describe('On what basis the lead may be contacted.'),
  optedIn: z
    .array(z.enum(['email', 'sms', 'voice']))
    .default([])
    .describe('Channels that the lead said yes to before the story begins; texts and calls need it.'),
});

const event = z
  .strictObject({
    day,
    event: z.enum(EVENT_KINDS).optional(),
    outcome: z.string().optional().describe('How a call ended, what a reply means.'),
    channel: z.enum(EVENT_CHANNELS).optional().describe('By which way it came: a reply by sms is answered by sms.'),
    direction: z.enum(EVENT_DIRECTIONS).optional().describe('in: the lead turned to us; out: we to the lead.'),
    text: z.string().optional().describe('Words of a reply.'),
    resume: z.literal(true).optional().describe('In place of an event: a person lets a held sequence go on.'),
  })
  .refine(({ event: kind, resume }) => (kind === undefined) !== (resume === undefined), {
    error: 'neither an event nor a resumption\nWrite { day, event }, or { day, resume: true }.',
  })
  .refine(({ event: kind, outcome }) => !kind || !outcome || EVENT_OUTCOMES[kind]?.includes(outcome), {
    path: ['outcome'],
    error: 'this event has no such outcome\nSee playbooks/README.md for the outcomes of calls and replies.',
  });

const expectation = z.union(
  [
    z.strictObject({ day, template: z.string() }).describe('This message leaves on this day.'),
    z.strictObject({ day, ended: z.string() }).describe('The sequence ends on this day for this reason.'),
    z
      .strictObject({ day, held: z.string() })
      .describe('From this day on the sequence is held for this reason: human-touch, signal-rose.'),
    z.strictObject({ day, signal: z.string() }).describe('This signal rises on this day.'),
    z.strictObject({ day, task: z.string() }).describe('On this day a person gets this to do, a hand-off say.'),
    z.strictObject({ day, nothing: z.literal(true) }).describe('From this day on nothing more leaves.'),
    z.strictObject({ tier: z.enum(['hot', 'warm', 'cool', 'cold']) }),
    z.strictObject({ verdict: z.enum(['qualified', 'review', 'rejected']) }),
    z
      .strictObject({ sequence: z.string().nullable().meta({ names: 'sequence' }) })
      .describe('The lead goes through this one; null = through none.'),
  ],
  {
    error:
      'not an expectation\nWrite { day, template }, { day, ended }, { day, held }, { day, signal }, { day, task }, { day, nothing: true }, { tier }, { verdict } or { sequence }.',
  },
);

/** One scenarios/*.yaml file. Where `then` names any message, it names all that leave. */
export const scenarioSchema = z.strictObject({
  title: z.string().min(1),
  given,
  when: z.array(event).default([]),
  [THEN]: z.array(expectation).min(1),
});

/** A scenario as read, defaults filled in. */
export type Scenario = z.output<typeof scenarioSchema>;
