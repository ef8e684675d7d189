/** What the page of a valuation and its PDF say, in the same words. Owns the sentences, which are plain text. */
import type { Brand } from '../brand.ts';
import type { Comparable, Home, Valuation } from './comparables.ts';
import { countedSales, dayOf, money } from './words.ts';

/** What a valuation shows: the home, what it may be worth, and each sale with all that was adjusted. */
export interface ValuationSheet {
  readonly home: Home;
  readonly valuation: Valuation;
  /** The day that it is of, epoch ms. */
  readonly at: number;
  /** Who made it; null = not known. */
  readonly sender: string | null;
  /** How they show themselves; null or absent = as we do. */
  readonly brand?: Brand | null;
}

const OF: Readonly<Record<Comparable['adjustments'][number]['of'], string>> = {
  time: 'Sold a while ago',
  size: 'Size',
  beds: 'Bedrooms',
  baths: 'Bathrooms',
  age: 'Year built',
  condition: 'Condition',
};

/** The heading. */
export function titleOf({ address }: Home): string {
  return address === '' ? 'What your home may be worth' : `What ${address} may be worth`;
}

/** Between what it lies, and whether it is preliminary. */
export function rangeLine(valuation: Valuation, at: number): string {
  const { low, high, show } = valuation;
  const range = `Between ${money(low ?? 0)} and ${money(high ?? 0)}, from ${countedSales(valuation).length} comparable sales on ${dayOf(at)}.`;
  const because = ' Preliminary: the sales are few, old or far apart, and the home was not seen.';
  return show === 'preliminary' ? range + because : range;
}

/** What the home was taken for. */
export function homeLine({ squareFeet, beds, baths, yearBuilt, condition }: Home): string {
  const parts = [
    beds === null ? null : `${beds} bedrooms`,
    baths === null ? null : `${baths} bathrooms`,
    squareFeet === null ? null : `${squareFeet} square feet`,
    yearBuilt === null ? null : `built in ${yearBuilt}`,
    condition === null ? null : `in ${condition} condition`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'Nothing is known of the home beside where it is.' : `Taken for: ${parts.join(', ')}.`;
}

/** Which sale it is. */
export function saleCaption({ sale }: Comparable): string {
  return `${sale.address || 'A home near by'}, ${dayOf(sale.soldAt)}`;
}

/** What it was sold for, each adjustment, and what that is as the lead's home. */
export function saleRows({ sale, adjustments, adjusted }: Comparable) {
  return [
    { name: 'Sold for', value: money(sale.price) },
    ...adjustments.map(({ of, dollars }) => ({ name: OF[of], value: `${dollars > 0 ? '+' : ''}${money(dollars)}` })),
    { name: 'As your home', value: money(adjusted), sum: true },
  ];
}

/** What it is not, and who made it. */
export function madeBy({ sender }: ValuationSheet): string {
  return `An estimate from recorded sales, no appraisal.${sender === null ? '' : ` Made by ${sender}.`}`;
}
