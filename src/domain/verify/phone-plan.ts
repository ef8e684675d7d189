/**
 * Numbering plans, compiled from the library's own metadata at first use: a fast answer for numbers that are plainly valid.
 * Owns speed only. It answers exactly as the library would, or not at all (null): then the library is asked.
 *
 * Why: a full parse costs 15 µs, most of it in building patterns anew; over a million rows that is a quarter of an import.
 * Metadata is `/max` (157 kB, 31 ms to load; `/min` loads as fast, because modules are the cost): only it tells a mobile from a
 * landline, which decides whether an SMS may be sent, and only it refuses ranges that no operator has.
 */
import metadata from 'libphonenumber-js/metadata.max';

/** Line types as the library names them. */
export type LineType =
  | 'FIXED_LINE'
  | 'MOBILE'
  | 'FIXED_LINE_OR_MOBILE'
  | 'TOLL_FREE'
  | 'PREMIUM_RATE'
  | 'PERSONAL_NUMBER'
  | 'VOICEMAIL'
  | 'UAN'
  | 'PAGER'
  | 'VOIP'
  | 'SHARED_COST';

/** A valid number: calling code, national number, country and line type. */
export interface PlannedNumber {
  readonly callingCode: string;
  readonly national: string;
  readonly country: string;
  readonly type: LineType;
}

interface TypeRule {
  readonly type: LineType;
  readonly pattern: RegExp;
  /** National lengths; null = those of the plan. */
  readonly lengths: readonly number[] | null;
}

interface Plan {
  readonly country: string;
  readonly callingCode: string;
  readonly idd: RegExp | null;
  readonly pattern: RegExp;
  /** National prefix, where it is stripped without being rewritten. */
  readonly prefix: RegExp | null;
  readonly leadingDigits: RegExp | null;
  readonly rules: readonly TypeRule[];
  readonly mobileUnset: boolean;
}

/** Place of each field in a plan of the metadata, version 4. Source: METADATA.md of libphonenumber-js. */
const FIELD = {
  callingCode: 0,
  idd: 1,
  pattern: 2,
  lengths: 3,
  prefix: 5,
  parsingPrefix: 7,
  leadingDigits: 10,
  types: 11,
};
const TYPES_IN_FILE: readonly LineType[] = [
  'FIXED_LINE',
  'MOBILE',
  'TOLL_FREE',
  'PREMIUM_RATE',
  'PERSONAL_NUMBER',
  'VOICEMAIL',
  'UAN',
  'PAGER',
  'VOIP',
  'SHARED_COST',
];
/** The order in which the library asks; the first type that fits is the number's. */
const TYPES_IN_ORDER: readonly LineType[] = [
  'FIXED_LINE',
  'MOBILE',
  'PREMIUM_RATE',
  'TOLL_FREE',
  'SHARED_COST',
  'VOIP',
  'PERSONAL_NUMBER',
  'PAGER',
  'UAN',
  'VOICEMAIL',
];
const LONGEST_CALLING_CODE = 3;

const plans = new Map<string, Plan | null>();
const codes = metadata.country_calling_codes as Readonly<Record<string, readonly string[] | undefined>>;
const countries = metadata.countries as Readonly<Record<string, readonly unknown[] | undefined>>;

/** Whether a country has a numbering plan. Input: ISO 3166-1 alpha-2, upper case. */
export function hasPlan(country: string): boolean {
  return Object.hasOwn(countries, country);
}

/** A number in international form: digits after the `+`. */
export function planInternational(digits: string): PlannedNumber | null {
  for (let end = 1; end <= LONGEST_CALLING_CODE; end += 1) {
    const code = digits.slice(0, end);
    const [main] = codes[code] ?? [];
    if (main !== undefined) return within(planOf(main), code, digits.slice(end));
  }
  return null;
}

/** A number as dialled inside a country: digits only. */
export function planNational(digits: string, country: string): PlannedNumber | null {
  const plan = planOf(country);
  if (plan === null || plan.idd?.test(digits)) return null;
  const found = within(plan, plan.callingCode, digits);
  // The library may read such digits as an international number without its plus.
  if (found && digits.startsWith(plan.callingCode) && !plan.pattern.test(found.national)) return null;
  return found;
}

function within(plan: Plan | null, callingCode: string, digits: string): PlannedNumber | null {
  if (plan === null) return null;
  const prefixed = plan.prefix?.exec(digits) ?? null;
  if (prefixed !== null && (prefixed.length > 1 || plan.pattern.test(digits))) return null;
  const national = prefixed === null ? digits : digits.slice(prefixed[0].length);
  for (const country of codes[callingCode] ?? []) {
    const candidate = planOf(country);
    if (candidate?.leadingDigits && !candidate.leadingDigits.test(national)) continue;
    const type = candidate && lineType(candidate, national);
    if (type) return { callingCode, national, country, type };
    if (candidate?.leadingDigits) return null;
  }
  return null;
}

function lineType(plan: Plan, national: string): LineType | null {
  if (!plan.pattern.test(national)) return null;
  const first = plan.rules.find((rule) => fits(rule, national));
  if (first?.type !== 'FIXED_LINE') return first?.type ?? null;
  const mobile = plan.rules.find((rule) => rule.type === 'MOBILE');
  return plan.mobileUnset || (mobile && fits(mobile, national)) ? 'FIXED_LINE_OR_MOBILE' : 'FIXED_LINE';
}

function fits(rule: TypeRule, national: string): boolean {
  return (rule.lengths === null || rule.lengths.includes(national.length)) && rule.pattern.test(national);
}

function planOf(country: string): Plan | null {
  const known = plans.get(country);
  if (known !== undefined) return known;
  const fields = countries[country];
  const plan = fields === undefined ? null : compile(country, fields);
  plans.set(country, plan);
  return plan;
}

function compile(country: string, fields: readonly unknown[]): Plan {
  const types = listAt(fields, FIELD.types);
  const lengths = numbersAt(fields, FIELD.lengths);
  const rules = TYPES_IN_ORDER.flatMap((type) => {
    const rule = types[TYPES_IN_FILE.indexOf(type)];
    const pattern = Array.isArray(rule) ? textAt(rule, 0) : null;
    return pattern ? [{ type, pattern: entire(pattern), lengths: numbersAt(rule as unknown[], 1) ?? lengths }] : [];
  });
  const prefix = textAt(fields, FIELD.parsingPrefix) ?? textAt(fields, FIELD.prefix);
  return {
    country,
    callingCode: textAt(fields, FIELD.callingCode) ?? '',
    idd: startOf(textAt(fields, FIELD.idd)),
    pattern: entire(textAt(fields, FIELD.pattern) ?? ''),
    prefix: startOf(prefix),
    leadingDigits: startOf(textAt(fields, FIELD.leadingDigits)),
    rules,
    mobileUnset: !rules.some((rule) => rule.type === 'MOBILE'),
  };
}

function entire(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`);
}

function startOf(pattern: string | null): RegExp | null {
  return pattern === null ? null : new RegExp(`^(?:${pattern})`);
}

function textAt(fields: readonly unknown[], index: number): string | null {
  const value = fields[index];
  return typeof value === 'string' && value !== '' ? value : null;
}

function listAt(fields: readonly unknown[], index: number): readonly unknown[] {
  const value = fields[index];
  return Array.isArray(value) ? value : [];
}

function numbersAt(fields: readonly unknown[], index: number): readonly number[] | null {
  const value = listAt(fields, index).filter((item) => typeof item === 'number');
  return value.length > 0 ? value : null;
}
