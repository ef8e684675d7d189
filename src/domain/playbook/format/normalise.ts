/** Turns the written form of sequences into the form the engine runs. Pure; references are checked elsewhere. */

import { reactionsOf } from '../../sequence/standard-reactions.ts';
import type { Lateness, MessageStep, ReactionRule, Sequence, Step } from '../playbook.ts';
import { accountPlanOf } from './account.ts';
import { reactionRules } from './reactions.ts';
import type { SequenceSource, StepSource } from './sequence.ts';

/** The id a step has when it is given none: kind and day, `email-3`. */
export function stepId(step: Pick<StepSource, 'id' | 'kind' | 'day'>): string {
  return step.id ?? `${step.kind}-${step.day}`;
}

type Sending = Extract<StepSource, { kind: 'email' | 'sms' | 'voice' }>;

/** Whether a step as written sends something. */
export function isSending(step: StepSource): step is Sending {
  return step.kind === 'email' || step.kind === 'sms' || step.kind === 'voice';
}

function wordsOf(step: Sending): Pick<MessageStep, 'variants' | 'late'> {
  const variants = step.variants ?? [{ template: step.template ?? '', weight: 1 }];
  return { variants, ...(step.late && { late: latenessIn(step.late) }) };
}

function normaliseStep(step: StepSource): Step {
  const base = { id: stepId(step), day: step.day, when: step.when ?? null };
  switch (step.kind) {
    case 'email':
      return { ...base, kind: step.kind, ...wordsOf(step) };
    case 'sms':
      return { ...base, kind: step.kind, ...wordsOf(step), otherwise: step.otherwise ?? null };
    case 'voice': {
      const { kind, agent, tries, again: againHours, otherwise = null } = step;
      return { ...base, kind, ...wordsOf(step), otherwise, agent, tries, againHours };
    }
    case 'task':
      return { ...base, kind: step.kind, title: step.title, outcomes: step.outcomes };
    case 'branch':
      return Object.assign({ ...base, kind: step.kind, otherwise: step.otherwise }, pickThen(step));
    case 'hand-off':
      return { ...base, kind: step.kind, to: step.to };
    case 'wait':
      return { ...base, kind: step.kind, ...(step.for === undefined ? {} : { forHours: step.for }) };
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

/** A sequence as the engine runs it. */
export function normaliseSequence(name: string, source: SequenceSource): Sequence {
  const { reentry, account } = source;
  return {
    name,
    title: source.title,
    goal: source.goal,
    window: source.window,
    late: latenessIn(source.late),
    minGapHours: source.minGap,
    reentry: reentry === 'never' ? { allowed: false, afterDays: 0 } : { allowed: true, afterDays: reentry.after },
    reactions: reactionsOf(ownReactions(source), source.exits),
    steps: source.steps.map(normaliseStep),
    ...(account && { account: accountPlanOf(account) }),
  };
}

function ownReactions({ reactions, steps }: SequenceSource): readonly ReactionRule[] {
  const ofSteps = steps.flatMap((step) =>
    isSending(step) || step.kind === 'task' ? reactionRules(step.reactions, stepId(step)) : [],
  );
  return [...ofSteps, ...reactionRules(reactions, null)];
}
