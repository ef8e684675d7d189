/**
 * What a column of an export is by its header alone: the list of known headers, and what each vendor means by its own.
 * Owns targets and their spelling; looks at no values, and never guesses (that is `../columns.ts`).
 */
import type { RefusalReading, RefusedChannel } from '../cell/refusal.ts';
import data from '../data/columns.json' with { type: 'json' };
import { type LeadValues, NO_VALUES } from '../lead.ts';
import { attributeName, headerKey } from './header.ts';

/** Where the cells of a column go. */
export type Target =
  | { readonly kind: 'field'; readonly field: keyof LeadValues }
  | { readonly kind: 'attribute'; readonly name: string }
  | { readonly kind: 'opt-out'; readonly channel: RefusedChannel; readonly reading: RefusalReading }
  | { readonly kind: 'external-id' | 'other-email' | 'other-phone' | 'basis' | 'location' | 'ignore' };

/** A target and its place among columns for the same field: the lowest rank that has a value wins. */
export interface RankedTarget {
  readonly target: Target;
  readonly rank: number;
}

const PLAIN_TARGETS = {
  externalId: { kind: 'external-id' },
  otherEmail: { kind: 'other-email' },
  otherPhone: { kind: 'other-phone' },
  basis: { kind: 'basis' },
  location: { kind: 'location' },
  ignore: { kind: 'ignore' },
} as const satisfies Record<string, Target>;

const CHANNELS: readonly string[] = ['email', 'sms', 'voice', 'all'] satisfies RefusedChannel[];
const READINGS: readonly string[] = ['yes', 'no', 'filled', 'words'] satisfies RefusalReading[];

/** The words of `parseTarget` that a list may offer; an attribute takes the name of its column. */
export const TARGET_WORDS: readonly string[] = [
  ...Object.keys(NO_VALUES),
  ...Object.keys(PLAIN_TARGETS),
  'attribute',
  ...CHANNELS.map((channel) => `optOut.${channel}`),
];

/**
 * A target as it is written in data and by `--map`: a field of the lead, `externalId`, `otherEmail`, `otherPhone`, `basis`,
 * `location`, `ignore`, `attribute`, `attribute.<name>`, `optOut`, `optOut.<channel>`, `optOut.<channel>.<reading>`.
 * Null for any other word.
 */
export function parseTarget(word: string, header: string): Target | null {
  if (Object.hasOwn(NO_VALUES, word)) return { kind: 'field', field: word as keyof LeadValues };
  if (Object.hasOwn(PLAIN_TARGETS, word)) return PLAIN_TARGETS[word as keyof typeof PLAIN_TARGETS];
  const [kind, first, second, ...more] = word.split('.');
  if (kind === 'attribute' && second === undefined) return { kind, name: first || attributeName(header) };
  if (kind !== 'optOut' || more.length > 0) return null;
  const [channel, reading] = [first ?? 'all', second ?? 'yes'];
  if (!CHANNELS.includes(channel) || !READINGS.includes(reading)) return null;
  return { kind: 'opt-out', channel: channel as RefusedChannel, reading: reading as RefusalReading };
}

/** A target in the words of `parseTarget`, as `--dry-run` shows it: `email`, `attribute.budget`, `optOut.email.yes`. */
export function targetWord(target: Target): string {
  switch (target.kind) {
    case 'field':
      return target.field;
    case 'attribute':
      return `attribute.${target.name}`;
    case 'opt-out':
      return `optOut.${target.channel}.${target.reading}`;
    default:
      return target.kind.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  }
}

const KNOWN = new Map<string, { readonly word: string; readonly rank: number }>();
function learn(word: string, headers: readonly string[]): void {
  for (const [rank, header] of headers.entries()) {
    const key = headerKey(header);
    if (!KNOWN.has(key)) KNOWN.set(key, { word, rank });
  }
}
learn('ignore', data.ignored);
learn('attribute', data.attributes);
for (const [reading, headers] of Object.entries(data.optOuts)) learn(`optOut.${reading}`, headers);
for (const [field, headers] of Object.entries(data.fields)) learn(field, headers);

const PREFIXES = Object.entries(data.optOutPrefixes).map(
  ([prefix, reading]) => [headerKey(prefix), `optOut.${reading}`] as const,
);

/** What a header means wherever it stands; null where it is not on file. */
export function knownTarget(header: string): RankedTarget | null {
  const key = headerKey(header);
  const found = KNOWN.get(key);
  if (found !== undefined) return { target: parseTarget(found.word, header)!, rank: found.rank };
  const prefix = PREFIXES.find(([start]) => key.startsWith(start));
  return prefix === undefined ? null : { target: parseTarget(prefix[1], header)!, rank: 0 };
}

interface Vendor {
  readonly name: string;
  readonly signs: readonly (readonly string[])[];
  readonly columns: ReadonlyMap<string, string>;
}

const VENDORS: readonly Vendor[] = data.vendors.map((vendor) => ({
  name: vendor.name,
  signs: vendor.signs.map((sign) => sign.map(headerKey)),
  columns: new Map(
    Object.entries(vendor.columns).flatMap(([header, word]) => (word === undefined ? [] : [[headerKey(header), word]])),
  ),
}));

/** Whose export a header row is, by its telling headers: the longest sign that is wholly there. Null where none is. */
export function vendorOf(headers: readonly string[]): string | null {
  const keys = new Set(headers.map(headerKey));
  const found = VENDORS.flatMap(({ name, signs }) =>
    signs.filter((sign) => sign.every((key) => keys.has(key))).map((sign) => ({ name, length: sign.length })),
  );
  return found.toSorted((a, b) => b.length - a.length)[0]?.name ?? null;
}

/** What a vendor means by a header of its own; null where it means what everybody does. */
export function vendorTarget(vendor: string, header: string): RankedTarget | null {
  const key = headerKey(header);
  const word = VENDORS.find(({ name }) => name === vendor)?.columns.get(key);
  if (word === undefined) return null;
  const known = KNOWN.get(key);
  return { target: parseTarget(word, header)!, rank: known?.word === word ? known.rank : 0 };
}

const COMPANY_PLACES = new Map(
  Object.entries(data.companyPlaces).flatMap(([field, headers]) =>
    headers.map((header) => [headerKey(header), field] as const),
  ),
);

/** The field that a column of the company's own place may fill where the person's is not in the file; null for any other. */
export function companyPlaceOf(header: string): keyof LeadValues | null {
  return (COMPANY_PLACES.get(headerKey(header)) as keyof LeadValues | undefined) ?? null;
}

/** Whether some vendor writes this header. */
export function isVendorHeader(header: string): boolean {
  return VENDORS.some(({ columns }) => columns.has(headerKey(header)));
}

const HEADERS: Readonly<Record<string, readonly string[]>> = data.fields;

/** The header under which a field, or the basis, is written, so that it is known again: its own name where that is one. */
export function headerOf(field: keyof LeadValues | 'basis'): string {
  const headers = HEADERS[field] ?? [];
  return headers.find((header) => headerKey(header) === headerKey(field)) ?? headers[0] ?? field;
}
