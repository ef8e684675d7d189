/** Runs a row of bot-home.md. */
import type { Valuation } from '../src/domain/valuation/comparables.ts';
import { homeOfLead, placeOf } from '../src/domain/valuation/home.ts';
import { money, valuationWords } from '../src/domain/valuation/words.ts';

interface Row {
  readonly postalCode?: string | number;
  readonly city?: string;
  readonly lead?: Readonly<Record<string, unknown>>;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly value?: number;
  readonly show?: Valuation['show'];
  readonly online?: number;
  readonly sales?: readonly string[];
  readonly counted?: number;
  readonly dollars?: number;
}

const SOLD_AT = Date.parse('2026-10-31T00:00:00Z');
const UNKNOWN = { squareFeet: null, beds: null, baths: null, yearBuilt: null, condition: null };

export function run(row: Row): Readonly<Record<string, unknown>> {
  if (row.dollars !== undefined) return { money: money(row.dollars) };
  if (row.sales) return { words: valuationWords(valuationOf(row, row.sales), row.online ?? null, 'u') };
  if (row.lead) return { ...homeOfLead(row.attributes ? { lead: row.lead, attributes: row.attributes } : {}) };
  return { place: placeOf(row.postalCode, row.city) };
}

function valuationOf({ value, show = 'full', counted }: Row, sales: readonly string[]): Valuation {
  return {
    ...{ value: value ?? null, low: value ? value * 0.95 : null, high: value ? value * 1.05 : null },
    ...{ confidence: 70, show, reasons: [{ code: 'cma-made', facts: { sales: counted ?? 0 } }] },
    comparables: sales.map((text, i) => {
      const [price, adjusted, usable, name] = text.split(' ');
      const address = name === 'none' ? '' : `sale ${i}`;
      return {
        sale: { ...UNKNOWN, address, price: Number(price), soldAt: SOLD_AT },
        ...{ adjustments: [], adjusted: Number(adjusted) },
        unusable: usable === 'unusable' ? { code: 'cma-too-old' } : null,
      };
    }),
  };
}
