/** Checks of reactions beyond their shape: steps, signals and outcomes that there are, and rules that could never fit. */
import { EVENT_OUTCOMES, type EventKind } from '../../event.ts';
import { isSending, stepId } from '../format/normalise.ts';
import { outcomesOf, type ReactionSource } from '../format/reactions.ts';
import type { SequenceSource, StepSource } from '../format/sequence.ts';
import { type Problem, suggestion } from '../problem.ts';

type At = readonly PropertyKey[];
type Placed = readonly [at: At, reaction: ReactionSource];

/** The reactions of a step as written. */
function stepReactions(step: StepSource): readonly ReactionSource[] {
  return isSending(step) || step.kind === 'task' ? step.reactions : [];
}

/** Steps to which a reaction of the sequence goes. */
export function reactionTargets(source: SequenceSource): readonly string[] {
  return [...source.reactions, ...source.steps.flatMap(stepReactions)].flatMap((each) =>
    each.then === 'go-to' ? [each.step] : [],
  );
}

/** Everything that is wrong with the reactions of one sequence. `signals`: the names there are; null = they cannot be read. */
export function checkReactions(source: SequenceSource, at: At, signals: readonly string[] | null): readonly Problem[] {
  const lists: readonly (readonly Placed[])[] = [
    source.reactions.map((each, i): Placed => [[...at, 'reactions', i], each]),
    ...source.steps.map((step, n) =>
      stepReactions(step).map((each, i): Placed => [[...at, 'steps', n, 'reactions', i], each]),
    ),
  ];
  const ids = source.steps.map(stepId);
  return lists.flatMap((list) => [
    ...list.flatMap((placed) => [
      ...unknownStep(placed, ids),
      ...unknownSignal(placed, signals),
      ...unknownOutcomes(placed),
    ]),
    ...shadowed(list),
  ]);
}

function unknownStep([at, reaction]: Placed, ids: readonly string[]): readonly Problem[] {
  if (reaction.then !== 'go-to' || ids.includes(reaction.step)) return [];
  const message = `there is no step "${reaction.step}" in this sequence`;
  return [{ at: [...at, 'step'], code: 'unknown-step', message, remedy: suggestion(reaction.step, ids) }];
}

function unknownSignal([at, { on }]: Placed, signals: readonly string[] | null): readonly Problem[] {
  const name = /^signal:(.+)$/.exec(on)?.[1];
  if (name === undefined || signals === null || signals.includes(name)) return [];
  const message = `there is no signal "${name}"`;
  return [{ at: [...at, 'on'], code: 'unknown-signal', message, remedy: suggestion(name, signals) }];
}

function unknownOutcomes([at, reaction]: Placed): readonly Problem[] {
  const known = EVENT_OUTCOMES[reaction.on as EventKind] ?? [];
  return outcomesOf(reaction)
    .filter((outcome) => !known.includes(outcome))
    .map((outcome) => ({
      at: [...at, 'outcome'],
      code: 'unknown-outcome',
      message: known.length === 0 ? `${reaction.on} has no outcomes` : `${reaction.on} has no outcome "${outcome}"`,
      remedy: known.length === 0 ? 'Take `outcome` out.' : suggestion(outcome, known),
    }));
}

/** A rule for whatever the outcome is hides those after it. */
function shadowed(list: readonly Placed[]): readonly Problem[] {
  return list.flatMap(([at, { on }], i) => {
    const hides = list.slice(0, i).some(([, before]) => before.on === on && outcomesOf(before).length === 0);
    if (!hides) return [];
    const message = `a reaction to ${on} before this one always fits first`;
    const remedy = 'Put the one with an outcome first, or take one of them out.';
    return [{ at, code: 'unreachable-reaction', message, remedy }];
  });
}
