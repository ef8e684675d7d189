/**
 * Numbers as people and exports write them: `1.234,5`, `$1.2M`, `1,001-5,000 employees`, `10K+`, `Nov-50` (a band that a
 * spreadsheet took for a date). Owns the reading of numbers, bands and head counts; must never guess a currency's rate.
 */

const MULTIPLIERS: Readonly<Record<string, number>> = {
  k: 1e3,
  tsd: 1e3,
  thousand: 1e3,
  mil: 1e3,
  m: 1e6,
  mm: 1e6,
  mn: 1e6,
  mio: 1e6,
  million: 1e6,
  millions: 1e6,
  millón: 1e6,
  millon: 1e6,
  millones: 1e6,
  b: 1e9,
  bn: 1e9,
  mrd: 1e9,
  mil_m: 1e9,
  billion: 1e9,
  billions: 1e9,
  t: 1e12,
  tn: 1e12,
  trillion: 1e12,
  lakh: 1e5,
  lakhs: 1e5,
  crore: 1e7,
  crores: 1e7,
  cr: 1e7,
};

const GROUPED = /^\d{1,3}(?:([.,'’ \u00a0\u202f])\d{3})(?:\1\d{3})*$/;
const DECIMAL = /^\d+(?:[.,]\d+)?$/;
const BOTH = /^\d{1,3}(?:([.,'’ \u00a0\u202f])\d{3})+([.,])\d+$/;
const SEPARATORS = /[.,'’ \u00a0\u202f]/g;

/**
 * A bare number with separators of any country: `1,234.5`, `1.234,5`, `1 234`, `0.5`, `12`.
 * One separator with three digits behind it groups thousands (`1,001`, `1.001`), unless `decimals` says that a unit follows
 * (`1.234M`). Null for anything else.
 */
export function readNumber(text: string, decimals = false): number | null {
  if (/^\d+$/.test(text)) return Number(text);
  const both = BOTH.exec(text);
  if (both !== null && both[1] !== both[2]) {
    const at = text.lastIndexOf(both[2]!);
    return Number(`${text.slice(0, at).replace(SEPARATORS, '')}.${text.slice(at + 1)}`);
  }
  const grouped = GROUPED.exec(text);
  const readAsDecimal =
    decimals && grouped !== null && grouped[1] === '.' && text.indexOf('.') === text.lastIndexOf('.');
  if (grouped !== null && !readAsDecimal) return Number(text.replace(SEPARATORS, ''));
  return DECIMAL.test(text) ? Number(text.replace(',', '.')) : null;
}

const QUANTITY = /^([\d.,'’ \u00a0\u202f]*\d)\s*([a-záéíóú]*)(?:\s+(m\w*))?$/;

/** A number with a unit, `1.5 bn` → `{value: 1.5e9, factor: 1e9}`. */
function readQuantity(text: string): { readonly value: number; readonly factor: number } | null {
  const found = QUANTITY.exec(text);
  if (found === null) return null;
  const [, digits, unit, second] = found;
  const name = unit === 'mil' && second !== undefined ? 'mil_m' : (unit ?? '');
  const factor = name === '' ? 1 : MULTIPLIERS[name];
  if (factor === undefined || (second !== undefined && name !== 'mil_m')) return null;
  const value = readNumber(digits!.trim(), factor > 1);
  return value === null ? null : { value: value * factor, factor };
}

const CURRENCY =
  /\b(?:usd|eur|gbp|us|aud|cad|mxn|inr|chf|brl|dollars?|euros?|d[oó]lares|pounds?|pesos)\b|[$€£¥₹]|r\$|us\$|per (?:year|annum)|\/ ?(?:yr|year)|p\.?a\.?$/g;
const CROWD =
  /\b(?:employees?|people|persons?|staff|headcount|empleados?|personas|trabajadores|mitarbeiter(?:innen)?|ftes?)\b/g;
const BAND = /^(?:between|from|entre|de|von)?\s*(.+?)\s*(?:-|–|—|\bto\b|\ba\b|\band\b|\by\b|\bbis\b|\.\.+)\s*(.+)$/;
const AT_LEAST =
  /^(?:>=?|≥|over|more than|above|mehr als|más de|mas de)\s*(.+)$|^(.+?)\s*(?:\+|or more|and (?:more|above|up)|o más|plus)$/;
const BELOW = /^(?:<=?|≤|under|less than|below|up to|fewer than|menos de|hasta|bis)\s*(.+)$/;

/** The middle of a band; a unit said once holds for both ends: `1-10M`. */
function middle(from: string, to: string): number | null {
  const high = readQuantity(to);
  const low = readQuantity(from);
  if (high === null || low === null) return null;
  const start = low.factor === 1 && low.value < high.value / high.factor ? low.value * high.factor : low.value;
  return start > high.value ? null : (start + high.value) / 2;
}

/** One number, the middle of a band, the known end of an open one, half of an upper bound. Null where it is none. */
function readAmount(text: string): number | null {
  const bare = text.trim();
  const one = readQuantity(bare);
  if (one !== null) return one.value;
  const atLeast = AT_LEAST.exec(bare);
  if (atLeast !== null) return readQuantity((atLeast[1] ?? atLeast[2])!.trim())?.value ?? null;
  const below = BELOW.exec(bare);
  if (below !== null) {
    const bound = readQuantity(below[1]!.trim());
    return bound === null ? null : bound.value / 2;
  }
  const band = BAND.exec(bare);
  return band === null ? null : middle(band[1]!, band[2]!);
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DATED = /^(?:(\d{1,2})[-/ ]([a-z]{3})|([a-z]{3})[-/ ](\d{1,2}))$/;

/** `Nov-50`, `10-Feb` → the band they were before a spreadsheet read a date: `11-50`, `2-10`. */
function undated(text: string): string {
  const found = DATED.exec(text);
  if (found === null) return text;
  const month = MONTHS.indexOf((found[2] ?? found[3])!) + 1;
  if (month === 0) return text;
  const other = Number(found[1] ?? found[4]);
  return `${Math.min(month, other)}-${Math.max(month, other)}`;
}

const PLAIN_COUNT = /^[1-9]\d*$/;
const ALONE = /^(?:self[- ]employed|myself only|just me|freelance(?:r)?|solo|aut[oó]nomo)$/;

/**
 * Head count of a company: `250`, `51 to 200`, `11-50`, `10K+`, `1,001-5,000 employees`, `Self-employed`.
 * Output: a whole number of at least 1 (the middle of a band, the known end of an open one); null where none is said.
 */
export function readHeadCount(text: string): number | null {
  if (PLAIN_COUNT.test(text)) return Number(text);
  const lower = text.toLowerCase().trim();
  if (ALONE.test(lower)) return 1;
  const count = readAmount(undated(lower.replace(CROWD, '').trim()));
  return count === null || count < 1 ? null : Math.floor(count);
}

/**
 * A yearly amount of money: `$1.2M`, `1.5 bn`, `1-10M`, `€ 2.500.000`, `1,5 Mio`. Currency marks are passed over.
 * Output: a number of at least 0, the middle of a band; null where none is said.
 */
export function readMoney(text: string): number | null {
  return readAmount(text.toLowerCase().replace(CURRENCY, ' ').replace(/\s+/g, ' '));
}
