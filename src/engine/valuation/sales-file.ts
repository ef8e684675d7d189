/** Sales of a table as a county or a listing service writes it: which column is which, and which rows can be read. */
import { type AttributeReading, readAttribute } from '../../domain/facts/attribute.ts';
import { plainText } from '../../domain/facts/phrases.ts';
import { CONDITIONS, type Condition, type Sale } from '../../domain/valuation/comparables.ts';
import { placeOf } from '../../domain/valuation/home.ts';
import { Refusal } from '../operations/operation.ts';
import type { Sources } from '../ports.ts';

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  address: ['address', 'property', 'street'],
  price: ['price', 'saleprice', 'soldprice', 'closeprice'],
  sold: ['sold', 'solddate', 'saledate', 'closedate', 'date'],
  squareFeet: ['squarefeet', 'sqft', 'livingarea'],
  beds: ['beds', 'bedrooms'],
  baths: ['baths', 'bathrooms'],
  yearBuilt: ['yearbuilt', 'year', 'built'],
  condition: ['condition'],
  postalCode: ['postalcode', 'postcode', 'zip', 'zipcode'],
  city: ['city', 'town'],
};
type Opened = Awaited<ReturnType<Sources['openTable']>>;

/** A sale with its place; null = the row names none. */
export interface SaleRow {
  readonly sale: Sale;
  readonly place: string | null;
}

/** At most so many sales, and how many rows have no price or day that can be read, or are beyond that. Errors: refusal `no-such-column`. */
export async function readSales(
  table: Opened,
  most: number,
): Promise<{ readonly sales: readonly SaleRow[]; readonly skipped: number }> {
  const at = columnsOf(table);
  const sales: SaleRow[] = [];
  let skipped = 0;
  for await (const { rows } of table.rows) {
    for (const { cells } of rows) {
      const cell = (name: string) => cells[at.get(name) ?? -1];
      const sale = saleOf(cell);
      if (sale === null || sales.length >= most) skipped += 1;
      else sales.push({ sale, place: placeOf(cell('postalCode'), cell('city')) });
    }
  }
  return { sales, skipped };
}

function columnsOf({ headers }: Pick<Opened, 'headers'>): ReadonlyMap<string, number> {
  const plain = headers.map((header) => plainText(header).replace(/[^a-z0-9]/g, ''));
  const at = new Map(
    Object.entries(COLUMNS).map(([name, known]) => [name, plain.findIndex((one) => known.includes(one))]),
  );
  for (const name of ['price', 'sold'])
    if ((at.get(name) ?? -1) < 0)
      throw new Refusal('no-such-column', `the table has no column “${name}”`, `name one of them ${name}`);
  return at;
}

/** Null where there is no price or no day. */
function saleOf(cell: (name: string) => string | undefined): Sale | null {
  const numeric = (name: string) => numberIn(readAttribute(cell(name), 'number'));
  const price = numeric('price');
  const day = readAttribute(cell('sold'), 'date').value;
  if (price === null || typeof day !== 'string') return null;
  const soldAt = Temporal.PlainDate.from(day).toZonedDateTime('UTC').epochMilliseconds;
  const state = plainText(cell('condition') ?? '').trim();
  return {
    ...{ address: cell('address') ?? '', price, soldAt, squareFeet: numeric('squareFeet'), beds: numeric('beds') },
    ...{ baths: numeric('baths'), yearBuilt: numeric('yearBuilt') },
    condition: CONDITIONS.find((known): known is Condition => known === state) ?? null,
  };
}

function numberIn({ value }: AttributeReading): number | null {
  return typeof value === 'number' ? value : null;
}
