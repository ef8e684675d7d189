/**
 * Which column of a file is what: asked for by the user, known by its header, or guessed from words and values.
 * Owns the choice and its reason, which `--dry-run` shows; reads no cell into a lead (that is `draft.ts`).
 */
import { type DateOrder, dateOrderOf } from './cell/birth-date.ts';
import {
  companyPlaceOf,
  knownTarget,
  parseTarget,
  type RankedTarget,
  type Target,
  vendorOf,
  vendorTarget,
} from './column/column-target.ts';
import { attributeName, headerKey, headerWords } from './column/header.ts';
import { refusalByWords } from './column/refusal-header.ts';
import data from './data/columns.json' with { type: 'json' };
import type { LeadValues } from './lead.ts';
import { foldText } from './name.ts';

/** How sure a column's target is: `asked` by the user, the vendor's own header, a header on file, a guess, or none. */
export type Confidence = 'asked' | 'vendor' | 'known' | 'guess' | 'none';

/** One column of a file with what becomes of it. */
export interface Column {
  readonly header: string;
  readonly target: Target;
  /** Among columns for one field the lowest rank with a value wins. */
  readonly rank: number;
  /** Attribute under which the text is kept where the target does not take it; unique in the file. */
  readonly attribute: string;
  readonly confidence: Confidence;
  /** One phrase for people. */
  readonly why: string;
  /** Of birth dates: what the sample shows. */
  readonly dateOrder: DateOrder;
}

/** A wish of the user that cannot be met. */
export interface MappingProblem {
  readonly code: 'unknown-column' | 'unknown-field';
  readonly column: string;
  readonly field: string;
}

/** All columns of a file, in order. */
export interface Mapping {
  /** Whose export it is, as `data/columns.json` names them: apollo, hubspot, salesforce …; null = nobody's. */
  readonly vendor: string | null;
  readonly columns: readonly Column[];
  readonly problems: readonly MappingProblem[];
}

/** What columns are chosen by, beside their headers. */
export interface MappingOptions {
  /** Header → target word (`parseTarget`), as in `--map "Work mail=email"`. */
  readonly overrides?: Readonly<Record<string, string>>;
  /** Some rows of the file; guesses look at them. */
  readonly sample?: readonly (readonly string[])[];
}

type Choice = RankedTarget & { readonly confidence: Confidence; readonly why: string };

const ADDRESS = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]{2,}$/;
const PHONE = /^(?:p:)?(?:\+|00|\()?\d[\d\s().\-/]{5,18}\d$/;
const DIALLED = /^(?:p:)?(?:\+|00)\d[\d\s().\-/]{6,18}\d$/;
const LINKEDIN = /linkedin\.com\/(?:in|pub)\//i;
/** Share of filled sample cells that must look like a value for the column to be guessed as one. */
const MOST = 0.6;

/** What the sample of one column shows. */
interface Evidence {
  readonly filled: number;
  readonly share: (pattern: RegExp) => number;
  /** The same few values stand in row after row: they are somebody's behind the file, not each lead's own. */
  readonly repeats: boolean;
}

/** From so many filled cells on, values that stand three times each are no lead's own. */
const REPEATING = { cells: 6, times: 3 } as const;

function evidenceOf(sample: readonly (readonly string[])[], at: number): Evidence {
  const cells = sample.map((row) => (row[at] ?? '').trim()).filter((cell) => cell !== '');
  return {
    filled: cells.length,
    share: (pattern) => cells.filter((cell) => pattern.test(cell)).length / Math.max(1, cells.length),
    repeats: cells.length >= REPEATING.cells && new Set(cells).size * REPEATING.times <= cells.length,
  };
}

/** Fields that belong to the company, so that "company" beside them says nothing against them. */
const COMPANY_FIELDS: ReadonlySet<string> = new Set(['industry', 'employees', 'revenue', 'website']);

/** Whether one of the words or phrases stands in a header. */
function wordsIn(header: string): (word: string) => boolean {
  const words = ` ${headerWords(header)} `.replaceAll(NAME_WORDS, ' $1name ');
  return (word) => words.includes(` ${word} `);
}

/** `Last name` is one word: `last` alone speaks of when something was. */
const NAME_WORDS = / (first|last|full|given|family|your) name (?=\S|$)/g;

/** Whether a header speaks of somebody beside the lead (their agent, owner, spouse), or of a machine that is no phone. */
function isBesideTheLead(header: string): boolean {
  const holds = wordsIn(header);
  return data.besideTheLead.some((word) => holds(word) || holds(`${word}s`));
}

/** The field whose word stands in a header, unless the header is about something else (a status, a date, the company's phone). */
function fieldByWords(header: string): string | null {
  const holds = wordsIn(header);
  if (data.wordBlockers.some(holds)) return null;
  const fields = Object.entries(data.words).flatMap(([field, list]) => (list.some(holds) ? [field] : []));
  const ofCompany = fields.find((field) => COMPANY_FIELDS.has(field));
  if (ofCompany !== undefined) return ofCompany;
  const about = fields.find((field) => field !== 'company');
  if (about === undefined) return data.companyAspects.some(holds) ? null : (fields[0] ?? null);
  return data.companyWords.some(holds) && about !== 'linkedinUrl' ? null : about;
}

const BY_VALUES: readonly (readonly [field: keyof LeadValues, pattern: RegExp, words: string])[] = [
  ['email', ADDRESS, 'most of its values are e-mail addresses'],
  ['linkedinUrl', LINKEDIN, 'most of its values are LinkedIn profiles'],
  ['phone', DIALLED, 'most of its values are international phone numbers'],
];

/** Guesses rank behind every known header. */
const GUESS_RANK = 1_000;

/** Longer than any yes, no or date: what stands there is told, and tells nobody's refusal. */
const SHORT = /^.{1,40}$/;

function refusal(header: string, evidence: Evidence): Choice | null {
  const told = refusalByWords(headerWords(header));
  if (told === null || (evidence.filled > 0 && evidence.share(SHORT) < MOST)) return null;
  // `Phone number (may we call?)` holds the number that was given.
  if (told.reading === 'no' && [ADDRESS, PHONE].some((pattern) => evidence.share(pattern) >= MOST)) return null;
  return {
    target: { kind: 'opt-out', ...told },
    rank: GUESS_RANK,
    confidence: 'guess',
    why: 'the header speaks of who must be left alone',
  };
}

/** Whether what stands in a column cannot be what its words say: no addresses under "mail", numbers under "company". */
function isContradicted(field: string, evidence: Evidence): boolean {
  if (evidence.filled === 0) return false;
  const proof = field === 'email' ? ADDRESS : field === 'phone' ? PHONE : null;
  if (proof === null) return [ADDRESS, DIALLED].some((pattern) => evidence.share(pattern) >= MOST);
  return evidence.repeats || evidence.share(proof) < MOST;
}

function guess(header: string, evidence: Evidence): Choice | null {
  const field = fieldByWords(header);
  if (field !== null && !isContradicted(field, evidence)) {
    return {
      target: parseTarget(field, header)!,
      rank: GUESS_RANK,
      confidence: 'guess',
      why: `the header speaks of ${field}`,
    };
  }
  const ofCompany = data.companyWords.some(wordsIn(header));
  for (const [byValue, pattern, why] of BY_VALUES) {
    if (!evidence.repeats && !(ofCompany && byValue === 'phone') && evidence.share(pattern) >= MOST)
      return { target: { kind: 'field', field: byValue }, rank: GUESS_RANK, confidence: 'guess', why };
  }
  return null;
}

function choose(header: string, vendor: string | null, evidence: Evidence): Choice {
  const ofVendor = vendor === null ? null : vendorTarget(vendor, header);
  if (ofVendor !== null) return { ...ofVendor, confidence: 'vendor', why: `${vendor} calls it so` };
  const known = knownTarget(header);
  if (known !== null) return { ...known, confidence: 'known', why: 'the header is on file' };
  const none: Choice = {
    target: { kind: 'attribute', name: '' },
    rank: 0,
    confidence: 'none',
    why: 'kept as an attribute',
  };
  if (companyPlaceOf(header) !== null)
    return { ...none, why: 'a place that is not the person’s own, kept as an attribute' };
  const told = refusal(header, evidence);
  if (told !== null) return told;
  return isBesideTheLead(header)
    ? { ...none, why: 'about somebody beside the lead, kept as an attribute' }
    : (guess(header, evidence) ?? none);
}

/** Attribute names of all columns, each once: a second `Budget` becomes `budget2`. */
function attributeNames(headers: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return headers.map((header) => {
    const name = attributeName(header);
    let unique = name;
    for (let n = 2; taken.has(unique); n++) unique = `${name}${n}`;
    taken.add(unique);
    return unique;
  });
}

/** Wishes by position of their column; those that cannot be met are put into `problems`. */
function readWishes(
  headers: readonly string[],
  overrides: Readonly<Record<string, string>>,
  problems: MappingProblem[],
): Map<number, Target> {
  const wishes = new Map<number, Target>();
  for (const [column, field] of Object.entries(overrides)) {
    const exact = headers.indexOf(column);
    const at = exact >= 0 ? exact : headers.findIndex((header) => headerKey(header) === headerKey(column));
    const target = at < 0 ? null : parseTarget(field, headers[at]!);
    if (at < 0) problems.push({ code: 'unknown-column', column, field });
    else if (target === null) problems.push({ code: 'unknown-field', column, field });
    else wishes.set(at, target);
  }
  return wishes;
}

const PLACE_FIELDS: readonly (keyof LeadValues)[] = ['country', 'region', 'city', 'postalCode', 'address'];

/** A company's country, city … stand in where the file says nothing of where the person is. */
function fillPlaces(columns: readonly Column[]): readonly Column[] {
  const saysPlace = ({ target }: Column): boolean =>
    target.kind === 'location' || (target.kind === 'field' && PLACE_FIELDS.includes(target.field));
  if (columns.some(saysPlace)) return columns;
  return columns.map((column) => {
    const field = column.confidence === 'none' ? companyPlaceOf(column.header) : null;
    if (field === null) return column;
    return {
      ...column,
      target: { kind: 'field', field },
      confidence: 'guess',
      why: "the company's or a property's, as the file has none of the person's",
    };
  });
}

const WHO_FIELDS: readonly (keyof LeadValues)[] = [
  'email',
  'phone',
  'linkedinUrl',
  'firstName',
  'lastName',
  'fullName',
  'owner',
];

/** Agents, buyers and partners are the leads of a file that names nobody else. */
function fillPeople(columns: readonly Column[], sample: readonly (readonly string[])[]): readonly Column[] {
  const saysWho = ({ target }: Column): boolean => target.kind === 'field' && WHO_FIELDS.includes(target.field);
  if (columns.some(saysWho)) return columns;
  return columns.map((column, at) => {
    const isBeside = column.confidence === 'none' && isBesideTheLead(column.header);
    const guessed = isBeside ? guess(column.header, evidenceOf(sample, at)) : null;
    return guessed === null ? column : { ...column, ...guessed };
  });
}

function isFor({ target }: Column, field: keyof LeadValues): boolean {
  return target.kind === 'field' && target.field === field;
}

/** A column of names beside one of last names holds first names: `Nombre, Apellidos`. */
function readFirstNames(columns: readonly Column[]): readonly Column[] {
  const hasFirst = columns.some((column) => isFor(column, 'firstName'));
  if (hasFirst || !columns.some((column) => isFor(column, 'lastName'))) return columns;
  return columns.map((column) =>
    isFor(column, 'fullName') && column.confidence !== 'asked'
      ? { ...column, target: { kind: 'field', field: 'firstName' }, why: 'a name beside a last name' }
      : column,
  );
}

/**
 * A column of names beside one of first names, and none of last names, holds last names where most of its cells do not say the first name
 * again: `Vorname, Name` and `Prénom, Nom`.
 */
function readLastNames(columns: readonly Column[], sample: readonly (readonly string[])[]): readonly Column[] {
  const first = columns.findIndex((column) => isFor(column, 'firstName'));
  if (first < 0 || columns.some((column) => isFor(column, 'lastName'))) return columns;
  const saysLast = (at: number): boolean => {
    const pairs = sample.map((row) => [foldText(row[first] ?? ''), foldText(row[at] ?? '')] as const);
    const both = pairs.filter(([name, whole]) => name !== '' && whole !== '');
    const apart = both.filter(([name, whole]) => !` ${whole} `.includes(` ${name} `));
    return both.length > 0 && apart.length / both.length >= MOST;
  };
  return columns.map((column, at) =>
    isFor(column, 'fullName') && column.confidence !== 'asked' && saysLast(at)
      ? { ...column, target: { kind: 'field', field: 'lastName' }, why: 'a name beside a first name' }
      : column,
  );
}

/**
 * What every column of a file is. Headers are compared without case, accents and punctuation, in English and Spanish and the
 * commonest other forms; a column that nobody knows is guessed by its words and sample values, else kept as an attribute.
 *
 * Inputs: headers in order, unique (at most LIMITS.fileColumns); wishes and sample rows. Never throws: wishes that cannot be
 * met are `problems`.
 * Why: a company's phone is never the person's, and its place only where the file has no other: they are shared by strangers.
 */
export function mapColumns(headers: readonly string[], { overrides = {}, sample = [] }: MappingOptions = {}): Mapping {
  const vendor = vendorOf(headers);
  const names = attributeNames(headers);
  const problems: MappingProblem[] = [];
  const wishes = readWishes(headers, overrides, problems);
  const columns = headers.map((header, at): Column => {
    const wish = wishes.get(at);
    const choice: Choice =
      wish === undefined
        ? choose(header, vendor, evidenceOf(sample, at))
        : { target: wish, rank: -1, confidence: 'asked', why: 'asked for' };
    const { target } = choice;
    const isBirth = target.kind === 'field' && target.field === 'birthDate';
    return {
      ...choice,
      header,
      target:
        target.kind === 'attribute' && choice.confidence !== 'asked' ? { kind: 'attribute', name: names[at]! } : target,
      attribute: names[at]!,
      dateOrder: isBirth ? dateOrderOf(sample.map((row) => row[at] ?? '')) : null,
    };
  });
  return { vendor, columns: readFirstNames(readLastNames(fillPlaces(fillPeople(columns, sample)), sample)), problems };
}
