/**
 * A value of a lead mended in place in a real browser: on its page and in the list, by keys and by hand, and by two people at once; a mail
 * written to a lead by hand; and the figures of home. Skipped where the machine has no Chromium.
 */
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppBrowser, graveOn, SIZES, widthOf } from './app-browser.ts';
import { addressOf } from './app-people.ts';
import { type AppStage, openAppStage } from './app-stage.ts';
import { CHROMIUM } from './chromium.ts';

// Skipped where the machine has no Chromium.
describe.skipIf(CHROMIUM === null)('values and figures', { timeout: 120_000 }, () => {
  let stage: AppStage;
  let browser: AppBrowser;
  let lead: string;
  const shown = async () => stage.stage.run('lead show', { lead });

  beforeAll(async () => {
    AppBrowser.build();
    stage = await openAppStage({ people: 60 });
    browser = await AppBrowser.open(stage);
    const set = { email: 'zoe@edit.example', firstName: 'Zoe', lastName: 'Zimmer', title: 'VP', company: 'Edit' };
    lead = String((await stage.stage.run('lead add', { set, basis: 'consent' })).leadId);
    if (process.env.SHOTS) mkdirSync(process.env.SHOTS, { recursive: true });
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  const shot = async (page: Page, name: string) => {
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
  };
  const edit = async (page: Page, name: string) => {
    await page.getByRole('button', { name: `Change ${name}` }).click();
    return page.getByRole('textbox', { name, exact: true });
  };

  test('two people mend one value: the second sees both, and may write over it', async () => {
    const [first, second] = [await browser.pageOf(stage.admin), await browser.pageOf(stage.admin)];
    for (const page of [first, second]) await browser.go(page, `/leads/${lead}`);
    const theirs = await edit(second, 'Title');
    await (await edit(first, 'Title')).fill('CTO');
    await first.keyboard.press('Enter');
    await first.getByText('Title: saved.').waitFor();
    expect(await shown()).toMatchObject({ title: 'CTO' });

    await theirs.fill('CFO');
    await second.keyboard.press('Enter');
    await second.getByText('Somebody wrote “CTO” meanwhile').waitFor();
    expect(await theirs.inputValue()).toBe('CFO');
    expect(await shown()).toMatchObject({ title: 'CTO' });
    await shot(second, 'conflict');
    expect(await graveOn(second)).toEqual([]);
    // The page below is told anew meanwhile, and takes nothing of the question away.
    await stage.stage.run('lead change', { lead, set: { city: 'Ghent' } });
    await second.getByText('Ghent').first().waitFor();
    await second.getByRole('button', { name: 'Save over theirs' }).click();
    await second.getByText('Title: saved.').waitFor();
    expect(await shown()).toMatchObject({ title: 'CFO' });
    await second.getByRole('button', { name: 'Undo' }).first().click();
    await second.getByText('Taken back').first().waitFor();
    expect(await shown()).toMatchObject({ title: 'CTO' });
  });

  test('Escape leaves it; what cannot be is said; a field is added, a list typed, an address of hers alone', async () => {
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, `/leads/${lead}`);
    await (await edit(page, 'Title')).fill('nothing');
    await page.keyboard.press('Escape');
    expect(await shown()).toMatchObject({ title: 'CTO' });
    await page.getByLabel('Add a field…').selectOption('tags');
    await page.getByRole('textbox', { name: 'Tags' }).fill('vip; fair');
    await page.keyboard.press('Enter');
    await page.getByText('Tags: saved.').waitFor();
    expect(await shown()).toMatchObject({ tags: ['vip', 'fair'] });
    await (await edit(page, 'E-mail')).fill('no address');
    await page.keyboard.press('Enter');
    await page.getByText(/“no address” is nothing that “email” can hold/).waitFor();
    await page.getByRole('textbox', { name: 'E-mail', exact: true }).fill('zoe@new.example');
    await page.keyboard.press('Enter');
    await page.getByText('E-mail: saved.').waitFor();
    // Still the same person, not a second one.
    expect(await shown()).toMatchObject({ id: lead, email: 'zoe@new.example' });
    await shot(page, 'lead');
  });

  test('in the list by keys alone: J, E, typed, Enter; the row shows it', async () => {
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, '/leads?q=zimmer');
    await page.getByText('1 lead', { exact: true }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('e');
    const company = page.getByRole('textbox', { name: 'Company' });
    await company.fill('Edit & Sons');
    await shot(page, 'row');
    expect(await graveOn(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText('Company: saved.').waitFor();
    await page.getByRole('cell').getByText('Edit & Sons').waitFor();
    expect(await shown()).toMatchObject({ company: 'Edit & Sons' });
  });

  const handMessages = () =>
    stage.stage.sql("SELECT state, reason_code AS code FROM message WHERE intent_key LIKE 'hand:%' ORDER BY id");

  test('a mail is written by hand from the page: what is added and what holds it is told before; it is taken back, then leaves', async () => {
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, `/leads/${lead}`);
    await page.keyboard.press('w');
    const dialog = page.getByRole('dialog', { name: 'Write by hand' });
    await dialog.getByText('It cannot be sent').waitFor();
    await dialog.getByText('no-sender-chosen').waitFor();
    await dialog.getByLabel('From').selectOption({ value: 'sam@sender.example' });
    await dialog.getByText(`To ${String((await shown()).email)}`).waitFor();
    await dialog.getByText('1 Example Street, Springfield').waitFor();
    await dialog.getByText('This workspace is dry').waitFor();
    expect(await dialog.getByText('It cannot be sent').count()).toBe(0);
    const send = dialog.getByRole('button', { name: 'Send' });
    expect(await send.isDisabled()).toBe(true);
    const fill = async () => {
      await dialog.getByLabel('Subject').fill('Tuesday');
      await dialog.getByLabel('Words').fill('Does ten suit you?');
    };
    await fill();
    await shot(page, 'write');
    expect(await graveOn(page)).toEqual([]);
    await send.click();
    await page.getByText('It leaves in 10 seconds.').waitFor();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken back: nothing was sent.').waitFor();
    expect(handMessages()).toEqual([{ state: 'refused', code: 'cancelled' }]);

    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Search or go to…').last().fill('> write');
    await page.locator('[data-selected]', { hasText: 'Write' }).waitFor();
    await page.keyboard.press('Enter');
    await dialog.getByLabel('From').selectOption({ value: 'sam@sender.example' });
    await fill();
    await send.click();
    await dialog.waitFor({ state: 'detached' });
    stage.stage.clock.moveTo(stage.stage.clock.now() + 10_000);
    await stage.stage.run('work');
    expect(handMessages()).toMatchObject([{ state: 'refused' }, { state: 'sent' }]);
    await page.reload();
    await page.getByText('Written by user:ann@team.example: Tuesday: Does ten suit you?').first().waitFor();
  });

  test('who has refused cannot be written to, and is told so on a phone too; whoever may only look is offered nothing', async () => {
    const page = await browser.pageOf(stage.admin, { viewport: SIZES.phone });
    await browser.go(page, `/leads/${encodeURIComponent(addressOf(20))}`);
    await page.getByRole('button', { name: 'Write' }).click();
    const dialog = page.getByRole('dialog', { name: 'Write by hand' });
    await dialog.getByText('It cannot be sent').waitFor();
    await dialog.getByText('suppressed', { exact: true }).waitFor();
    await dialog.getByLabel('Subject').fill('Tuesday');
    await dialog.getByLabel('Words').fill('Does ten suit you?');
    expect(await dialog.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
    expect(await widthOf(page)).toBeLessThanOrEqual(SIZES.phone.width);
    await shot(page, 'write-phone');
    expect(await graveOn(page)).toEqual([]);
    const looking = await browser.pageOf(stage.viewer);
    await browser.go(looking, `/leads/${lead}`);
    expect(await looking.getByRole('button', { name: 'Write' }).count()).toBe(0);
    await looking.keyboard.press('w');
    expect(await looking.getByRole('dialog').count()).toBe(0);
  });

  test('what a mail by hand holds is let go on from the page', async () => {
    const [held] = stage.stage.sql(
      "SELECT lead_id AS lead FROM enrollment e WHERE state <> 'ended' AND NOT EXISTS (SELECT 1 FROM lead_pause p WHERE p.lead_id = e.lead_id) ORDER BY id LIMIT 1",
    );
    const who = String(held?.lead);
    const reasonOf = () =>
      stage.stage.sql(`SELECT reason_code AS code FROM enrollment WHERE lead_id = '${who}' AND state <> 'ended'`)[0]
        ?.code;
    await stage.stage.run('message write', { lead: who, subject: 'Tuesday', text: 'Does ten suit you?' });
    expect(reasonOf()).toBe('held-human-touch');
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, `/leads/${who}`);
    await page.getByRole('button', { name: 'More acts' }).click();
    await page.getByRole('menuitem', { name: 'Let what is held go on' }).click();
    await page.getByText('What was held goes on.').waitFor();
    expect(reasonOf()).not.toBe('held-human-touch');
  });

  test('home tells what was sent today, as the list does', async () => {
    const { days } = (await stage.stage.run('workspace figures', { days: 3 })) as {
      days: readonly { day: string; sent: { email: number } }[];
    };
    const sent = days.reduce((sum, day) => sum + day.sent.email, 0);
    const left = stage.stage.count(
      `SELECT COUNT(*) FROM message WHERE channel = 'email' AND state IN ('sent', 'delivered', 'bounced', 'unconfirmed')
       AND attempted_at >= ${Date.parse(`${days[0]?.day}T00:00Z`)}`,
    );
    expect(sent).toBe(left);
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, '/');
    const plot = page.getByRole('img', { name: /^Sent, by day: / });
    const shown = await plot.getAttribute('aria-label');
    const named = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' });
    for (const { day, sent } of days) expect(shown).toContain(`${named.format(Date.parse(day))} ${sent.email}`);
    expect(await graveOn(page)).toEqual([]);
  });
});
