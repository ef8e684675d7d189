/** Runs a row of account-health.md. */
import { coverageOf, healthLabel, healthOf } from '../src/domain/account/health.ts';

interface Row {
  readonly score?: number;
  readonly contacts: readonly (string | number)[];
}

export function run({ score, contacts }: Row) {
  if (score !== undefined) return { label: healthLabel(score) };
  const known = contacts.map(String).map((word) => ({
    points: Number.parseInt(word, 10),
    reachable: word.includes('r'),
    touched: word.includes('t'),
    answered: word.includes('a'),
  }));
  return { ...healthOf(known), ...coverageOf(known) };
}
