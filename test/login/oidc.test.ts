/** Logging in by an identity provider, against a real one over real HTTP: who gets in, who does not, and what forged or late answers come to. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Row } from '../pipeline/stage.ts';
import { type Browser, newBrowser, type Page } from './browser.ts';
import { freePort, type House, openHouse } from './house.ts';
import { CLIENT, openProvider, type TestProvider } from './provider.ts';

const ANN = 'ann@acme.example';

let provider: TestProvider;
let house: House;

async function open(more: object = {}, ofProvider: { inToken?: boolean } = {}): Promise<void> {
  const port = await freePort();
  provider = await openProvider({ back: `http://127.0.0.1:${port}/api/v1/login/oidc/back`, ...ofProvider });
  house = await openHouse(port, provider.issuer, more);
  provider.accounts.set('sub-ann', { email: ANN, email_verified: true });
  provider.who = 'sub-ann';
  await house.stage.run('user add', { email: ANN, role: 'operator', name: 'Ann' });
}

async function reopen(...args: Parameters<typeof open>): Promise<void> {
  await house.close();
  await provider.close();
  await open(...args);
}

beforeEach(() => open());
afterEach(async () => {
  await house.close();
  await provider.close();
});

const begin = (browser: Browser, to?: string, until?: (url: string) => boolean): Promise<Page> =>
  browser.open(`${house.url}/api/v1/login/oidc${to === undefined ? '' : `?to=${encodeURIComponent(to)}`}`, until);
const isBack = (url: string) => url.startsWith(`${house.url}/api/v1/login/oidc/back`);

/** What is shown of the session to this browser. */
async function sessionOf(browser: Browser): Promise<Row | null> {
  const page = await browser.open(`${house.url}/api/v1/session`);
  return page.status === 200 ? (JSON.parse(page.text) as Row) : null;
}

/** The code by which somebody is turned away; '' = they got in. */
async function turnedAway(browser = newBrowser(), to?: string): Promise<string> {
  const page = await begin(browser, to);
  const code = new URL(page.url).searchParams.get('refused') ?? '';
  expect((await sessionOf(browser)) === null).toBe(code !== '');
  return code;
}

const acts = async () => (await house.stage.run('audit list', { limit: 5 })).acts as Row[];

describe('somebody who was added', () => {
  test('gets in by the provider, with their roles, and comes to the page that they asked for', async () => {
    const browser = newBrowser();
    const page = await begin(browser, '/leads?ws=main#row-3');
    expect(page.url).toBe(`${house.url}/leads?ws=main#row-3`);
    expect(await sessionOf(browser)).toMatchObject({
      actor: `user:${ANN}`,
      roles: [{ role: 'operator', workspace: 'main' }],
    });
    expect((await acts())[0]).toMatchObject({
      actor: `user:${ANN}`,
      operation: 'login oidc',
      input: { email: ANN, subject: 'sub-ann', issuer: provider.issuer, binds: true },
    });
    expect([...(browser.cookies.get(new URL(house.url).host) ?? [])].map(([name]) => name)).toEqual(['rekindle']);
  });

  test('sends the provider a challenge, a state and a nonce, and never the secret', async () => {
    const browser = newBrowser();
    await begin(browser);
    const asked = new URL(browser.way[1] ?? '');
    expect(asked.origin).toBe(provider.issuer);
    expect(asked.searchParams.get('code_challenge_method')).toBe('S256');
    for (const word of ['state', 'nonce', 'code_challenge']) expect(asked.searchParams.get(word)?.length).toBe(43);
    expect(browser.way.join(' ')).not.toContain(CLIENT.clientSecret);
  });

  test('whose address changes there stays who they are; who gets the old address is not them', async () => {
    expect(await turnedAway()).toBe('');
    provider.accounts.set('sub-ann', { email: 'ann.lee@acme.example', email_verified: true });
    const browser = newBrowser();
    expect(await turnedAway(browser)).toBe('');
    expect(await sessionOf(browser)).toMatchObject({ actor: `user:${ANN}` });
    provider.accounts.set('sub-new', { email: ANN, email_verified: true });
    provider.who = 'sub-new';
    expect(await turnedAway()).toBe('oidc-other-account');
    expect((await acts())[0]).toMatchObject({
      actor: 'oidc:sub-new',
      input: { refused: 'oidc-other-account', email: ANN },
    });
    await house.stage.run('user reset', { email: ANN });
    expect(await turnedAway()).toBe('');
  });

  test('who logs in twice at once is bound once', async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => turnedAway()));
    expect(all).toEqual(['', '', '', '']);
    expect(house.stage.count('SELECT count(*) FROM user_identity')).toBe(1);
  });

  test('is known by what the provider tells to who asks, where it does not sign it', async () => {
    await reopen({}, { inToken: false });
    expect(await turnedAway()).toBe('');
    expect(provider.asked).toContain('/me');
  });

  test('has the same session as by password: it ends with the person', async () => {
    const browser = newBrowser();
    expect(await turnedAway(browser)).toBe('');
    await house.stage.run('user remove', { email: ANN });
    expect(await sessionOf(browser)).toBeNull();
    expect(await turnedAway()).toBe('oidc-not-invited');
    expect(house.stage.count('SELECT count(*) FROM user_identity')).toBe(0);
  });
});

describe('turned away, told why, and written down', () => {
  test.each([
    ['oidc-address-unproven', { email: ANN, email_verified: false }, {}],
    ['oidc-address-unproven', { email: ANN }, {}],
    ['', { email: ANN }, { trustsAddresses: true }],
    ['oidc-address-unproven', {}, {}],
    ['oidc-not-invited', { email: 'eve@acme.example', email_verified: true }, {}],
    ['oidc-other-domain', { email: ANN, email_verified: true }, { allowedDomains: ['other.example'] }],
    ['', { email: ANN, email_verified: true }, { allowedDomains: ['ACME.example'] }],
  ])('%s: %j %j', async (code, account, more) => {
    await reopen(more);
    provider.accounts.set('sub-ann', account);
    expect(await turnedAway()).toBe(code);
    const [act] = await acts();
    expect((act?.input as Row).refused ?? '').toBe(code);
  });

  test('who ends it at the provider', async () => {
    provider.who = null;
    expect(await turnedAway(newBrowser(), '/leads')).toBe('oidc-denied');
    const browser = newBrowser();
    const page = await begin(browser, '/leads');
    expect(page.url).toBe(`${house.url}/login?refused=oidc-denied&to=%2Fleads`);
  });
});

describe('what nobody proved', () => {
  test('another page cannot end a log-in that this browser did not begin', async () => {
    const mine = newBrowser();
    const theirs = newBrowser();
    const stopped = await begin(theirs, '/leads', isBack);
    const page = await mine.open(stopped.url);
    expect(page.url).toBe(`${house.url}/login?refused=oidc-stale`);
    await begin(mine, '/leads', isBack);
    expect((await mine.open(stopped.url)).url).toContain('refused=oidc-unproven');
    expect(await sessionOf(mine)).toBeNull();
    expect(provider.asked).not.toContain('/token');
  });

  test('a state that was changed is refused before anything is asked', async () => {
    const browser = newBrowser();
    const stopped = await begin(browser, undefined, isBack);
    const url = new URL(stopped.url);
    url.searchParams.set('state', `${url.searchParams.get('state')?.slice(1)}x`);
    expect((await browser.open(url.href)).url).toContain('refused=oidc-unproven');
    expect(provider.asked).not.toContain('/token');
  });

  test('a code that was used, by whoever has the cookie as well, is refused by the provider', async () => {
    const browser = newBrowser();
    const stopped = await begin(browser, undefined, isBack);
    const jar = browser.cookies.get(new URL(house.url).host);
    const kept = jar?.get('rekindle-login') ?? '';
    await browser.open(stopped.url);
    expect(await sessionOf(browser)).not.toBeNull();
    const thief = newBrowser();
    thief.cookies.set(new URL(house.url).host, new Map([['rekindle-login', kept]]));
    expect((await thief.open(stopped.url)).url).toContain('refused=oidc-unproven');
    expect((await browser.open(stopped.url)).url).toContain('refused=oidc-stale');
  });

  test('a log-in that took longer than ten minutes, and a cookie that was changed, are stale', async () => {
    const browser = newBrowser();
    const stopped = await begin(browser, undefined, isBack);
    house.stage.clock.moveTo(house.stage.clock.now() + 600_000);
    expect((await browser.open(stopped.url)).url).toContain('refused=oidc-stale');
    const other = newBrowser();
    const again = await begin(other, undefined, isBack);
    const jar = other.cookies.get(new URL(house.url).host);
    const flow = jar?.get('rekindle-login') ?? '';
    jar?.set('rekindle-login', `${flow.slice(0, -2)}${flow.endsWith('AA') ? 'BB' : 'AA'}`);
    expect((await other.open(again.url)).url).toContain('refused=oidc-stale');
  });

  test.each<[string, (claims: Readonly<Record<string, unknown>>) => object]>([
    ['a nonce of another log-in', (claims) => ({ ...claims, nonce: 'another' })],
    ['no nonce', ({ nonce: _, ...claims }) => claims],
    ['signed for somebody else', (claims) => ({ ...claims, aud: 'another-client' })],
    ['by another issuer', (claims) => ({ ...claims, iss: 'https://evil.example' })],
    ['run out', (claims) => ({ ...claims, iat: Number(claims.iat) - 7_200, exp: Number(claims.iat) - 3_600 })],
    ['of nobody', ({ sub: _, ...claims }) => claims],
  ])('%s', async (_, forge) => {
    provider.forge = forge;
    expect(await turnedAway()).toBe('oidc-unproven');
    provider.forge = (claims) => claims;
    expect(await turnedAway()).toBe('');
  });

  test('signed by a key that is not the provider’s', async () => {
    provider.forge = (claims) => ({ ...claims, sub: 'sub-ann' });
    provider.otherKey = true;
    expect(await turnedAway()).toBe('oidc-unproven');
  });

  test('no token, code or secret is in the log or the database', async () => {
    provider.forge = (claims) => ({ ...claims, nonce: 'another' });
    const browser = newBrowser();
    await turnedAway(browser);
    const back = new URL(browser.way.find(isBack) ?? '');
    const words = JSON.stringify([house.said, house.stage.sql('SELECT * FROM audit')]);
    expect(house.said.length).toBe(1);
    for (const word of ['code', 'state']) expect(words).not.toContain(back.searchParams.get(word));
    expect(words).not.toContain(CLIENT.clientSecret);
  });

  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/x/..//evil.example',
    '/api/v1/leads',
  ])('the way to %s leads to the first page', async (to) => {
    const page = await begin(newBrowser(), to);
    expect(page.url).toBe(`${house.url}/`);
  });

  test('who tries again and again waits, and logs in by password meanwhile', async () => {
    provider.who = null;
    const codes: string[] = [];
    for (let turn = 0; turn < 16; turn++) codes.push(await turnedAway());
    expect(codes.slice(0, 15)).not.toContain('login-too-often');
    expect(codes.at(-1)).toBe('login-too-often');
    const { password } = await house.stage.run('user reset', { email: ANN });
    const body = JSON.stringify({ email: ANN, password });
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(`${house.url}/api/v1/login`, { method: 'POST', body, headers })).status).toBe(200);
  });
});

describe('a provider that is away', () => {
  test('is told plainly, costs nobody their password, and is found again', async () => {
    await provider.close();
    expect(await turnedAway()).toBe('oidc-away');
    const { password } = await house.stage.run('user reset', { email: ANN });
    const body = JSON.stringify({ email: ANN, password });
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(`${house.url}/api/v1/login`, { method: 'POST', body, headers })).status).toBe(200);
    const { port } = new URL(provider.issuer);
    const { accounts } = provider;
    provider = await openProvider({ back: `${house.url}/api/v1/login/oidc/back`, port: Number(port) });
    for (const [subject, account] of accounts) provider.accounts.set(subject, account);
    provider.who = 'sub-ann';
    expect(await turnedAway()).toBe('oidc-away');
    house.stage.clock.moveTo(house.stage.clock.now() + 5_000);
    expect(await turnedAway()).toBe('');
  });

  test('goes away while somebody is there', async () => {
    const browser = newBrowser();
    const stopped = await begin(browser, undefined, isBack);
    await provider.close();
    expect((await browser.open(stopped.url)).url).toContain('refused=oidc-away');
  });

  test('is described once an hour', async () => {
    const described = () => provider.asked.filter((path) => path.includes('.well-known')).length;
    await Promise.all([turnedAway(), turnedAway()]);
    await turnedAway();
    expect(described()).toBe(1);
    house.stage.clock.moveTo(house.stage.clock.now() + 3_600_000);
    await turnedAway();
    expect(described()).toBe(2);
  });

  test('doctor tells whether it answers, and where it must send people back to', async () => {
    const told = async () =>
      ((await house.stage.run('doctor')).symptoms as Row[]).filter(({ check }) => check === 'log-in');
    const back = `${house.url}/api/v1/login/oidc/back`;
    expect(await told()).toMatchObject([{ verdict: 'ok', says: expect.stringContaining(back) }]);
    await provider.close();
    expect(await told()).toMatchObject([{ verdict: 'bad', remedy: expect.stringContaining(back) }]);
  });
});

describe('how people log in', () => {
  const ways = async (browser = newBrowser()) =>
    JSON.parse((await browser.open(`${house.url}/api/v1/login`)).text) as Row;

  test('is told to who asks, and whether they are in', async () => {
    const oidc = { name: 'Acme', address: `${house.url}/api/v1/login/oidc` };
    expect(await ways()).toEqual({ passwords: true, oidc, loggedIn: false });
    const browser = newBrowser();
    await turnedAway(browser);
    expect((await ways(browser)).loggedIn).toBe(true);
  });

  test('without passwords nobody gets in by one, until the configuration says otherwise', async () => {
    await reopen({ passwords: false });
    expect(await ways()).toMatchObject({ passwords: false });
    const { password } = await house.stage.run('user reset', { email: ANN });
    const answer = await fetch(`${house.url}/api/v1/login`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ email: ANN, password }),
    });
    expect([answer.status, ((await answer.json()) as Row).code]).toEqual([403, 'passwords-off']);
    expect(await turnedAway()).toBe('');
  });
});
