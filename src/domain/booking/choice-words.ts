/**
 * The words by which people choose a time, in every language that has a data file; all are heard at once. Owns the index and how a text is
 * cut; which times are meant is `choice.ts`. A new language is a new file in `data/`, with examples, and a line in `CHOICE_LANGUAGES`.
 */
import { phraseAt, phraseIndex, plainText } from '../facts/phrases.ts';
import { LIMITS } from '../limits.ts';
import en from './data/choices.en.json' with { type: 'json' };
import es from './data/choices.es.json' with { type: 'json' };

/** A part of a day. */
export type DayPart = 'morning' | 'afternoon' | 'evening';

/** A language's file. Words in plain letters. */
interface ChoiceLanguage {
  readonly language: string;
  readonly weekdays: Readonly<Record<string, number>>;
  readonly months: Readonly<Record<string, number>>;
  /** Places, from 0 on; -1 = the last. */
  readonly ordinals: Readonly<Record<string, number>>;
  /** Heard only where a number is expected: "at ten". */
  readonly numbers: Readonly<Record<string, number>>;
  /** Days from today. */
  readonly days: Readonly<Record<string, number>>;
  readonly parts: Readonly<Record<string, string>>;
  /** After an hour, and before one. */
  readonly minutes: Readonly<Record<string, number>>;
  readonly past: Readonly<Record<string, number>>;
  readonly noon: readonly string[];
  readonly am: readonly string[];
  readonly pm: readonly string[];
  /** After a number that counts: "2nd". */
  readonly ends: readonly string[];
  readonly at: readonly string[];
  readonly option: readonly string[];
  readonly not: readonly string[];
  /** Words after which an answer is no choice yet: "if", "or". */
  readonly hedge: readonly string[];
  readonly none: readonly string[];
  readonly any: readonly string[];
  readonly yes: readonly string[];
  /** Words that change nothing. */
  readonly fill: readonly string[];
  /** What a text comes to where Tuesday 10 November 10:00, Thursday 12 10:30 and Friday 13 14:00 were offered. */
  readonly examples: readonly (readonly string[])[];
}

/** The languages that choices are read in. */
export const CHOICE_LANGUAGES: readonly ChoiceLanguage[] = [en, es];

const WITH_VALUE = ['weekdays', 'months', 'ordinals', 'days', 'minutes', 'past'] as const;
const BARE = ['noon', 'am', 'pm', 'ends', 'at', 'option', 'not', 'hedge', 'none', 'any', 'yes', 'fill'] as const;

/** A word or a phrase, or a number, as it was heard; `strange` = nobody knows it. */
export type Heard =
  | { readonly kind: (typeof WITH_VALUE)[number]; readonly value: number }
  | { readonly kind: 'parts'; readonly part: DayPart }
  | { readonly kind: (typeof BARE)[number] | 'strange' }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'clock'; readonly minute: number };

function* entries(): Generator<readonly [string, Heard]> {
  for (const file of CHOICE_LANGUAGES) {
    for (const kind of WITH_VALUE)
      for (const [word, value] of Object.entries(file[kind])) yield [word, { kind, value }];
    for (const [word, part] of Object.entries(file.parts)) yield [word, { kind: 'parts', part: part as DayPart }];
    for (const kind of BARE) for (const word of file[kind]) yield [word, { kind }];
  }
}

const INDEX = phraseIndex(entries());
const NUMBERS = new Map(CHOICE_LANGUAGES.flatMap(({ numbers }) => Object.entries(numbers)));
/** After these a word may be a number. */
const COUNTS: ReadonlySet<Heard['kind']> = new Set(['at', 'option', 'past']);
const TOKENS = /\d{1,2}[:.h]\d{2}(?!\d)|\d+|[#@]|\p{L}+(?:'\p{L}+)*/gu;
const HOUR_MINUTES = 60;

/** What is heard in a text, in order. */
export function heardIn(text: string): readonly Heard[] {
  const plain = plainText(text.slice(0, LIMITS.readCharacters)).replaceAll('’', "'").replace(/[ºª°]/g, 'th');
  const words = (plain.replace(/\b([ap])\.\s?m\b\.?/g, '$1m').match(TOKENS) ?? []).slice(0, LIMITS.choiceWords);
  const heard: Heard[] = [];
  for (let at = 0; at < words.length; ) {
    const { here, length } = heardAt(words, at, heard.at(-1));
    heard.push(here);
    at += length;
  }
  return heard;
}

function heardAt(words: readonly string[], at: number, before: Heard | undefined) {
  const word = words[at]!;
  const clock = /^(\d+)[:.h](\d+)$/.exec(word);
  if (clock) return one({ kind: 'clock', minute: Number(clock[1]) * HOUR_MINUTES + Number(clock[2]) });
  if (/^\d/.test(word)) return one({ kind: 'number', value: Number(word) });
  const spoken = before !== undefined && COUNTS.has(before.kind) ? NUMBERS.get(word) : undefined;
  if (spoken !== undefined) return one({ kind: 'number', value: spoken });
  const phrase = phraseAt(INDEX, words, at);
  return phrase ? { here: phrase.meaning, length: phrase.words.length } : one({ kind: 'strange' });
}

function one(here: Heard): { readonly here: Heard; readonly length: number } {
  return { here, length: 1 };
}
