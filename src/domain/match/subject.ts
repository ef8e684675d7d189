/**
 * A row of any file as a subject that can be compared: its parts folded, and each distinct text kept once with how many
 * rows carry it, because agreeing on a rare surname says more than agreeing on a common one.
 * Owns the reading of cells; must never judge whether two subjects are the same (`evidence.ts`).
 */
import { companyKey } from '../lead/company.ts';
import { foldText, nameOf } from '../lead/name.ts';
import type { Part, SubjectColumns } from './columns.ts';

/** One distinct text of one part, and how often the file has it. Two rows agree exactly when they hold the same term. */
export interface Term {
  readonly text: string;
  /** Rows that carry it; grows while the file is read. */
  rows: number;
}

/** One row, ready for comparison. null or '' = the row does not say. */
export interface Subject {
  readonly id: string;
  readonly given: Term | null;
  readonly middle: string;
  readonly surname: Term | null;
  readonly generation: string;
  /** `YYYYMMDD`. */
  readonly birth: Term | null;
  readonly birthYear: Term | null;
  readonly email: Term | null;
  /** Digits without country code where it could be told; the last ten at most. */
  readonly phone: Term | null;
  readonly houseNumber: Term | null;
  readonly street: Term | null;
  readonly street2: Term | null;
  readonly locality: Term | null;
  readonly postcode: Term | null;
  /** The words of a company's name, legal form off. */
  readonly words: readonly Term[];
  /** The company's name as one text. */
  readonly company: Term | null;
  readonly domain: Term | null;
}

const PARTS = [
  'given',
  'surname',
  'birth',
  'birthYear',
  'email',
  'phone',
  'houseNumber',
  'street',
  'street2',
  'locality',
  'postcode',
  'word',
  'company',
  'domain',
] as const;
type TermPart = (typeof PARTS)[number];

/** The terms of a file, by part. Deterministic: depends on the texts put in, not on their order. */
export class Vocabulary {
  readonly #terms = Object.fromEntries(PARTS.map((part) => [part, new Map<string, Term>()])) as Record<
    TermPart,
    Map<string, Term>
  >;

  /** The term of a text, counted once more; null for an empty text. */
  term(part: TermPart, text: string): Term | null {
    if (text === '') return null;
    const terms = this.#terms[part];
    const known = terms.get(text);
    if (known !== undefined) {
      known.rows++;
      return known;
    }
    const fresh = { text, rows: 1 };
    terms.set(text, fresh);
    return fresh;
  }
}

/** Cells that stand for "not known". */
const PLACEHOLDERS = new Set([
  '',
  'na',
  'n/a',
  'null',
  'none',
  'nan',
  '-',
  '--',
  'unknown',
  'undefined',
  '?',
  '.',
  'nil',
  'not available',
]);
const DIGITS = /\d+/g;
/** Digits of a telephone number that are its subscriber's, whatever code stands before them. */
const PHONE_DIGITS = 10;
const FEWEST_PHONE_DIGITS = 6;

/** Which of two day-and-month orders a file's dates have. */
export type DateOrder = 'day-first' | 'month-first';

/** The order of day and month in a file, from a sample of its dates; day first where no date tells. */
export function dateOrderOf(dates: readonly string[]): DateOrder {
  let monthFirst = 0;
  for (const date of dates) {
    const [first = '', second = ''] = date.match(DIGITS) ?? [];
    if (first.length > 2) continue;
    if (Number(second) > 12) monthFirst++;
    if (Number(first) > 12) monthFirst--;
  }
  return monthFirst > 0 ? 'month-first' : 'day-first';
}

/** Two-digit years above this are of the last century: people are born in the past. */
const CENTURY_PIVOT = 30;

function fullYear(year: string): string {
  if (year.length > 2) return year.padStart(4, '0');
  return (Number(year) > CENTURY_PIVOT ? '19' : '20') + year.padStart(2, '0');
}

/**
 * A birth date as `YYYYMMDD`, from `19081209`, `1908-12-09`, `09/12/1908`, `9.12.08`; '' where the text is none.
 * The date need not exist: `19080230` is somebody's slip, and still evidence.
 */
export function birthDigits(text: string, order: DateOrder): string {
  const groups = text.match(DIGITS) ?? [];
  if (groups.length === 1 && groups[0]!.length === 8) return groups[0]!;
  const [first, second, third] = groups;
  if (first === undefined || second === undefined || third === undefined) return '';
  const two = (part: string) => part.padStart(2, '0').slice(-2);
  if (first.length === 4) return first + two(second) + two(third);
  const [day, month] = order === 'day-first' ? [first, second] : [second, first];
  return fullYear(third) + two(month) + two(day);
}

/** The house number and the rest of an address line: `12a High Street` → `['12a', 'high street']`. */
function splitStreet(line: string): readonly [houseNumber: string, street: string] {
  const leading = /^(\d+[a-z]?(?: \d+[a-z]?)?) (.+)$/.exec(line);
  if (leading !== null) return [leading[1]!, leading[2]!];
  const trailing = /^(.*[a-z]{3,}) (\d+ ?[a-z]?)$/.exec(line);
  return trailing === null ? ['', line] : [trailing[2]!, trailing[1]!];
}

function phoneDigits(text: string): string {
  const digits = (text.match(DIGITS) ?? []).join('').replace(/^0+/, '');
  return digits.length < FEWEST_PHONE_DIGITS ? '' : digits.slice(-PHONE_DIGITS);
}

function websiteHost(text: string): string {
  const host = text
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^www\d?\./, '');
  return /^[^/?#:\s]*/.exec(host)![0];
}

const SHORT_WORDS: Readonly<Record<string, string>> = {
  st: 'street',
  str: 'street',
  rd: 'road',
  ave: 'avenue',
  av: 'avenue',
  blvd: 'boulevard',
  dr: 'drive',
  ln: 'lane',
  ct: 'court',
  pl: 'place',
  cct: 'circuit',
  cres: 'crescent',
  hwy: 'highway',
  pkwy: 'parkway',
  sq: 'square',
  n: 'north',
  s: 'south',
  e: 'east',
  w: 'west',
  apt: 'apartment',
};

/** An address line folded, its usual abbreviations written out. */
function foldAddress(text: string): string {
  return foldText(text)
    .split(' ')
    .map((word) => SHORT_WORDS[word] ?? word)
    .join(' ');
}

/**
 * Reads rows into subjects over one vocabulary. A row's cells are looked up by the headers in `columns`;
 * placeholder words count as missing.
 */
export function subjectReader(columns: SubjectColumns, order: DateOrder, vocabulary: Vocabulary) {
  const cell = (row: Readonly<Record<string, string>>, part: Part): string => {
    const header = columns.headers[part];
    const value = header === undefined ? '' : (row[header] ?? '').trim();
    return PLACEHOLDERS.has(value.toLowerCase()) ? '' : value;
  };
  const joined = (text: string) => foldText(text).replaceAll(' ', '');

  function personName(row: Readonly<Record<string, string>>) {
    const given = cell(row, 'given');
    const surname = cell(row, 'surname') + cell(row, 'surname2');
    const fullName = cell(row, 'fullName');
    if (given !== '' || surname !== '' || fullName === '') {
      const parts = nameOf({ firstName: 'x', lastName: surname === '' ? 'x' : surname });
      return {
        given: joined(given),
        middle: foldText(cell(row, 'middle')),
        surname: surname === '' ? '' : parts.surname,
        generation: parts.generation,
      };
    }
    return nameOf({ fullName });
  }

  function birth(row: Readonly<Record<string, string>>): string {
    const year = cell(row, 'birthYear');
    if (year === '') return birthDigits(cell(row, 'birthDate'), order);
    return birthDigits(`${fullYear(year)}-${cell(row, 'birthMonth') || '0'}-${cell(row, 'birthDay') || '0'}`, order);
  }

  function address(row: Readonly<Record<string, string>>) {
    const line = foldAddress(cell(row, 'street'));
    const number = foldText(cell(row, 'houseNumber'));
    const [ownNumber, street] = number === '' ? splitStreet(line) : [number, line];
    return {
      houseNumber: vocabulary.term('houseNumber', ownNumber),
      street: vocabulary.term('street', street.replaceAll(' ', '')),
      street2: vocabulary.term('street2', joined(cell(row, 'street2'))),
      locality: vocabulary.term('locality', joined(cell(row, 'locality'))),
      postcode: vocabulary.term('postcode', joined(cell(row, 'postcode'))),
    };
  }

  return (id: string, row: Readonly<Record<string, string>>): Subject => {
    const person = columns.kind === 'person';
    const name = person ? personName(row) : { given: '', middle: '', surname: '', generation: '' };
    const born = person ? birth(row) : '';
    const company = companyKey(cell(row, 'company'));
    return {
      id,
      given: vocabulary.term('given', name.given),
      middle: name.middle,
      surname: vocabulary.term('surname', name.surname),
      generation: name.generation,
      birth: vocabulary.term('birth', born),
      birthYear: vocabulary.term('birthYear', born.slice(0, 4)),
      email: vocabulary.term('email', cell(row, 'email').toLowerCase()),
      phone: vocabulary.term('phone', phoneDigits(cell(row, 'phone'))),
      ...address(row),
      words: person ? [] : company.split(' ').flatMap((word) => vocabulary.term('word', word) ?? []),
      company: vocabulary.term('company', company.replaceAll(' ', '')),
      domain: vocabulary.term('domain', websiteHost(cell(row, 'website'))),
    };
  };
}

const NAMED_PARTS = [
  'email',
  'phone',
  'given',
  'surname',
  'birth',
  'street',
  'postcode',
  'locality',
  'company',
  'domain',
] as const;

/** The parts in which two subjects agree in full: why a pair was found, in words. */
export function agreedParts(a: Subject, b: Subject): readonly string[] {
  return NAMED_PARTS.filter((part) => a[part] !== null && a[part] === b[part]);
}
