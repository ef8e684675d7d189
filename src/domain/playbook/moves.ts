/**
 * What becomes of people once a campaign runs another version of its playbook: nobody who is under way moves, and who is not begins where the
 * new one leads. Pure; counts nothing itself.
 */
import type { Tier } from '../campaign/campaign.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { Playbook, Sequence } from './playbook.ts';

const TIERS = ['hot', 'warm', 'cool', 'cold'] as const satisfies readonly Tier[];

/** What of a playbook says who goes where. */
type Version = Pick<Playbook, 'routing'> & {
  readonly sequences: Readonly<Record<string, Pick<Sequence, 'steps'>>>;
};

/** People of a campaign, counted. */
export interface PeopleStanding {
  /** People in a sequence, by its name in the version that they began with. */
  readonly underWay: Readonly<Record<string, number>>;
  /** Accounts that are worked by one, the same way. */
  readonly accounts: Readonly<Record<string, number>>;
  /** People who wait to be enrolled, or whom no sequence was there for, by tier. */
  readonly waiting: Readonly<Partial<Record<Tier, number>>>;
}

/** What becomes of a sequence, and of whom it concerns. */
export interface SequenceMove {
  readonly sequence: string;
  /** `gone`: the new version has none of this name; `renamed`: it has the same steps under another one. */
  readonly becomes: 'stays' | 'new' | 'renamed' | 'gone';
  /** The other name; null = it has none. */
  readonly to: string | null;
  /** People who go on in it to its end, as the version says that they began with. */
  readonly underWay: number;
  /** Accounts, likewise. */
  readonly accounts: number;
  /** People who begin in it, by the tier that they have now. */
  readonly joining: number;
}

/** Everybody’s way. */
export interface Moves {
  readonly sequences: readonly SequenceMove[];
  /** People who wait and whom no sequence is there for. */
  readonly nowhere: number;
}

/** The sequences of both versions, and those that people are in since an older one, each once. */
export function movesOf(before: Version, after: Version, people: PeopleStanding): Moves {
  const renamed = renamedSequences(before.sequences, after.sequences);
  const fresh = new Set(renamed.values());
  const known = Object.keys(before.sequences);
  const peopled = [...Object.keys(people.underWay), ...Object.keys(people.accounts)];
  const names = new Set([...known, ...peopled, ...Object.keys(after.sequences)]);
  // Whoever is in one that was called so before is told with those who are in it now.
  const told = [...names].filter((name) => !fresh.has(name));
  const sequences = told.map((sequence): SequenceMove => {
    const to = renamed.get(sequence) ?? null;
    const both = to === null ? [sequence] : [sequence, to];
    return {
      ...{ sequence, to, becomes: to !== null ? 'renamed' : becomes(sequence, known, after) },
      underWay: sumOf(people.underWay, both),
      accounts: sumOf(people.accounts, both),
      joining: joining(to ?? sequence, after, people),
    };
  });
  const nowhere = TIERS.filter((tier) => after.routing.sequences[tier] === null);
  return { sequences, nowhere: nowhere.reduce((sum, tier) => sum + (people.waiting[tier] ?? 0), 0) };
}

function sumOf(counts: Readonly<Record<string, number>>, names: readonly string[]): number {
  const byName = new Map(Object.entries(counts));
  return names.reduce((sum, name) => sum + (byName.get(name) ?? 0), 0);
}

function becomes(sequence: string, known: readonly string[], after: Version): SequenceMove['becomes'] {
  if (!Object.hasOwn(after.sequences, sequence)) return 'gone';
  return known.includes(sequence) ? 'stays' : 'new';
}

function joining(sequence: string, { routing }: Version, { waiting }: PeopleStanding): number {
  const tiers = TIERS.filter((tier) => routing.sequences[tier] === sequence);
  return tiers.reduce((sum, tier) => sum + (waiting[tier] ?? 0), 0);
}

/** Sequences that one version has and the other has not, but with the very same steps under another name: old name → new name. */
export function renamedSequences(
  before: Version['sequences'],
  after: Version['sequences'],
): ReadonlyMap<string, string> {
  const left = new Map(
    Object.entries(after).flatMap(([name, { steps }]) =>
      Object.hasOwn(before, name) ? [] : [[name, canonicalJson(steps)] as const],
    ),
  );
  const found = new Map<string, string>();
  for (const [name, { steps }] of Object.entries(before)) {
    if (Object.hasOwn(after, name)) continue;
    const same = canonicalJson(steps);
    const to = [...left].find(([, words]) => words === same)?.[0];
    if (to === undefined) continue;
    found.set(name, to);
    left.delete(to);
  }
  return found;
}
