/** The tier that a score falls into. Owns the comparison; the bounds are the playbook's. */
import type { Tier } from '../campaign/campaign.ts';
import type { Tiers } from './rubric.ts';

/** hot, warm, cool or cold: a bound itself belongs to the higher tier. `score`: 0–1 in steps of a millionth. */
export function tierOf(score: number, tiers: Tiers): Tier {
  if (score >= tiers.hot) return 'hot';
  if (score >= tiers.warm) return 'warm';
  return score >= tiers.cool ? 'cool' : 'cold';
}
