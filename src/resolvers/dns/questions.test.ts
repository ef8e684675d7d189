/** Single questions over real UDP on the loopback: what is found, what is certainly not there, and what nobody could tell. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Resolver } from '../../engine/ports.ts';
import { type DnsQuestion, type DnsReply, type DnsServer, startDnsServer } from '../../testing/dns-server.ts';
import { dnsResolver } from './adapter.ts';
import { CONTROL_NAMES } from './liveness.ts';

const CONTROLS: ReadonlySet<string> = new Set(CONTROL_NAMES);
let zone: Readonly<Record<string, DnsReply>> = {};
let cutOff = false;
let server: DnsServer;
let resolver: Resolver;

beforeEach(async () => {
  cutOff = false;
  const control: DnsReply = { kind: 'mx', records: [{ exchange: 'mx.example', priority: 1 }] };
  const answer = ({ name, type }: DnsQuestion): DnsReply => {
    if (CONTROLS.has(name)) return cutOff ? { kind: 'no-name' } : control;
    return zone[`${type} ${name}`] ?? { kind: 'no-name' };
  };
  server = await startDnsServer(answer);
  resolver = dnsResolver({ servers: [server.address], timeoutMs: 500, tries: 1, clock: { now: () => 0 } });
});
afterEach(() => server.close());

test('a text in several parts is one text', async () => {
  const long = `v=DKIM1; p=${'A'.repeat(600)}`;
  zone = { 'TXT s1._domainkey.acme.com': { kind: 'txt', texts: [long, 'other'] } };
  const found = await resolver.ask({ kind: 'texts', name: 's1._domainkey.acme.com' });
  expect(found).toEqual({ kind: 'found', values: [long, 'other'] });
});

test('mail servers come by preference, and the root stands for none', async () => {
  const records = [
    { exchange: 'MX2.acme.com', priority: 20 },
    { exchange: 'mx1.acme.com', priority: 10 },
  ];
  zone = {
    'MX acme.com': { kind: 'mx', records },
    'MX no.com': { kind: 'mx', records: [{ exchange: '', priority: 0 }] },
  };
  const ask = (name: string) => resolver.ask({ kind: 'mail-servers', name });
  expect(await ask('acme.com')).toEqual({ kind: 'found', values: ['mx1.acme.com', 'mx2.acme.com'] });
  expect(await ask('no.com')).toEqual({ kind: 'found', values: [''] });
});

test('names of an address, and addresses of a name', async () => {
  zone = {
    'PTR 9.2.0.192.in-addr.arpa': { kind: 'ptr', hosts: ['Out.acme.com'] },
    'A out.acme.com': { kind: 'a', addresses: ['192.0.2.9'] },
    'AAAA out.acme.com': { kind: 'no-data' },
  };
  expect(await resolver.ask({ kind: 'names', name: '192.0.2.9' })).toEqual({ kind: 'found', values: ['out.acme.com'] });
  const addresses = await resolver.ask({ kind: 'addresses', name: 'out.acme.com' });
  expect(addresses).toEqual({ kind: 'found', values: ['192.0.2.9'] });
});

test('an address is its own address, and nobody is asked', async () => {
  expect(await resolver.ask({ kind: 'addresses', name: '127.0.0.1' })).toEqual({
    kind: 'found',
    values: ['127.0.0.1'],
  });
  expect(server.questions).toEqual([]);
});

test('what is certainly not there is told from what nobody could tell', async () => {
  zone = {
    'TXT broken.com': { kind: 'failure' },
    'A half.com': { kind: 'no-data' },
    'AAAA half.com': { kind: 'failure' },
  };
  const texts = (name: string) => resolver.ask({ kind: 'texts', name });
  expect(await texts('gone.com')).toEqual({ kind: 'none' });
  expect(await texts('broken.com')).toEqual({ kind: 'unknown', detail: 'ESERVFAIL' });
  expect(await resolver.ask({ kind: 'addresses', name: 'half.com' })).toMatchObject({ kind: 'unknown' });
  expect(await resolver.ask({ kind: 'names', name: 'no address' })).toMatchObject({ kind: 'unknown' });
});

test('a resolver that denies everything is not believed', async () => {
  cutOff = true;
  expect(await resolver.ask({ kind: 'texts', name: 'acme.com' })).toEqual({ kind: 'unknown', detail: 'no-dns' });
});

test('nothing is remembered: who has mended a record sees it at once', async () => {
  zone = {};
  const ask = () => resolver.ask({ kind: 'texts', name: 'acme.com' });
  expect(await ask()).toEqual({ kind: 'none' });
  zone = { 'TXT acme.com': { kind: 'txt', texts: ['v=spf1 -all'] } };
  expect(await ask()).toEqual({ kind: 'found', values: ['v=spf1 -all'] });
});
