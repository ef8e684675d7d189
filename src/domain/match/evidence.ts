/**
 * How strongly two people's rows speak for being one person, in bits: each part that agrees or differs adds the logarithm of how
 * much more often that happens within one person's rows than between strangers' (Fellegi and Sunter's likelihood ratio).
 * Owns the error rates and the weighing; must never decide (`link.ts`), nor know how the pair was found (`blocks.ts`).
 *
 * Where the numbers come from. How often one person's rows agree (`same`, `close`, `other`) is reasoned from how records go wrong:
 * about one field in ten carries a slip of the hand, one in thirty something else altogether (a nickname unknown to us, a maiden name,
 * another field's content); addresses, numbers and mailboxes moreover change with the years. How often strangers agree is counted in
 * the file itself: the share of rows with that text. So a rare surname counts more without any list of names.
 * No constant was fitted to a data set.
 *
 * Source: Fellegi and Sunter 1969, "A Theory for Record Linkage", JASA 64(328); frequency weights: Winkler 1989.
 */
import { sameFormalName } from '../lead/name.ts';
import { jaroWinkler, slips } from './similarity.ts';
import type { Subject, Term } from './subject.ts';

/** What a pair's parts say. */
export interface Evidence {
  /** All together; positive = for one subject. */
  readonly bits: number;
  /** Against two people of one household, who share surname, address and telephone: what is a person's own. Negative = two people. */
  readonly personal: number;
  /** The strongest of those personal parts: not above 0 where none agrees, and family is all that can be told. */
  readonly own: number;
  /** What speaks besides the name: birth date, mailbox, telephone, address. */
  readonly beyondName: number;
}

/** How often a part agrees, nearly agrees, or differs in two rows of one person, and how common its texts are. */
export interface Rates {
  readonly same: number;
  readonly close: number;
  readonly other: number;
  /** The share of people that bear a usual text, for files too small to tell. */
  readonly usual: number;
  /** The rarest that a text is taken to be, as a share: beyond it, errors that repeat would count as proof. */
  readonly rarest: number;
}

const GIVEN: Rates = { same: 0.82, close: 0.12, other: 0.03, usual: 1 / 100, rarest: 2 ** -11 };
const SURNAME: Rates = { same: 0.84, close: 0.11, other: 0.03, usual: 1 / 500, rarest: 2 ** -12 };
const STREET: Rates = { same: 0.7, close: 0.12, other: 0.15, usual: 1 / 1_000, rarest: 2 ** -12 };
const HOUSE_NUMBER: Rates = { same: 0.85, close: 0.05, other: 0.1, usual: 1 / 50, rarest: 2 ** -8 };
const STREET_2: Rates = { same: 0.6, close: 0.1, other: 0.3, usual: 1 / 200, rarest: 2 ** -10 };
const LOCALITY: Rates = { same: 0.72, close: 0.1, other: 0.15, usual: 1 / 50, rarest: 2 ** -10 };
const POSTCODE: Rates = { same: 0.72, close: 0.1, other: 0.15, usual: 1 / 500, rarest: 2 ** -12 };
const PHONE: Rates = { same: 0.6, close: 0.05, other: 0.35, usual: 2 ** -14, rarest: 2 ** -12 };
const EMAIL: Rates = { same: 0.6, close: 0.12, other: 0.28, usual: 2 ** -16, rarest: 2 ** -16 };

/** A file of this many rows says as much about how common a text is as `usual` does. */
const TRUSTED_ROWS = 100;

/** How common a text is among strangers: its share of the other rows, `own` of them left out, leaning on what is usual where rows are few. */
function shareOf(term: Term, own: number, rows: number, usual: number): number {
  return (Math.max(0, term.rows - own) + TRUSTED_ROWS * usual) / (Math.max(0, rows - own) + TRUSTED_ROWS);
}

/** Bits of two rows agreeing on a text, in a file of `rows` rows. */
export function agreementBits(term: Term, rows: number, rates: Rates): number {
  return Math.log2(rates.same / Math.max(shareOf(term, 2, rows, rates.usual), rates.rarest));
}

/** Other texts that lie within one slip of a text and are somebody's real value: many for short ones. */
function neighbours(length: number): number {
  if (length <= 3) return 12;
  return length <= 5 ? 4 : 2;
}

function closeBits(a: Term, b: Term, rows: number, rates: Rates): number {
  const share = Math.max(shareOf(a, 1, rows, rates.usual), shareOf(b, 1, rows, rates.usual));
  const strangers = Math.max(share, rates.rarest) * neighbours(Math.min(a.text.length, b.text.length));
  return Math.log2(rates.close / Math.min(1, strangers));
}

const differenceBits = (rates: Rates) => Math.log2(rates.other);

/** From this likeness on, two words are one word badly written; Winkler's own cut for "agrees, with error". */
const ALIKE = 0.92;
/** A likeness at which words neither agree nor differ. */
const VAGUE = 0.84;
/** Words within two slips are never less alike than this, so the slips of others need not be counted. */
const WITHIN_SLIPS = 0.75;
const SHORTEST_FOR_SLIP = 4;
/** From this length on, two slips are forgiven. */
const LONG_WORD = 8;

type Likeness = 'close' | 'vague' | 'other';

function likeness(a: string, b: string): Likeness {
  const shorter = Math.min(a.length, b.length);
  if (shorter < SHORTEST_FOR_SLIP) return shorter > 2 && jaroWinkler(a, b) >= VAGUE ? 'vague' : 'other';
  const alike = jaroWinkler(a, b);
  if (alike >= ALIKE) return 'close';
  if (alike < WITHIN_SLIPS) return 'other';
  const forgiven = shorter >= LONG_WORD ? 2 : 1;
  if (slips(a, b, forgiven) <= forgiven) return 'close';
  return alike >= VAGUE ? 'vague' : 'other';
}

const isClose = (a: string, b: string) => likeness(a, b) === 'close';

function givenLikeness(a: string, b: string): Likeness {
  if (a[0] === b[0] && (a.length === 1 || b.length === 1 || a.startsWith(b) || b.startsWith(a))) return 'close';
  return sameFormalName(a, b) ? 'close' : likeness(a, b);
}

function textBits(a: Term | null, b: Term | null, rows: number, rates: Rates, compare = likeness): number {
  if (a === null || b === null) return 0;
  if (a === b) return agreementBits(a, rows, rates);
  const alike = compare(a.text, b.text);
  if (alike === 'close') return Math.max(0, closeBits(a, b, rows, rates));
  return alike === 'vague' ? 0 : differenceBits(rates);
}

/** One row in fifty has given name and surname exchanged. */
const SWAPPED = Math.log2(0.02);

/** Given name and surname, straight or exchanged, whichever explains the rows better. */
function nameBits(a: Subject, b: Subject, rows: number): readonly [given: number, surname: number] {
  const given = textBits(a.given, b.given, rows, GIVEN, givenLikeness);
  const surname = textBits(a.surname, b.surname, rows, SURNAME);
  if (given > 0 && surname > 0) return [given, surname];
  const crossed = crossedBits(a, b, rows);
  return crossed > given + surname ? [crossed / 2, crossed / 2] : [given, surname];
}

function crossedBits(a: Subject, b: Subject, rows: number): number {
  const one = sameText(a.given, b.surname) ? weakerBits(a.given!, b.surname!, rows) : crossedGap(a.given, b.surname);
  const other = sameText(b.given, a.surname) ? weakerBits(b.given!, a.surname!, rows) : crossedGap(b.given, a.surname);
  return one + other + SWAPPED;
}

function sameText(a: Term | null, b: Term | null): boolean {
  return a !== null && b !== null && (a.text === b.text || isClose(a.text, b.text));
}

const crossedGap = (a: Term | null, b: Term | null) => (a === null || b === null ? 0 : 2 * differenceBits(GIVEN));
const weakerBits = (a: Term, b: Term, rows: number) =>
  Math.min(agreementBits(a, rows, GIVEN), agreementBits(b, rows, SURNAME));

/** People are of about seventy years. */
const USUAL_YEAR = 1 / 70;
const DAYS = 366;
const MONTHS = 12;
const DAYS_OF_MONTH = 30;
/** Plausible dates within one slip of a date: some ten days, three months, a dozen years; within two, about its square halved. */
const DATES_WITHIN_A_SLIP = 25;
const DATES_WITHIN_TWO_SLIPS = 300;
const BIRTH = { same: 0.8, exchanged: 0.02, slip: 0.08, twoParts: 0.012, twoSlips: 0.03, other: 0.03 } as const;
/** Rows that one subject may have; a date in more rows may be a default that was typed in, such as 1 January 1900. */
const ROWS_OF_ONE = 8;

/**
 * Bits of two birth dates. Strangers share a full date as often as the file has its year, by 1 in 366; or, beyond the rows that one
 * subject may have, as often as the file has that very date.
 */
function birthBits(a: Subject, b: Subject, rows: number): number {
  if (a.birth === null || b.birth === null) return 0;
  const year = Math.max(shareOf(a.birthYear!, 2, rows, USUAL_YEAR), shareOf(b.birthYear!, 2, rows, USUAL_YEAR));
  const chance = year / DAYS;
  if (a.birth === b.birth) return Math.log2(BIRTH.same / Math.max(chance, (a.birth.rows - ROWS_OF_ONE) / rows));
  const left = a.birth.text;
  const right = b.birth.text;
  const sameYear = a.birthYear === b.birthYear;
  const dayOf = (date: string) => date.slice(6);
  const monthOf = (date: string) => date.slice(4, 6);
  if (sameYear && dayOf(left) === monthOf(right) && monthOf(left) === dayOf(right))
    return Math.log2(BIRTH.exchanged / chance);
  const slipped = slips(left, right, 2);
  if (slipped === 1) return Math.log2(BIRTH.slip / (chance * DATES_WITHIN_A_SLIP));
  const sameMonth = monthOf(left) === monthOf(right);
  const sameDay = dayOf(left) === dayOf(right);
  if (sameYear && sameMonth) return Math.log2(BIRTH.twoParts / (year / MONTHS));
  if (sameYear && sameDay) return Math.log2(BIRTH.twoParts / (year / DAYS_OF_MONTH));
  if (sameMonth && sameDay) return Math.log2(BIRTH.twoParts * DAYS);
  if (slipped === 2) return Math.max(0, Math.log2(BIRTH.twoSlips / (chance * DATES_WITHIN_TWO_SLIPS)));
  return sameYear ? 0 : Math.log2(BIRTH.other);
}

/** Strangers' mailboxes that look alike share a pattern (`john.smith1`, `john.smith2`): once in this many. */
const LOOKALIKE_MAILBOXES = 2 ** 8;
const SAME_LOCAL_PART = 0.1 * 2 ** 5;

/** `john.smith27` and `john.smith98`: who bears a name that is taken is given a number, so that the letters say no more than the name. */
function isNumberedApart(localA: string, localB: string): boolean {
  return localA !== localB && localA.replace(NUMBERS, '') === localB.replace(NUMBERS, '');
}

const NUMBERS = /\d+/g;

function emailBits(a: Term | null, b: Term | null, rows: number): number {
  if (a === null || b === null) return 0;
  if (a === b) return agreementBits(a, rows, EMAIL);
  const [localA = '', hostA = ''] = a.text.split('@');
  const [localB = '', hostB = ''] = b.text.split('@');
  const sameLocal = localA === localB && localA.length > 3;
  const hostClose = hostA === hostB || isClose(hostA, hostB);
  if (hostClose && isNumberedApart(localA, localB)) return 0;
  if (hostClose && (sameLocal || isClose(localA, localB))) return Math.log2(EMAIL.close * LOOKALIKE_MAILBOXES);
  return sameLocal ? Math.log2(SAME_LOCAL_PART) : differenceBits(EMAIL);
}

/** Families move together: a whole other address is one fact, however many parts it has. */
const MOVED = Math.log2(0.08);
/** One address is one fact too, whatever number of parts agree. */
const ADDRESS_CEILING = 20;
/** Town and postcode nearly follow from each other: the second adds this share. */
const SECOND_PLACE = 0.4;

function placeBits(a: Subject, b: Subject, rows: number): number {
  const locality = textBits(a.locality, b.locality, rows, LOCALITY);
  const postcode = textBits(a.postcode, b.postcode, rows, POSTCODE);
  const most = Math.max(locality, postcode);
  return most > 0 ? most + SECOND_PLACE * Math.min(locality, postcode) : locality + postcode;
}

/** First and second address line, straight or exchanged, whichever explains the rows better. */
function lineBits(a: Subject, b: Subject, rows: number): readonly [street: number, second: number] {
  const street = textBits(a.street, b.street, rows, STREET);
  const second = textBits(a.street2, b.street2, rows, STREET_2);
  if (street >= 0 || !(sameText(a.street, b.street2) || sameText(a.street2, b.street))) return [street, second];
  const crossed = Math.log2(STREET.close / STREET.rarest) / 2;
  return [crossed, 0];
}

/** Bits of two addresses as one fact: street with number, second line, town and postcode. */
export function addressBits(a: Subject, b: Subject, rows: number): number {
  const [street, second] = lineBits(a, b, rows);
  const number = street < 0 ? 0 : textBits(a.houseNumber, b.houseNumber, rows, HOUSE_NUMBER);
  return Math.min(ADDRESS_CEILING, Math.max(MOVED, street + number + second + placeBits(a, b, rows)));
}

/** Bits of two telephone numbers; 0 where one has none. */
export function phoneBits(a: Subject, b: Subject, rows: number): number {
  if (a.phone === null || b.phone === null) return 0;
  if (a.phone === b.phone) return agreementBits(a.phone, rows, PHONE);
  return slips(a.phone.text, b.phone.text, 1) === 1 ? Math.log2(PHONE.close / PHONE.rarest) / 2 : differenceBits(PHONE);
}

/**
 * How often two people of one household, of one surname and address, agree in what is a person's own: one pair in thirty bears one given
 * name (father and son), one in a hundred are twins, one in six share a mailbox.
 */
const IN_HOUSEHOLD = { given: 1 / 30, birth: 1 / 100, mailbox: 1 / 6 } as const;

/** Bits by which the personal parts tell one person from two of a household. */
function personalBits(given: number, birth: number, email: number): number {
  return (
    Math.min(given, Math.log2(GIVEN.same / IN_HOUSEHOLD.given)) +
    Math.min(birth, Math.log2(BIRTH.same / IN_HOUSEHOLD.birth)) +
    Math.min(email, Math.log2(EMAIL.same / IN_HOUSEHOLD.mailbox))
  );
}

const OTHER_GENERATION = Math.log2(0.01);
const OTHER_MIDDLE = Math.log2(0.1);

function middleBits(a: Subject, b: Subject): number {
  const generation = a.generation !== '' && b.generation !== '' && a.generation !== b.generation ? OTHER_GENERATION : 0;
  const middle = a.middle !== '' && b.middle !== '' && a.middle[0] !== b.middle[0] ? OTHER_MIDDLE : 0;
  return generation + middle;
}

/**
 * Weighs two people's rows. `rows` = rows of the file, against which the terms were counted. Symmetric; absent parts add nothing.
 */
export function weighPeople(a: Subject, b: Subject, rows: number): Evidence {
  const [given, surname] = nameBits(a, b, rows);
  const birth = birthBits(a, b, rows);
  const email = emailBits(a.email, b.email, rows);
  const phone = phoneBits(a, b, rows);
  const address = addressBits(a, b, rows);
  const middle = middleBits(a, b);
  return {
    bits: given + surname + birth + email + phone + address + middle,
    personal: personalBits(given, birth, email) + middle,
    own: Math.max(given, birth, email),
    beyondName: Math.max(birth, email, phone, address),
  };
}
