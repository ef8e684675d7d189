/** Checks of sequences beyond their shape: order, references, exits, ways through. Owns no wording of shape mistakes. */

import { isAvailable, normaliseSequence, stepId } from '../format/normalise.ts';
import type { SequenceSource, StepSource } from '../format/sequence.ts';
import type { Sequence } from '../playbook.ts';
import { type Problem, suggestion } from '../problem.ts';
import { loopsWithoutWait, unreachableSteps } from './flow.ts';
import { checkReactions, reactionTargets } from './reactions.ts';

type At = readonly PropertyKey[];

function stepKinds({ steps }: SequenceSource, at: At): readonly Problem[] {
  return steps.flatMap((step, index) =>
    isAvailable(step)
      ? []
      : [
          {
            at: [...at, 'steps', index, 'kind'],
            code: 'not-available',
            message: `steps of kind ${step.kind} are not available in this version`,
            remedy: 'Use an email or task step, or leave the step out.',
          },
        ],
  );
}

function dayOrder({ steps }: SequenceSource, at: At): readonly Problem[] {
  return steps.flatMap((step, index) => {
    const before = steps[index - 1];
    if (before === undefined || step.day >= before.day) return [];
    return [
      {
        at: [...at, 'steps', index, 'day'],
        code: 'days-not-ascending',
        message: `day ${step.day} comes after day ${before.day}`,
        remedy: 'Days count from enrollment; put the steps in their order.',
      },
    ];
  });
}

function sameIds({ steps }: SequenceSource, at: At): readonly Problem[] {
  const ids = steps.map(stepId);
  return ids.flatMap((id, index) => {
    if (ids.indexOf(id) === index) return [];
    const message = `two steps are called "${id}"`;
    return [
      { at: [...at, 'steps', index], code: 'duplicate-step', message, remedy: 'Give one of them an `id` of its own.' },
    ];
  });
}

function targetsOf(step: StepSource): readonly (readonly [key: At, target: string])[] {
  if (step.kind === 'branch')
    return [
      [['then'], step.then],
      [['otherwise'], step.otherwise],
    ];
  if (step.kind === 'task') return step.outcomes.map((target, index) => [['outcomes', index], target]);
  return [];
}

function unknownTargets({ steps }: SequenceSource, at: At): readonly Problem[] {
  const ids = steps.map(stepId);
  return steps.flatMap((step, index) =>
    targetsOf(step)
      .filter(([, target]) => !ids.includes(target))
      .map(([key, target]) => ({
        at: [...at, 'steps', index, ...key],
        code: 'unknown-step',
        message: `there is no step "${target}" in this sequence`,
        remedy: suggestion(target, ids),
      })),
  );
}

function unknownTemplates({ steps }: SequenceSource, at: At, templates: readonly string[]): readonly Problem[] {
  return steps.flatMap((step, index) => {
    if (step.kind !== 'email') return [];
    const named: readonly (readonly [At, string])[] = step.variants?.map((variant, i) => [
      ['variants', i, 'template'],
      variant.template,
    ]) ?? [[['template'], step.template ?? '']];
    return named
      .filter(([, name]) => !templates.includes(name))
      .map(([key, name]) => ({
        at: [...at, 'steps', index, ...key],
        code: 'unknown-template',
        message: `there is no template "${name}"`,
        remedy: templates.length > 0 ? suggestion(name, templates) : `Write templates/${name}.liquid.`,
      }));
  });
}

function flow(sequence: Sequence, at: At, entries: readonly string[]): readonly Problem[] {
  const unreachable = unreachableSteps(sequence.steps, entries).map((index) => ({
    at: [...at, 'steps', index],
    code: 'unreachable-step',
    message: `no path comes to step "${sequence.steps[index]!.id}"`,
    remedy: 'Let a branch or outcome or reaction lead to it, or take it out.',
  }));
  const loops = loopsWithoutWait(sequence.steps).map((index) => ({
    at: [...at, 'steps', index],
    code: 'loop-without-wait',
    message: `from branch "${sequence.steps[index]!.id}" the path leads back to itself without a wait`,
    remedy: 'Put a wait step on the way round.',
  }));
  return [...unreachable, ...loops];
}

function exits({ exits }: SequenceSource, at: At): readonly Problem[] {
  if (exits.includes('opted-out')) return [];
  const message = 'the sequence does not end when somebody opts out';
  return [{ at: [...at, 'exits'], code: 'no-opt-out-exit', message, remedy: 'Add opted-out to `exits`.' }];
}

/** Names that a sequence may speak of; null = that section cannot be read. */
export interface SequenceNames {
  readonly templates: readonly string[];
  readonly signals: readonly string[] | null;
}

/** Everything that is wrong with one sequence whose shape is right. The flow is only walked where its references hold. */
export function checkSequence(
  name: string,
  source: SequenceSource,
  { templates, signals }: SequenceNames,
): readonly Problem[] {
  const at = ['sequences', name];
  const references = [...stepKinds(source, at), ...sameIds(source, at), ...unknownTargets(source, at)];
  const walked = references.length > 0 ? [] : flow(normaliseSequence(name, source), at, reactionTargets(source));
  return [
    ...references,
    ...dayOrder(source, at),
    ...unknownTemplates(source, at, templates),
    ...exits(source, at),
    ...checkReactions(source, at, signals),
    ...walked,
  ];
}
