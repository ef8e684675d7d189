/**
 * Standing refusals: under which normal forms they are kept and looked up, and which channels each one ends
 * (directives/suppression.md). Owns those two rules; storing and hashing them is the engine's. A suppression always wins.
 */
import { LIMITS } from '../limits.ts';
import type { Channel } from './regimes.ts';

/** What a refusal can be about; `channel`: everybody, by the channels that it ends. */
export interface SuppressionKey {
  readonly kind: 'address' | 'domain' | 'phone' | 'lead' | 'account' | 'channel';
  /** Normal form: two spellings of one mailbox or number give the same value. */
  readonly value: string;
}

/** A refusal found under one of a lead's keys. */
export interface FoundSuppression {
  readonly kind: SuppressionKey['kind'];
  /** Normal form; null once the person is erased and only its hash is left. */
  readonly value: string | null;
  readonly channel: 'email' | 'sms' | 'voice' | 'all';
  /** Why it stands: `opted-out`, `bounced`. */
  readonly reason: string;
  /**
   * Whose list it stands on: the workspace's own where absent; `sender`, of another workspace that writes from the same
   * mailbox or number; `instance`, everybody's.
   */
  readonly list?: 'workspace' | 'sender' | 'instance';
}

/** What a lead can be reached by. Several addresses of one person are all asked. */
export interface Reachable {
  readonly leadId: string;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  /** The company the lead is with: the domain it is known by; null or absent = none is known. */
  readonly account?: string | null;
}

/** What a lead can be reached by, of what is known of it. */
export function reachableOf(lead: {
  readonly leadId: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly domain: string | null;
}): Reachable {
  const { leadId, email, phone, domain } = lead;
  return { leadId, emails: email === null ? [] : [email], phones: phone === null ? [] : [phone], account: domain };
}

/** The name under which, in place of a workspace's, refusals stand that hold in every workspace. */
export const EVERY_WORKSPACE = '';

/** Origin of a refusal that was told to another workspace with the same sender. */
export const SHARED_SENDER = 'shared-sender';

/** How the origin of a refusal begins that came along with a lead that was merged into another; the id of that lead follows. */
export const MERGED = 'merged ';

/** The value of a refusal of kind `channel`. */
export const EVERYBODY = 'everybody';

const GMAIL = new Set(['gmail.com', 'googlemail.com']);

/** What a refusal of each kind would be about. */
const VALUES: Readonly<Record<SuppressionKey['kind'], (lead: Reachable) => readonly string[]>> = {
  lead: ({ leadId }) => [leadId],
  channel: () => [EVERYBODY],
  account: ({ account }) => (account ? [account.toLowerCase()] : []),
  address: ({ emails }) => emails.map(mailboxOf),
  domain: ({ emails }) => emails.flatMap(domainsOf),
  phone: ({ phones }) => phones,
};
/** What a refusal can be about, in the order in which several are told. */
const KINDS = Object.keys(VALUES) as SuppressionKey['kind'][];
const ALL_KINDS: ReadonlySet<SuppressionKey['kind']> = new Set(KINDS);

/**
 * Every key under which a refusal that concerns this lead may stand: the lead, its mailboxes, their domains with parent
 * domains, its numbers, its account, and everybody; as far as they are of these kinds. E-mail addresses and E.164 numbers as
 * `LeadValues` has them.
 */
export function suppressionKeys(
  lead: Reachable,
  kinds: ReadonlySet<SuppressionKey['kind']> = ALL_KINDS,
): readonly SuppressionKey[] {
  const keys: SuppressionKey[] = [];
  for (const kind of KINDS) {
    if (!kinds.has(kind)) continue;
    for (const value of VALUES[kind](lead)) keys.push({ kind, value });
  }
  return keys;
}

/**
 * The mailbox an address leads to: lower case, without `+tag`; at Google without dots. `Jane.Doe+x@Googlemail.com` and
 * `janedoe@gmail.com` are one. Why: whoever says no once has said it for every spelling; to refuse one too many costs a
 * message, one too few costs trust.
 */
export function mailboxOf(email: string): string {
  const lower = email.toLowerCase();
  // Nearly every address is its own mailbox, and each lead and each step ask.
  if (!lower.includes('+') && !lower.endsWith('@gmail.com') && !lower.endsWith('@googlemail.com')) return lower;
  const at = lower.lastIndexOf('@');
  const domain = lower.slice(at + 1);
  const local = lower.slice(0, at);
  const plus = local.indexOf('+');
  const base = plus > 0 ? local.slice(0, plus) : local;
  return GMAIL.has(domain) ? `${base.replaceAll('.', '')}@gmail.com` : `${base}@${domain}`;
}

/** The domain of an address and those above it, the top-level one left out: `a.b.co` → `a.b.co`, `b.co`. */
function domainsOf(email: string): readonly string[] {
  const whole = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  const domains: string[] = [];
  let from = 0;
  for (let dot = whole.indexOf('.'); dot !== -1; dot = whole.indexOf('.', from)) {
    domains.push(whole.slice(from));
    from = dot + 1;
  }
  return domains.slice(1 - LIMITS.domainLabels);
}

/**
 * The refusal that ends this channel for the lead, or null. `found` is what stands under `keys`; a row about something
 * else is passed over, one whose value is erased counts, since it was found by its hash.
 * A refusal of texts or calls ends both to that number: STOP is said once.
 * Source: 47 CFR 64.1200(a)(10): consent revoked for texts or calls is revoked for both.
 */
export function isSuppressed(
  keys: readonly SuppressionKey[],
  found: readonly FoundSuppression[],
  channel: Channel,
): FoundSuppression | null {
  return found.find((row) => ends(row.channel, channel) && concerns(row, keys)) ?? null;
}

function ends(refused: FoundSuppression['channel'], channel: Channel): boolean {
  return refused === 'all' || (refused === 'email') === (channel === 'email');
}

function concerns(row: FoundSuppression, keys: readonly SuppressionKey[]): boolean {
  return row.value === null || keys.some(({ kind, value }) => kind === row.kind && value === row.value);
}
