/**
 * Where a company or person is, against where a playbook wants them: country, state or province, and land neighbours.
 * Owns the comparison; the neighbours are data.
 */
import data from './data/neighbours.json' with { type: 'json' };

const NEIGHBOURS = new Map<string, Set<string>>();
for (const [place, others] of Object.entries(data.neighbours)) for (const other of others) join(place, other);

function join(one: string, other: string): void {
  for (const [from, to] of [[one, other] as const, [other, one] as const]) {
    const known = NEIGHBOURS.get(from);
    if (known === undefined) NEIGHBOURS.set(from, new Set([to]));
    else known.add(to);
  }
}

/** Whether two places share a land border. Places: `DE` or `US-CA`; a state has neighbours within its country only. */
function areNeighbours(one: string, other: string): boolean {
  return NEIGHBOURS.get(one)?.has(other) ?? false;
}

/** How near a place is to the nearest of those wanted; null where the lead's place is not known well enough to say. */
export type Nearness = 'wanted' | 'neighbour' | 'elsewhere';

/**
 * Compares a lead's place with the places wanted. `country`: ISO alpha-2; `region`: short code of state or province;
 * `wanted`: countries (`DE`) and states (`US-CA`). A state is a neighbour of a wanted one by land; of countries whose states'
 * borders are not known here, every other state is. Null where no country is known, or a state is wanted of the lead's
 * country and its own is not known.
 */
export function nearnessOf(country: string | null, region: string | null, wanted: readonly string[]): Nearness | null {
  if (country === null) return null;
  if (wanted.includes(country)) return 'wanted';
  const states = wanted.filter((place) => place.startsWith(`${country}-`));
  const isNeighbour = wanted.some((place) => areNeighbours(place, country));
  if (states.length === 0) return isNeighbour ? 'neighbour' : 'elsewhere';
  if (region === null) return null;
  const state = `${country}-${region.toUpperCase()}`;
  if (states.includes(state)) return 'wanted';
  if (isNeighbour || states.some((place) => areNeighbours(place, state) || !NEIGHBOURS.has(place))) return 'neighbour';
  return 'elsewhere';
}
