/**
 * People's names: folding to a form that survives accents, case, order and titles, and saying whether two given names
 * or two whole names can be one person's. Owns names only; must never look at an address or decide whose record it is.
 */
import { slips } from '../match/similarity.ts';
import nicknameTables from './data/nicknames.json' with { type: 'json' };

/** A name taken apart. All parts folded (`foldText`), '' where absent. */
export interface PersonName {
  /** First given name: `jose`. */
  readonly given: string;
  /** Further given names or initials, separated by blanks: `maria a`. */
  readonly middle: string;
  /** Family name in one word, particles glued on: `vanderberg`. */
  readonly surname: string;
  /** `jr`, `sr`, `ii`, `iii`, `iv`: tells a father from a son. */
  readonly generation: string;
}

const LETTERS_APART: Readonly<Record<string, string>> = {
  ß: 'ss',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ħ: 'h',
  ŋ: 'n',
  ĸ: 'k',
};
/** Words of letters and digits with single blanks between them, as nearly all names are. */
const PLAIN = /^[A-Za-z0-9]+(?: [A-Za-z0-9]+)*$/;
const ASCII = /^[\0-\x7f]*$/;
const APART = /[ßłøđðþæœıħŋĸ]/g;
const MARKS = /\p{M}+/gu;
const JOINERS = /['’‘`´ʼ]/g;
const GAPS = /[^\p{L}\p{N}]+/gu;
const ASCII_GAPS = /[^a-z0-9]+/g;

/**
 * Text folded for comparison: lower case, accents off (NFKD; ß, ł, ø and their like spelled out), apostrophes closed up,
 * everything else that is neither letter nor digit one blank. Idempotent; letters outside Latin stay.
 */
export function foldText(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  if (ASCII.test(text)) return text.toLowerCase().replace(JOINERS, '').replace(ASCII_GAPS, ' ').trim();
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(MARKS, '')
    .replace(APART, (letter) => LETTERS_APART[letter] ?? letter)
    .replace(JOINERS, '')
    .replace(GAPS, ' ')
    .trim();
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const HONORIFICS = words(
  'mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend fr father hon capt captain maj col colonel lt sgt herr frau mme mlle monsieur madame sr sra srta dott ing lic arq',
);
const GENERATIONS = words('jr sr ii iii iv junior senior');
const CREDENTIALS = words(
  'phd md mba esq cpa dds dvm jd msc bsc llm llb rn cfa pmp mpa mph edd cissp cfp dphil mbe obe cbe frcs mrics',
);
const PARTICLES = words(
  'van von der den de del della di da dos das do du la le el al bin ibn ten ter zu zur af av san santa st',
);

function withoutTitles(tokens: string[]): string {
  while (tokens.length > 1 && HONORIFICS.has(tokens[0]!)) tokens.shift();
  let generation = '';
  while (tokens.length > 1) {
    const last = tokens[tokens.length - 1]!;
    if (GENERATIONS.has(last)) generation = last === 'junior' ? 'jr' : last === 'senior' ? 'sr' : last;
    else if (!CREDENTIALS.has(last) || tokens.length < 3) break;
    tokens.pop();
  }
  return generation;
}

/** Where the family name begins: at the particle before it, else at the last word. */
function surnameStart(tokens: readonly string[]): number {
  let start = tokens.length - 1;
  while (start > 1 && PARTICLES.has(tokens[start - 1]!)) start--;
  return start;
}

const isSuffixes = (part: string) =>
  foldText(part)
    .split(' ')
    .every((word) => word === '' || GENERATIONS.has(word) || CREDENTIALS.has(word));

/** `Last, First` turned round; what follows as suffix (`Jane Doe, PhD`; `Doe, John, Jr.`) stays at the end. */
function inOrder(text: string): string {
  if (!text.includes(',')) return text;
  const parts = text.split(',');
  const suffixes = parts.slice(1).filter(isSuffixes);
  const [last, ...first] = parts.filter((part, at) => at === 0 || !isSuffixes(part));
  return [...first, last, ...suffixes].join(' ');
}

/**
 * A whole name taken apart: `Dr. José-María van der Berg Jr.` → `{given: jose, middle: maria, surname: vanderberg, generation: jr}`.
 * One word alone is taken as the given name. Never throws.
 */
export function splitName(fullName: string): PersonName {
  const tokens = foldText(inOrder(fullName)).split(' ');
  const generation = withoutTitles(tokens);
  if (tokens.length < 2) return { given: tokens[0] ?? '', middle: '', surname: '', generation };
  const start = surnameStart(tokens);
  return {
    given: tokens[0]!,
    middle: tokens.slice(1, start).join(' '),
    surname: tokens.slice(start).join(''),
    generation,
  };
}

/** The name as its parts were given; the full name only fills what they leave open. */
export function nameOf(values: {
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly fullName?: string | null;
}): PersonName {
  const { firstName, lastName } = values;
  if (!firstName || !lastName) return splitName(values.fullName ?? [firstName ?? '', lastName ?? ''].join(' '));
  const given = foldText(firstName).split(' ');
  withoutTitles(given);
  const family = foldText(lastName).split(' ');
  const generation = withoutTitles(family);
  return { given: given[0]!, middle: given.slice(1).join(' '), surname: family.join(''), generation };
}

const FORMAL = new Map<string, string[]>();
for (const table of Object.values(nicknameTables)) {
  for (const [formal, short] of Object.entries(table)) {
    for (const name of [formal, ...short]) {
      const known = FORMAL.get(name);
      if (known === undefined) FORMAL.set(name, [formal]);
      else if (!known.includes(formal)) known.push(formal);
    }
  }
}

/** The formal name behind a folded given name: `bob` → `robert`; itself where there is none or more than one. */
export function formalName(given: string): string {
  const formal = FORMAL.get(given);
  return formal?.length === 1 ? formal[0]! : given;
}

/** Whether two folded given names can be forms of one: `bob` and `robert`, `chris` and `christine`. */
export function sameFormalName(a: string, b: string): boolean {
  if (a === b) return true;
  const formalA = FORMAL.get(a);
  const formalB = FORMAL.get(b);
  return formalA?.some((name) => formalB?.includes(name) === true) === true;
}

/** How far two names agree: `same` in all given letters, `alike` by nickname, initial or one slip, `unknown` where one has none. */
export type NameAgreement = 'same' | 'alike' | 'unknown' | 'different';

/** Words shorter than this are not forgiven a slip: `ann` and `anna`, `lee` and `leo` are different people. */
const SLIP_LETTERS = 5;

function alikeWord(a: string, b: string): boolean {
  return Math.min(a.length, b.length) >= SLIP_LETTERS && slips(a, b, 1) === 1;
}

function agreeGiven(a: string, b: string): NameAgreement {
  if (a === '' || b === '') return 'unknown';
  if (a === b) return 'same';
  const initial = (a.length === 1 || b.length === 1) && a[0] === b[0];
  return initial || sameFormalName(a, b) || alikeWord(a, b) ? 'alike' : 'different';
}

function agreeSurname(a: string, b: string): NameAgreement {
  if (a === '' || b === '') return 'unknown';
  if (a === b) return 'same';
  return alikeWord(a, b) ? 'alike' : 'different';
}

/**
 * Whether two names can be one person's. Symmetric. `same` needs given name and surname; a middle name that differs by
 * initial, or a generation (Jr, III) that differs, makes it `different`. Swapped given name and surname are `alike`.
 */
export function agreeNames(a: PersonName, b: PersonName): NameAgreement {
  if (a.generation !== b.generation && a.generation !== '' && b.generation !== '') return 'different';
  const swapped = a.given !== '' && a.surname !== '' && a.given === b.surname && a.surname === b.given;
  if (swapped && a.given !== b.given) return 'alike';
  const given = agreeGiven(a.given, b.given);
  const surname = agreeSurname(a.surname, b.surname);
  if (given === 'different' || surname === 'different') return 'different';
  if (given === 'unknown' || surname === 'unknown') return 'unknown';
  if (a.middle !== '' && b.middle !== '' && a.middle[0] !== b.middle[0]) return 'different';
  return given === 'same' && surname === 'same' ? 'same' : 'alike';
}

/**
 * The key under which a store finds people of one name: formal given name, blank, surname (`robert vanderberg`).
 * '' where given name or surname is missing: half a name finds too many.
 */
export function nameKey(name: PersonName): string {
  return name.given === '' || name.surname === '' ? '' : `${formalName(name.given)} ${name.surname}`;
}
