/**
 * SPF: which servers may send for a domain. Pure; the rule is directives/sender-dns.md. Reads the record with all that it includes, counts
 * look-ups, and says whether our server is among those named.
 * Source: RFC 7208 (§4.5 records, §4.6.4 ten look-ups, §5 mechanisms). What only the mail itself could tell (macros) is not decided.
 */
import { LIMITS } from '../limits.ts';
import { type Asking, ask, type DnsFinding, notTold, valuesOf } from './ask.ts';
import { isWithin } from './network.ts';

/** The server that hands our mail over. */
export interface MailServer {
  readonly host: string;
  readonly addresses: readonly string[];
}

const RECORD = /^v=spf1(\s|$)/i;
const TERM = /^([+?~-])?(all|include|a|mx|ptr|ip4|ip6|exists)(?::([^\s/]+))?((?:\/\d{1,3})?(?:\/\/\d{1,3})?)$/i;
const REDIRECT = /^redirect=(.*)$/i;
const MODIFIER = /^[a-z][\w.-]*=/i;
const ASKS: ReadonlySet<string> = new Set(['a', 'mx', 'ptr', 'exists']);
/** Source: RFC 7208 §4.6.4. */
const MOST_LOOKUPS = 10;

interface Walk {
  readonly networks: string[];
  lookups: number;
  /** It hangs on the mail itself, or on an answer that nobody could give. */
  unsure: boolean;
  broken: string | null;
}

/** Looks at the record of a domain. `server` null = none is known. `include`: what our provider's documents ask to include. */
export function* checkSpf(about: string, server: MailServer | null, include: string | null): Asking<DnsFinding> {
  const answer = yield* ask('texts', about);
  if (answer.kind === 'unknown') return notTold('spf', about, answer.detail);
  const records = valuesOf(answer).filter((text) => RECORD.test(text));
  const [record, ...others] = records;
  const publish = recordFor(about, server, include);
  const found = (verdict: DnsFinding['verdict'], code: string, facts: Readonly<Record<string, string | number>> = {}) =>
    ({ check: 'spf', about, verdict, reason: { code, facts }, publish: verdict === 'ok' ? null : publish }) as const;
  if (record === undefined) return found('bad', 'spf-missing');
  if (others.length > 0) return found('bad', 'spf-several', { count: records.length });
  const walk: Walk = { networks: [], lookups: 0, unsure: false, broken: null };
  const end = yield* follow(about, record, walk);
  if (walk.broken !== null) return found('bad', 'spf-broken', { term: walk.broken });
  if (walk.lookups > MOST_LOOKUPS) return found('bad', 'spf-lookups', { count: walk.lookups, most: MOST_LOOKUPS });
  if (end === '+') return found('bad', 'spf-open');
  if (end === null) return found('weak', 'spf-endless');
  if (server !== null && !names(walk, server)) return found('weak', 'spf-other-server', { server: server.host });
  return found('ok', 'spf-found', { lookups: walk.lookups });
}

function names({ networks, unsure }: Walk, { addresses }: MailServer): boolean {
  if (unsure || addresses.length === 0) return true;
  return addresses.some((address) => networks.some((network) => isWithin(address, network) === true));
}

function recordFor(about: string, server: MailServer | null, include: string | null): DnsFinding['publish'] {
  const way = include === null ? (server === null ? 'mx' : `a:${server.host}`) : `include:${include}`;
  return { name: about, type: 'TXT', value: `v=spf1 ${way} ~all` };
}

/** Follows a record; the qualifier of its `all`, which may be that of where it leads on; null = it says nothing of the others. */
function* follow(domain: string, record: string, walk: Walk): Asking<string | null> {
  let redirect: string | null = null;
  for (const term of record.split(/\s+/).slice(1)) {
    if (term === '') continue;
    if (walk.broken !== null || walk.lookups > MOST_LOOKUPS) return null;
    redirect = REDIRECT.exec(term)?.[1] ?? redirect;
    const [, sign = '+', name = '', value, length = ''] = TERM.exec(term) ?? [];
    const kind = name.toLowerCase();
    // What stands behind it counts for nothing.
    if (kind === 'all') return sign;
    if (kind !== '') yield* add({ kind, name: value ?? domain, length, names: sign === '+' }, walk);
    else if (!MODIFIER.test(term)) walk.broken = term;
  }
  return redirect === null ? null : yield* lead(redirect, walk);
}

/** One part of a record. `names`: what it holds may send. */
interface Term {
  readonly kind: string;
  readonly name: string;
  readonly length: string;
  readonly names: boolean;
}

function* add({ kind, name, length, names }: Term, walk: Walk): Asking<void> {
  if (kind === 'include') {
    if (!name.includes('%')) yield* lead(name, walk);
    else walk.unsure = true;
    return;
  }
  if (ASKS.has(kind)) walk.lookups += 1;
  if (!names) return;
  if (name.includes('%') || kind === 'exists' || kind === 'ptr') walk.unsure = true;
  else if (kind === 'ip4' || kind === 'ip6') addNetwork(`${name}${length}`, walk);
  else if (kind === 'a') yield* addHost(name, length, walk);
  else if (kind === 'mx') {
    const servers = yield* ask('mail-servers', name);
    if (servers.kind === 'unknown') walk.unsure = true;
    for (const host of valuesOf(servers).slice(0, LIMITS.spfHosts)) yield* addHost(host, length, walk);
  }
}

function addNetwork(network: string, walk: Walk): void {
  if (isWithin('0.0.0.0', network) === null) walk.broken = network;
  else walk.networks.push(network);
}

function* addHost(host: string, length: string, walk: Walk): Asking<void> {
  const answer = yield* ask('addresses', host);
  if (answer.kind === 'unknown') walk.unsure = true;
  const [four = '', six = ''] = length.split('//');
  for (const address of valuesOf(answer)) {
    const kept = address.includes(':') ? six : four.slice(1);
    walk.networks.push(kept === '' ? address : `${address}/${kept}`);
  }
}

/** Goes on in the record of another domain. One that is not there breaks the whole. A refused include names nobody less: that is rare. */
function* lead(name: string, walk: Walk): Asking<string | null> {
  walk.lookups += 1;
  if (walk.lookups > MOST_LOOKUPS) return null;
  const answer = yield* ask('texts', name);
  if (answer.kind === 'unknown') {
    walk.unsure = true;
    return '?';
  }
  const [record, ...others] = valuesOf(answer).filter((text) => RECORD.test(text));
  if (record === undefined || others.length > 0) {
    walk.broken = `include:${name}`;
    return null;
  }
  return yield* follow(name, record, walk);
}
