/**
 * Which weighed pairs are one subject, and which subjects a chain of pairs joins.
 * Owns the decision; must never weigh parts (`evidence.ts`) nor look for pairs (`blocks.ts`).
 */
import type { Evidence } from './evidence.ts';

/** Two rows held to be one subject, by their places in the file, `first < second`. */
export interface Link {
  readonly first: number;
  readonly second: number;
  readonly bits: number;
  readonly personal: number;
  readonly own: number;
}

/** Odds demanded of a single pair, in bits: 2^5 = 32 to 1 for the least certain, so that all together stay above .995 right. */
const CERTAINTY_BITS = 5;
/** A name alone is never enough; this much must come from something else. */
const BEYOND_NAME_BITS = 3;
/** Personal evidence below this makes two people of a household; between it and what is needed, nobody knows. */
const TWO_PEOPLE_BITS = -3;

/** Whether a pair shares more than a name. */
export function isMoreThanName(evidence: Evidence): boolean {
  return evidence.beyondName >= BEYOND_NAME_BITS;
}

/** Whether a pair is two people of one household, as far as its personal parts tell. */
export function isHousehold(link: Link): boolean {
  return link.personal < TWO_PEOPLE_BITS;
}

/** Personal bits that a pair needs in a file with so many households' pairs and matches: families about, namesakes are doubted. */
export function personalBitsNeeded(households: number, matches: number): number {
  return Math.log2(Math.max(1, households) / Math.max(1, matches)) + CERTAINTY_BITS;
}

/** Odds against two rows taken at random being one subject, in bits, where the file holds `matches` such pairs. */
export function oddsAgainst(rows: number, matches: number): number {
  return Math.log2(Math.max(1, (rows * (rows - 1)) / 2) / Math.max(1, matches));
}

/** Bits that a pair needs to be linked. */
export function bitsNeeded(rows: number, matches: number): number {
  return oddsAgainst(rows, matches) + CERTAINTY_BITS;
}

const ROUNDS = 20;

/**
 * How many pairs of a file are one subject, from the bits of the pairs found: the number that agrees with itself when each pair counts
 * by its probability. Starts from one match a row, so that a file without any double comes down to none.
 */
export function expectedMatches(bits: Float64Array, rows: number): number {
  let matches = Math.max(1, rows);
  for (let round = 0; round < ROUNDS; round++) {
    const against = oddsAgainst(rows, matches);
    let sum = 0;
    for (const weight of bits) sum += 1 / (1 + 2 ** (against - weight));
    if (Math.abs(sum - matches) < 0.5) return Math.max(1, sum);
    matches = Math.max(1, sum);
  }
  return matches;
}

/** Of two groups, at most this many members each are weighed against one another. */
const WITNESSES = 6;

function meanBits(left: readonly number[], right: readonly number[], weigh: (a: number, b: number) => number): number {
  const lefts = left.slice(0, WITNESSES);
  const rights = right.slice(0, WITNESSES);
  let sum = 0;
  for (const a of lefts) for (const b of rights) sum += weigh(a, b);
  return sum / (lefts.length * rights.length);
}

/**
 * Groups of rows that are one subject. Strongest links first; two groups join only where their members on the whole speak for one subject
 * (`meanAtLeast` bits), so that a single weak pair cannot bridge two people.
 *
 * Output: groups of two or more, members ascending, ordered by first member. Deterministic: ties go by place in the file.
 */
export function groupLinks(
  links: readonly Link[],
  weigh: (first: number, second: number) => number,
  meanAtLeast: number,
): readonly (readonly number[])[] {
  const groupOf = new Map<number, number[]>();
  const ordered = links.toSorted((a, b) => b.bits - a.bits || a.first - b.first || a.second - b.second);
  for (const { first, second } of ordered) {
    const left = groupOf.get(first) ?? [first];
    const right = groupOf.get(second) ?? [second];
    if (left === right) continue;
    const single = left.length === 1 && right.length === 1;
    if (!single && meanBits(left, right, weigh) < meanAtLeast) continue;
    const joined = [...left, ...right].sort((a, b) => a - b);
    for (const member of joined) groupOf.set(member, joined);
  }
  return [...new Set(groupOf.values())].sort((a, b) => a[0]! - b[0]!);
}
