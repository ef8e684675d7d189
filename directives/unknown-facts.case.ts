/** Runs a row of unknown-facts.md: `ask` is a condition, `points` an expression for points. */
import { conditionCompiler, isUnknown } from '../src/domain/facts/condition.ts';
import { ConditionError } from '../src/domain/facts/condition-tree.ts';
import { factsOf } from '../src/domain/facts/facts.ts';
import { vocabularyOf } from '../src/domain/facts/vocabulary.ts';
import { type LeadValues, NO_VALUES } from '../src/domain/lead/lead.ts';

interface Row {
  readonly ask?: string;
  readonly points?: string;
  readonly lead?: Partial<LeadValues>;
}

export function run({ ask, points, lead = {} }: Row): Readonly<Record<string, unknown>> {
  const compiler = conditionCompiler(vocabularyOf({}));
  try {
    const compiled = ask === undefined ? compiler.points(points ?? '') : compiler.condition(ask);
    const answer = compiled.evaluate(factsOf({ ...NO_VALUES, ...lead }, {}, {}));
    return { answer: isUnknown(answer) ? answer.unknown : answer, facts: compiled.facts.join(', ') };
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    return { refused: error.message };
  }
}
