/**
 * The states of each screen in a real browser: on its way, failed, not allowed, empty, nothing that fits; each key; and moments as people
 * of three zones read them. Skipped where the machine has no Chromium.
 */
import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Shell } from '../shell/rekindle.ts';
import { RELEASE, THOROUGH } from '../thorough.ts';
import { AppBrowser, graveOn, OWN_PORT, serve, widthOf } from './app-browser.ts';
import { type AppStage, openAppStage } from './app-stage.ts';
import { CHROMIUM } from './chromium.ts';

const LISTS = ['/inbox', '/tasks', '/handoffs', '/queue', '/leads', '/accounts', '/campaigns'];
/** Home and health are made of parts that come by themselves; what approvals and settings show, the shell has asked for before. */
const SCREENS = [
  ...LISTS,
  '/playbooks',
  '/imports',
  '/suppressions',
  '/deliverability',
  '/routines',
  '/settings/connections',
  '/settings/webhooks',
  '/settings/keys',
  '/settings/people',
  '/settings/audit',
];
const fifth = (_: string, at: number): boolean => at % 5 === 0;
/** One of each shape where all take too long: a question that failed is asked once more before the screen says so. */
const TRIED = RELEASE ? SCREENS : THOROUGH ? SCREENS.filter(fifth) : ['/leads', '/inbox', '/settings/webhooks'];
/** Those that axe hears, which takes seconds each. */
const HEARD = RELEASE ? LISTS : LISTS.filter(fifth);
const NOWHERE = '/nothing/is/here';
const REQUEST_ID = 'req_states';

/** What an instance answers that cannot, and one that may not. */
const BROKEN = { status: 500, code: 'internal', title: 'The instance made a mistake' };
const AWAY = { status: 503, code: 'database-unreachable', title: 'The database is away' };
const FORBIDDEN = { status: 403, code: 'role-refused', title: 'This is for admins' };

function problem({ status, code, title }: typeof BROKEN) {
  return (route: Route) =>
    route.fulfill({
      status,
      contentType: 'application/problem+json',
      headers: { 'x-request-id': REQUEST_ID },
      body: JSON.stringify({
        type: `about:blank#${code}`,
        title,
        status,
        code,
        detail: title,
        remedy: '',
        requestId: REQUEST_ID,
      }),
    });
}

/** Never answered. */
const silent = (): Promise<void> => new Promise(() => undefined);

// A browser on a machine that is busy with other tests may miss a key: it is tried again before it counts.
// Skipped where the machine has no Chromium.
describe.skipIf(CHROMIUM === null)('the states of each screen', { timeout: 240_000, retry: 2 }, () => {
  let stage: AppStage;
  let browser: AppBrowser;
  /** What the shell asks for on every screen: it goes on being answered, while what the screen asks for is not. */
  let shellAsks: ReadonlySet<string>;

  beforeAll(async () => {
    AppBrowser.build();
    stage = await openAppStage({ people: 60 });
    browser = await AppBrowser.open(stage);
    const asked = new Set<string>();
    const page = await browser.pageOf(stage.admin);
    page.on('request', (request) => void asked.add(new URL(request.url()).pathname));
    await browser.go(page, NOWHERE);
    await page.waitForTimeout(500);
    shellAsks = asked;
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  /** Answers what a screen asks for by itself in this way; `undo` ends that. */
  const answering = async (page: Page, answer: (route: Route) => Promise<void>): Promise<() => Promise<void>> => {
    const isOwn = ({ pathname }: URL) => pathname.startsWith('/api/') && !shellAsks.has(pathname);
    await page.route(isOwn, answer);
    return () => page.unroute(isOwn, answer);
  };

  const open = async (page: Page, path: string): Promise<void> => {
    await page.goto(`${stage.url}${path}`);
    await page.locator('h1').first().waitFor();
  };

  test('on its way: the screen says which it is, and where its rows will be', async () => {
    const page = await browser.pageOf(stage.admin);
    await answering(page, silent);
    const bare: string[] = [];
    const found: string[] = [];
    for (const path of SCREENS) {
      await open(page, path);
      const isTold = await page
        .getByRole('status', { name: 'Loading' })
        .first()
        .waitFor({ timeout: 5_000 })
        .then(yes, no);
      if (!isTold) bare.push(path);
      if ((await widthOf(page)) > 1_280) bare.push(`${path} is wide`);
      if (HEARD.includes(path)) found.push(...(await graveOn(page)));
    }
    expect([bare, found]).toEqual([[], []]);
  });

  test('failed: why, by which request, and once more, after which all is there', async () => {
    const page = await browser.pageOf(stage.admin);
    const missing: string[] = [];
    for (const path of TRIED) {
      const undo = await answering(page, problem(BROKEN));
      await open(page, path);
      const state = page.locator('.state').filter({ hasText: REQUEST_ID }).first();
      if (!(await state.waitFor({ timeout: 15_000 }).then(yes, no))) {
        missing.push(path);
        await undo();
        continue;
      }
      expect(await state.textContent(), path).toContain(BROKEN.title);
      if (path === '/leads') expect(await graveOn(page)).toEqual([]);
      await undo();
      // Each part that failed by itself is asked for by itself.
      await expect.poll(() => askAgain(page), { timeout: 10_000, message: path }).toBe(0);
    }
    expect(missing).toEqual([]);
  });

  test('away: the screen is there by itself once the database is', async () => {
    const page = await browser.pageOf(stage.admin);
    const undo = await answering(page, problem(AWAY));
    await open(page, '/playbooks');
    const state = page.locator('.state').filter({ hasText: AWAY.title });
    await state.first().waitFor({ timeout: 15_000 });
    await undo();
    await expect.poll(() => state.count(), { timeout: 15_000 }).toBe(0);
  });

  test('not allowed: the screen says so, with what to do', async () => {
    const page = await browser.pageOf(stage.admin);
    await answering(page, problem(FORBIDDEN));
    const missing: string[] = [];
    for (const path of TRIED) {
      await open(page, path);
      const state = page.locator('.state').filter({ hasText: FORBIDDEN.title }).first();
      if (!(await state.waitFor({ timeout: 15_000 }).then(yes, no))) missing.push(path);
    }
    expect(missing).toEqual([]);
    expect(await graveOn(page)).toEqual([]);
  });

  test('nothing that fits: filters are cleared by one press', async () => {
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, `/leads?q=${encodeURIComponent('nobody is called so')}`);
    await page.getByRole('heading', { name: 'Nothing fits' }).waitFor();
    expect(await graveOn(page)).toEqual([]);
    await page.locator('.state').getByRole('button').click();
    await page.getByRole('row').nth(3).waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBeNull();
  });

  const KEYS: readonly (readonly [path: string, keys: readonly string[], lands: (page: Page) => Promise<unknown>])[] = [
    ['/leads', ['?'], (page) => page.getByRole('dialog', { name: 'Keys' }).waitFor()],
    ['/leads', ['Control+k'], (page) => page.getByRole('dialog').locator('input:focus').waitFor()],
    ['/leads', ['/'], (page) => page.locator('input:focus').waitFor()],
    ['/leads', ['c'], (page) => page.getByRole('dialog').getByLabel('E-mail').waitFor()],
    ['/leads', ['c', 'Escape'], (page) => page.getByRole('dialog').waitFor({ state: 'detached' })],
    ['/leads', ['j', 'x'], (page) => page.getByText('1 chosen').waitFor()],
    ['/leads', ['j', 'j', 'k', 'x'], (page) => page.getByText('1 chosen').waitFor()],
    ['/leads', ['j', 'x', 'j', 'j', 'Shift+X'], (page) => page.getByText('3 chosen').waitFor()],
    ['/leads', ['j', 'e'], (page) => page.locator('input:focus, textarea:focus').waitFor()],
    ['/leads', ['j', 'Enter'], (page) => page.waitForURL(/\/leads\/lead_/)],
  ];
  test.each(
    KEYS.map(([path, keys, lands]) => ({ keys: keys.join(' '), path, pressed: keys, lands })),
  )('key $keys', async ({ path, pressed, lands }) => {
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, path);
    await page.getByRole('row').nth(3).waitFor();
    for (const key of pressed) await page.keyboard.press(key);
    await lands(page);
  });

  test('G and a letter lead to each screen that the help names', async () => {
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, '/settings/health');
    const places = {
      ...{
        h: '/',
        i: '/inbox',
        t: '/tasks',
        o: '/handoffs',
        p: '/approvals',
        q: '/queue',
        l: '/leads',
        a: '/accounts',
      },
      ...{ c: '/campaigns', b: '/playbooks', m: '/imports', x: '/suppressions', d: '/deliverability', r: '/routines' },
      s: '/settings',
    };
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    const told = await page.locator('.help-keys .keys').allTextContents();
    const letters = told.flatMap((keys) => /^G(\w)$/.exec(keys)?.[1]?.toLowerCase() ?? []);
    // No two screens by one letter, and none that is not gone to below.
    expect(letters.sort()).toEqual(Object.keys(places).sort());
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
    for (const [letter, path] of Object.entries(places)) {
      await page.keyboard.press('g');
      await page.keyboard.press(letter);
      await page.waitForURL((url) => url.pathname === path, { timeout: 5_000 });
    }
  });

  test('no key of these is heard in a field', async () => {
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, '/leads');
    await page.keyboard.press('/');
    await page.locator('input:focus').waitFor();
    await page.keyboard.type('?cxjkegl');
    expect(await page.locator('input:focus').inputValue()).toBe('?cxjkegl');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(new URL(page.url()).pathname).toBe('/leads');
  });

  test.each(['America/New_York', 'Europe/Madrid', 'Asia/Kolkata'])('a moment, read in %s', async (timezoneId) => {
    const page = await browser.pageOf(stage.admin, { timezoneId });
    const { leads } = await stage.stage.run('lead list', { limit: 1 });
    await browser.go(page, `/leads/${(leads as { id: string }[])[0]?.id ?? ''}`);
    const moment = page.locator('time').first();
    const at = Date.parse((await moment.getAttribute('datetime')) ?? '');
    const told = (timeZone: string) =>
      page.evaluate<string>(
        `new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone: '${timeZone}' }).format(${at})`,
      );
    await moment.hover();
    const lines = ((await page.getByRole('tooltip').textContent()) ?? '').split('\n');
    expect(lines[0]).toBe(await told(timezoneId));
    expect(lines.at(-1)).toBe(`${await told('UTC')} · UTC`);
  });
});

// Skipped where the machine has no Chromium.
describe.skipIf(CHROMIUM === null)('an instance with nothing in it', { timeout: 240_000, retry: 1 }, () => {
  test('each list says what it is for and offers one thing to do; nothing is wrong with it', async () => {
    AppBrowser.build();
    using shell = new Shell();
    shell.write('rekindle.yaml', OWN_PORT);
    const { url, admin } = await serve(shell);
    const browser = await AppBrowser.open({ url }, Date.now());
    try {
      const page = await browser.pageOf(admin, { now: null });
      const bare: string[] = [];
      const found: string[] = [];
      for (const path of [...LISTS, '/imports', '/settings/webhooks', '/settings/keys', '/settings/connections']) {
        await browser.go(page, path);
        const title = page.locator('.state').getByRole('heading').first();
        if (!(await title.waitFor({ timeout: 5_000 }).then(yes, no))) bare.push(path);
        found.push(...(await graveOn(page)));
      }
      expect([bare, found]).toEqual([[], []]);
      expect(browser.complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});

/** Presses the first of the buttons that ask again; how many there were. */
async function askAgain(page: Page): Promise<number> {
  const buttons = page.locator('.state').getByRole('button', { name: 'Try again' });
  const many = await buttons.count();
  if (many > 0) await buttons.first().click({ timeout: 1_000 }).catch(no);
  return many;
}

const yes = (): boolean => true;
const no = (): boolean => false;
