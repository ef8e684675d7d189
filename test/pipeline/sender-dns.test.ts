/** What DNS says of senders, asked of a real server on the loopback: doctor, pre-flight, the routine that keeps it current, and who is told. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MailChannel } from '../../src/engine/ports.ts';
import { dnsResolver } from '../../src/resolvers/dns/adapter.ts';
import { type DnsReply, type DnsServer, startDnsServer } from '../../src/testing/dns-server.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from './stage.ts';

const HOUR_MS = 3_600_000;
const DOMAIN = 'sender.example';
const txt = (...texts: string[]): DnsReply => ({ kind: 'txt', texts });
const GOOD: Readonly<Record<string, DnsReply>> = {
  'MX gmail.com': { kind: 'mx', records: [{ exchange: 'mx.google.com', priority: 1 }] },
  [`TXT ${DOMAIN}`]: txt('v=spf1 ip4:192.0.2.0/24 -all'),
  [`TXT s1._domainkey.${DOMAIN}`]: txt(`v=DKIM1; k=rsa; p=${'A'.repeat(392)}`),
  [`TXT _dmarc.${DOMAIN}`]: txt('v=DMARC1; p=reject'),
  [`MX ${DOMAIN}`]: { kind: 'mx', records: [{ exchange: `mx.${DOMAIN}`, priority: 10 }] },
  [`A out.${DOMAIN}`]: { kind: 'a', addresses: ['192.0.2.9'] },
  'PTR 9.2.0.192.in-addr.arpa': { kind: 'ptr', hosts: [`out.${DOMAIN}`] },
};
const channel: MailChannel = {
  ...{ name: 'mails', concurrency: 50, recovery: 'held' },
  server: { host: `out.${DOMAIN}`, selectors: ['s1'] },
  send: async ({ id }) => ({ kind: 'sent', providerRef: id, detail: '' }),
  close: async () => undefined,
};

let zone: Record<string, DnsReply>;
let server: DnsServer;
let stage: Stage;

beforeEach(async () => {
  zone = { ...GOOD };
  server = await startDnsServer(({ name, type }) => zone[`${type} ${name}`] ?? { kind: 'no-name' });
  stage = await openStage({
    channels: { outbox: channel, live: channel },
    publicUrl: 'https://mail.sender.example',
    reach: async () => null,
    resolver: dnsResolver({
      ...{ servers: [server.address], timeoutMs: 500, tries: 1 },
      clock: { now: () => stage.clock.now() },
    }),
    alerts: [
      {
        name: 'told',
        repeatable: true,
        send: async () => ({ kind: 'sent', detail: '' }),
        close: async () => undefined,
      },
    ],
  });
});
afterEach(async () => {
  await stage.close();
  await server.close();
});

async function begin(mode: 'dry' | 'live'): Promise<void> {
  const file = stage.file('leads.csv', 'First Name,Email,Country\nAnn,ann@firm.example,US\n');
  await stage.run('import', { file, basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'spring', days: [0, 2] });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess');
  if (mode === 'live') await stage.run('workspace go-live', { yes: true });
}

const ofDns = async () => ((await stage.run('doctor')).symptoms as Row[]).filter(({ check }) => check === 'dns');
const dnsItem = async () =>
  ((await stage.run('campaign check')).items as Row[]).find(({ check }) => check === 'DNS of the sender');
const alerts = () => stage.sql("SELECT subject, status, facts FROM alert WHERE subject LIKE 'dns:%' ORDER BY turn");

async function watch(hours: number): Promise<Row> {
  stage.clock.moveTo(stage.clock.now() + hours * HOUR_MS);
  return stage.run('routine run', { name: 'watch' });
}

test('doctor finds nothing bad where all records stand', async () => {
  await begin('live');
  expect((await ofDns()).map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  expect((await stage.run('doctor')).healthy).toBe(true);
});

test('doctor names what is bad, with the record that mends it', async () => {
  await begin('dry');
  delete zone[`TXT ${DOMAIN}`];
  zone[`TXT _dmarc.${DOMAIN}`] = { kind: 'failure' };
  const [spf, , dmarc] = await ofDns();
  expect(spf).toMatchObject({
    verdict: 'bad',
    says: `SPF of ${DOMAIN}: The domain does not name the servers that may send for it (SPF).`,
    publish: { name: DOMAIN, type: 'TXT', value: `v=spf1 a:out.${DOMAIN} ~all` },
  });
  expect(dmarc).toMatchObject({ verdict: 'unknown', publish: null });
  expect((await stage.run('doctor')).healthy).toBe(false);
});

test('a campaign whose mails nothing shows to be its own is not launched in a live workspace', async () => {
  await begin('live');
  delete zone[`TXT ${DOMAIN}`];
  expect(await dnsItem()).toMatchObject({ ok: false, blocks: false });
  delete zone[`TXT s1._domainkey.${DOMAIN}`];
  expect(await dnsItem()).toMatchObject({ ok: false, blocks: true });
  await expect(stage.run('campaign launch')).rejects.toThrow('DKIM of sender.example');
  Object.assign(zone, GOOD);
  expect(await dnsItem()).toMatchObject({ ok: true, says: `DNS of ${DOMAIN} says nothing bad` });
  expect((await stage.run('campaign launch')).enrolled).toBe(1);
});

test('a dry workspace asks nobody, and tells what was last found', async () => {
  await begin('dry');
  expect(await dnsItem()).toBeUndefined();
  expect(server.questions.filter(({ type }) => type === 'TXT')).toEqual([]);
  delete zone[`TXT ${DOMAIN}`];
  await ofDns();
  expect(await dnsItem()).toMatchObject({ ok: false, blocks: false });
});

test('the watch looks once a day, an hour later where nobody could tell, and somebody is told once', async () => {
  await begin('dry');
  const asked = () => server.questions.filter(({ name, type }) => name === DOMAIN && type === 'TXT').length;
  await watch(1);
  expect([asked(), alerts()]).toEqual([1, []]);
  zone[`TXT ${DOMAIN}`] = { kind: 'failure' };
  await watch(23.5);
  expect(asked()).toBe(1);
  await watch(0.5);
  expect([asked(), alerts()]).toEqual([2, []]);
  zone[`TXT ${DOMAIN}`] = txt('v=spf1 +all');
  await watch(0.9);
  expect(asked()).toBe(2);
  await watch(0.1);
  await watch(24);
  expect(asked()).toBe(4);
  expect(alerts()).toEqual([{ subject: `dns:${DOMAIN}`, status: 'doubted', facts: '{"bad":"spf-open"}' }]);
  zone[`TXT ${DOMAIN}`] = GOOD[`TXT ${DOMAIN}`] as DnsReply;
  await watch(24);
  expect(alerts().map(({ status }) => status)).toEqual(['doubted', 'healthy']);
});

test('without a way to ask DNS, doctor says so', async () => {
  await stage.close();
  stage = await openStage();
  await stage.run('workspace show');
  expect((await ofDns())[0]).toMatchObject({ verdict: 'unknown', says: 'DNS is never asked' });
});
