/** Chance of a quarter: hashes of a seed and a name, so that the order of asking changes nothing. */
import { createHash } from 'node:crypto';

/** Numbers in [0, 1) of a name, by position; sixteen of them at most. */
export function drawsOf(seed: number, name: string): (position: number) => number {
  const bytes = createHash('sha512').update(`${seed}:${name}`).digest();
  return (position) => bytes.readUInt32BE((position * 4) % 64) / 2 ** 32;
}

/** One of a list, by a number in [0, 1). */
export function oneOf<Value>(list: readonly Value[], drawn: number): Value {
  return list[Math.floor(drawn * list.length)] as Value;
}
