/**
 * Who of an account is turned to first: by what the title says, ties by the order in which the contacts were given.
 * The rule is directives/account-rank.md. Owns the points; how a title is read is `score/title`.
 */
import { readTitle } from '../score/title.ts';
import type { TitleLevel } from '../score/title-lexicon.ts';

/** Points of whoever leads the whole. */
const CHIEF_EXECUTIVE_POINTS = 100;
/** What a title of the chief executive is read as belonging to. */
const WHOLE = 'executive';

const LEVEL_POINTS: Readonly<Record<TitleLevel, number>> = {
  founder: 100,
  owner: 100,
  president: 100,
  'c-level': 95,
  vp: 80,
  board: 70,
  head: 70,
  director: 70,
  partner: 70,
  manager: 50,
  lead: 40,
  senior: 0,
  other: 0,
};

/** Points of a title, 0–100; one that is not known has none. */
export function titlePoints(title: string | null): number {
  if (title === null) return 0;
  const { level, department } = readTitle(title);
  return level === 'c-level' && department === WHOLE ? CHIEF_EXECUTIVE_POINTS : LEVEL_POINTS[level];
}

/** What is ranked. */
export interface Ranked {
  readonly title: string | null;
  /** Where it stood among those given, from 1. */
  readonly position: number;
}

/** The contacts, who is turned to first before the others. */
export function rankContacts<Contact extends Ranked>(contacts: readonly Contact[]): readonly Contact[] {
  return [...contacts].sort((a, b) => titlePoints(b.title) - titlePoints(a.title) || a.position - b.position);
}

/** What a contact is in its account, by the order in which they were given: whatever the rank is. */
export type ContactRole = 'primary' | 'secondary' | 'tertiary';

/** The role of the contact at a place of those given, from 1. */
export function roleAt(place: number): ContactRole {
  if (place <= 1) return 'primary';
  return place === 2 ? 'secondary' : 'tertiary';
}
