/**
 * A story that a playbook must tell: given a lead, when these things happen, then these messages leave on these days. Owns the
 * written form; whoever has an engine and a virtual clock runs it.
 */
import { z } from 'zod';
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
});

const event = z.strictObject({
  day,
  event: z.enum([
    'delivered',
    'opened',
    'clicked',
    'replied',
    'bounced',
    'complained',
    'opted-out',
    'booked',
    'converted',
  ]),
  text: z.string().optional().describe('Words of a reply.'),
});

const expectation = z.union(
  [
    z.strictObject({ day, template: z.string() }).describe('This message leaves on this day.'),
    z.strictObject({ day, ended: z.string() }).describe('The sequence ends on this day for this reason.'),
    z.strictObject({ day, nothing: z.literal(true) }).describe('From this day on nothing more leaves.'),
    z.strictObject({ tier: z.enum(['hot', 'warm', 'cool', 'cold']) }),
    z.strictObject({ verdict: z.enum(['qualified', 'review', 'rejected']) }),
    z
      .strictObject({ sequence: z.string().nullable() })
      .describe('The lead goes through this one; null = through none.'),
  ],
  {
    error:
      'not an expectation\nWrite { day, template }, { day, ended }, { day, nothing: true }, { tier }, { verdict } or { sequence }.',
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
