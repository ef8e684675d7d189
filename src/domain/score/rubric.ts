/** What a playbook scores by: weighted parts in two halves, tiers, and the intent boost. Owns the shape. */

export type Half = 'icp' | 'opportunity';

/** A part judged by one of the built-in rules (`parts.ts`) against a target of the playbook. */
export interface StandardPart {
  readonly kind: 'standard';
  readonly name: string;
  readonly half: Half;
  readonly weight: number;
  /** Built-in rule: companySize, industry, revenue, location, technology, companyStage, role, seniority, intent, budget, timeline. */
  readonly rule: string;
  /** What the playbook wants; its shape depends on the rule. */
  readonly target: unknown;
}
/** A part judged by a CEL expression that yields 0–1, or null for "not known". */
export interface ExpressionPart {
  readonly kind: 'expression';
  readonly name: string;
  readonly half: Half;
  readonly weight: number;
  readonly points: string;
}
export type RubricPart = StandardPart | ExpressionPart;

export interface Rubric {
  readonly parts: readonly RubricPart[];
  /** Lowest score of each tier; anything below `cool` is cold. */
  readonly tiers: { readonly hot: number; readonly warm: number; readonly cool: number };
  readonly intentBoost: { readonly enabled: boolean; readonly from: number; readonly add: number };
}
