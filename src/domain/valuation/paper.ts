/** The file in which a valuation comes with a mail. Owns when one comes, and its name; makes none. */
import type { Home, Valuation } from './comparables.ts';

/** Of a file name, with its ending: what every mail program shows, and every disk takes. */
const NAME_CHARACTERS = 60;
const ENDING = '.pdf';

/**
 * The name of the file in which a valuation comes with a mail; null = none comes, since no number is shown, or nobody knows of which home.
 * Only letters, digits and hyphens, since an address may hold anything.
 */
export function paperName(
  { address }: Pick<Home, 'address'>,
  made: Pick<Valuation, 'value' | 'show'> | null,
): string | null {
  if (made === null || made.value === null || made.show === 'personal') return null;
  const street = address
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase();
  const name = `estimate-${street}`.slice(0, NAME_CHARACTERS - ENDING.length).replace(/-+$/, '');
  return street === '' ? null : `${name}${ENDING}`;
}
