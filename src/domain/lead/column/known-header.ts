/** Whether a text is the header of a column, as exports write it. Owns that one question, which finds header rows. */
import { companyPlaceOf, isVendorHeader, knownTarget } from './column-target.ts';

/** True for a header on file: what tells a header row from a title above it. */
export function isKnownHeader(text: string): boolean {
  return knownTarget(text) !== null || companyPlaceOf(text) !== null || isVendorHeader(text);
}
