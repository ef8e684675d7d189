/** Runs a row of bot-valuation.md: sales are `price days sqft beds baths year condition`, `-` = not known. */
import { type Condition, type Home, type Sale, valuation } from '../src/domain/valuation/comparables.ts';

interface Row {
  readonly home: string;
  readonly sales: readonly string[];
  readonly trend?: number;
}

const NOW = Date.parse('2026-11-01T00:00:00Z');
const DAY_MS = 86_400_000;

export function run({ home, sales, trend = 0 }: Row): Readonly<Record<string, unknown>> {
  const { value, low, high, confidence, show, comparables, reasons } = valuation(
    homeOf(home.split(' ')),
    sales.map(saleOf),
    trend,
    NOW,
  );
  const [first] = comparables;
  const adjusted = first?.adjustments.map(({ of, dollars }) => `${of} ${dollars}`).join(', ') || undefined;
  const unusable = comparables.flatMap(({ unusable: why }) => (why === null ? [] : [why.code])).join(', ') || undefined;
  return { value, low, high, confidence, show, adjusted, unusable, reason: reasons[0]?.code };
}

function saleOf(text: string, i: number): Sale {
  const [price, days, ...home] = text.split(' ');
  return { ...homeOf(home), address: `sale ${i}`, price: Number(price), soldAt: NOW - Number(days) * DAY_MS };
}

function homeOf([sqft, beds, baths, year, condition]: readonly string[]): Home {
  const known = (text = '-') => (text === '-' ? null : Number(text));
  return {
    address: 'home',
    ...{ squareFeet: known(sqft), beds: known(beds), baths: known(baths), yearBuilt: known(year) },
    condition: condition === undefined || condition === '-' ? null : (condition as Condition),
  };
}
