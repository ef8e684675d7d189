/** Which of several wordings a message gets. Owns the choice by hash (directives/variant-choice.md); knows no templates. */

/** Hex digits of the hash that are used: 32 bits, more than any weight can tell apart. */
const HASH_DIGITS = 8;
const HASH_RANGE = 16 ** HASH_DIGITS;

/**
 * The variant a message gets: the hash of who it is for and of its step (hex, at least 8 digits) names a point between 0 and 1, and the variants
 * lie there side by side, each as wide as its share of the weights.
 * Why: the same message keeps its wording through retries, restarts, replays and simulations, with nothing stored.
 * Errors: throws where there is no variant or the hash is no hex.
 */
export function chooseVariant<V extends { readonly weight: number }>(hash: string, variants: readonly V[]): V {
  const total = variants.reduce((sum, variant) => sum + variant.weight, 0);
  let left = (Number.parseInt(hash.slice(0, HASH_DIGITS), 16) / HASH_RANGE) * total;
  const chosen = variants.find((variant) => {
    left -= variant.weight;
    return left < 0;
  });
  if (chosen === undefined) throw new Error('a choice needs variants and a hash');
  return chosen;
}
