/** The screens by which an instance is run, in a real browser: accounts, approvals, settings. Skipped where the machine has no Chromium. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RELEASE } from '../thorough.ts';
import { AppBrowser, crookedOn, graveOn, SIZES, widthOf } from './app-browser.ts';
import { seedOps } from './app-ops-seed.ts';
import { type AppStage, NOW, openAppStage } from './app-stage.ts';
import { CHROMIUM } from './chromium.ts';

const ASKED = { where: 'contacts > 0', sort: '-name' };
const DAY_MS = 86_400_000;
/** Folder that pictures of all screens go to; empty = none are taken. */
const SHOTS = process.env.SHOTS ?? '';
const SCREENS = [
  ...['/accounts', '/accounts/acme.example', '/accounts/delta.example', '/approvals', '/deliverability'],
  ...['/suppressions', '/suppressions?part=check&value=%40rival.example', '/suppressions?part=reviews'],
  ...['/settings', '/settings/connections', '/settings/webhooks', '/settings/webhooks/crm', '/settings/keys'],
  ...['/settings/people', '/settings/audit', '/settings/health', '/settings/agency'],
];

// Skipped where the machine has no Chromium.
describe.skipIf(CHROMIUM === null)('the screens of running an instance', { timeout: 240_000, retry: 1 }, () => {
  let stage: AppStage;
  let browser: AppBrowser;

  beforeAll(async () => {
    AppBrowser.build();
    stage = await openAppStage({ people: 24 });
    await seedOps(stage.stage);
    browser = await AppBrowser.open(stage, NOW + 3 * DAY_MS);
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  async function shoot(page: Page, path: string, how: string): Promise<void> {
    if (SHOTS === '') return;
    mkdirSync(SHOTS, { recursive: true });
    await page.screenshot({
      path: join(SHOTS, `${path.replaceAll(/\W+/g, '-').slice(1)}.${how}.png`),
      fullPage: true,
    });
  }

  // Before a release: axe takes ten seconds for a screen.
  test.each(
    RELEASE || SHOTS !== '' ? (['light', 'dark'] as const) : [],
  )('each screen in the %s: one heading, no error, nothing that axe calls serious', async (colorScheme) => {
    const page = await browser.pageOf(stage.admin, { colorScheme });
    const found: string[] = [];
    for (const path of SCREENS) {
      await browser.go(page, path);
      expect(await page.locator('h1').count(), path).toBe(1);
      await shoot(page, path, colorScheme);
      // In the dark only the colours are others.
      found.push(...(await graveOn(page, colorScheme === 'dark' ? ['color-contrast'] : [])));
    }
    expect(found).toEqual([]);
    expect(browser.complaints).toEqual([]);
  });

  test.each(
    RELEASE || SHOTS !== '' ? (['phone', 'tablet'] as const) : (['phone'] as const),
  )('each screen fits a %s, and no card of it is cut off', async (size) => {
    const page = await browser.pageOf(stage.admin, { viewport: SIZES[size] });
    const wide: string[] = [];
    for (const path of SCREENS.filter((_, at) => RELEASE || SHOTS !== '' || at % 2 === 0)) {
      await browser.go(page, path);
      await shoot(page, path, size);
      const width = await widthOf(page);
      if (width > SIZES[size].width) wide.push(`${path}: ${width}`);
      wide.push(...(await crookedOn(page)));
    }
    expect(wide).toEqual([]);
  });

  test('heads stand above their columns', async () => {
    const page = await browser.pageOf(stage.admin);
    const crooked: string[] = [];
    for (const path of SCREENS.filter((_, at) => RELEASE || at % 3 === 1)) {
      await browser.go(page, path);
      crooked.push(...(await crookedOn(page)));
    }
    expect(crooked).toEqual([]);
  });

  test('an account is paused with its reason, which its page then tells, and goes on', async () => {
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, '/accounts/acme.example');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('textbox', { name: 'Why' }).fill('asked to wait');
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await page.getByText('asked to wait').first().waitFor();
    const shown = await stage.stage.run('account show', { account: 'acme.example' });
    expect(shown.status).toBe('paused');
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect
      .poll(async () => (await stage.stage.run('account show', { account: 'acme.example' })).status)
      .toBe('active');
  });

  test('the page of a campaign tells how its accounts stand, and leads to them', async () => {
    const { campaigns } = await stage.stage.run('campaign list');
    const id = (campaigns as { id: string; name: string }[]).find(({ name }) => name === 'Named accounts')?.id;
    const page = await browser.pageOf(stage.viewer);
    await browser.go(page, `/campaigns/${id}`);
    await page.getByRole('heading', { name: '4 accounts by status' }).waitFor();
    expect(await page.getByText('Nobody is in a sequence yet.').count()).toBe(0);
    await page.getByRole('main').getByRole('link', { name: 'Paused' }).click();
    await page.waitForURL(/\/accounts\?.*status=paused/);
    await page.getByRole('link', { name: 'CEDAR' }).waitFor();
  });

  test('accounts are filtered by what stands against them, and the address says so', async () => {
    const page = await browser.pageOf(stage.viewer);
    await browser.go(page, '/accounts');
    await page.getByRole('button', { name: 'Stands against it' }).click();
    await page.getByRole('menuitem', { name: 'Open deal' }).click();
    await page.waitForURL(/against=open-deal/);
    await page.getByText('1 account', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'DELTA' }).waitFor();
    expect(await page.getByRole('button', { name: 'Add account' }).count()).toBe(0);
  });

  test('accounts are filtered by their fields and sorted by their columns, and kept as a view', async () => {
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, '/accounts');
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByLabel('Field').selectOption('account.contacts');
    await page.getByLabel('How').selectOption('more');
    await page.getByLabel('Value').fill('0');
    await page.getByRole('button', { name: 'Ask for it' }).click();
    await page.waitForURL(/where=/);
    const { accounts, total } = await stage.stage.run('account list', { ...ASKED, count: true });
    await page.getByText(`${total} accounts`).waitFor();
    await page.getByRole('columnheader', { name: 'Account' }).getByRole('button').click();
    await page.waitForURL(/sort=name/);
    await page.getByRole('columnheader', { name: 'Account' }).getByRole('button').click();
    await page.waitForURL(/sort=-name/);
    const names = (accounts as { name: string }[]).map(({ name }) => name);
    await expect.poll(() => page.locator('.row-link').allTextContents()).toEqual(names);
    await page.getByRole('search').getByRole('button', { name: 'Status', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Paused' }).click();
    const paused = await stage.stage.run('account list', {
      where: 'contacts > 0 && status == "paused"',
      count: true,
    });
    await page.getByText(`${paused.total} accounts`).waitFor();
    await page.getByRole('link', { name: 'CEDAR' }).waitFor();
    await page.getByRole('search').getByRole('button', { name: /^All/ }).click();
    await page.getByLabel('Name of this view').fill('On hold');
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByText('On hold is saved.').waitFor();
  });

  test('a plan that waits is counted in the navigation; it is approved once, as it was seen', async () => {
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, '/approvals');
    await page.getByRole('link', { name: /Approvals 1/ }).waitFor();
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await page.getByText('Approved: it may be done once.').waitFor();
    await page.getByText('Nothing waits for you').waitFor();
    const { plans } = await stage.stage.run('plan list', { state: 'approved' });
    expect(plans).toHaveLength(1);
  });

  test('a key is shown once, and revoked by whoever says so', async () => {
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, '/settings/keys');
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByLabel('What it is for').fill('a report');
    await page.getByRole('dialog').getByRole('button', { name: 'Create key' }).click();
    const key = (await page.locator('.code-block').textContent()) ?? '';
    expect(key).toMatch(/^rk_/);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByRole('cell', { name: 'a report' }).waitFor();
    expect((await page.content()).includes(key)).toBe(false);
    await page
      .getByRole('row', { name: /a report/ })
      .getByRole('button', { name: 'Revoke' })
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page
      .getByRole('row', { name: /a report/ })
      .getByText('Revoked')
      .waitFor();
  });

  test('a connection is added by the form of its provider; its secret is nowhere after', async () => {
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, '/settings/connections');
    await page.getByRole('button', { name: 'Add connection' }).first().click();
    const form = page.getByRole('dialog');
    await form.getByRole('combobox', { name: 'Provider' }).click();
    await page.getByRole('option', { name: 'smtp', exact: true }).click();
    await form.getByRole('textbox', { name: 'Name', exact: true }).fill('sales');
    await form.getByLabel(/^host:/).fill('smtp.acme.example');
    await form.getByLabel(/^from:/).fill('ann@acme.example');
    await form.getByLabel(/^password:/).fill('s3cret-of-the-mailbox');
    await form.getByRole('button', { name: 'Add connection' }).click();
    await form.waitFor({ state: 'detached' });
    await page.locator('.item').getByText('sales', { exact: true }).waitFor();
    expect((await page.content()).includes('s3cret-of-the-mailbox')).toBe(false);
    const { connections } = await stage.stage.run('connection list');
    expect(connections).toMatchObject([{ name: 'sales', settings: { host: 'smtp.acme.example' } }]);
    expect(JSON.stringify(connections).includes('s3cret-of-the-mailbox')).toBe(false);
  });

  test('an address is looked up, and the address of the page says which', async () => {
    const page = await browser.pageOf(stage.viewer);
    await browser.go(page, '/suppressions');
    await page.getByText('Check an address').click();
    await page.getByLabel('Address, number or @domain').fill('joe@rival.example');
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.waitForURL(/value=joe/);
    await page
      .getByText('@rival.example')
      .or(page.getByText('rival.example', { exact: true }))
      .first()
      .waitFor();
  });

  test('going live is confirmed by the name, and refused with what is missing', async () => {
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, '/settings');
    await page.getByRole('button', { name: 'Go live' }).click();
    const go_ = page.getByRole('dialog').getByRole('button', { name: 'Go live' });
    expect(await go_.isDisabled()).toBe(true);
    await page.getByLabel('To confirm, type main').fill('main');
    await go_.click();
    await page.getByText(/missing: a mail server/).waitFor();
  });

  test('limits on sending are told in words, changed where they stand, switched off, and taken back', async () => {
    const limits = async () =>
      (await stage.stage.run('workspace show')).limits as Record<string, Record<string, unknown> | null>;
    await stage.stage.run('workspace set-limits', { standard: true });
    const standard = await limits();
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, '/settings');
    const changing = (name: string) => page.getByRole('button', { name: `Change: ${name}` });
    await changing('New mailboxes begin slowly').press('Enter');
    await page.getByRole('button', { name: 'Switch off' }).press('Enter');
    await expect.poll(async () => (await limits()).warmUp).toBeNull();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await limits()).warmUp).toEqual(standard.warmUp);
    await changing('Time between two e-mails of one mailbox').press('Enter');
    await page.getByRole('button', { name: 'Switch off' }).press('Enter');
    await page.getByRole('button', { name: 'Switch on: Time between two e-mails of one mailbox' }).press('Enter');
    await page.getByText('60 to 180 seconds').waitFor();
    expect((await limits()).jitter).toEqual(standard.jitter);
    const mailbox = changing('From one mailbox or number, a day, E-mail');
    expect(await mailbox.textContent()).toBe('30');
    await mailbox.press('Enter');
    await page.getByLabel('From one mailbox or number, a day, E-mail').fill('45');
    await page.keyboard.press('Enter');
    await expect.poll(() => mailbox.textContent()).toBe('45');
    expect((await limits()).email?.senderDay).toBe(45);
    await changing('From all mailboxes of one domain, a day, E-mail').press('Enter');
    await page.getByLabel('From all mailboxes of one domain, a day, E-mail').fill('');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await limits()).email?.sendingDomainDay).toBeNull();
    await page.getByText('25 messages, then 2 hours; nothing more above 2% bounces or 0.1% complaints').waitFor();
    await changing('The first of a campaign go ahead').press('Enter');
    await page.getByLabel('Bounces at most (%)').fill('3,5');
    await page.keyboard.press('Enter');
    await page.getByText('nothing more above 3.5% bounces').waitFor();
    expect((await limits()).canary).toEqual({ ...standard.canary, bounceShare: 0.035 });
    await changing('When a person or another tool writes to a lead').press('Enter');
    await page.getByLabel('What it does').selectOption('hold');
    await page.getByLabel('Days held').fill('5');
    await page.keyboard.press('Enter');
    await page.getByText('their sequence is held for 5 days').waitFor();
    // However many acts were told before, a refusal is seen.
    await expect.poll(() => page.getByText(/^Changed: /).count()).toBe(3);
    await page.getByRole('button', { name: 'Go live' }).click();
    await page.getByLabel('To confirm, type main').fill('main');
    await page.keyboard.press('Enter');
    await page.getByText(/missing: a mail server/).waitFor();
    await page.keyboard.press('Escape');
    // What cannot be is refused with its reason, and what was typed stands.
    await changing('To one person, a day, Text').press('Enter');
    await page.getByLabel('To one person, a day, Text').fill('many');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('A number is needed').waitFor();
    await page.getByLabel('To one person, a day, Text').fill('99999999');
    await page.keyboard.press('Enter');
    await page
      .getByRole('alert')
      .getByText(
        /^To one person, a day, Text must be at most .* rekindle workspace show names the limits; none switches one off$/,
      )
      .waitFor();
    expect(await page.getByLabel('To one person, a day, Text').inputValue()).toBe('99999999');
    expect(await graveOn(page)).toEqual([]);
    await page.setViewportSize(SIZES.phone);
    expect(await widthOf(page)).toBe(SIZES.phone.width);
    await browser.go(page, '/settings/audit');
    await page.getByText('humanTouch.days=5, humanTouch.then=hold').waitFor();
    await stage.stage.run('workspace set-limits', { standard: true });
  });

  test('when people of a place may be called is looked up, as the command says it; the address says which place', async () => {
    const page = await browser.pageOf(stage.viewer);
    await browser.go(page, '/settings');
    await page.getByLabel('Country').selectOption('United States');
    await page.getByLabel('State or region').fill('Florida');
    await page.keyboard.press('Enter');
    await page.waitForURL(/country=US&region=Florida/);
    const told = await stage.stage.run('calendar show', { country: 'US', region: 'Florida' });
    await page.getByText((told.calls as { law: string }).law, { exact: true }).waitFor();
    expect(await page.getByText('08:00–20:00').count()).toBe(3);
    const [holiday] = told.holidays as { name: string }[];
    await page
      .getByText(holiday?.name ?? 'none', { exact: true })
      .first()
      .waitFor();
    await page.getByLabel('Country').selectOption('Brazil');
    await page.getByRole('button', { name: 'Look up' }).press('Enter');
    await page.getByText('None on file, or the state is not known: cautious hours hold.').waitFor();
    expect(await graveOn(page)).toEqual([]);
  });

  test('settings speak Spanish; what is for admins is said to be to whoever looks', async () => {
    const page = await browser.pageOf(stage.viewer, { locale: 'es-ES' });
    await browser.go(page, '/settings');
    await page.getByRole('heading', { level: 1, name: 'Espacio de trabajo' }).waitFor();
    expect(await page.getByRole('link', { name: 'Registro de actos' }).count()).toBe(0);
    await browser.go(page, '/settings/audit');
    await page.getByRole('heading', { level: 2 }).first().waitFor();
  });
});
