/** Runs a row of route.md, with the sequences and variants that it names. */
import type { Tier } from '../src/domain/campaign/campaign.ts';
import type { Channel } from '../src/domain/consent/regimes.ts';
import { factsOf } from '../src/domain/facts/facts.ts';
import { vocabularyOf } from '../src/domain/facts/vocabulary.ts';
import { NO_VALUES } from '../src/domain/lead/lead.ts';
import type { QualificationVerdict } from '../src/domain/qualify/qualify.ts';
import { compileRouting } from '../src/domain/route/route.ts';
import { routingSchema } from '../src/domain/route/rules-schema.ts';

interface Row {
  readonly qualification: QualificationVerdict;
  readonly tier: Tier;
  readonly approved: boolean;
  readonly campaigns: readonly string[];
  readonly conflicts: readonly string[];
  readonly channels: readonly Channel[];
  readonly title?: string;
  readonly paused?: string;
}

const VARIANTS = [
  { name: 'technical', when: 'profile.department == "engineering"', values: { proof: 'uptime' } },
  { name: 'chief', when: 'profile.titleLevel == "c-level"', values: { proof: 'growth' } },
];
const USES: Readonly<Record<string, readonly Channel[]>> = { 'warm-s': ['email', 'sms'], 'cool-s': ['email'] };

export function run({
  qualification,
  tier,
  approved,
  campaigns,
  conflicts,
  channels,
  title = '',
  paused,
}: Row): Readonly<Record<string, unknown>> {
  const rules = routingSchema.parse({
    hot: 'hot-s',
    warm: 'warm-s',
    cool: 'cool-s',
    conflictsWith: conflicts,
    variants: VARIANTS,
  });
  const facts = factsOf({ ...NO_VALUES, title: title === '' ? null : title }, {}, {});
  const route = compileRouting(rules, vocabularyOf({}), USES);
  const asked = { qualification, tier, approved, activeCampaigns: campaigns, channels, facts };
  const { reasons, ...routing } = route({ ...asked, pause: paused === undefined ? null : { code: paused } });
  return { ...routing, reasons: reasons.map(({ code }) => code).join(', ') };
}
