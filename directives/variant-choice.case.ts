/** Runs a row of variant-choice.md: variants by name and weight. */
import { chooseVariant } from '../src/domain/playbook/variant.ts';

interface Row {
  readonly hash: string;
  readonly weights: Readonly<Record<string, number>>;
}

/** The name chosen, or `error` where there is nothing to choose or to choose by. */
export function run({ hash, weights }: Row): { readonly chosen: string } {
  const variants = Object.entries(weights).map(([name, weight]) => ({ name, weight }));
  try {
    return { chosen: chooseVariant(hash, variants).name };
  } catch {
    return { chosen: 'error' };
  }
}
