import { afterEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../domain/limits.ts';
import { type DnsQuestion, type DnsReply, type DnsServer, startDnsServer } from '../../testing/dns-server.ts';
import { dnsResolver, ROUTE_LASTS_MS } from './adapter.ts';
import { CONTROL_NAMES, LIVENESS_LASTS_MS } from './liveness.ts';

const CONTROLS: ReadonlySet<string> = new Set(CONTROL_NAMES);

const open: DnsServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** A resolver on a server that follows `script`; the control names are there unless `cutOff`. */
async function resolverFor(script: (question: DnsQuestion) => DnsReply, timeoutMs = 2_000, cutOff = () => false) {
  const server = await startDnsServer((question) => (CONTROLS.has(question.name) && !cutOff() ? MX : script(question)));
  open.push(server);
  const clock = { time: 0, now: () => clock.time };
  const resolver = dnsResolver({ servers: [server.address], timeoutMs, tries: 1, clock });
  const asked = () => server.questions.filter(({ name }) => !CONTROLS.has(name));
  return { server, clock, resolver, asked };
}

const MX: DnsReply = {
  kind: 'mx',
  records: [
    { exchange: 'B.acme.com', priority: 10 },
    { exchange: 'a.acme.com', priority: 10 },
    { exchange: 'first.acme.com', priority: 5 },
  ],
};

describe('the DNS resolver', () => {
  it('gives mail servers by preference, and the same order for equal ones', async () => {
    const { resolver } = await resolverFor(() => MX);
    const hosts = ['first.acme.com', 'a.acme.com', 'b.acme.com'];
    expect(await resolver.mailRoute('acme.com')).toEqual({ kind: 'mx', hosts });
  });

  it('tells a refusal of all mail from missing servers', async () => {
    const { resolver } = await resolverFor(() => ({ kind: 'mx', records: [{ exchange: '', priority: 0 }] }));
    expect(await resolver.mailRoute('null.example')).toEqual({ kind: 'null-mx' });
  });

  it('falls back to the host of that name', async () => {
    const { resolver } = await resolverFor(({ type }) =>
      type === 'A' ? { kind: 'a', addresses: ['192.0.2.1'] } : { kind: 'no-data' },
    );
    expect(await resolver.mailRoute('host.example')).toEqual({ kind: 'address' });
  });

  it('knows a name without anything, and a name that does not exist, which it asks only once', async () => {
    const { resolver, server } = await resolverFor(({ name }) =>
      name === 'bare.example' ? { kind: 'no-data' } : { kind: 'no-name' },
    );
    expect(await resolver.mailRoute('bare.example')).toMatchObject({ kind: 'none' });
    expect(await resolver.mailRoute('gone.example')).toMatchObject({ kind: 'none' });
    expect(server.questions.filter(({ name }) => name === 'gone.example')).toEqual([
      { name: 'gone.example', type: 'MX' },
    ]);
  });

  it('does not take a failure for an answer', async () => {
    const { resolver } = await resolverFor(({ name, type }) =>
      name === 'broken.example' || type !== 'MX' ? { kind: 'failure' } : { kind: 'no-data' },
    );
    expect(await resolver.mailRoute('broken.example')).toMatchObject({ kind: 'unknown', detail: 'ESERVFAIL' });
    expect(await resolver.mailRoute('half.example')).toMatchObject({ kind: 'unknown', detail: 'ESERVFAIL' });
  });

  it('ends a silence in time, and asks again once it has forgotten it', async () => {
    let awake = false;
    const { resolver, clock } = await resolverFor(() => (awake ? MX : { kind: 'silence' }), 250);
    const started = performance.now();
    expect(await resolver.mailRoute('slow.example')).toEqual({ kind: 'unknown', detail: 'ETIMEOUT' });
    expect(performance.now() - started).toBeLessThan(3_000);
    awake = true;
    clock.time = ROUTE_LASTS_MS.unknown - 1;
    expect(await resolver.mailRoute('slow.example')).toMatchObject({ kind: 'unknown' });
    clock.time = ROUTE_LASTS_MS.unknown;
    expect(await resolver.mailRoute('slow.example')).toMatchObject({ kind: 'mx' });
  });

  it('remembers each kind of answer for its own time', async () => {
    const { resolver, clock, asked } = await resolverFor(({ name }) =>
      name.startsWith('gone') ? { kind: 'no-name' } : MX,
    );
    const ask = () => Promise.all([resolver.mailRoute('acme.com'), resolver.mailRoute('gone.example')]);
    await ask();
    clock.time = ROUTE_LASTS_MS.missing - 1;
    await ask();
    expect(asked()).toHaveLength(2);
    clock.time = ROUTE_LASTS_MS.missing;
    await ask();
    expect(
      asked()
        .slice(2)
        .map(({ name }) => name),
    ).toEqual(['gone.example']);
    clock.time = ROUTE_LASTS_MS.found;
    await ask();
    expect(
      asked()
        .slice(3)
        .map(({ name }) => name),
    ).toContain('acme.com');
  });

  it('asks once for a domain that many want at the same time', async () => {
    const { resolver, server } = await resolverFor(() => ({ ...MX, delayMs: 30 }));
    const routes = await Promise.all(Array.from({ length: 50 }, () => resolver.mailRoute('acme.com')));
    expect(new Set(routes.map(({ kind }) => kind))).toEqual(new Set(['mx']));
    expect(server.questions).toHaveLength(1);
  });

  it('has no more questions under way than it may, and answers all', async () => {
    let underWay = 0;
    let most = 0;
    const { resolver } = await resolverFor(() => {
      underWay += 1;
      most = Math.max(most, underWay);
      setTimeout(() => {
        underWay -= 1;
      }, 20);
      return { ...MX, delayMs: 30 };
    });
    const domains = Array.from({ length: 150 }, (_, n) => `d${n}.example`);
    const routes = await Promise.all(domains.map((domain) => resolver.mailRoute(domain)));
    expect(routes.every(({ kind }) => kind === 'mx')).toBe(true);
    expect(most).toBeGreaterThan(LIMITS.dnsQuestions / 2);
    expect(most).toBeLessThanOrEqual(LIMITS.dnsQuestions);
  });

  it('answers for a name that is none', async () => {
    const { resolver } = await resolverFor(() => MX);
    expect((await resolver.mailRoute(`${'a'.repeat(64)}.example`)).kind).toMatch(/none|unknown/);
  });

  it('does not believe a resolver that denies everything, and asks it for three names only', async () => {
    const { resolver, server } = await resolverFor(
      () => ({ kind: 'no-name' }),
      2_000,
      () => true,
    );
    const domains = Array.from({ length: 100 }, (_, n) => `d${n}.example`);
    const routes = await Promise.all(domains.map((domain) => resolver.mailRoute(domain)));
    expect(new Set(routes.map((route) => JSON.stringify(route)))).toEqual(
      new Set(['{"kind":"unknown","detail":"no-dns"}']),
    );
    expect(server.questions.filter(({ name }) => CONTROLS.has(name))).toHaveLength(CONTROL_NAMES.length);
    expect(server.questions.length).toBeLessThanOrEqual(LIMITS.dnsQuestions + CONTROL_NAMES.length);
  });

  it('spends no time on a network that swallows questions, and goes on when it is back', async () => {
    let cut = true;
    const { resolver, clock } = await resolverFor(
      () => (cut ? { kind: 'silence' } : MX),
      250,
      () => cut,
    );
    expect(await resolver.mailRoute('first.example')).toEqual({ kind: 'unknown', detail: 'no-dns' });
    const started = performance.now();
    for (let n = 0; n < 200; n++) await resolver.mailRoute(`d${n}.example`);
    expect(performance.now() - started).toBeLessThan(5_000);
    cut = false;
    clock.time = LIVENESS_LASTS_MS.dead;
    expect(await resolver.mailRoute('first.example')).toMatchObject({ kind: 'mx' });
  });

  it('asks the control names again only after a while', async () => {
    const { resolver, clock, server } = await resolverFor(() => ({ kind: 'no-name' }));
    const controls = () => server.questions.filter(({ name }) => CONTROLS.has(name)).length;
    await resolver.mailRoute('a.example');
    clock.time = LIVENESS_LASTS_MS.alive - 1;
    expect(await resolver.mailRoute('b.example')).toMatchObject({ kind: 'none' });
    expect(controls()).toBe(CONTROL_NAMES.length);
    clock.time = LIVENESS_LASTS_MS.alive;
    await resolver.mailRoute('c.example');
    expect(controls()).toBe(2 * CONTROL_NAMES.length);
  });

  it('does not ask for control names while domains are found', async () => {
    const { resolver, server } = await resolverFor(() => MX);
    await resolver.mailRoute('acme.com');
    expect(server.questions).toHaveLength(1);
  });

  it('says whom it asks', async () => {
    const { resolver, server } = await resolverFor(() => MX);
    expect(resolver.name).toBe(server.address);
  });
});
