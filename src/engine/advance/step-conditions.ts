/** The conditions of a playbook's steps, compiled once, asked of stored facts. */
import { type Condition, conditionCompiler, type FactGroups, isUnknown } from '../../domain/facts/condition.ts';
import { type Facts, factsFrom } from '../../domain/facts/facts.ts';
import { stepVocabulary } from '../../domain/facts/vocabulary.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import type { ConditionAnswer } from '../../domain/sequence/advance.ts';

/** The compiled conditions of one playbook. */
export interface StepConditions {
  /** Whether any step of the sequence has a condition, so that facts must be read for it. */
  hasAny(sequence: string): boolean;
  /** Whether any asks where the conversation with the lead stands, so that what it wrote must be read; or whether that of one step does. */
  asksConversation(sequence: string, step?: string): boolean;
  /**
   * The answer for a step on stored facts (JSON of a decision); a step without a condition is true. `conversation`: asked for where
   * a condition names it.
   */
  ask(sequence: string, step: string, facts: string | null, conversation?: (of: Facts) => Group): ConditionAnswer;
  /** As `ask`, for several steps of one lead: the facts are read once, when the first condition asks for them. */
  asking(sequence: string, facts: string | null): Asking;
}

/** Asks one step of a lead after another. */
type Asking = (step: string, conversation?: (of: Facts) => Group) => ConditionAnswer;

type Group = FactGroups[string];

/** Compiles the conditions of all steps of a playbook. */
export function stepConditionsOf(playbook: Playbook): StepConditions {
  const compiler = conditionCompiler(stepVocabulary(playbook.attributes, playbook.conversation !== undefined));
  const conditions = new Map<string, Condition>();
  const withConditions = new Set<string>();
  const withConversation = new Set<string>();
  for (const [name, { steps }] of Object.entries(playbook.sequences)) {
    for (const step of steps) {
      if (step.when === null) continue;
      const condition = compiler.condition(step.when);
      conditions.set(`${name}/${step.id}`, condition);
      withConditions.add(name);
      if (namesConversation(condition)) withConversation.add(name);
    }
  }
  const asking: StepConditions['asking'] = (sequence, facts) => {
    let read: Facts | null = null;
    return (step, conversation) => {
      const condition = conditions.get(`${sequence}/${step}`);
      if (!condition) return true;
      read ??= factsFrom(JSON.parse(facts ?? '{}'), playbook.attributes);
      const group = conversation && namesConversation(condition) ? { conversation: conversation(read) } : {};
      const answer = condition.evaluate({ ...read, ...group });
      return isUnknown(answer) ? { unknown: answer.unknown } : answer;
    };
  };
  return {
    hasAny: (sequence) => withConditions.has(sequence),
    asksConversation(sequence, step) {
      if (step === undefined) return withConversation.has(sequence);
      const condition = conditions.get(`${sequence}/${step}`);
      return condition !== undefined && namesConversation(condition);
    },
    ask: (sequence, step, facts, conversation) => asking(sequence, facts)(step, conversation),
    asking,
  };
}

function namesConversation({ facts }: Condition): boolean {
  return facts.some((fact) => fact.startsWith('conversation.'));
}
