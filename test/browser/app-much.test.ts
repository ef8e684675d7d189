/**
 * Screens before much: a lead to whom two thousand things happened, an account of as many people as it may have, a send queue of a hundred
 * thousand, in a real browser. Before a release; prints what it measured. Skipped where there is no Chromium.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LIMITS } from '../../src/domain/limits.ts';
import { advanceBatch } from '../../src/engine/advance/advance.ts';
import { recordTogether } from '../../src/engine/react/together.ts';
import type { EventReport } from '../../src/engine/react.ts';
import { bestOf, told, within } from '../figures.ts';
import { SENDER, type Stage } from '../pipeline/stage.ts';
import { RELEASE } from '../thorough.ts';
import { AppBrowser, graveOn } from './app-browser.ts';
import { type AppStage, openAppStage } from './app-stage.ts';
import { CHROMIUM } from './chromium.ts';

const QUEUED = 100_000;
const EVENTS = 2_000;
const TOGETHER = 100;
const TRIES = 3;
const BUSY = 'person7@company7.example';
const WIDE = 'wide.example';

// Skipped where the machine has no Chromium, and but before a release: it takes minutes.
describe.skipIf(CHROMIUM === null || !RELEASE)('screens before much', { timeout: 300_000 }, () => {
  let stage: AppStage;
  let browser: AppBrowser;
  let page: Page;

  beforeAll(async () => {
    AppBrowser.build();
    stage = await openAppStage({ people: 0, seed });
    browser = await AppBrowser.open(stage, stage.stage.clock.now());
    page = await browser.pageOf(stage.admin);
  }, 900_000);
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  /** The best of a few ways from a list to what one wants to see, ms: by what is pressed, until that stands. */
  const opened = (from: string, press: () => Promise<unknown>, stands: () => Promise<unknown>) =>
    bestOf(TRIES, async () => {
      await browser.go(page, from);
      const began = performance.now();
      await press();
      await stands();
      return performance.now() - began;
    });

  test('a lead to whom two thousand things happened opens within 700 ms', async () => {
    const ms = await opened(
      `/leads?q=${BUSY}`,
      () => page.getByRole('link', { name: 'Person 7 Lee' }).click(),
      () => page.locator('.timeline .entry').nth(99).waitFor(),
    );
    within('a lead with two thousand events', ms, 700);
    await page.getByRole('button', { name: /older ones/ }).click();
    const entries = await page.locator('.timeline .entry').count();
    told('entries of its timeline', entries);
    expect(entries).toBeGreaterThan(LIMITS.storyRows);
    const texts = await page.locator('.parts td.num').allTextContents();
    const numbers = texts.map(Number).filter((value) => !Number.isNaN(value));
    expect(numbers.slice(0, -1).reduce((all, one) => all + one, 0)).toBeCloseTo(numbers.at(-1) ?? 0, 2);
  });

  test('an account of as many people as it may have is of use within a second', async () => {
    const dialog = page.getByRole('dialog');
    const ms = await opened(
      '/accounts',
      () => page.getByRole('link', { name: WIDE }).click(),
      async () => {
        await page
          .locator('table tbody tr .rank')
          .nth(LIMITS.accountContacts - 1)
          .waitFor();
        await page.getByRole('button', { name: 'Start', exact: true }).click();
        await dialog.getByText('Start in a campaign').waitFor();
      },
    );
    within(`an account of ${LIMITS.accountContacts}`, ms, 1_000);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await graveOn(page)).toEqual([]);
  });

  test('a send queue of a hundred thousand opens within 700 ms', async () => {
    // Whoever had so many talks with a person gets no mail for now.
    expect(stage.stage.count("SELECT COUNT(*) FROM message WHERE state = 'queued'")).toBeGreaterThanOrEqual(QUEUED - 1);
    const ms = await opened(
      '/tasks',
      () => page.keyboard.type('gq'),
      async () => {
        await page.locator('h1').filter({ hasText: 'Send queue' }).waitFor();
        await page.getByText('Queued', { exact: true }).first().click();
        await page.locator('.list .item').first().waitFor();
      },
    );
    within('a queue of a hundred thousand', ms, 700);
    expect(browser.complaints).toEqual([]);
  });
});

/** A campaign whose first mails all wait in the queue, a company of many, and a lead that opens mails all day. */
async function seed(stage: Stage): Promise<void> {
  const rows = Array.from(
    { length: QUEUED },
    (_, n) =>
      `Person ${n},Lee,person${n}@company${n}.example,VP Sales,Company ${n},US,Software,180,24000000,consent,crowd`,
  );
  const wide = Array.from(
    { length: LIMITS.accountContacts },
    (_, n) => `Will ${n},Wide,will${n}@${WIDE},VP Sales,Wide,US,Software,180,24000000,consent,wide`,
  );
  const head = 'First Name,Last Name,Email,Title,Company,Country,Industry,Employees,Annual Revenue,Basis,Tags';
  await stage.run('import', { file: stage.file('crowd.csv', [head, ...rows, ...wide, ''].join('\n')) });
  await stage.run('account add', { account: WIDE, name: WIDE });
  const sender = { ...SENDER, dailyCap: QUEUED };
  await stage.run('campaign create', { ...sender, name: 'crowd', playbook: 'acquisition', tag: ['crowd'] });
  await stage.run('assess', { campaign: 'crowd' });
  await stage.run('campaign launch', { campaign: 'crowd' });
  for (let taken = 1; taken > 0; ) taken = (await advanceBatch(stage.engine)).taken;
  const [message] = stage.sql(`SELECT id, lead_id FROM message WHERE recipient = '${BUSY}'`);
  const report = (n: number): EventReport => ({
    ...{
      workspaceId: 'main',
      leadId: String(message?.lead_id),
      campaignId: null,
      messageId: null,
      kind: 'human-touch',
    },
    ...{
      at: stage.clock.now() - n * 60_000,
      origin: 'crm',
      originId: String(n),
      verdict: 'unknown',
      text: `note ${n}`,
    },
  });
  for (let from = 0; from < EVENTS; from += TOGETHER) {
    await recordTogether(
      stage.engine,
      Array.from({ length: TOGETHER }, (_, n) => report(from + n)),
    );
  }
}
