/**
 * Which rows are worth comparing: each row gets a few keys (blocks), and only rows that share one are compared.
 * Owns the keys; must never weigh. Keys are chosen so that two rows of one subject share at least one although several parts are wrong.
 */
import type { SubjectKind } from './columns.ts';
import { soundOf } from './similarity.ts';
import type { Subject, Term } from './subject.ts';

/** One way of finding pairs: the block keys of a row, none where the row lacks a part. */
export type Blocking = (subject: Subject) => readonly string[];

const text = (term: Term | null) => term?.text ?? '';
const sound = (term: Term | null) => (term === null ? '' : soundOf(term.text));

/** A key of several parts; none where one is missing. */
function key(...parts: readonly string[]): readonly string[] {
  return parts.every((part) => part !== '') ? [parts.join('|')] : [];
}

/** Both names' sounds in one order, so that exchanged names meet. */
function namePair(subject: Subject): string {
  const given = sound(subject.given);
  const surname = sound(subject.surname);
  if (given === '' || surname === '') return '';
  return given < surname ? `${given} ${surname}` : `${surname} ${given}`;
}

/** Keys of each name on its own with something else, in one space, so that a name in the wrong column meets too. */
function eachName(subject: Subject, ...parts: readonly string[]): readonly string[] {
  return [...key(sound(subject.given), ...parts), ...key(sound(subject.surname), ...parts)];
}

const year = (subject: Subject) => text(subject.birthYear);
const month = (subject: Subject) => text(subject.birth).slice(4, 6);
const day = (subject: Subject) => text(subject.birth).slice(6, 8);

/** Day and month in one order, so that exchanged ones meet. */
function dayAndMonth(subject: Subject): string {
  if (subject.birth === null) return '';
  return month(subject) < day(subject) ? month(subject) + day(subject) : day(subject) + month(subject);
}

function houseKey(subject: Subject): string {
  return subject.street === null || subject.houseNumber === null
    ? ''
    : `${soundOf(subject.street.text)} ${subject.houseNumber.text}`;
}

const mailLocal = (subject: Subject) => text(subject.email).split('@')[0]!;

const SHARED: readonly Blocking[] = [
  (subject) => key(text(subject.phone)),
  (subject) => key(houseKey(subject), text(subject.postcode)),
];

const PEOPLE: readonly Blocking[] = [
  ...SHARED,
  (subject) => key(text(subject.email)),
  (subject) => key(mailLocal(subject)),
  (subject) => eachName(subject, year(subject), dayAndMonth(subject)),
  (subject) => eachName(subject, year(subject), month(subject)),
  (subject) => eachName(subject, year(subject), day(subject)),
  (subject) => key(namePair(subject), year(subject)),
  (subject) => key(namePair(subject), dayAndMonth(subject)),
  (subject) => key(namePair(subject), text(subject.postcode)),
  (subject) => key(namePair(subject), sound(subject.locality)),
  (subject) => eachName(subject, houseKey(subject)),
  (subject) => eachName(subject, text(subject.street)),
  (subject) => eachName(subject, text(subject.postcode), year(subject)),
  (subject) => key(text(subject.birth), sound(subject.locality)),
  (subject) => key(namePair(subject)),
];

/** Of a company's words, this many rarest ones find its pairs. */
const RAREST_WORDS = 2;

function rarestWords(subject: Subject): readonly Term[] {
  return [...new Set(subject.words)]
    .sort((a, b) => a.rows - b.rows || (a.text < b.text ? -1 : 1))
    .slice(0, RAREST_WORDS);
}

const COMPANIES: readonly Blocking[] = [
  ...SHARED,
  (subject) => key(text(subject.domain)),
  (subject) => key(text(subject.company)),
  (subject) => rarestWords(subject).flatMap((word) => key(word.text)),
  (subject) => rarestWords(subject).flatMap((word) => key(soundOf(word.text), sound(subject.locality))),
  (subject) => rarestWords(subject).flatMap((word) => key(soundOf(word.text), text(subject.postcode))),
  (subject) => key(houseKey(subject)),
];

/** The ways of finding pairs among people or companies. */
export const BLOCKINGS: Readonly<Record<SubjectKind, readonly Blocking[]>> = { person: PEOPLE, company: COMPANIES };

/** Order of rows within a block too large to compare in full: likeliest pairs side by side. */
export const WITHIN_BLOCK: readonly ((subject: Subject) => string)[] = [
  (subject) => text(subject.company) + text(subject.surname) + text(subject.given),
  (subject) => text(subject.birth) + text(subject.email) + text(subject.street),
];
