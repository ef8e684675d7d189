/**
 * A score as it is stored with a decision, and as it is shown. Owns what of it is left out because the rest says it; computes
 * nothing anew: shares and tier stay as they were.
 */
import type { Rubric } from './rubric.ts';
import type { Score } from './score.ts';

/** What a part got: points (0–1) and its share of the score; null = not known. */
type StoredPart = readonly [points: number, share: number] | null;

/** A score in canonical JSON: keys in order; no boost and no intent are left out. */
export interface StoredScore {
  readonly boost?: number | undefined;
  readonly coverage: number;
  readonly intent?: number | undefined;
  /** By name, in the order of names. */
  readonly parts: Readonly<Record<string, StoredPart>>;
  readonly tier: Score['tier'];
  readonly value: number;
}

/** A score as people and programs read it. */
export interface ShownScore extends Pick<Score, 'tier' | 'coverage' | 'known' | 'total' | 'boost' | 'intent'> {
  readonly value: number;
  /** Parts as [points, share] by name; points are null where they are not known. */
  readonly parts: Readonly<Record<string, readonly [points: number | null, share: number]>>;
}

/** Makes the scores of one rubric ready to be stored. */
export function scoreKeeper({ parts: rubricParts }: Rubric): (score: Score) => StoredScore {
  const byName = rubricParts.map(({ name }, at) => ({ name, at })).sort((a, b) => (a.name < b.name ? -1 : 1));
  return ({ score, tier, coverage, boost, intent, parts: scored }) => {
    const parts: Record<string, StoredPart> = {};
    for (const { name, at } of byName) {
      const { points, share } = scored[at]!;
      parts[name] = points === null ? null : [points, share];
    }
    return { boost: boost || undefined, coverage, intent: intent || undefined, parts, tier, value: score };
  };
}

/** The whole score again. */
export function shownScore({ boost = 0, coverage, intent = 0, parts, tier, value }: StoredScore): ShownScore {
  const all = Object.entries(parts);
  const known = all.filter(([, part]) => part !== null).length;
  const shown = Object.fromEntries(all.map(([name, part]) => [name, part ?? ([null, 0] as const)]));
  return { value, tier, coverage, known, total: all.length, boost, intent, parts: shown };
}
