/**
 * Values of attributes as the types a playbook declares them: files bring text, rules need numbers, yes and no, and dates.
 * Owns the reading of one value. What cannot be read is null with the text that could not be, never a guess.
 */

import { LIMITS } from '../limits.ts';
import type { AttributeType } from '../playbook/playbook.ts';
import { plainText } from './phrases.ts';

/** What was read; `unread` is the text that is no value of the type. */
export type AttributeReading =
  | { readonly value: string | number | boolean | null; readonly unread: null }
  | { readonly value: null; readonly unread: string };

const YES: ReadonlySet<string> = new Set([
  'yes',
  'y',
  'true',
  't',
  '1',
  'x',
  'on',
  'si',
  's',
  'verdadero',
  'checked',
  '✓',
  '✔',
]);
const NO: ReadonlySet<string> = new Set(['no', 'n', 'false', 'f', '0', 'off', 'falso', 'unchecked']);
/** Words that files put where nothing is known. */
const NOTHING: ReadonlySet<string> = new Set([
  '',
  '-',
  '--',
  'n/a',
  'na',
  'null',
  'none',
  'unknown',
  'nan',
  '#n/a',
  '?',
  'desconocido',
]);
const SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  mm: 1e6,
  b: 1e9,
  bn: 1e9,
  mil: 1e3,
  million: 1e6,
  billion: 1e9,
};
const NUMBER =
  /^([-+]?)(?:[$€£¥]|usd|eur|gbp)? ?(\d[\d.,' ]*)(?: ?(k|m|mm|b|bn|mil|million|billion)\b\.?)?(?: ?(?:[$€£¥%]|usd|eur|gbp))?$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Reads one value as its declared type. `text`: as in the file; undefined where the lead has no such attribute.
 * number: thousands marks, currencies and `k`, `m`, `bn` are understood · boolean: the words for yes and no in English and Spanish ·
 * date: ISO only, since 01/02 is two days · text: as it is. A longer text than `LIMITS.attributeCharacters` is none of these but text. Words for "nothing" (`n/a`, `-`) are null without being unread,
 * except in text.
 */
export function readAttribute(text: string | undefined, type: AttributeType): AttributeReading {
  if (text === undefined) return { value: null, unread: null };
  if (type === 'text') return { value: text.trim() === '' ? null : text, unread: null };
  if (saysNothing(text)) return { value: null, unread: null };
  if (text.length > LIMITS.attributeCharacters) return { value: null, unread: text.slice(0, 60) };
  const value = type === 'number' ? readNumber(text) : type === 'boolean' ? readBoolean(text) : readDate(text);
  return value === null ? { value: null, unread: text.slice(0, 60) } : { value, unread: null };
}

/** Whether a text is one of the words that files put where nothing is known. */
function saysNothing(text: string): boolean {
  return NOTHING.has(text.trim().toLowerCase());
}

/** `1,234.50`, `$ 1.234,50`, `2.5k` as a number; null for anything else. */
function readNumber(text: string): number | null {
  const match = NUMBER.exec(text.trim().toLowerCase());
  if (match === null) return null;
  const digits = plainDigits(match[2]!.replace(/[' ]/g, ''));
  if (digits === null) return null;
  const value = Number(digits) * (SCALES[match[3] ?? ''] ?? 1);
  return match[1] === '-' ? -value : value;
}

/** Digits with a point for the decimals; null where marks stand in places that no country puts them. */
function plainDigits(digits: string): string | null {
  const decimal = digits.lastIndexOf('.') > digits.lastIndexOf(',') ? '.' : ',';
  const thousands = decimal === '.' ? ',' : '.';
  const [whole = '', ...fractions] = digits.split(decimal);
  const grouped = (part: string, mark: string) => !part.includes(mark) || /^\d{1,3}(?:\D\d{3})+$/.test(part);
  if (fractions.length === 0) return digits;
  const isGrouping = fractions.every((part) => /^\d{3}$/.test(part)) && (decimal === ',' || fractions.length > 1);
  if (isGrouping && !whole.includes(thousands)) return whole.length <= 3 ? whole + fractions.join('') : null;
  if (fractions.length > 1 || !/^\d*$/.test(fractions[0]!) || !grouped(whole, thousands)) return null;
  return `${whole.replaceAll(thousands, '')}.${fractions[0]}`;
}

/** The words for yes and no; null for any other. */
export function readBoolean(text: string): boolean | null {
  const word = plainText(text.trim());
  if (YES.has(word)) return true;
  return NO.has(word) ? false : null;
}

function readDate(text: string): string | null {
  const match = DATE.exec(text.trim());
  if (match === null) return null;
  const [, year, month, day] = match;
  if (Number(month) < 1 || Number(month) > 12) return null;
  const { daysInMonth } = Temporal.PlainYearMonth.from({ year: Number(year), month: Number(month) });
  return Number(day) >= 1 && Number(day) <= daysInMonth ? `${year}-${month}-${day}` : null;
}

const AMOUNT = /[$€£¥]? ?\d[\d.,']*(?: ?(?:k|m|mm|bn|b|mil|million)\b)?/g;

/** Money has no thousandths: `5.000` is five thousand. */
const THOUSANDS_BY_POINT = /(?<=^\D*\d{1,3}(?:\.\d{3})*)\.(\d{3})(?![\d,])/g;

/**
 * Money that somebody says they have: one amount, or the lower end of a range (`$10k – $25k` → 10000, `10-25k` → 10000).
 * Null where the text holds no amount.
 */
export function readBudget(text: string): number | null {
  const amounts = text.toLowerCase().match(AMOUNT) ?? [];
  const [low, high] = amounts.map((amount) => amount.trim().replace(THOUSANDS_BY_POINT, '$1'));
  if (low === undefined) return null;
  const value = readNumber(low);
  const scale = high === undefined ? null : /(?:k|m|mm|bn|b|mil|million)$/.exec(high);
  if (value === null || scale === null || /[a-z]$/.test(low)) return value;
  return value * SCALES[scale[0]]!;
}

const MONTHS_OF: readonly (readonly [RegExp, number])[] = [
  [/\b(?:days?|dias?)\b/, 1 / 30],
  [/\b(?:weeks?|wks?|semanas?)\b/, 1 / 4],
  [/\b(?:quarters?|trimestres?)\b/, 3],
  [/\b(?:years?|yrs?|anos?)\b/, 12],
];
const AT_ONCE =
  /\b(?:asap|now|immediate(?:ly)?|urgent(?:e|ly)?|right away|inmediat[oa]|ya|ahora|this (?:month|week))\b/;
const OPEN_END = /(?:>|\+|\b(?:more than|over|beyond|mas de)\b)/;

/** Ten years; a larger number is a year, or no timeline at all. */
const LONGEST_MONTHS = 120;

/**
 * Months until somebody wants to buy: `3 months` → 3, `1-3 months` → 3 (the later end), `2 weeks` → 0.5, `ASAP` → 0,
 * `12+` → 13. A bare number is months. Null where the text says none.
 */
export function readTimeline(text: string): number | null {
  const plain = plainText(text);
  if (AT_ONCE.test(plain)) return 0;
  const numbers = plain.match(/\d+(?:\.\d+)?/g);
  if (numbers === null) return null;
  const unit = MONTHS_OF.find(([word]) => word.test(plain))?.[1] ?? 1;
  const months = Math.max(...numbers.map(Number)) * unit;
  if (months > LONGEST_MONTHS) return null;
  return OPEN_END.test(plain) ? months + 1 : months;
}
