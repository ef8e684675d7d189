/** Runs a row of score-tier.md; the usual bounds where a row gives none. */
import type { Tiers } from '../src/domain/score/rubric.ts';
import { rubricSchema } from '../src/domain/score/rubric-schema.ts';
import { tierOf } from '../src/domain/score/tier.ts';

const USUAL = rubricSchema.parse({ parts: { any: { rule: 'intent' } } }).tiers;

export function run({ score, tiers = USUAL }: { readonly score: number; readonly tiers?: Tiers }): {
  readonly tier: string;
} {
  return { tier: tierOf(score, tiers) };
}
