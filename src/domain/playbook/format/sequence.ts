/** How a sequence is written in playbook.yaml, and the shape it becomes. Owns the words of that section; checks no reference. */
import { z } from 'zod';
import { LIMITS } from '../../limits.ts';
import type { SendWindow } from '../playbook.ts';
import { suggestion } from '../problem.ts';
import { accountSchema } from './account.ts';
import { durationDays, durationHours, minuteOfDay } from './duration.ts';
import { reactionsSchema } from './reactions.ts';

/** A word of the format. Why a name for it: a literal `then` key makes an object look like a promise. */
const THEN = 'then';
/** Days that a sequence may take. */
export const LONGEST_SEQUENCE_DAYS = 3_650;

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** Events that `exits` may name. */
const EXIT_EVENTS = ['replied', 'bounced', 'opted-out', 'complained', 'booked', 'converted'] as const;

type Weekday = (typeof WEEKDAYS)[number];

function isoWeekday(name: string): number {
  return WEEKDAYS.indexOf(name as Weekday) + 1;
}

/** `mon-fri` as ISO weekdays; a range may go over the weekend, `sat-mon`. */
function weekdayRange(text: string): readonly number[] {
  const [from = '', to = from] = text.split('-');
  const count = ((isoWeekday(to) - isoWeekday(from) + WEEKDAYS.length) % WEEKDAYS.length) + 1;
  return Array.from({ length: count }, (_, i) => ((isoWeekday(from) - 1 + i) % WEEKDAYS.length) + 1);
}

const weekdays = z
  .union(
    [
      z
        .string()
        .regex(/^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$/)
        .transform(weekdayRange),
      z
        .array(z.enum(WEEKDAYS))
        .min(1)
        .transform((names) => names.map(isoWeekday)),
    ],
    { error: 'not weekdays\nWrite a range such as mon-fri, or a list such as [mon, wed, fri].' },
  )
  .transform((days) => [...new Set(days)].sort((a, b) => a - b));

/** Zones known to this runtime; `UTC` is always one. */
const zone = z.string().refine(isZone, { error: 'not a time zone\nWrite an IANA zone, such as Europe/Berlin.' });

function isZone(name: string): boolean {
  try {
    new Temporal.ZonedDateTime(0n, name);
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

const windowSchema = z
  .strictObject({
    days: weekdays.prefault('mon-fri').describe('Weekdays on which messages may leave: mon-fri, or [mon, wed].'),
    from: minuteOfDay.prefault('09:00').describe('Earliest local time, included.'),
    to: minuteOfDay.prefault('17:00').describe('Latest local time, not included.'),
    holidays: z.enum(['skip', 'send']).default('skip').describe("Public holidays of the lead's country."),
    zone: zone.default('UTC').describe("Time zone used where the lead's own is not known."),
  })
  .refine((window) => window.from < window.to, {
    path: ['to'],
    error: 'the window ends before it begins\nMake `to` later than `from`.',
  })
  .transform(
    ({ days, from, to, holidays, zone }): SendWindow => ({
      days,
      fromMinute: from,
      toMinute: to,
      skipHolidays: holidays === 'skip',
      fallbackZone: zone,
    }),
  );

const stepBase = {
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, { error: 'not a step id\nUse small letters, digits and hyphens.' })
    .optional()
    .describe('Name of the step; kind and day where it is left out.'),
  day: z.int().min(0).max(LONGEST_SEQUENCE_DAYS).describe('Days after the day of enrollment; 0 is the same day.'),
};
const when = z.string().min(1).describe('CEL over the facts.');
const optionalWhen = when.optional();
const reactions = reactionsSchema.default([]);
const stepReactions = reactions.describe(
  'What follows from events while the lead stands at this step; they come before those of the sequence.',
);

const lateness = z.strictObject({
  after: durationHours.prefault('24h'),
  [THEN]: z.enum(['send', 'next-window', 'skip']).default('next-window'),
});

const sendingStep = {
  ...stepBase,
  when: optionalWhen,
  template: z.string().optional().describe('Name of a file in templates/, without its ending.'),
  variants: z
    .array(z.strictObject({ template: z.string(), weight: z.number().positive().default(1) }))
    .min(1)
    .optional()
    .describe('Templates tried against each other, by weight.'),
  late: lateness
    .optional()
    .describe('What becomes of this step where it comes late; as the sequence says where left out.'),
  reactions: stepReactions,
};

const hasWords = (step: { readonly template?: string | undefined; readonly variants?: unknown }) =>
  (step.template === undefined) !== (step.variants === undefined);
const needsWords = (what: string) => ({
  error: `${what} needs either a template or variants\nWrite \`template: name\`, or \`variants:\` with a list.`,
});

const emailStep = z
  .strictObject({ kind: z.literal('email'), ...sendingStep })
  .refine(hasWords, needsWords('an e-mail step'));

const phoneStep = {
  ...sendingStep,
  otherwise: z
    .string()
    .optional()
    .describe(
      'Id of the step that is taken where the person may not be reached by phone; the next one where left out.',
    ),
};
const smsStep = z.strictObject({ kind: z.literal('sms'), ...phoneStep }).refine(hasWords, needsWords('an SMS step'));
const voiceStep = z
  .strictObject({
    kind: z.literal('voice'),
    ...phoneStep,
    agent: z.string().min(1).max(LIMITS.agentCharacters).describe("The provider's id of the agent that speaks."),
    tries: z.int().min(1).max(LIMITS.callTries).default(3).describe('Calls at most, where nobody is reached.'),
    again: durationHours.prefault('24h').describe('Time before the next of them.'),
  })
  .refine(hasWords, needsWords('a voice step'));

const taskStep = z.strictObject({
  kind: z.literal('task'),
  ...stepBase,
  when: optionalWhen,
  title: z.string().min(1).describe('What a person is asked to do.'),
  outcomes: z.array(z.string()).default([]).describe('Ids of the steps that may follow; the next one where empty.'),
  reactions: stepReactions,
});
const waitStep = z.strictObject({
  kind: z.literal('wait'),
  ...stepBase,
  when: optionalWhen,
  for: durationHours.optional().describe('In place of the day: so long from when the lead comes here. 48h'),
});
const branchStep = z.strictObject({
  kind: z.literal('branch'),
  ...stepBase,
  when,
  [THEN]: z.string().describe('Id of the step where `when` holds.'),
  otherwise: z.string().describe('Id of the step where it does not.'),
});
const goalStep = z.strictObject({ kind: z.literal('goal'), ...stepBase, when });
const handOffStep = z.strictObject({
  kind: z.literal('hand-off'),
  ...stepBase,
  when: optionalWhen,
  to: z.string().min(1).describe('Person, team or CRM.'),
});
/** One step as written. */
export const stepSchema = z.discriminatedUnion('kind', [
  emailStep,
  smsStep,
  voiceStep,
  taskStep,
  waitStep,
  branchStep,
  goalStep,
  handOffStep,
]);

const exitEvent = z.enum(EXIT_EVENTS, {
  error: ({ input }) => `there is no event "${String(input)}" to end on\n${suggestion(String(input), EXIT_EVENTS)}`,
});

/** One sequence as written. */
export const sequenceSchema = z.strictObject({
  title: z.string().min(1),
  goal: z.string().default('').describe('What it is to achieve, in words.'),
  window: windowSchema.prefault({}),
  late: lateness
    .prefault({})
    .describe('What becomes of a step that is later than this, after a stop of the machine or a pause, say.'),
  minGap: durationHours.prefault('20h').describe('Least time between two messages to one lead.'),
  reentry: z
    .union([z.literal('never'), z.strictObject({ after: durationDays })], {
      error: 'not a rule for re-entry\nWrite never, or { after: 90d }.',
    })
    .default('never')
    .describe('Whether a lead may go through again.'),
  exits: z
    .array(exitEvent)
    .default(['replied', 'bounced', 'opted-out', 'complained', 'booked'])
    .describe('Events that end it: the short form of a reaction that stops, after all reactions.'),
  reactions: reactions.describe('What follows from events; the first that fits counts.'),
  steps: z.array(stepSchema).min(1).max(LIMITS.sequenceSteps),
  account: accountSchema
    .optional()
    .describe('Its subject is an account: its steps are what touchpoints are made by, and come as this says.'),
});

/** An event that `exits` may name. */
export type ExitEvent = (typeof EXIT_EVENTS)[number];
/** A sequence as read: defaults filled in, durations in hours or days, times in minutes. */
export type SequenceSource = z.output<typeof sequenceSchema>;
/** A step as read, of any kind. */
export type StepSource = z.output<typeof stepSchema>;
