/** Figures of the moment on home and on the screen of health, as charts and as tables, in a real browser. Skipped where the machine has no Chromium. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../src/domain/connection/connection.ts';
import { RELEASE } from '../thorough.ts';
import { AppBrowser, graveOn, SIZES, widthOf } from './app-browser.ts';
import { hotAddress, seedHot } from './app-hot-seed.ts';
import { type AppStage, NOW, openAppStage } from './app-stage.ts';
import { CHROMIUM } from './chromium.ts';

const SECRET = 'hunter2/of=all;hunters';
const HEALTH = '/settings/health';

// Skipped where the machine has no Chromium.
describe.skipIf(CHROMIUM === null)('figures of the moment', { timeout: 240_000, retry: 1 }, () => {
  let stage: AppStage;
  let browser: AppBrowser;

  beforeAll(async () => {
    AppBrowser.build();
    stage = await openAppStage({ people: 24 });
    await failing(stage);
    await stage.stage.engine.store.feed.place(NOW, 1_000);
    browser = await AppBrowser.open(stage);
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  const figures = () => stage.stage.run('workspace figures') as unknown as Promise<Told>;

  test('home tells the rate of sending, the queue and how late it is, each leading to its list', async () => {
    const { now } = await figures();
    const page = await browser.pageOf(stage.viewer);
    await browser.go(page, '/');
    const panel = page.getByRole('region', { name: 'Sending now' });
    await panel.getByText(`${now.sent} sent in the last 5 minutes`).waitFor();
    expect(await panel.locator('dd').allTextContents()).toEqual([
      String(now.aMinute),
      String(now.queue.queued),
      expect.any(String),
    ]);
    const [rate, depth] = await panel
      .getByRole('link')
      .evaluateAll((all: { getAttribute(name: string): string }[]) => all.map((one) => one.getAttribute('href')));
    expect([rate, depth]).toEqual(['/queue?state=sent', '/queue?state=queued']);
    await panel.getByRole('link').first().press('Enter');
    await page.waitForURL(/\/queue\?state=sent/);
  });

  test('each number that waits on home is the number of rows behind it', async () => {
    await seedHot(stage);
    for (const n of [0, 1]) {
      await stage.stage.run('event record', {
        lead: hotAddress(n),
        kind: 'replied',
        text: "I'm interested, please call me",
      });
    }
    const page = await browser.pageOf(stage.viewer);
    await browser.go(page, '/');
    const values = page.locator('.tile-value');
    await expect.poll(() => values.allTextContents()).not.toContain('…');
    const numbers = await values.allTextContents();
    const addresses = await page
      .locator('.tile')
      .evaluateAll((all: { getAttribute(name: string): string }[]) => all.map((one) => one.getAttribute('href')));
    const tiles = addresses.map((to, at): [string, string] => [to, numbers[at] ?? '']);
    expect(tiles.map(([to]) => to)).toEqual(['/inbox', '/handoffs', '/tasks', '/queue']);
    const behind: [string, string][] = [];
    for (const [to] of tiles) {
      await browser.go(page, to);
      behind.push([to, String(await page.locator('.list > li').count())]);
    }
    expect(behind).toEqual(tiles);
    expect(behind.filter(([, n]) => n === '0')).toEqual([]);
  });

  test('each chart of health is a table at a press, with the figures that the operations tell', async () => {
    const told = await figures();
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, HEALTH);
    expect(await tableOf(page, 'Send queue')).toEqual(
      Object.entries(told.now.queue).map(([state, n]) => [
        expect.stringMatching(new RegExp(`^${state}`, 'i')),
        String(n),
      ]),
    );
    expect(await tableOf(page, 'Sent and failed, by day')).toEqual(
      told.days.map(({ day, sent, failed }) => [day, String(sent.email), String(failed.email)]),
    );
    expect(await tableOf(page, 'Connections')).toEqual([['sales', 'smtp', 'Fails']]);
    const database = await tableOf(page, 'Database');
    expect(database).toEqual([['Size', expect.stringMatching(/MB$/)]]);
    expect(browser.complaints).toEqual([]);
  });

  test('the doctor’s report is copied, and the secret of a connection is nowhere in it', async () => {
    const page = await browser.pageOf(stage.admin, { permissions: ['clipboard-read', 'clipboard-write'] });
    await browser.go(page, HEALTH);
    await page.getByRole('button', { name: 'Copy diagnostics' }).click();
    await page.getByText('The doctor’s report is copied; it tells no secret.').waitFor();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied).toMatch(/^rekindle doctor, /);
    expect(copied).toContain('✗ connection: sales (smtp): 535 no such password [secret] [secret] [secret]');
    for (const spelt of [SECRET, encodeURIComponent(SECRET), Buffer.from(SECRET).toString('base64')]) {
      expect(copied).not.toContain(spelt);
      expect(JSON.stringify(await stage.stage.run('doctor'))).not.toContain(spelt);
    }
  });

  test.each(
    RELEASE ? (['light', 'dark'] as const) : (['dark'] as const),
  )('in the %s axe calls nothing serious, as charts and as tables', async (colorScheme) => {
    const page = await browser.pageOf(stage.admin, { colorScheme });
    await browser.go(page, HEALTH);
    await page.getByRole('region', { name: 'Database' }).waitFor();
    const found = await graveOn(page);
    for (const button of await page.getByRole('button', { name: /^As a table/ }).all()) await button.press('Enter');
    found.push(...(await graveOn(page)));
    expect(found).toEqual([]);
  });

  test('both screens fit a phone, in Spanish too', async () => {
    const page = await browser.pageOf(stage.admin, { viewport: SIZES.phone, locale: 'es-ES' });
    for (const path of ['/', HEALTH]) {
      await browser.go(page, path);
      await page.getByRole('region', { name: path === '/' ? 'Envío ahora' : 'Base de datos' }).waitFor();
      expect(await widthOf(page), path).toBeLessThanOrEqual(SIZES.phone.width);
    }
  });
});

interface Told {
  readonly now: { readonly sent: number; readonly aMinute: number; readonly queue: Readonly<Record<string, number>> };
  readonly days: readonly { day: string; sent: { email: number }; failed: { email: number } }[];
}

/** Rows of a chart as a table. */
async function tableOf(page: Page, name: string): Promise<string[][]> {
  const panel = page.getByRole('region', { name, exact: true }).first();
  await panel.getByRole('button', { name: `As a table: ${name}` }).click();
  const rows = await panel.locator('tbody tr').all();
  return Promise.all(rows.map((row) => row.locator('th, td').allTextContents()));
}

/** A connection whose provider says its password again, as it is and as it was sent. */
async function failing({ stage: { engine } }: AppStage): Promise<void> {
  const key = { workspaceId: 'main', id: 'con_sales' };
  const base64 = Buffer.from(SECRET).toString('base64');
  const failure = {
    code: 'login-refused',
    says: `535 no such password ${SECRET} ${base64} ${encodeURIComponent(SECRET)}`,
    at: NOW,
  };
  const connection: Connection = {
    ...{
      ...key,
      name: 'sales',
      provider: 'smtp',
      settings: { host: 'smtp.acme.example', user: 'ann', from: 'ann@acme.example' },
    },
    ...{ sealed: engine.connections.sealed(key, { password: SECRET }), revision: 1, createdAt: NOW },
    health: { state: 'failing', successAt: null, failure, checkedAt: NOW },
  };
  await engine.store.connections.add(connection);
}
