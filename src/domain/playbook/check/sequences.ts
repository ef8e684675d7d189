/** Checks of sequences beyond their shape: order, references, exits, ways through. Owns no wording of shape mistakes. */

import { isSending, normaliseSequence, stepId } from '../format/normalise.ts';
import type { SequenceSource, StepSource } from '../format/sequence.ts';
import type { Sequence, Template } from '../playbook.ts';
import { type Problem, suggestion } from '../problem.ts';
import { checkAccount } from './account.ts';
import { loopsWithoutWait, unreachableSteps } from './flow.ts';
import { checkReactions, reactionTargets } from './reactions.ts';

type At = readonly PropertyKey[];

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
  if ((step.kind === 'sms' || step.kind === 'voice') && step.otherwise !== undefined)
    return [[['otherwise'], step.otherwise]];
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

function wrongTemplates({ steps }: SequenceSource, at: At, templates: SequenceNames['templates']): readonly Problem[] {
  return steps.flatMap((step, index) => {
    if (!isSending(step)) return [];
    const named: readonly (readonly [At, string])[] = step.variants?.map((variant, i) => [
      ['variants', i, 'template'],
      variant.template,
    ]) ?? [[['template'], step.template ?? '']];
    return named.flatMap(([key, name]) => {
      const wrong = wrongTemplate(name, step.kind, templates);
      return wrong === null ? [] : [{ at: [...at, 'steps', index, ...key], ...wrong }];
    });
  });
}

function wrongTemplate(
  name: string,
  channel: string,
  templates: SequenceNames['templates'],
): Omit<Problem, 'at'> | null {
  const template = templates.find((one) => one.name === name);
  const names = templates.map((one) => one.name);
  if (template === undefined) {
    const remedy = names.length > 0 ? suggestion(name, names) : `Write templates/${name}.liquid.`;
    return { code: 'unknown-template', message: `there is no template "${name}"`, remedy };
  }
  if (template.channel === channel) return null;
  const message = `the template "${name}" is for ${template.channel}, the step for ${channel}`;
  return {
    code: 'wrong-channel',
    message,
    remedy: `Write \`channel: ${channel}\` between its lines of three hyphens.`,
  };
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
  readonly templates: readonly Pick<Template, 'name' | 'channel'>[];
  readonly signals: readonly string[] | null;
}

/** Everything that is wrong with one sequence whose shape is right. The flow is only walked where its references hold. */
export function checkSequence(
  name: string,
  source: SequenceSource,
  { templates, signals }: SequenceNames,
): readonly Problem[] {
  const at = ['sequences', name];
  const references = [...sameIds(source, at), ...unknownTargets(source, at)];
  const walked = references.length > 0 ? [] : flow(normaliseSequence(name, source), at, reactionTargets(source));
  return [
    ...references,
    ...dayOrder(source, at),
    ...wrongTemplates(source, at, templates),
    ...exits(source, at),
    ...checkReactions(source, at, signals),
    ...checkAccount(source, at),
    ...walked,
  ];
}
