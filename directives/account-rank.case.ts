/** Runs a row of account-rank.md. */
import { rankContacts, roleAt, titlePoints } from '../src/domain/account/rank.ts';

interface Row {
  readonly title?: string;
  readonly titles?: readonly string[];
  readonly place?: number;
}

export function run({ title = undefined, titles, place }: Row) {
  if (place !== undefined) return { role: roleAt(place) };
  if (titles === undefined) return { points: titlePoints(title ?? null) };
  // Given out of order: the position counts, not where somebody stands in a list.
  const contacts = titles.map((one, i) => ({ title: one, position: i + 1 })).reverse();
  return { order: rankContacts(contacts).map((contact) => contact.title) };
}
