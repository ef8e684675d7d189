/** Runs a row of score-sum.md: each part is an expression that reads one attribute of its own. */
import { factsOf } from '../src/domain/facts/facts.ts';
import { vocabularyOf } from '../src/domain/facts/vocabulary.ts';
import { NO_VALUES } from '../src/domain/lead/lead.ts';
import type { Half, IntentBoost, Rubric } from '../src/domain/score/rubric.ts';
import { rubricSchema } from '../src/domain/score/rubric-schema.ts';
import { compileRubric } from '../src/domain/score/score.ts';

interface Row {
  readonly parts: readonly (readonly [half: Half, weight: number, points: number | null])[];
  readonly signals?: readonly string[];
  readonly boost?: IntentBoost;
}

const USUAL = rubricSchema.parse({ parts: { any: { rule: 'intent' } } });

export function run({ parts, signals = [], boost }: Row): Readonly<Record<string, unknown>> {
  const named = parts.map(([half, weight, points], at) => ({ name: `p${at}`, half, weight, points }));
  const rubric: Rubric = {
    ...USUAL,
    parts: named.map(({ name, half, weight }) => ({
      kind: 'expression',
      name,
      half,
      weight,
      points: `attributes.${name}`,
    })),
    intentBoost: boost ?? USUAL.intentBoost,
  };
  const declared = Object.fromEntries(named.map(({ name }) => [name, 'number'] as const));
  const known = named.flatMap(({ name, points }) => (points === null ? [] : [[name, String(points)] as const]));
  const said = signals.map((signal) => [signal, 'yes'] as const);
  const score = compileRubric(
    rubric,
    vocabularyOf(declared),
  )(factsOf(NO_VALUES, Object.fromEntries([...known, ...said]), declared));
  const reasons = score.reasons.map(({ code }) => code).join(', ');
  return {
    ...score,
    known: `${score.known} of ${score.total}`,
    boosted: score.boost,
    shares: score.parts.map(({ share }) => share),
    points: score.parts.map(({ points }) => points),
    reasons: reasons === '' ? undefined : reasons,
  };
}
