/** Operations on estimates from comparable sales: a table of sales and a home give a value with all that made it. */
import { z } from 'zod';
import { LIMITS } from '../../../domain/limits.ts';
import { reasonText } from '../../../domain/reason.ts';
import { CONDITIONS, type Valuation, valuation } from '../../../domain/valuation/comparables.ts';
import { readSales } from '../../valuation/sales-file.ts';
import { operation } from '../operation.ts';

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

/** An estimate as faces show it. */
export const estimate = z.object({
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
    file: z
      .string()
      .min(1, 'name a file')
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
  positional: ['file'],
  errors: ['file-not-found', 'file-missing', 'no-such-column'],
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
  async run({ engine }, { file, trend, ...home }) {
    const { sales, skipped } = await readSales(await engine.sources.openTable(file), LIMITS.comparables);
    return told(
      home.address,
      valuation(
        home,
        sales.map(({ sale }) => sale),
        Math.round(trend * 10),
        engine.clock.now(),
      ),
      skipped,
    );
  },
});

type Told = z.output<typeof estimate>;

/** An estimate in the words of faces. */
export function told(
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
