/** Rows of a file that are mended in the app before and after they are taken in, by keys alone. Skipped where the machine has no Chromium. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppBrowser, graveOn, SIZES, widthOf } from './app-browser.ts';
import { type AppStage, openAppStage } from './app-stage.ts';
import { CHROMIUM } from './chromium.ts';

const FILE = [
  'Email,First Name,Employees',
  'ann@mend.example,Ann,10',
  'bob at mend,Bob,20',
  'zoe@mend.example,Zoe,5',
  '-,n/a,',
  '"dan@mend.example,Dan',
].join('\n');

// Skipped where the machine has no Chromium.
describe.skipIf(CHROMIUM === null)('rows of an import', { timeout: 120_000 }, () => {
  let stage: AppStage;
  let browser: AppBrowser;

  beforeAll(async () => {
    AppBrowser.build();
    stage = await openAppStage({ people: 20 });
    browser = await AppBrowser.open(stage);
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  const came = async () => {
    const where = 'email.endsWith("@mend.example") || firstName == "Bob" && email == null';
    return (await stage.stage.run('lead list', { where, count: true })).total;
  };

  test('are shown with what is wrong, mended where they stand, shown again where they are bad again, and taken in as one', async () => {
    const page = await browser.pageOf(stage.admin, { viewport: SIZES.phone });
    await browser.go(page, '/imports');
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'mend.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) });
    await page.getByLabel('Basis for contact').selectOption('consent');
    await page.getByRole('button', { name: 'Show what would happen' }).click();
    const line = (n: number) => page.getByRole('listitem', { name: `Line ${n}`, exact: true });
    const email = line(3).getByLabel('Email');
    await line(3).getByText('The e-mail cell holds no address').waitFor();
    expect(await email.getAttribute('aria-invalid')).toBe('true');
    expect(await line(2).count()).toBe(0);
    await page.getByText('5 rows read: 3 taken as they are, 0 mended, 2 rejected or left out.').waitFor();
    expect(await graveOn(page)).toEqual([]);
    expect(await widthOf(page)).toBeLessThanOrEqual(SIZES.phone.width);

    await email.fill('nothing');
    await email.press('Escape');
    expect(await email.inputValue()).toBe('bob at mend');
    await email.fill('bob still wrong');
    await email.press('Enter');
    await line(6).getByLabel('Email').fill('dan@mend.example');
    await line(6).getByLabel('Email').press('Enter');
    await line(5).getByRole('button', { name: 'Leave out line 5' }).press('Enter');
    await page.getByRole('button', { name: 'Try it as mended' }).press('Enter');
    await page.getByText('5 rows read: 2 taken as they are, 2 mended, 1 rejected or left out.').waitFor();
    expect(await email.inputValue()).toBe('bob still wrong');
    expect(await line(6).count()).toBe(0);
    await email.fill('bob@mend.example');
    await email.press('Enter');
    expect(await came()).toBe(0);
    await page.getByRole('button', { name: /^Take in \d+ leads/ }).click();
    await page.getByText(/^5 rows read: 4 new, 0 merged, 1 rejected\./).waitFor();
    await page.getByText('5 rows read: 2 taken as they are, 2 mended, 1 rejected or left out.').waitFor();
    expect(await came()).toBe(4);

    // After it was taken in, what was left out is put back, mended, and taken in by itself.
    await line(5).getByRole('button', { name: 'Put back line 5' }).click();
    await line(5).getByLabel('Email').fill('eva@mend.example');
    await line(5).getByLabel('Email').press('Enter');
    await page.getByRole('button', { name: 'Take in what was mended' }).click();
    await page.getByText(/^5 rows read: 1 new, 0 merged, 0 rejected\./).waitFor();
    expect(await came()).toBe(5);
    const item = page.getByRole('listitem').filter({ hasText: 'mend.csv' });
    expect(await item.count()).toBe(2);
    await item.first().getByRole('button', { name: 'Take back' }).click();
    await page.getByText('Taken back: what only it brought is gone.').waitFor();
    expect(await came()).toBe(4);
  });
});
