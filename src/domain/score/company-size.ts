/** Companies by size: four bands on a ladder. Owns the bounds and the words that sources use for them. */
import { plainText } from '../facts/phrases.ts';

/** Smallest first; neighbours on the ladder are "the next band". */
export const SIZE_BANDS = ['startup', 'small', 'medium', 'enterprise'] as const;
/** A band of the ladder. */
export type SizeBand = (typeof SIZE_BANDS)[number];

/**
 * Head counts from which a band begins.
 * Source: Commission Recommendation 2003/361/EC, Annex, Article 2: micro under 10, small under 50, medium under 250 persons.
 */
const BEGINS: Readonly<Record<SizeBand, number>> = { startup: 1, small: 10, medium: 50, enterprise: 250 };

const WORDS: Readonly<Record<string, SizeBand>> = {
  startup: 'startup',
  'start-up': 'startup',
  micro: 'startup',
  solo: 'startup',
  small: 'small',
  smb: 'small',
  pequena: 'small',
  medium: 'medium',
  'mid-market': 'medium',
  midmarket: 'medium',
  'mid-size': 'medium',
  mediana: 'medium',
  large: 'enterprise',
  enterprise: 'enterprise',
  grande: 'enterprise',
};

/** The band of a head count; null for none, or for what is no head count. */
export function sizeBandOf(employees: number | null): SizeBand | null {
  return SIZE_BANDS.findLast((band) => employees !== null && employees >= BEGINS[band]) ?? null;
}

/** The band that a source's text names: a word of the ladder, or a range of head counts by its lower end (`11-50`, `500+`). */
export function sizeBandNamed(text: string): SizeBand | null {
  const plain = plainText(text.trim());
  const word = WORDS[plain.replace(/ (?:business|company|empresa)$/, '').replaceAll(' ', '-')];
  if (word !== undefined) return word;
  const count = /^(?:[<>] ?)?(\d[\d,. ]*)/.exec(plain)?.[1]?.replace(/[,. ]/g, '');
  return count === undefined ? null : sizeBandOf(Number(count));
}
