/** Files that are taken in by the app: what each is, its columns, the rules; rows that are mended before and after, by keys alone. Skipped where the machine has no Chromium. */
import { writeXlsx } from 'hucre/xlsx';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppBrowser, graveOn, SIZES, widthOf } from './app-browser.ts';
import { type AppStage, openAppStage } from './app-stage.ts';
import { CHROMIUM } from './chromium.ts';
import { giveFile, tryFile } from './take-file.ts';

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
    await giveFile(page, { name: 'mend.csv', text: FILE });
    await tryFile(page);
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

  /** Drops a file whose bytes are made in the page. */
  const drop = async (page: Page, name: string, size: number) => {
    const dataTransfer = await page.evaluateHandle(`(() => {
      const given = new DataTransfer();
      const bytes = new Uint8Array(${String(size)}).fill(65);
      bytes.set(new TextEncoder().encode('Email\\ndropped@mend.example\\n'));
      given.items.add(new File([bytes], ${JSON.stringify(name)}));
      return given;
    })()`);
    await page.dispatchEvent('.dropzone', 'drop', { dataTransfer });
  };

  test('a file says what it is at once, however it is written; its columns are set with what that comes to', async () => {
    const page = await browser.pageOf(stage.admin, { permissions: ['clipboard-read', 'clipboard-write'] });
    await browser.go(page, '/imports');
    const text = Buffer.from(
      'Nombre;Mail privado;Móvil;Nota\nJosé;jose@mend.example;n/a;x\nZoë;zoe2@mend.example;12;y\n',
      'latin1',
    );
    await giveFile(page, { name: 'viejo.csv', text });
    await page.getByText('viejo.csv: 4 columns, divided by semicolons, Windows-1252.').waitFor();
    const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) });
    await row('Nombre').getByText('José · Zoë').waitFor();
    const readAs = (name: string) => page.getByLabel(`What ${name} is read as`);
    await readAs('Nota').selectOption({ label: 'Do not take in' });
    await row('Nota').getByText('as you chose').waitFor();
    await readAs('Móvil').selectOption({ label: 'E-mail' });
    await row('Móvil').getByText('1 of the first 2: ').first().waitFor();
    await readAs('Móvil').selectOption({ label: 'Phone' });
    expect(await graveOn(page)).toEqual([]);
    await tryFile(page);
    await page.getByText('Consent: 2').waitFor();
    // The same by a command: the file as it is, and what was chosen in the address.
    await page.getByRole('button', { name: 'Copy as curl' }).click();
    // The browser writes it when it comes to it.
    const clipboard = () => page.evaluate<string>('navigator.clipboard.readText()');
    await expect.poll(clipboard).toContain("--data-binary '@viejo.csv'");
    const command = await clipboard();
    const [, address = ''] = /POST '([^']+)'/.exec(command) ?? [];
    const key = await stage.stage.run('key create', { name: 'curl', role: 'operator' });
    const sent = await fetch(address, {
      method: 'POST',
      headers: { authorization: `Bearer ${String(key.key)}`, 'content-type': 'application/octet-stream' },
      body: new Uint8Array(text),
    });
    expect(await sent.json()).toMatchObject({ read: 2, created: 2, rejected: 0 });
    const { imports } = (await stage.stage.run('import list')) as { imports: { id: string }[] };
    await stage.stage.run('import undo', { import: imports[0]?.id });
    await page.getByRole('button', { name: 'Take in 2 leads' }).click();
    await page.getByText('2 rows read: 2 new, 0 merged, 0 rejected.').waitFor();
    await page.getByRole('region', { name: 'Take in a file' }).getByRole('link', { name: 'Leads' }).click();
    await page.getByText('José').waitFor();
    const told = (await stage.stage.run('lead show', { lead: 'jose@mend.example' })) as { attributes: object };
    expect(told.attributes).not.toHaveProperty('nota');
    await page.goBack();
    await page.getByRole('button', { name: 'Choose a file' }).waitFor();
    expect(browser.complaints).toEqual([]);
  });

  test('a workbook and pasted rows are files as well; one that is none, and one that is too long, say so', async () => {
    const page = await browser.pageOf(stage.admin, { viewport: SIZES.phone });
    await browser.go(page, '/imports');
    const input = page.locator('input[type=file]');
    await input.setInputFiles({
      name: 'old.xls',
      mimeType: 'application/vnd.ms-excel',
      buffer: Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1]),
    });
    await page.getByText('This is an old binary Excel workbook or one with a password.').waitFor();
    await drop(page, 'long.csv', 48 * 1_048_576);
    await page.getByText('This file has 48 MB; 47 MB are the most that a browser may send.').waitFor();
    await drop(page, 'dropped.csv', 27);
    await page.getByText('dropped.csv: 1 column').waitFor();
    await page.getByRole('button', { name: 'Another file' }).click();
    const rows = [
      ['Name', 'Email'],
      ['Ann Book', 'ann.book@mend.example'],
    ];
    await giveFile(page, {
      name: 'book.xlsx',
      text: Buffer.from(await writeXlsx({ sheets: [{ name: 'Leads', rows }] })),
    });
    await page.getByText('book.xlsx: 2 columns of an Excel workbook').waitFor();
    expect(await widthOf(page)).toBeLessThanOrEqual(SIZES.phone.width);
    await page.getByRole('button', { name: 'Another file' }).click();
    await page.getByRole('button', { name: 'Paste rows' }).click();
    await page.getByLabel('Rows, with the names').fill('Email\tFirst Name\npaste@mend.example\tPat');
    await page.getByRole('button', { name: 'Go on with these rows' }).click();
    await page.getByText('pasted.csv: 2 columns, divided by tabs, UTF-8.').waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    // Without a basis nothing goes on; a country has two letters.
    expect(await page.getByRole('button', { name: 'Show what would happen' }).isDisabled()).toBe(true);
    await page.getByLabel('Basis for contact').selectOption('contract');
    await page.getByLabel('Country of phone').fill('u');
    expect(await page.getByRole('button', { name: 'Show what would happen' }).isDisabled()).toBe(true);
    await page.getByLabel('Country of phone').fill('us');
    expect(await graveOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show what would happen' }).click();
    await page.getByText('Contract: 1').waitFor();
    expect(browser.complaints.filter((one) => !one.includes('422'))).toEqual([]);
  });
});
