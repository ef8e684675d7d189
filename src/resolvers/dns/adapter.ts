/**
 * The `Resolver` port over DNS: where a domain's mail goes, asked once, remembered, a bounded number at a time.
 * Owns asking and remembering. What an answer means for an address is `domain/verify`; nobody's mail server is ever contacted.
 */
import { Resolver as NodeResolver } from 'node:dns/promises';
import type { DnsAnswer, DnsQuestion } from '../../domain/deliverability/ask.ts';
import { LIMITS } from '../../domain/limits.ts';
import { type MailRoute, NO_DNS, routeOfMx } from '../../domain/verify/route.ts';
import type { Clock, Resolver } from '../../engine/ports.ts';
import { liveness } from './liveness.ts';
import { answerOf, answerTo, NO_NAME, NO_RECORD } from './questions.ts';

/** How to ask. */
export interface DnsOptions {
  /** `9.9.9.9`, `127.0.0.1:5353`, `[::1]:53`; empty = those of the operating system. */
  readonly servers: readonly string[];
  /** Milliseconds for the first try of a question; the next try takes twice as long. */
  readonly timeoutMs: number;
  /** Tries per question and server. */
  readonly tries: number;
  readonly clock: Clock;
}

/** How long an answer is believed, in milliseconds. */
export const ROUTE_LASTS_MS = {
  /** A domain with a mail server rarely loses it within hours. */
  found: 6 * 3_600_000,
  /** A domain without one may be under construction. Source: RFC 2308 §5 advises one to three hours. */
  missing: 3_600_000,
  /** A failure is the network's more often than the domain's. */
  unknown: 30_000,
} as const;

interface Known {
  readonly route: MailRoute;
  readonly until: number;
}

/**
 * A resolver over DNS. MX records first; where there are none, the domain's own addresses. Never rejects: what is not known is
 * `unknown` with the code of the failure. The same domain asked twice at once is one question.
 * A resolver without a way out answers everything with “no such name”, or with nothing: before such an answer is believed,
 * names that are always there are asked; where they are missing too, everything is `unknown` (`NO_DNS`) without a question.
 * Limits: `LIMITS.dnsQuestions` domains under way, `LIMITS.dnsCacheDomains` remembered, the oldest forgotten first.
 * What `ask` is told is not remembered.
 * Source: RFC 5321 §5.1, RFC 7505.
 */
export function dnsResolver(options: DnsOptions): Resolver {
  const dns = new NodeResolver({ timeout: options.timeoutMs, tries: options.tries });
  if (options.servers.length > 0) dns.setServers(options.servers);
  const known = new Map<string, Known>();
  const underWay = new Map<string, Promise<MailRoute>>();
  const gate = turnstile(LIMITS.dnsQuestions);
  const alive = liveness((name) => lookUp(dns, name), options.clock);

  async function lookUpSoberly(domain: string): Promise<MailRoute> {
    if (alive.known() === false) return { kind: 'unknown', detail: NO_DNS };
    const route = await lookUp(dns, domain);
    if (route.kind !== 'none' && route.kind !== 'unknown') return route;
    return (await alive.find()) ? route : { kind: 'unknown', detail: NO_DNS };
  }

  async function ask(domain: string): Promise<MailRoute> {
    const route = await gate(() => lookUpSoberly(domain));
    remember(known, domain, { route, until: options.clock.now() + lastsMs(route) });
    underWay.delete(domain);
    return route;
  }

  async function answer(question: DnsQuestion): Promise<DnsAnswer> {
    if (alive.known() === false) return { kind: 'unknown', detail: NO_DNS };
    const found = await answerOf(dns, question);
    if (found.kind === 'found') return found;
    return (await alive.find()) ? found : { kind: 'unknown', detail: NO_DNS };
  }

  return {
    name: dns.getServers().join(', ') || 'no DNS server',
    mailRoute(domain) {
      const remembered = known.get(domain);
      if (remembered && remembered.until > options.clock.now()) return Promise.resolve(remembered.route);
      const asked = underWay.get(domain) ?? ask(domain);
      underWay.set(domain, asked);
      return asked;
    },
    ask: (question) => gate(() => answer(question)),
  };
}

function lastsMs(route: MailRoute): number {
  if (route.kind === 'unknown') return ROUTE_LASTS_MS.unknown;
  return route.kind === 'none' ? ROUTE_LASTS_MS.missing : ROUTE_LASTS_MS.found;
}

function remember(known: Map<string, Known>, domain: string, fact: Known): void {
  known.delete(domain);
  known.set(domain, fact);
  const [oldest] = known.keys();
  if (known.size > LIMITS.dnsCacheDomains && oldest !== undefined) known.delete(oldest);
}

async function lookUp(dns: NodeResolver, domain: string): Promise<MailRoute> {
  const records = await answerTo(() => dns.resolveMx(domain));
  if (typeof records !== 'string') return routeOfMx(records);
  if (records === NO_RECORD) return hostRoute(dns, domain);
  return NO_NAME.has(records) ? { kind: 'none', detail: records } : { kind: 'unknown', detail: records };
}

/** Without MX, mail goes to the host of that name, by either kind of address. */
async function hostRoute(dns: NodeResolver, domain: string): Promise<MailRoute> {
  const [ipv4, ipv6] = await Promise.all([answerTo(() => dns.resolve4(domain)), answerTo(() => dns.resolve6(domain))]);
  if (typeof ipv4 !== 'string' || typeof ipv6 !== 'string') return { kind: 'address' };
  const failed = [ipv4, ipv6].find((code) => code !== NO_RECORD && !NO_NAME.has(code));
  return failed === undefined ? { kind: 'none', detail: NO_RECORD } : { kind: 'unknown', detail: failed };
}

/** Lets at most `width` tasks run at once; the others wait in order. */
function turnstile(width: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return async (task) => {
    if (inside >= width) await new Promise<void>((enter) => waiting.push(enter));
    else inside += 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else inside -= 1;
    }
  };
}
