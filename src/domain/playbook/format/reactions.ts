/** How reactions are written in playbook.yaml, in a sequence or under a step, and the rules they become. Checks no reference. */
import { z } from 'zod';
import { LIMITS } from '../../limits.ts';
import type { ReactionAction, ReactionEvent, ReactionRule, ReactionTrigger } from '../playbook.ts';
import { suggestion } from '../problem.ts';
import { durationDays } from './duration.ts';

/** A word of the format. Why a name for it: a literal `then` key makes an object look like a promise. */
const THEN = 'then';

/** Events that a sequence may react to in its own way. */
const REACTION_EVENTS = [
  'clicked',
  'replied',
  'booked',
  'meeting-moved',
  'meeting-cancelled',
  'no-show',
  'converted',
  'call-completed',
  'human-touch',
  'tool-touch',
  'class',
] as const satisfies readonly ReactionEvent[];

const FIXED: Readonly<Record<string, string>> = {
  'opted-out': 'an opt-out ends every sequence, whatever is written here\nTake this reaction out.',
  complained: 'a complaint ends every sequence, whatever is written here\nTake this reaction out.',
  bounced: 'a bounce ends every sequence, whatever is written here\nTake this reaction out.',
  opened: 'an open alone moves nothing, for scanners open as well\nReact to clicked, or to a signal.',
};

function noSuchTrigger(input: unknown): string {
  const fixed = FIXED[String(input)];
  if (fixed !== undefined) return fixed;
  return `there is no event "${String(input)}" to react to\n${suggestion(String(input), [...REACTION_EVENTS, 'signal:hot'])}`;
}

const trigger = z
  .union([z.enum(REACTION_EVENTS), z.string().regex(/^signal:[a-z0-9][a-z0-9-]*$/, { abort: true })], {
    error: ({ input }) => noSuchTrigger(input),
  })
  .describe('An event, or a signal that rises: signal:hot.');

const outcome = z
  .union([z.string(), z.array(z.string()).min(1)], {
    error: 'not an outcome\nWrite one, or a list: [no-answer, busy].',
  })
  .optional()
  .describe('Only where a call ended so, or a reply means that; one or a list.');

const base = { on: trigger, outcome };
const duration = durationDays
  .optional()
  .describe('Days to wait, such as 5d; until a person resumes it where left out.');

const reaction = z.discriminatedUnion(THEN, [
  z.strictObject({ ...base, [THEN]: z.literal('stop') }).describe('The sequence is over, for this reason.'),
  z.strictObject({ ...base, [THEN]: z.literal('exit') }).describe('The sequence is over, its goal reached.'),
  z.strictObject({ ...base, [THEN]: z.literal('hold'), for: duration }).describe('The sequence waits.'),
  z
    .strictObject({ ...base, [THEN]: z.literal('go-to'), step: z.string().describe('Id of a step.') })
    .describe('The sequence goes on there, at once.'),
  z
    .strictObject({
      ...base,
      [THEN]: z.literal('hand-off'),
      to: z.string().min(1).describe('Person, team or CRM.'),
      for: duration,
    })
    .describe('A person gets the lead, and the sequence waits.'),
  z.strictObject({ ...base, [THEN]: z.literal('carry-on') }).describe('Nothing follows.'),
]);

/** A list of reactions, as written; the first that fits counts. */
export const reactionsSchema = z.array(reaction).max(LIMITS.sequenceReactions);

/** A reaction as read. */
export type ReactionSource = z.output<typeof reaction>;

/** The rules that a list becomes; `at`: the step under which it stands. */
export function reactionRules(sources: readonly ReactionSource[], at: string | null): readonly ReactionRule[] {
  return sources.map((source) => ({
    on: source.on as ReactionTrigger,
    outcomes: outcomesOf(source),
    at,
    action: actionOf(source),
  }));
}

/** The outcomes that it names; none = whatever the outcome is. */
export function outcomesOf({ outcome: written }: Pick<ReactionSource, 'outcome'>): readonly string[] {
  return written === undefined ? [] : [written].flat();
}

function actionOf(source: ReactionSource): ReactionAction {
  switch (source[THEN]) {
    case 'hold':
      return { kind: source[THEN], days: source.for ?? null };
    case 'go-to':
      return { kind: source[THEN], step: source.step };
    case 'hand-off':
      return { kind: source[THEN], to: source.to, days: source.for ?? null };
    default:
      return { kind: source[THEN] };
  }
}
