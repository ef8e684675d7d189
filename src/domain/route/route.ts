/**
 * Which sequence a qualified lead goes into, by its tier alone, and which content its profile earns. Owns that choice and what
 * stands against it: no approval, a conflicting campaign, no channel. Computes no score and adds no intent: the tier has both.
 */
import type { Tier } from '../campaign/campaign.ts';
import type { Channel } from '../consent/regimes.ts';
import { type Condition, conditionCompiler } from '../facts/condition.ts';
import type { Facts } from '../facts/facts.ts';
import type { Vocabulary } from '../facts/vocabulary.ts';
import type { SettingValue } from '../playbook/playbook.ts';
import type { QualificationVerdict } from '../qualify/qualify.ts';
import type { Reason } from '../reason.ts';
import type { RoutingRules } from './rules.ts';

/** What is asked. */
export interface RoutingInput {
  readonly qualification: QualificationVerdict;
  readonly tier: Tier;
  /** Whether a person approved a lead under review. It does not undo a rejection: taking that back does. */
  readonly approved: boolean;
  /** Names of the other campaigns that the lead is in now. */
  readonly activeCampaigns: readonly string[];
  /** Channels that may be used, as qualification left them. */
  readonly channels: readonly Channel[];
  readonly facts: Facts;
  /** The pause of the lead; null = nobody has paused it. */
  readonly pause: Reason | null;
}

/** Where the lead goes. `sequence` null = nowhere now, with the reason first. */
export interface Routing {
  readonly sequence: string | null;
  /** The content variant that fits; null = the neutral one. */
  readonly variant: string | null;
  /** What the variant gives to templates, as `variant.…`. */
  readonly values: Readonly<Record<string, SettingValue>>;
  readonly reasons: readonly Reason[];
}

/** Routing rules, ready to use. */
export type Router = (input: RoutingInput) => Routing;

/** Channels that each sequence can use; a sequence that is not named is not held to any. */
export type SequenceChannels = Readonly<Record<string, readonly Channel[]>>;

/** Makes rules ready. Throws `ConditionError` for a variant's condition that cannot be compiled; a checked playbook has none. */
export function compileRouting(
  rules: RoutingRules,
  vocabulary: Vocabulary,
  sequenceChannels: SequenceChannels = {},
): Router {
  const compiler = conditionCompiler(vocabulary);
  const variants = rules.variants.map((variant) => ({ ...variant, condition: compiler.condition(variant.when) }));
  return (input) => {
    const sequence = rules.sequences[input.tier];
    const obstacle = obstacleTo(sequence, input, rules, sequenceChannels);
    if (obstacle !== null) return { sequence: null, variant: null, values: {}, reasons: [obstacle] };
    const variant = fitting(variants, input.facts);
    return {
      sequence,
      variant: variant?.name ?? null,
      values: variant?.values ?? {},
      reasons: [
        { code: 'routed-by-tier', facts: { sequence, tier: input.tier } },
        ...(input.qualification === 'review' ? [{ code: 'review-approved' }] : []),
        ...(variant === null ? [] : [{ code: 'variant-fits', facts: { variant: variant.name } }]),
      ],
    };
  };
}

/** The first thing that stands in the way; null = nothing does. */
function obstacleTo(
  sequence: string | null,
  { qualification, approved, pause, activeCampaigns, channels, tier }: RoutingInput,
  { conflictsWith }: RoutingRules,
  sequenceChannels: SequenceChannels,
): Reason | null {
  if (qualification === 'rejected') return { code: 'lead-rejected' };
  if (qualification === 'review' && !approved) return { code: 'awaiting-review' };
  if (pause !== null) return pause;
  const campaign = activeCampaigns.find((name) => conflictsWith.includes(name) || conflictsWith.includes('*'));
  if (campaign !== undefined) return { code: 'conflicting-campaign', facts: { campaign } };
  if (sequence === null) return { code: 'no-sequence-for-tier', facts: { tier } };
  const usable = sequenceChannels[sequence];
  if (usable !== undefined && !usable.some((channel) => channels.includes(channel)))
    return { code: 'no-channel-for-sequence', facts: { sequence } };
  return null;
}

/** The first variant whose condition is known to hold: where a fact is not known, the neutral content is right for everybody. */
function fitting<Variant extends { readonly condition: Condition }>(
  variants: readonly Variant[],
  facts: Facts,
): Variant | null {
  return variants.find(({ condition }) => condition.evaluate(facts) === true) ?? null;
}
