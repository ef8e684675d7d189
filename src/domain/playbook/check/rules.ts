/** Checks of score, qualification and routing beyond their shape, and of every condition in the playbook. */
import { type ConditionCompiler, conditionCompiler } from '../../facts/condition.ts';
import { ConditionError } from '../../facts/condition-tree.ts';
import { stepVocabulary, vocabularyOf } from '../../facts/vocabulary.ts';
import type { PlaybookSource, Sections } from '../format/schema.ts';
import { type Problem, suggestion } from '../problem.ts';

type At = readonly PropertyKey[];

function routedSequences(route: PlaybookSource['route'], known: readonly string[]): readonly Problem[] {
  return Object.entries(route.sequences).flatMap(([tier, name]) =>
    name === null || known.includes(name)
      ? []
      : [
          {
            at: ['route', tier],
            code: 'unknown-sequence',
            message: `there is no sequence "${name}"`,
            remedy: suggestion(name, known),
          },
        ],
  );
}

interface Expression {
  readonly at: At;
  readonly source: string;
  readonly gives: 'truth' | 'points';
}

function expression(at: At, source: string | undefined, gives: Expression['gives'] = 'truth'): readonly Expression[] {
  return source === undefined ? [] : [{ at, source, gives }];
}

/** Every CEL expression that is asked of a lead before it is taken on, with its place. */
function expressionsOf(sections: Sections): readonly Expression[] {
  const parts = (sections.score?.parts ?? []).flatMap((part) =>
    part.kind === 'expression' ? expression(['score', 'parts', part.name, 'points'], part.points, 'points') : [],
  );
  const rules = (sections.qualify?.rules ?? []).flatMap((rule, i) =>
    expression(['qualify', 'rules', i, 'when'], rule.when),
  );
  const variants = (sections.route?.variants ?? []).flatMap((each, i) =>
    expression(['route', 'variants', i, 'when'], each.when),
  );
  return [...parts, ...rules, ...variants];
}

/** Those of steps, which are asked while a conversation goes on. */
function expressionsOfSteps({ sequences }: Sections): readonly Expression[] {
  return Object.entries(sequences).flatMap(([name, { steps }]) =>
    steps.flatMap((step, i) => expression(['sequences', name, 'steps', i, 'when'], step.when)),
  );
}

function conditionProblems({ at, source, gives }: Expression, compiler: ConditionCompiler): readonly Problem[] {
  try {
    if (gives === 'points') compiler.points(source);
    else compiler.condition(source);
    return [];
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    const remedy = error.remedy || 'Conditions are CEL, such as: lead.country == "DE" && lead.employees >= 50';
    return [{ at, code: 'wrong-condition', message: `the condition ${error.message}`, remedy }];
  }
}

/**
 * Everything that is wrong with the rules of a playbook, in those sections whose shape is right.
 */
export function checkRules(sections: Sections): readonly Problem[] {
  const compiler = conditionCompiler(vocabularyOf(sections.attributes));
  const ofSteps = conditionCompiler(stepVocabulary(sections.attributes, sections.converses));
  const conditions = expressionsOf(sections).flatMap((each) => conditionProblems(each, compiler));
  const steps = expressionsOfSteps(sections).flatMap((each) => conditionProblems(each, ofSteps));
  return [...(sections.route ? routedSequences(sections.route, sections.sequenceNames) : []), ...conditions, ...steps];
}
