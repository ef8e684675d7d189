/** Turns the written form of sequences into the form the engine runs. Pure; references are checked elsewhere. */

import { reactionsOf } from '../../sequence/standard-reactions.ts';
import type { Lateness, ReactionRule, Sequence, Step } from '../playbook.ts';
import { reactionRules } from './reactions.ts';
import type { SequenceSource, StepSource } from './sequence.ts';

/** The id a step has when it is given none: kind and day, `email-3`. */
export function stepId(step: Pick<StepSource, 'id' | 'kind' | 'day'>): string {
  return step.id ?? `${step.kind}-${step.day}`;
}

type Available = Exclude<StepSource, { kind: 'sms' | 'voice' }>;

function normaliseStep(step: Available): Step {
  const base = { id: stepId(step), day: step.day, when: step.when ?? null };
  switch (step.kind) {
    case 'email': {
      const variants = step.variants ?? [{ template: step.template ?? '', weight: 1 }];
      return { ...base, kind: step.kind, variants, ...(step.late && { late: latenessIn(step.late) }) };
    }
    case 'task':
      return { ...base, kind: step.kind, title: step.title, outcomes: step.outcomes };
    case 'branch':
      return Object.assign({ ...base, kind: step.kind, otherwise: step.otherwise }, pickThen(step));
    case 'hand-off':
      return { ...base, kind: step.kind, to: step.to };
    default:
      return { ...base, kind: step.kind };
  }
}

function latenessIn(late: SequenceSource['late']): Lateness {
  return Object.assign({ afterHours: late.after }, pickThen(late));
}

/** Copies the one key that must not be written out in an object literal (see `sequence-schema.ts`). */
function pickThen<T extends { readonly then: string }>(step: T): Pick<T, 'then'> {
  return Object.fromEntries([['then', step.then]]) as Pick<T, 'then'>;
}

/** Whether this version can run the step; SMS and voice are words of the format that wait for their channels. */
export function isAvailable(step: StepSource): step is Available {
  return step.kind !== 'sms' && step.kind !== 'voice';
}

/** A sequence as the engine runs it. Steps this version cannot run are left out; the check has refused them by then. */
export function normaliseSequence(name: string, source: SequenceSource): Sequence {
  const { reentry } = source;
  return {
    name,
    title: source.title,
    goal: source.goal,
    window: source.window,
    late: latenessIn(source.late),
    minGapHours: source.minGap,
    reentry: reentry === 'never' ? { allowed: false, afterDays: 0 } : { allowed: true, afterDays: reentry.after },
    reactions: reactionsOf(ownReactions(source), source.exits),
    steps: source.steps.filter(isAvailable).map(normaliseStep),
  };
}

function ownReactions({ reactions, steps }: SequenceSource): readonly ReactionRule[] {
  const ofSteps = steps.flatMap((step) =>
    step.kind === 'email' || step.kind === 'task' ? reactionRules(step.reactions, stepId(step)) : [],
  );
  return [...ofSteps, ...reactionRules(reactions, null)];
}
