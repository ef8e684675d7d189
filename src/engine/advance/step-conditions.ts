/** The conditions of a playbook's steps, compiled once, asked of stored facts. */
import { type Condition, conditionCompiler, isUnknown } from '../../domain/facts/condition.ts';
import { factsFrom } from '../../domain/facts/facts.ts';
import { vocabularyOf } from '../../domain/facts/vocabulary.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import type { ConditionAnswer } from '../../domain/sequence/advance.ts';

/** The compiled conditions of one playbook. */
export interface StepConditions {
  /** Whether any step of the sequence has a condition, so that facts must be read for it. */
  hasAny(sequence: string): boolean;
  /** The answer for a step on stored facts (JSON of a decision); a step without a condition is true. */
  ask(sequence: string, step: string, facts: string | null): ConditionAnswer;
}

/** Compiles the conditions of all steps of a playbook. */
export function stepConditionsOf(playbook: Playbook): StepConditions {
  const compiler = conditionCompiler(vocabularyOf(playbook.attributes));
  const conditions = new Map<string, Condition>();
  const withConditions = new Set<string>();
  for (const [name, { steps }] of Object.entries(playbook.sequences)) {
    for (const step of steps) {
      if (step.when === null) continue;
      conditions.set(`${name}/${step.id}`, compiler.condition(step.when));
      withConditions.add(name);
    }
  }
  return {
    hasAny: (sequence) => withConditions.has(sequence),
    ask(sequence, step, facts) {
      const condition = conditions.get(`${sequence}/${step}`);
      if (!condition) return true;
      const answer = condition.evaluate(factsFrom(JSON.parse(facts ?? '{}'), playbook.attributes));
      return isUnknown(answer) ? { unknown: answer.unknown } : answer;
    },
  };
}
