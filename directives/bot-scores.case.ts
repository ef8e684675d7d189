/** Runs a row of bot-scores.md. */
import { commitmentOf, labelOf, readinessOf } from '../src/domain/qualification/scores.ts';

interface Row {
  readonly said?: readonly string[];
  readonly waits?: readonly number[];
  readonly score?: number;
}

export function run({ said, waits, score }: Row): Readonly<Record<string, unknown>> {
  if (said === undefined) return { label: labelOf(score ?? 0) };
  const readiness = readinessOf(said);
  const commitment = commitmentOf(said, waits);
  return {
    ...{ frs: readiness.score, pcs: commitment.score, label: readiness.label },
    ...{ readiness: { ...readiness.reasons[0]?.facts }, commitment: { ...commitment.reasons[0]?.facts } },
  };
}
