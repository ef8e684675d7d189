/** Chance by seed: the same seed gives the same numbers, on every machine. Owns nothing else; the simulator draws all it needs here. */

/** A source of chance. */
export interface Chance {
  /** A whole number from 0 up to, not including, `n`. */
  below(n: number): number;
  /** A whole number from `from` up to and including `to`. */
  between(from: number, to: number): number;
  /** True with this probability, 0–1. */
  hits(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/** Chance of a seed, by xorshift over 32 bits whose state a hash of the seed fills: near seeds have nothing in common. */
export function chanceOf(seed: number): Chance {
  let state = scatter(seed + 0x9e37_79b9) || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const below = (n: number) => next() % n;
  return {
    below,
    between: (from, to) => from + below(to - from + 1),
    hits: (probability) => next() < probability * 2 ** 32,
    pick: (list) => list[below(list.length)] as (typeof list)[number],
  };
}

function scatter(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
