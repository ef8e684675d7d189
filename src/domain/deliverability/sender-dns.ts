/**
 * What DNS says of a domain that sends, and of the server that hands its mail over; the rule is directives/sender-dns.md. Owns which
 * questions belong together, and whether answers and bounces can come back.
 */
import { type Asking, ask, type DnsFinding, notTold, valuesOf } from './ask.ts';
import providers from './data/providers.json' with { type: 'json' };
import { checkDkim, checkOwnKey } from './dkim.ts';
import { checkDmarc } from './dmarc.ts';
import { isWithin } from './network.ts';
import { type DkimOwnKey, keyFor } from './own-key.ts';
import { checkSpf, type MailServer } from './spf.ts';

/** What is known of whoever takes our mails. */
export interface MailServerFacts {
  /** Its name or address; null = none is configured. */
  readonly host: string | null;
  /** DKIM selectors that it signs by; empty = not known. */
  readonly selectors: readonly string[];
  /** Keys that mails are signed by before it is handed them; absent = none. */
  readonly keys?: readonly DkimOwnKey[];
}

/** What sends, as far as it is configured. */
export interface Sending extends MailServerFacts {
  /** Domain of the mailboxes that mails come from, in ASCII. */
  readonly domain: string;
}

/** All findings, in a fixed order. */
export function* checkSender({ domain, host, selectors, keys = [] }: Sending): Asking<readonly DnsFinding[]> {
  const server = host === null ? null : yield* serverOf(host);
  const key = keyFor(domain, keys);
  const known = server && 'addresses' in server ? server : null;
  return [
    yield* checkSpf(domain, known, providerOf(host)),
    yield* key ? checkOwnKey(domain, key) : checkDkim(domain, selectors),
    yield* checkDmarc(domain),
    yield* checkMx(domain),
    ...(server === null ? [] : 'addresses' in server ? yield* checkNames(server) : [server]),
  ];
}

function providerOf(host: string | null): string | null {
  const provider = providers.find(({ ends }) => ends.some((end) => host === end || host?.endsWith(`.${end}`)));
  return provider?.include ?? null;
}

/** Null = it is a relay within our own network: what leaves from there the world sees come from elsewhere. */
function* serverOf(host: string): Asking<MailServer | DnsFinding | null> {
  const answer = yield* ask('addresses', host);
  if (answer.kind === 'unknown') return notTold('reverse-dns', host, answer.detail);
  const addresses = valuesOf(answer);
  const seen = addresses.filter((address) => !OF_OUR_OWN.some((network) => isWithin(address, network) === true));
  return addresses.length > 0 && seen.length === 0 ? null : { host, addresses: seen };
}

/** Nobody outside sees mails come from these. Source: RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291. */
const OF_OUR_OWN = [
  ...['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
  ...['::1', 'fc00::/7', 'fe80::/10'],
] as const;

/** Answers, bounces and opt-outs by mail come to the domain that mails come from. Source: RFC 5321 §5.1, RFC 7505. */
function* checkMx(about: string): Asking<DnsFinding> {
  const answer = yield* ask('mail-servers', about);
  if (answer.kind === 'unknown') return notTold('mx', about, answer.detail);
  const publish = { name: about, type: 'MX', value: '10 (the server that reads your mailboxes)' } as const;
  const servers = valuesOf(answer);
  if (servers.includes('')) return { check: 'mx', about, verdict: 'bad', reason: { code: 'mx-refuses' }, publish };
  if (servers.length > 0) {
    return {
      check: 'mx',
      about,
      verdict: 'ok',
      reason: { code: 'mx-found', facts: { servers: servers.join(', ') } },
      publish: null,
    };
  }
  const host = yield* ask('addresses', about);
  if (host.kind === 'unknown') return notTold('mx', about, host.detail);
  const verdict = host.kind === 'found' ? 'weak' : 'bad';
  return { check: 'mx', about, verdict, reason: { code: verdict === 'weak' ? 'mx-implied' : 'mx-missing' }, publish };
}

/** Each address has a name, and that name has the address. Source: RFC 1912 §2.1; Google asks senders for it. */
function* checkNames({ host, addresses }: MailServer): Asking<DnsFinding[]> {
  const findings: DnsFinding[] = [];
  for (const address of addresses.slice(0, MOST_ADDRESSES)) {
    const answer = yield* ask('names', address);
    if (answer.kind === 'unknown') {
      findings.push(notTold('reverse-dns', address, answer.detail));
      continue;
    }
    const publish = { name: address, type: 'PTR', value: host } as const;
    const [name] = valuesOf(answer);
    const back = name === undefined ? [] : valuesOf(yield* ask('addresses', name));
    const confirmed = back.includes(address);
    const code = confirmed ? 'ptr-found' : name === undefined ? 'ptr-missing' : 'ptr-other';
    const facts = name === undefined ? {} : { name };
    const verdict = confirmed ? 'ok' : 'weak';
    const of = { check: 'reverse-dns', about: address, verdict, reason: { code, facts } } as const;
    findings.push({ ...of, publish: confirmed ? null : publish });
  }
  return findings;
}

/** Addresses of one server that are looked at; large providers have many. */
const MOST_ADDRESSES = 4;
