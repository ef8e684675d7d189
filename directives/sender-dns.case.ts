/** Runs a row of sender-dns.md on a zone that is written in the row. */
import type { DnsAnswer, DnsCheck, DnsQuestion } from '../src/domain/deliverability/ask.ts';
import { isWithin } from '../src/domain/deliverability/network.ts';
import { checkSender } from '../src/domain/deliverability/sender-dns.ts';

interface Row {
  readonly check?: DnsCheck;
  readonly domain?: string;
  readonly host?: string;
  readonly selectors?: readonly string[];
  /** Mails are signed here, by `KEYS`. */
  readonly keys?: boolean;
  /** `txt acme.com`, `a mail.acme.com`, `mx acme.com`, `ptr 192.0.2.1`: values; `?` = nobody can tell. */
  readonly zone?: Readonly<Record<string, readonly string[] | '?'>>;
  readonly address?: string;
  readonly network?: string;
}

const KINDS = { texts: 'txt', addresses: 'a', 'mail-servers': 'mx', names: 'ptr' } as const;
/** `KEY`: one of 2048 bits; `KEY199`: one of so many characters. */
const KEY = /\bKEY(\d*)/;
const KEY_CHARACTERS = 392;
const OURS = 'B'.repeat(KEY_CHARACTERS);
/** The nearer one stands between others, so that it is not found by its place. */
const KEYS = [
  { domain: 'acme.com', selector: 'x1', kind: 'rsa', publicKey: `${OURS}1` },
  { domain: 'eu.acme.com', selector: 'x2', kind: 'ed25519', publicKey: `${OURS}2` },
  { domain: 'acme.org', selector: 'x3', kind: 'rsa', publicKey: `${OURS}3` },
] as const;

export function run(row: Row): Readonly<Record<string, unknown>> {
  const { address, network, zone = {} } = row;
  if (address !== undefined) return { within: isWithin(address, network ?? '') ?? 'unreadable' };
  const answer = ({ kind, name }: DnsQuestion): DnsAnswer => {
    const values = zone[`${KINDS[kind]} ${name}`];
    if (values === undefined) return { kind: 'none' };
    if (values === '?') return { kind: 'unknown', detail: 'ETIMEOUT' };
    return { kind: 'found', values: values.map(keyed) };
  };
  const sending = {
    domain: row.domain ?? 'acme.com',
    host: row.host ?? null,
    selectors: row.selectors ?? [],
    keys: row.keys ? KEYS : [],
  };
  const asking = checkSender(sending);
  let asked = 0;
  let step = asking.next();
  while (!step.done) {
    asked += 1;
    step = asking.next(answer(step.value));
  }
  const finding = step.value.find(({ check }) => check === row.check);
  return {
    verdict: finding?.verdict ?? 'not looked at',
    code: finding?.reason.code,
    fact: factOf(Object.values(finding?.reason.facts ?? {})),
    publish: finding?.publish
      ? `${finding.publish.name} ${finding.publish.type} ${finding.publish.value}`.replaceAll(OURS, 'OURS')
      : undefined,
    asked,
  };
}

function keyed(value: string): string {
  return value
    .replaceAll('OURS', OURS)
    .replace(KEY, (_, length: string) => 'A'.repeat(Number(length || KEY_CHARACTERS)));
}

/** One as it is, several in words. */
function factOf(facts: readonly unknown[]): unknown {
  return facts.length > 1 ? facts.join(' ') : facts[0] === '' ? undefined : facts[0];
}
