/**
 * The send queue and the people of a campaign in a real browser: each asked by chips of its own fields, which the address keeps. Skipped where
 * the machine has no Chromium.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppBrowser, graveOn, SIZES, widthOf } from './app-browser.ts';
import { type AppStage, openAppStage } from './app-stage.ts';
import { CHROMIUM } from './chromium.ts';

// A browser on a machine that is busy with other tests may miss a key: it is tried again before it counts.
// Skipped where the machine has no Chromium.
describe.skipIf(CHROMIUM === null)('messages and passages by their filter', { timeout: 240_000, retry: 1 }, () => {
  let stage: AppStage;
  let browser: AppBrowser;

  beforeAll(async () => {
    AppBrowser.build();
    stage = await openAppStage({ people: 60 });
    browser = await AppBrowser.open(stage);
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  /** How many the command line finds, row by row; each list also counts them itself. */
  async function countOf(list: 'message' | 'enrollment', words: object): Promise<number> {
    const told = await stage.stage.run(`${list} list`, { limit: 1_000, ...words });
    const rows = told[`${list}s`] as object[];
    expect((await stage.stage.run(`${list} list`, { limit: 1, count: true, ...words })).total).toBe(rows.length);
    return rows.length;
  }
  const whereOf = (page: Page) => new URL(page.url()).searchParams.get('where');
  async function ask(page: Page, field: string, value: string): Promise<void> {
    await page.getByRole('button', { name: 'Filter', exact: true }).press('Enter');
    await page.getByLabel('Field').selectOption(field);
    await page.getByLabel('Value').fill(value);
  }

  test('the queue is asked by chips of its fields, counted before and after; another browser sees the same', async () => {
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, '/queue?state=sent');
    const { messages } = await stage.stage.run('message list', { state: 'sent', limit: 1_000 });
    const [{ template = '' } = {}] = messages as { template: string }[];
    const where = `template == ${JSON.stringify(template)}`;
    const n = await countOf('message', { state: 'sent', where });
    expect(n).toBeGreaterThan(0);
    expect(n).toBeLessThan((messages as object[]).length);
    await ask(page, 'message.template', template);
    await page.getByText(`${n} ${n === 1 ? 'fits' : 'fit'}`, { exact: true }).waitFor();
    // What the row of states says is not offered once more.
    const offered = await page.getByLabel('Field').locator('option').allTextContents();
    expect(offered).toContain('Recipient');
    expect(offered).not.toContain('State');
    expect(offered).not.toContain('Campaign');
    expect(await graveOn(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText(`${n} message${n === 1 ? '' : 's'}`, { exact: true }).waitFor();
    expect(whereOf(page)).toBe(`message.template == ${JSON.stringify(template)}`);
    expect(await page.locator('.item').count()).toBe(n);

    const other = await browser.pageOf(stage.viewer, { viewport: SIZES.phone, locale: 'es-ES' });
    await other.goto(page.url());
    await other.getByRole('button', { name: `Cambiar Plantilla es ${template}` }).waitFor();
    await expect.poll(() => other.locator('.item').count()).toBe(n);
    expect(await widthOf(other)).toBeLessThanOrEqual(SIZES.phone.width);
    expect(await graveOn(other)).toEqual([]);

    // Whatever their state: then it is a field like others.
    await page.getByText('All', { exact: true }).click();
    const any = await countOf('message', { where });
    await page.getByText(`${any} message${any === 1 ? '' : 's'}`, { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Filter', exact: true }).press('Enter');
    await page.getByLabel('Field').selectOption('message.state');
    await page.getByLabel('Value').selectOption('sent');
    await page.getByText(`${n} ${n === 1 ? 'fits' : 'fit'}`, { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Ask for it' }).click();
    await page.getByRole('button', { name: 'Change State is Sent', exact: true }).waitFor();
    await page.getByText(`${n} message${n === 1 ? '' : 's'}`, { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Remove filter State is Sent' }).click();
    await page.waitForURL((url) => url.searchParams.get('where') === `message.template == ${JSON.stringify(template)}`);

    await browser.go(page, `/queue?state=all&where=${encodeURIComponent('attempts > 90')}`);
    await page.getByText('Nothing fits').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).first().click();
    await page.waitForURL((url) => !url.searchParams.has('where') && url.searchParams.get('state') === 'all');
    expect(browser.complaints).toEqual([]);
  });

  test('the people of a campaign are asked by chips of their passages: where each stands, and since when', async () => {
    const { id } = await stage.stage.run('campaign show', { campaign: 'Spring outreach' });
    const of = { campaign: 'Spring outreach' };
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, `/campaigns/${String(id)}`);
    const panel = page
      .locator('.panel')
      .filter({ has: page.getByRole('heading', { name: /Who is in its sequences/ }) });
    const all = await countOf('enrollment', of);
    await panel.getByText(String(all), { exact: true }).waitFor();
    expect(all).toBeGreaterThan(25);
    await panel.getByRole('button', { name: 'Show more' }).press('Enter');
    await expect.poll(() => panel.locator('.item').count()).toBe(Math.min(all, 50));
    // Names, and no ids.
    await expect.poll(async () => (await panel.locator('.item a').allTextContents()).join()).not.toMatch(/lead_/);

    const where = 'state == "ended"';
    const ended = await countOf('enrollment', { ...of, where });
    await panel.getByRole('button', { name: 'Filter', exact: true }).press('Enter');
    await page.getByLabel('Value').selectOption('ended');
    await page.getByText(`${ended} ${ended === 1 ? 'fits' : 'fit'}`, { exact: true }).waitFor();
    expect(await graveOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Ask for it' }).press('Enter');
    await panel.getByRole('button', { name: 'Change State is Finished', exact: true }).waitFor();
    await panel.getByText(String(ended), { exact: true }).waitFor();
    expect(whereOf(page)).toBe('enrollment.state == "ended"');
    await expect.poll(() => panel.locator('.item').count()).toBe(Math.min(ended, 25));

    const other = await browser.pageOf(stage.viewer, { viewport: SIZES.phone });
    await other.goto(page.url());
    await other.getByRole('button', { name: 'Change State is Finished', exact: true }).waitFor();
    expect(await widthOf(other)).toBeLessThanOrEqual(SIZES.phone.width);
    await panel.getByRole('button', { name: 'Remove filter State is Finished' }).click();
    await panel.getByText(String(all), { exact: true }).waitFor();
    expect(whereOf(page)).toBeNull();
    expect(browser.complaints).toEqual([]);
  });
});
