/** Operations on estimates from comparable sales: a table of sales and a home give a value with all that made it. */
import { z } from 'zod';
import { type AttributeReading, readAttribute } from '../../../domain/facts/attribute.ts';
import { plainText } from '../../../domain/facts/phrases.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { reasonText } from '../../../domain/reason.ts';
import {
  CONDITIONS,
  type Condition,
  type Sale,
  type Valuation,
  valuation,
} from '../../../domain/valuation/comparables.ts';
import { operation, Refusal } from '../operation.ts';

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  address: ['address', 'property', 'street'],
  price: ['price', 'saleprice', 'soldprice', 'closeprice'],
  sold: ['sold', 'solddate', 'saledate', 'closedate', 'date'],
  squareFeet: ['squarefeet', 'sqft', 'livingarea'],
  beds: ['beds', 'bedrooms'],
  baths: ['baths', 'bathrooms'],
  yearBuilt: ['yearbuilt', 'year', 'built'],
  condition: ['condition'],
};
const condition = z.enum(CONDITIONS);
const number = z.number().positive().nullable().default(null);

const comparable = z.object({
  address: z.string(),
  price: z.number(),
  sold: z.string(),
  adjustments: z.record(z.string(), z.number()),
  adjusted: z.number(),
  unusable: z.string().nullable(),
});

const estimate = z.object({
  address: z.string(),
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  confidence: z.number(),
  show: z.enum(['full', 'preliminary', 'personal']),
  says: z.array(z.string()),
  comparables: z.array(comparable),
  skipped: z.number().describe('rows without a price or date that can be read'),
});

/** `valuation make`: what a home may be worth. */
export const valuationMake = operation({
  noun: 'valuation',
  verb: 'make',
  command: 'valuation make',
  summary: 'What a home may be worth, from a table of comparable sales; every adjustment is shown',
  kind: 'query',
  input: z.strictObject({
    sales: z
      .string()
      .min(1)
      .describe('table: address, price, sold (2026-01-31), and sqft, beds, baths, year, condition as known'),
    address: z.string().default('').describe('of the home'),
    squareFeet: number.describe('of the home'),
    beds: number.describe('of the home'),
    baths: number.describe('of the home'),
    yearBuilt: number.describe('of the home'),
    condition: condition.nullable().default(null).describe('of the home'),
    trend: z.number().min(-50).max(50).default(0).describe('by how many percent prices rose in a year'),
  }),
  output: estimate,
  positional: ['sales'],
  errors: ['file-not-found', 'no-such-column'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [
    {
      command: 'valuation make sales.csv --square-feet 1800 --beds 3 --baths 2',
      says: 'refused below three usable sales',
    },
  ],
  async run({ engine }, { sales: path, trend, ...home }) {
    const { sales, skipped } = await readSales(engine.sources.openTable(path));
    return told(home.address, valuation(home, sales, Math.round(trend * 10), engine.clock.now()), skipped);
  },
});

type Told = z.output<typeof estimate>;

function told(
  address: string,
  { value, low, high, confidence, show, reasons, comparables }: Valuation,
  skipped: number,
): Told {
  return {
    ...{ address, value, low, high, confidence, show, skipped },
    says: reasons.map(({ code }) => reasonText(code).says),
    comparables: comparables.map(({ sale, adjustments, adjusted, unusable }) => ({
      address: sale.address,
      price: sale.price,
      sold: new Date(sale.soldAt).toISOString().slice(0, 10),
      adjustments: Object.fromEntries(adjustments.map(({ of, dollars }) => [of, dollars])),
      adjusted,
      unusable: unusable && reasonText(unusable.code).says,
    })),
  };
}

type Opened = Awaited<Parameters<typeof readSales>[0]>;

async function readSales(
  opening: Promise<{
    readonly headers: readonly string[];
    readonly rows: AsyncIterable<{ readonly rows: readonly { readonly cells: readonly string[] }[] }>;
  }>,
): Promise<{ readonly sales: readonly Sale[]; readonly skipped: number }> {
  const table = await opening;
  const at = columnsOf(table);
  const sales: Sale[] = [];
  let skipped = 0;
  for await (const { rows } of table.rows) {
    for (const { cells } of rows) {
      const sale = saleOf((name) => cells[at.get(name) ?? -1]);
      if (sale === null) skipped += 1;
      else if (sales.length < LIMITS.comparables) sales.push(sale);
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
