/**
 * The words of job titles, joined from one data file a language into the two tables that a title is read by.
 * Owns the shape of those files and the tables. What a title means is `title.ts`.
 * A new language is a new file in `data/`, with examples of its own, and a line in `TITLE_LANGUAGES`.
 */
import { type Phrases, phraseIndex } from '../facts/phrases.ts';
import de from './data/titles.de.json' with { type: 'json' };
import en from './data/titles.en.json' with { type: 'json' };
import es from './data/titles.es.json' with { type: 'json' };
import fr from './data/titles.fr.json' with { type: 'json' };
import pt from './data/titles.pt.json' with { type: 'json' };

/** How high a title stands. */
export const TITLE_LEVELS = [
  'founder',
  'c-level',
  'owner',
  'president',
  'vp',
  'board',
  'head',
  'director',
  'partner',
  'manager',
  'lead',
  'senior',
  'other',
] as const;
/** One of `TITLE_LEVELS`. */
export type TitleLevel = (typeof TITLE_LEVELS)[number];

/**
 * The standings that words give, with their level. Where a title names several, the first in this order settles it.
 * Why this order: beside a vice president's grade "chief" names a function ("SVP and CIO"), except at the top grade and for
 * the chief executive; a division's president may be a vice president of the whole; "partner" says least of what one does.
 */
export const STANDINGS = {
  founder: 'founder',
  'chief-executive': 'c-level',
  owner: 'owner',
  vp: 'vp',
  chief: 'c-level',
  'chief-anything': 'c-level',
  'executive-vp': 'vp',
  president: 'president',
  board: 'board',
  head: 'head',
  director: 'director',
  manager: 'manager',
  lead: 'lead',
  partner: 'partner',
  senior: 'senior',
  other: 'other',
} as const satisfies Record<string, TitleLevel>;
/** A standing that words give. */
export type Standing = keyof typeof STANDINGS;
/** The standings, the one that settles first. */
export const STANDING_ORDER: readonly Standing[] = Object.keys(STANDINGS).filter(isStanding);

/**
 * What a phrase does to the reading of a title.
 * level: gives a standing · alone: does so only where it is the whole post ("Partner", not "HR Business Partner") ·
 * join: another post begins · scope: what follows says of what ("of Sales") · place: what follows says where ("at Acme") ·
 * serve: what follows is somebody else's post ("to the CEO") · lapsed: what follows is over ("former") · plain: looks like a
 * standing and is none · profession: who does it, over whom a chief is a head ("Chief Design Engineer"). As the last word of a
 * post, support makes it a helper's ("Executive Assistant"), unit right after a chief makes it a place around that chief ("CTO
 * Office"), craft makes a head a lead ("Head Chef"), and function, where no post is named yet, stands for who does it ("Product
 * Management", not "Analyst, Risk Management").
 */
export type PostWord =
  | { readonly kind: 'level' | 'alone'; readonly standing: Standing }
  | { readonly kind: LastWord | 'join' | 'scope' | 'place' | 'serve' | 'lapsed' | 'plain' | 'profession' };
/** What a word does as the last one of its post. */
export type LastWord = 'support' | 'unit' | 'craft' | 'function';

/** A language's file, as `data/titles.<language>.json` holds it. Phrases are lower case, without accents or punctuation. */
export interface TitleLanguage {
  readonly language: string;
  readonly levels: Readonly<Record<string, readonly string[]>>;
  readonly alone: Readonly<Record<string, readonly string[]>>;
  readonly plain: readonly string[];
  readonly joins: readonly string[];
  readonly scopes: readonly string[];
  readonly places: readonly string[];
  readonly serves: readonly string[];
  readonly lapsed: readonly string[];
  readonly support: readonly string[];
  readonly units: readonly string[];
  readonly functions: readonly string[];
  readonly crafts: readonly string[];
  readonly professions: readonly string[];
  readonly departments: Readonly<Record<string, readonly string[]>>;
  /** Its own test sentences: title, level, department. */
  readonly examples: readonly (readonly (string | null)[])[];
}

/** The languages that titles are read in. */
export const TITLE_LANGUAGES: readonly TitleLanguage[] = [en, es, de, fr, pt];

/** Words that make or unmake a level. Throws where two files contradict each other: a mistake in the data. */
export function postPhrases(languages: readonly TitleLanguage[]): Phrases<PostWord> {
  return phraseIndex(languages.flatMap(postEntries));
}

/** Words that name a department. Throws as `postPhrases` does. */
export function departmentPhrases(languages: readonly TitleLanguage[]): Phrases<string> {
  return phraseIndex(
    languages.flatMap((language) =>
      Object.entries(language.departments).flatMap(([name, phrases]) => phrases.map((p) => [p, name] as const)),
    ),
  );
}

function postEntries(file: TitleLanguage): (readonly [string, PostWord])[] {
  const levels = (kind: 'level' | 'alone', named: TitleLanguage['levels']): (readonly [string, PostWord])[] =>
    Object.entries(named).flatMap(([name, phrases]) => {
      const standing = standingNamed(name);
      return phrases.map((phrase) => [phrase, { kind, standing }] as const);
    });
  const words = (kind: Exclude<PostWord['kind'], 'level' | 'alone'>, phrases: readonly string[]) =>
    phrases.map((phrase): readonly [string, PostWord] => [phrase, { kind }]);
  return [
    ...levels('level', file.levels),
    ...levels('alone', file.alone),
    ...words('plain', file.plain),
    ...words('join', file.joins),
    ...words('scope', file.scopes),
    ...words('place', file.places),
    ...words('serve', file.serves),
    ...words('lapsed', file.lapsed),
    ...words('support', file.support),
    ...words('unit', file.units),
    ...words('function', file.functions),
    ...words('craft', file.crafts),
    ...words('profession', file.professions),
  ];
}

function standingNamed(name: string): Standing {
  if (!isStanding(name)) throw new Error(`title data names an unknown standing "${name}"`);
  return name;
}

function isStanding(name: string): name is Standing {
  return Object.hasOwn(STANDINGS, name);
}
