/** How the web app is handed out: what browsers may keep, what its pages may run, and what stays others' address. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildHttp } from '../app.ts';

const PAGE = '<!doctype html><title>app</title>';
let folder: string;
let app: ReturnType<typeof buildHttp>;

const house = { unsubscribe: async () => 'invalid' as const, health: () => ({}), ready: async () => ({ ready: true }) };
const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers });
const asBrowser = { accept: 'text/html,*/*' };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rekindle-web-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), PAGE);
  writeFileSync(join(folder, 'assets', 'main-1a2b.js'), `x("${'a'.repeat(2_000)}")`);
  app = buildHttp(house, undefined, folder);
});
afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

test('its first page is asked for anew each time, and runs no script that stands in it', async () => {
  const { statusCode, headers, body } = await get('/', asBrowser);
  expect([statusCode, body, headers['cache-control']]).toEqual([200, PAGE, 'no-cache']);
  expect(headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'self';/);
  expect((await get('/', { ...asBrowser, 'if-none-match': String(headers.etag) })).statusCode).toBe(304);
});

test('what has its content in its name is kept for good, and goes zipped to whoever takes it', async () => {
  const { headers } = await get('/assets/main-1a2b.js', { 'accept-encoding': 'gzip' });
  expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect([headers['content-encoding'], headers['content-type']]).toEqual(['gzip', 'text/javascript; charset=utf-8']);
});

test.each([
  ['/leads'],
  ['/leads/lead_1?kind=messages'],
  ['/campaigns/cmp_1'],
])('%s is a page of the app', async (url) => {
  expect((await get(url, asBrowser)).body).toBe(PAGE);
});

test.each([
  ['/api/v1/nothing'],
  ['/assets/gone.js'],
  ['/hooks/x/y'],
  ['/class/x/y'],
  ['/u/x/y'],
])('%s is not', async (url) => {
  expect((await get(url, asBrowser)).statusCode).toBe(404);
});

test('a page is answered once, also where answers take a while to be told', async () => {
  const faults: unknown[] = [];
  await app.close();
  const log = {
    error: (_: string, fault: unknown) => void faults.push(fault),
    info: () => undefined,
  };
  app = buildHttp({ ...house, log }, undefined, folder);
  app.addHook('onSend', async (_request, _reply, payload) => payload);
  expect((await get('/leads', asBrowser)).body).toBe(PAGE);
  expect(faults).toEqual([]);
});

test('a program that asks for an address of the app is told that there is none', async () => {
  expect((await get('/leads')).statusCode).toBe(404);
});

test('where no app was built, nothing is at its address', async () => {
  await app.close();
  app = buildHttp(house, undefined, join(folder, 'gone'));
  expect((await get('/', asBrowser)).statusCode).toBe(404);
});
