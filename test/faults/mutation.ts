/** What a deliberate fault is: named changes of source files. Owns how a source is changed; which faults there are, stands in their lists. */

/** One change of a source file. `from` stands in it exactly once, or the mutation is no longer one. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** One deliberate fault. */
export interface Mutation {
  readonly name: string;
  /** A seed that is known to find it, tried first; 0 = none is. The others follow. */
  readonly seed: number;
  readonly edits: readonly Edit[];
}

/** A mutation by its name, the seed that found it, and its edits. */
export function mutation(
  name: string,
  seed: number,
  ...edits: readonly (readonly [file: string, from: string, to: string])[]
): Mutation {
  return { name, seed, edits: edits.map(([file, from, to]) => ({ file, from, to })) };
}

/** The source with the edit. Errors: its text stands there never, or more than once. */
export function mutated(source: string, { file, from, to }: Edit): string {
  const [before, after, ...more] = source.split(from);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`${file} has ${source.split(from).length - 1} times: ${from}`);
  }
  return before + to + after;
}
