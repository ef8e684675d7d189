/**
 * The words that conversations about houses are heard by, in every language that has a data file. Owns the indexes; what a
 * topic is worth is the caller's. A new language is a new file in `data/`, with examples, and a line in `LANGUAGES`.
 */
import { type ClauseWord, clausesOf, type Finding, findingsIn } from '../facts/clauses.ts';
import { type Phrases, phraseIndex } from '../facts/phrases.ts';
import { LIMITS } from '../limits.ts';
import en from './data/words.en.json' with { type: 'json' };
import es from './data/words.es.json' with { type: 'json' };

/** A group of topics that are heard together. */
export type Group = keyof typeof en.groups;

/** A language's file. Phrases in plain words. */
export interface HouseWords {
  readonly language: string;
  readonly negators: readonly string[];
  readonly turns: readonly string[];
  /** Words by which the language is told. */
  readonly marks: readonly string[];
  readonly groups: Readonly<Record<Group, Readonly<Record<string, readonly string[]>>>>;
  readonly money: {
    readonly amounts: Readonly<Record<string, number>>;
    readonly scales: Readonly<Record<string, number>>;
    readonly below: readonly string[];
    readonly above: readonly string[];
    readonly between: readonly string[];
    /** What stands after a number that is no money. */
    readonly units: readonly string[];
  };
  /** How people speak of what they earn and pay; phrases may be patterns. */
  readonly means: Readonly<Record<'income' | 'debts' | 'down' | 'put' | 'month' | 'year', readonly string[]>>;
  /** Days of a unit of time. */
  readonly time: Readonly<Record<string, number>>;
  readonly counts: Readonly<Record<string, number>>;
  /** By group: a text, and the topic heard first. */
  readonly examples: Readonly<Partial<Record<Group, readonly (readonly string[])[]>>>;
}

/** The languages that are understood. */
export const LANGUAGES: readonly HouseWords[] = [en, es];

const INDEXES = new Map(Object.keys(en.groups).map((group) => [group, indexOf(group as Group)]));

function indexOf(group: Group): Phrases<ClauseWord<string>> {
  const meanings = new Map<string, ClauseWord<string>>();
  for (const { negators, turns, groups } of LANGUAGES) {
    for (const word of negators) meanings.set(word, { kind: 'denies' });
    for (const word of turns) meanings.set(word, { kind: 'turns' });
    for (const [meaning, phrases] of Object.entries(groups[group]))
      for (const phrase of phrases) meanings.set(phrase, { kind: 'means', meaning });
  }
  return phraseIndex(meanings);
}

/** The topics of a group that a text speaks of, in order, with whether they are denied. */
export function heard(group: Group, text: string): readonly Finding<string>[] {
  return findingsIn(clausesOf(text.slice(0, LIMITS.readCharacters)), INDEXES.get(group) ?? new Map());
}

/** Topics that are said and not denied, each once, in order. */
export function topicsIn(group: Group, text: string): readonly string[] {
  return [...new Set(heard(group, text).flatMap(({ meaning, denied }) => (denied ? [] : [meaning])))];
}

/**
 * The language of a text by its common words; `before` where it tells nothing, or as much of one as of the other.
 * Why not by letters: texts are typed without accents.
 */
export function languageIn(text: string, before: string): string {
  const words = new Set(clausesOf(text.slice(0, LIMITS.readCharacters)).flat());
  const counts = LANGUAGES.map(({ language, marks }) => ({
    language,
    hits: marks.filter((one) => words.has(one)).length,
  }));
  const most = Math.max(...counts.map(({ hits }) => hits));
  const leading = counts.filter(({ hits }) => hits === most);
  return most === 0 || leading.length > 1 ? before : (leading[0]?.language ?? before);
}
