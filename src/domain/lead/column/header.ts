/**
 * Headers of columns as text: how two are compared, which words they hold, which attribute name they make.
 * Owns spelling only; what a header means is `column-target.ts`.
 */
import { foldText } from '../name.ts';

const REPEATED = /\s\(\d+\)$/;
const HUMP = /(\p{Ll}|\d)(\p{Lu})/gu;

/** One word each, however their capitals stand. */
const BRANDS = /linkedin|whatsapp/gi;

/** The words of a header, folded, one blank between: `workEmail_2` → `work email 2`, `WhatsApp status` → `whatsapp status`. */
export function headerWords(header: string): string {
  const branded = header.replace(BRANDS, (brand) => `${brand[0]}${brand.slice(1).toLowerCase()}`);
  return foldText(branded.replace(HUMP, '$1 $2'));
}

/**
 * The form in which headers are compared: letters and digits alone, so that case, accents, blanks, underscores and
 * punctuation do not matter; the ` (2)` of a repeated header is left out. `E-mail Address`, `email_address` → `emailaddress`.
 */
export function headerKey(header: string): string {
  return foldText(header.replace(REPEATED, '')).replaceAll(' ', '');
}

/** The name of an attribute: camelCase of the header's words, `Form: Budget (USD)` → `formBudgetUsd`; never empty, never a digit first. */
export function attributeName(header: string): string {
  const [first = '', ...rest] = headerWords(header).split(' ');
  const name = first + rest.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
  if (name === '') return 'column';
  return /^\d/.test(name) ? `_${name}` : name;
}
