/** What a playbook scores by: weighted parts in two halves, tiers, intent and its boost. Owns the shape. */
import type { SizeBand } from './company-size.ts';
import type { CompanyStage } from './company-stage.ts';

/** icp: how well the company fits · opportunity: how ready the person is. */
export type Half = 'icp' | 'opportunity';

interface PartBase {
  readonly name: string;
  readonly half: Half;
  /** Share within its half, above 0; the halves count alike whatever their weights add up to. */
  readonly weight: number;
}

/** A built-in rule (`parts.ts`) with the target that it judges by; null where the rule needs none. */
export type StandardRule =
  | { readonly rule: 'companySize'; readonly target: readonly SizeBand[] }
  | {
      readonly rule: 'industry';
      readonly target: { readonly wanted: readonly string[]; readonly related: readonly string[] };
    }
  /** Yearly, in the currency of the leads; null = no bound on that side, never on both. */
  | { readonly rule: 'revenue'; readonly target: { readonly min: number | null; readonly max: number | null } }
  /** Countries (`DE`) and states (`US-CA`). */
  | { readonly rule: 'location'; readonly target: readonly string[] }
  | { readonly rule: 'technology'; readonly target: readonly string[] }
  | { readonly rule: 'companyStage'; readonly target: readonly CompanyStage[] }
  | {
      readonly rule: 'role';
      readonly target: { readonly titles: readonly string[]; readonly departments: readonly string[] };
    }
  | { readonly rule: 'seniority'; readonly target: null }
  | { readonly rule: 'intent'; readonly target: null }
  /** A budget from this on is enough. */
  | { readonly rule: 'budget'; readonly target: { readonly enough: number } }
  | { readonly rule: 'timeline'; readonly target: null };
/** Name of a built-in rule. */
export type RuleName = StandardRule['rule'];

/** A part judged by a built-in rule. */
export type StandardPart = PartBase & { readonly kind: 'standard' } & StandardRule;

/** A part judged by a CEL expression that yields 0–1, or null for "not known". */
export interface ExpressionPart extends PartBase {
  readonly kind: 'expression';
  readonly points: string;
}
/** One weighted part of a score. */
export type RubricPart = StandardPart | ExpressionPart;

/** What a playbook scores by. */
export interface Rubric {
  readonly parts: readonly RubricPart[];
  /** Lowest score of each tier; anything below `cool` is cold. hot > warm > cool. */
  readonly tiers: Tiers;
  readonly intentBoost: IntentBoost;
  readonly intent: IntentRules;
}

/** Lowest score of each tier, 0–1. */
export interface Tiers {
  readonly hot: number;
  readonly warm: number;
  readonly cool: number;
}

/** An intent of at least `from` adds `add` to the score, once. */
export interface IntentBoost {
  readonly enabled: boolean;
  readonly from: number;
  readonly add: number;
}

/** What adds to intent beside the signals. */
export interface IntentRules {
  /** Intent added for leads at these domains, subdomains and suffixes included: `{ "edu": 0.1, "acme.com": 0.2 }`. */
  readonly domains: Readonly<Record<string, number>>;
}
