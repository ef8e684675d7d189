/** The legal basis as export columns word it. Owns the words; must never assume a basis that is not said. */
import type { Basis } from '../lead.ts';
import { foldText } from '../name.ts';

/** First match wins. Source: the choices of HubSpot's "Legal basis for processing contact's data" and Zoho's "Data Processing Basis". */
const WORDS: readonly (readonly [pattern: RegExp, basis: Basis])[] = [
  [
    /\b(?:no consent|without consent|not given|withdrawn|denied|refused|sin consentimiento|no basis|not responded)\b/,
    'none',
  ],
  [/\blegitimate|\blegitimo\b|berechtigtes/, 'legitimate-interest'],
  [/\bcontract|\bcontrato\b|\bvertrag/, 'contract'],
  [/\bconsent|\bconsentimiento\b|einwilligung|\bopt in\b|\bopted in\b|\bobtained\b/, 'consent'],
];

/** `Legitimate interest – prospect/lead` → `legitimate-interest`; null where no basis is said (`Not applicable`, `Pending`). */
export function readBasis(text: string): Basis | null {
  const folded = foldText(text);
  for (const [pattern, basis] of WORDS) if (pattern.test(folded)) return basis;
  return folded === 'none' ? 'none' : null;
}
