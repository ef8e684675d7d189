/** Runs a row of score-parts.md: the facts of a lead with these values and attributes, judged by one rule. */
import { factsOf } from '../src/domain/facts/facts.ts';
import { type LeadValues, NO_VALUES } from '../src/domain/lead/lead.ts';
import { intentOf } from '../src/domain/qualify/intent.ts';
import { judgeOf } from '../src/domain/score/parts.ts';
import type { StandardRule } from '../src/domain/score/rubric.ts';

interface Row {
  readonly rule: StandardRule['rule'];
  readonly target?: unknown;
  readonly lead: Partial<LeadValues>;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Points to six decimals, as a score keeps them; null where the fact is not known. */
export function run({ rule, target = null, lead, attributes = {} }: Row): { readonly points: number | null } {
  const judge = judgeOf({ rule, target } as StandardRule);
  const facts = factsOf({ ...NO_VALUES, ...lead }, attributes, {});
  const points = judge(facts, intentOf(facts, { domains: {} }));
  return { points: points === null ? null : Math.round(points * 1e6) / 1e6 };
}
