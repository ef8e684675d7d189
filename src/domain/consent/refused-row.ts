/**
 * Lists of refusals as files: what a cell refuses, how a row of a list is read, how one is written (directives/refused-row.md). A list of
 * ours comes back as it was; of any other the first column that says something is taken.
 */
import { headerKey } from '../lead/column/header.ts';
import { normaliseEmail } from '../verify/email-key.ts';
import { readPhone } from '../verify/phone.ts';
import { EVERYBODY, type FoundSuppression, mailboxOf, type SuppressionKey } from './suppression.ts';

/** What is refused, and the key by which a lead is known that it is about at once; null = none can be told. */
export interface RefusedTarget extends SuppressionKey {
  readonly leadKey: string | null;
}

const DOMAIN = /^@?((?:[a-z0-9-]+\.)+[a-z0-9-]{2,})$/i;

/** The company domain or mail domain that a text names, with or without `@` in front; null = it names none. */
export function domainNamed(text: string): string | null {
  return DOMAIN.exec(text)?.[1]?.toLowerCase() ?? null;
}

/** What an address, a domain or a number refuses; null = it is none. `country`: of numbers that name none. */
export function refusedBy(text: string, country: string | null): RefusedTarget | null {
  const domain = domainNamed(text);
  if (domain !== null) return { kind: 'domain', value: domain, leadKey: null };
  const email = normaliseEmail(text);
  if (email) return { kind: 'address', value: mailboxOf(email), leadKey: `e:${email}` };
  const phone = readPhone(text, country);
  return 'e164' in phone ? { kind: 'phone', value: phone.e164, leadKey: `p:${phone.e164}` } : null;
}

/** One row of a list, read. `hash`: of what it is about, where that itself is not told. */
export interface RefusedRow {
  readonly target: RefusedTarget | { readonly kind: SuppressionKey['kind']; readonly hash: string };
  readonly channel: FoundSuppression['channel'];
  readonly reason: string | null;
  /** Epoch ms; null = not told. */
  readonly at: number | null;
}

/** Columns of a list of ours, in order. Two are headers that every reader of tables knows, so that none is taken for a row. */
export const LIST_COLUMNS = ['kind', 'address', 'hash', 'secret', 'channel', 'notes', 'since'] as const;

/** By what a column of any list is known: letters and digits of its header. */
const VALUE_HEADERS: ReadonlySet<string> = new Set(
  ['value', 'email', 'e-mail', 'email address', 'mail', 'domain', 'phone', 'phone number', 'mobile', 'address'].map(
    headerKey,
  ),
);
const CHANNELS: ReadonlySet<string> = new Set(['email', 'sms', 'voice', 'all']);
const KINDS: ReadonlySet<string> = new Set(['address', 'domain', 'phone', 'lead', 'account', 'channel']);
const HASH = /^(address|domain|phone|account):[0-9a-f]{32}$/;

/** How rows of a list are read. */
export interface ListReading {
  /** Its headers say what its columns are; else its first line is a row. */
  readonly headed: boolean;
  /** What a row refuses; null = nothing that could be read. */
  read(cells: readonly string[]): RefusedRow | null;
}

/** Reads a list by its headers. `secret`: by what hashes of ours are known; `country`: of numbers that name none. */
export function listReading(
  headers: readonly string[],
  {
    secret,
    country,
    channel,
  }: { readonly secret: string; readonly country: string | null; readonly channel: FoundSuppression['channel'] },
): ListReading {
  const keys = headers.map(headerKey);
  const at = (name: string) => keys.indexOf(name);
  const values = keys.flatMap((key, i) => (VALUE_HEADERS.has(key) ? [i] : []));
  const headed = values.length > 0;
  return {
    headed,
    read(cells) {
      const cell = (name: string) => (cells[at(name)] ?? '').trim();
      const said = (headed ? values : [0]).map((i) => (cells[i] ?? '').trim()).find((text) => text !== '') ?? '';
      const target =
        said === '' ? hashed(cell('hash'), cell('secret') === secret) : namedTarget(cell('kind'), said, country);
      if (target === null) return null;
      const way = cell('channel').toLowerCase();
      return {
        target,
        channel: CHANNELS.has(way) ? (way as FoundSuppression['channel']) : channel,
        reason: cell('reason') || cell('notes') || null,
        at: instantOf(cell('since')),
      };
    },
  };
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** Epoch ms of an instant as ISO writes it; null = it is none. */
function instantOf(text: string): number | null {
  if (!INSTANT.test(text)) return null;
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    // A thirteenth month.
    return null;
  }
}

function isoOf(at: number): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString({ fractionalSecondDigits: 3 });
}

/** A hash made with another secret would never be found. */
function hashed(hash: string, ours: boolean): RefusedRow['target'] | null {
  const kind = HASH.exec(hash)?.[1];
  return kind && ours ? { kind: kind as SuppressionKey['kind'], hash } : null;
}

function namedTarget(kind: string, value: string, country: string | null): RefusedTarget | null {
  if (kind === 'lead') return { kind, value, leadKey: null };
  if (kind === 'channel') return value === EVERYBODY ? { kind, value, leadKey: null } : null;
  const found = refusedBy(value, country);
  if (kind === 'account') return found?.kind === 'domain' ? { ...found, kind } : null;
  return kind === '' || !KINDS.has(kind) || found?.kind === kind ? found : null;
}

/** A refusal as it stands, with the hash of what it is about. */
export interface ListedRefusal extends Pick<FoundSuppression, 'kind' | 'value' | 'channel' | 'reason'> {
  readonly keyHash: string;
  readonly at: number;
}

/** Cells of a row of a list of ours. `hashed`: what it is about is told by its hash alone. */
export function listedCells(refusal: ListedRefusal, secret: string, hashed: boolean): readonly string[] {
  const { kind, value, keyHash, channel, reason, at } = refusal;
  const bare = kind === 'lead' || kind === 'channel';
  const told = bare || !hashed ? (value ?? (kind === 'lead' ? keyHash.slice('lead:'.length) : '')) : '';
  const asHash = told === '';
  return [kind, told, asHash ? keyHash : '', asHash ? secret : '', channel, reason, isoOf(at)];
}
