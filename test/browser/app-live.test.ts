/**
 * What happens is on the screen within a second, in a real browser: by one stream for the whole app, without a storm of requests, and anew
 * after the instance was away. Skipped where the machine has no Chromium.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepWebhooks } from '../../src/engine/webhooks/keep.ts';
import { AppBrowser } from './app-browser.ts';
import { addressOf } from './app-people.ts';
import { type AppStage, openAppStage } from './app-stage.ts';
import { CHROMIUM } from './chromium.ts';

const SHOWN_WITHIN_MS = 1_000;
/** A look of the stream, a round of questions and its painting, on a machine that runs other tests beside it. */
const SLACK_MS = 1_000;
const STORM = 30;
/** Rounds a second at most, and one more at its edge; live questions that a screen has at most. */
const MOST_REQUESTS = (seconds: number) => (2 * seconds + 1) * 8;

// Skipped where the machine has no Chromium.
describe.skipIf(CHROMIUM === null)('the web app as things happen', { timeout: 120_000, retry: 1 }, () => {
  let stage: AppStage;
  let browser: AppBrowser;
  /** As `serve` does: what happened gets its place. */
  let keeping: Promise<void>;
  const over = new AbortController();

  beforeAll(async () => {
    AppBrowser.build();
    stage = await openAppStage({ people: 60 });
    keeping = keepWebhooks(stage.stage.engine, over.signal);
    browser = await AppBrowser.open(stage);
  }, 180_000);
  afterAll(async () => {
    over.abort();
    await keeping;
    await browser.close();
    await stage.close();
  });

  const answers = (n: number, text: string) =>
    stage.stage.run('event record', { lead: addressOf(n), kind: 'replied', text });
  const live = async (path: string) => {
    const page = await browser.pageOf(stage.viewer, { now: null });
    page.setDefaultTimeout(12_000);
    await browser.go(page, path);
    await mark(page).filter({ hasText: 'Live' }).waitFor();
    return page;
  };
  const mark = (page: Page) => page.locator('.pulse');

  test('an answer is in the inbox within a second', async () => {
    const page = await live('/inbox');
    const text = 'Could you send the price list?';
    const began = performance.now();
    await answers(57, text);
    await page.getByText(text).first().waitFor();
    expect(performance.now() - began).toBeLessThan(SHOWN_WITHIN_MS + SLACK_MS);
    expect(browser.complaints).toEqual([]);
  });

  test('many at once make no storm of requests', async () => {
    const page = await live('/inbox');
    const asked: string[] = [];
    page.on('request', (request) => void asked.push(request.url()));
    const began = performance.now();
    for (let n = 0; n < STORM; n++) await answers(8 + n, `Answer ${n} of many`);
    await page
      .getByText(`Answer ${STORM - 1} of many`)
      .first()
      .waitFor();
    const seconds = (performance.now() - began) / 1_000;
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThanOrEqual(MOST_REQUESTS(seconds));
  });

  test('an instance that is away is told of within two seconds; when it is back, nothing is missing and nothing double', async () => {
    const page = await live('/inbox');
    const began = performance.now();
    const back = stage.away(5_000);
    await mark(page)
      .filter({ hasText: /Reconnecting|Stale since/ })
      .waitFor();
    expect(performance.now() - began).toBeLessThan(2_000);
    const text = 'Written while nobody answered here.';
    await answers(58, text);
    await back;
    await page.getByText(text).first().waitFor();
    await mark(page).filter({ hasText: 'Live' }).waitFor();
    expect(await page.locator('.inbox-list li').filter({ hasText: text }).count()).toBe(1);
  });

  test('a page that nobody sees gives its connection back, and misses nothing', async () => {
    const page = await live('/inbox');
    const seen = (hidden: boolean) =>
      page.evaluate(
        `Object.defineProperty(document, 'hidden', { value: ${hidden}, configurable: true }); document.dispatchEvent(new Event('visibilitychange'))`,
      );
    const over = page.waitForEvent('requestfailed', (request) => request.url().includes('/stream'));
    await seen(true);
    await over;
    const text = 'Written while nobody looked.';
    await answers(59, text);
    await seen(false);
    await page.getByText(text).first().waitFor();
  });
});
