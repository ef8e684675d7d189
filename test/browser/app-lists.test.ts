/**
 * The list of leads in a real browser, as one journey: a filter made from the schema, an order by a column, a view that is shared, an act on
 * all that fit, and its way back. Skipped where the machine has no Chromium.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppBrowser, graveOn, SIZES, widthOf } from './app-browser.ts';
import { type AppStage, NOW, openAppStage } from './app-stage.ts';
import { CHROMIUM } from './chromium.ts';

// Skipped where the machine has no Chromium.
describe.skipIf(CHROMIUM === null)('the list of leads', { timeout: 240_000 }, () => {
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

  const countOf = async (where: string) => (await stage.stage.run('lead list', { where, count: true })).total as number;

  test('is filtered, sorted, kept as a view for all, and acted on as a whole', async () => {
    const us = await countOf('country == "US"');
    expect(us).toBeGreaterThan(1);
    const page = await browser.pageOf(stage.admin);
    await page.goto(`${stage.url}/leads`);
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByLabel('Value').fill('US');
    await page.getByRole('button', { name: 'Ask for it' }).click();
    await page.getByText(`${us} leads`).waitFor();
    await page.getByRole('columnheader', { name: 'Company' }).getByRole('button').click();
    await page.waitForURL(/sort=company/);
    expect(await graveOn(page)).toEqual([]);

    await page.getByRole('img', { name: 'Not saved as a view' }).waitFor();
    await page.getByRole('search').getByRole('button', { name: /^All/ }).click();
    await page.getByLabel('Name of this view').fill('America');
    await page.getByLabel('For all who work here').check();
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByText('America is saved.').waitFor();

    const tagged = async () => countOf('"vip" in tags');
    const before = await tagged();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'All that fit…' }).click();
    await page.getByLabel('Tag', { exact: true }).fill('vip');
    await page.getByText(`of ${us} would change`).waitFor();
    await page.getByRole('button', { name: /^Do it to/ }).click();
    await page.getByText(/^Done for \d+;/).waitFor();
    expect(await countOf('country == "US" && "vip" in tags')).toBe(us);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken back').first().waitFor();
    expect(await tagged()).toBe(before);

    await page.getByRole('button', { name: 'All that fit…' }).click();
    await page.getByLabel('What to do').selectOption('enroll');
    await page.getByText(/^\d+ will be enrolled, \d+ skipped\.$/).waitFor();
    await page
      .getByText(/are passed over: /)
      .first()
      .waitFor();
    await page.keyboard.press('Escape');

    const other = await browser.pageOf(stage.viewer);
    await other.goto(`${stage.url}/leads`);
    await other.getByRole('search').getByRole('button', { name: /^All/ }).click();
    await other.getByRole('menuitem', { name: 'America' }).click();
    await other.getByText(`${us} leads`).waitFor();
    await other.waitForURL(/where=/);
    expect(await other.getByRole('button', { name: 'All that fit…' }).count()).toBe(0);
  });

  test('a filter is a chip for each condition, each changed and taken off alone, by keys too', async () => {
    const where = (page: Page) => new URL(page.url()).searchParams.get('where');
    const page = await browser.pageOf(stage.admin, { viewport: SIZES.phone });
    const us = 'country == "US" && (title.lowerAscii().contains("head") || employees >= 50)';
    await browser.go(page, `/leads?where=${encodeURIComponent(us)}`);
    await page.getByRole('button', { name: 'Change Country is US', exact: true }).waitFor();
    await page.getByText('Title holds head or Employees is at least 50').waitFor();
    expect(await graveOn(page)).toEqual([]);
    expect(await widthOf(page)).toBeLessThanOrEqual(SIZES.phone.width);

    // A group: one of its conditions is changed by keys alone, counted before it is asked for.
    await page.getByRole('button', { name: /^Change Title holds head or/ }).press('Enter');
    const group = page.getByRole('dialog');
    await group.getByRole('button', { name: 'Change Title holds head', exact: true }).press('Enter');
    await group.getByLabel('Value').fill('lead');
    const counted = await countOf('country == "US" && (title.lowerAscii().contains("lead") || employees >= 50)');
    await group.getByText(`${counted} ${counted === 1 ? 'fits' : 'fit'}`, { exact: true }).waitFor();
    expect(await graveOn(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText('Title holds lead or Employees is at least 50').waitFor();
    expect(where(page)).toBe('country == "US" && (title.lowerAscii().contains("lead") || employees >= 50)');

    await page.getByRole('button', { name: /^Change Title holds lead or/ }).click();
    await group.getByRole('button', { name: 'Remove filter Title holds lead', exact: true }).click();
    await page.getByRole('button', { name: 'Change Employees is at least 50', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Change Country is US', exact: true }).click();
    await page.getByLabel('Value').fill('DE');
    await page.getByRole('button', { name: 'Ask for it' }).click();
    await page.waitForURL((url) => url.searchParams.get('where') === 'country == "DE" && employees >= 50');
    await page.getByRole('button', { name: 'Remove filter Employees is at least 50' }).click();
    await page.waitForURL((url) => url.searchParams.get('where') === 'country == "DE"');

    // What no field says is asked in the words of a filter; what is none is told before it is asked for.
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByLabel('Field').selectOption('text');
    await page.getByRole('textbox', { name: 'In the words of a filter' }).fill('nothing ==');
    await page.getByRole('alert').waitFor();
    await page.getByRole('textbox', { name: 'In the words of a filter' }).fill('size(tags) == 0');
    await page.getByText(/ fits?$/).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('where') === 'country == "DE" && size(tags) == 0');

    const spanish = await browser.pageOf(stage.admin, { locale: 'es-ES' });
    await browser.go(spanish, `/accounts?where=${encodeURIComponent('contacts > 1 && !customer')}`);
    await spanish.getByText('Contactos es más que 1').waitFor();
    await spanish.getByText('Cliente: no').waitFor();
  });

  test('those that are chosen are enrolled: who and who not is told before, and taken back', async () => {
    const page = await browser.pageOf(stage.admin);
    await stage.stage.run('lead add', { set: { email: 'nell@late.example', company: 'Late' }, basis: 'none' });
    const where = 'company == "Late"';
    await stage.stage.run('lead add', {
      ...{ basis: 'consent' },
      set: { email: 'otto@late.example', company: 'Late', title: 'VP Marketing', country: 'US', employees: '120' },
    });
    await browser.go(page, `/leads?where=${encodeURIComponent(where)}`);
    await page.getByText('2 leads', { exact: true }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByRole('button', { name: 'Enroll…' }).press('Enter');
    const dialog = page.getByRole('dialog');
    const preview = await stage.stage.run('bulk preview', { act: 'enroll', value: 'Spring outreach', where });
    const { changes, skips } = preview as { changes: number; skips: readonly { says: string }[] };
    await dialog.getByText(`${changes} will be enrolled, ${2 - changes} skipped.`).waitFor();
    for (const { says } of skips) await dialog.getByText(says).first().waitFor();
    expect(changes).toBe(1);
    expect(await graveOn(page)).toEqual([]);
    const passages = async () =>
      ((await stage.stage.run('enrollment list', { where: 'state != "ended"', limit: 500 })).enrollments as object[])
        .length;
    const before = await passages();
    await dialog.getByRole('button', { name: 'Do it to 1', exact: true }).click();
    await page.getByText('Done for 1; 1 passed over.').waitFor();
    expect(await passages()).toBe(before + 1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken back').first().waitFor();
    expect(await passages()).toBe(before);
  });

  test('two that are one person are merged by what both say, and are two again', async () => {
    const add = (set: object, basis: string) => stage.stage.run('lead add', { set, basis });
    const a = await add(
      { email: 'mia@one.example', firstName: 'Mia', lastName: 'Moor', company: 'One', city: 'Bonn' },
      'consent',
    );
    const b = await add(
      { email: 'm.moor@one.example', firstName: 'Mia', lastName: 'Moor', company: 'One', title: 'CFO', city: 'Ulm' },
      'contract',
    );
    const seen = async () =>
      Promise.all([a, b].map(async ({ leadId }) => stage.stage.run('lead show', { lead: String(leadId) })));
    const before = await seen();
    const page = await browser.pageOf(stage.admin, { viewport: SIZES.phone });
    await browser.go(page, `/leads?where=${encodeURIComponent('company == "One"')}&sort=city`);
    for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
    await page.getByRole('button', { name: 'Merge…' }).press('Enter');
    const dialog = page.getByRole('dialog');
    const row = (name: string) =>
      dialog.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
    await row('City').getByRole('cell').filter({ hasText: 'Ulm' }).waitFor();
    expect(await row('City').getByRole('cell').allTextContents()).toEqual(['Bonn', 'Ulm', 'Bonn']);
    expect(await row('Title').getByRole('cell').allTextContents()).toEqual(['–', 'CFO', 'CFO']);
    expect(await row('Permission').getByRole('cell').allTextContents()).toEqual(['Consent', 'Contract', 'Contract']);
    expect(await graveOn(page)).toEqual([]);
    expect(await widthOf(page)).toBeLessThanOrEqual(SIZES.phone.width);
    await dialog.getByLabel('The lead that stays').selectOption('1');
    await row('City').getByRole('cell').nth(2).getByText('Ulm').waitFor();
    await dialog.getByLabel('The lead that stays').selectOption('0');
    await row('City').getByRole('cell').nth(2).getByText('Bonn').waitFor();
    await dialog.getByRole('button', { name: 'Merge them' }).press('Enter');
    await page.getByText('Merged into Mia Moor.').waitFor();
    const [one, other] = await seen();
    expect(one).toMatchObject({ id: a.leadId, title: 'CFO', city: 'Bonn', basis: 'contract', aliases: [b.leadId] });
    expect(other).toMatchObject({ id: a.leadId });
    await page.getByText('1 lead', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken back').first().waitFor();
    const fields = (pages: readonly Record<string, unknown>[]) =>
      pages.map(({ id, email, title, city, basis }) => ({ id, email, title, city, basis }));
    expect(fields(await seen())).toEqual(fields(before));
    await page.getByText('2 leads', { exact: true }).waitFor();
  });

  test('a list opens with the view that somebody chose for it, and all is one press away', async () => {
    for (const [name, where] of [
      ['Germans', 'country == "DE"'],
      ['Americans', 'country == "US"'],
    ] as const) {
      await stage.stage.run('view save', { name, list: 'lead', where, sort: 'company', shared: true });
    }
    const [us, everybody] = [await countOf('country == "US"'), await countOf('')];
    const page = await browser.pageOf(stage.viewer);
    const views = page.getByRole('search').getByRole('button').first();
    await browser.go(page, '/leads');
    await views.click();
    await page.getByRole('menuitem', { name: 'Americans' }).click();
    await page.getByText(`${us} leads`).waitFor();
    await views.press('Enter');
    await page.getByRole('menuitem', { name: 'Open the list with Americans' }).click();
    await page.getByText('The list opens with Americans for you.').waitFor();

    // An address that says nothing leads there; one that says something is as it says.
    await browser.go(page, '/leads');
    await page.waitForURL(/where=.*sort=company|sort=company.*where=/);
    await page.getByText(`${us} leads`).waitFor();
    expect(await page.getByRole('img', { name: 'Not saved as a view' }).count()).toBe(0);
    await browser.go(page, '/leads?q=lindqvist');
    await page.getByRole('img', { name: 'Not saved as a view' }).waitFor();
    expect(new URL(page.url()).searchParams.get('where')).toBeNull();
    await browser.go(page, '/leads');
    await page.getByText(`${us} leads`).waitFor();
    await page.getByRole('button', { name: 'Remove filter Country is US' }).click();
    await page.getByRole('img', { name: 'Not saved as a view' }).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByText(`${everybody} leads`).waitFor();
    await page.waitForURL(/view=all/);
    expect(await graveOn(page)).toEqual([]);

    // It is hers alone, and taken back.
    const other = await browser.pageOf(stage.admin);
    await browser.go(other, '/leads');
    await other.getByText(`${everybody} leads`).waitFor();
    await page.goto(`${stage.url}/leads`);
    await page.getByText(`${us} leads`).waitFor();
    await views.click();
    await page.getByRole('menuitem', { name: 'Open the list with all' }).click();
    await page.getByText('The list opens with all.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken back').first().waitFor();
    await browser.go(page, '/leads');
    await page.getByText(`${us} leads`).waitFor();
  });

  test('acts on what is chosen as one act, which is stopped, listed and taken back', async () => {
    const page = await browser.pageOf(stage.admin);
    await page.goto(`${stage.url}/leads`);
    const boxes = page.getByRole('checkbox', { name: 'Choose this row' });
    for (const at of [0, 1, 2]) await boxes.nth(at).check();
    await page.getByRole('button', { name: 'Tag…' }).click();
    await page.getByText('Do it to the 3 chosen').waitFor();
    await page.getByLabel('Tag', { exact: true }).fill('chosen');
    await page.getByText('3 of 3 would change').waitFor();
    await page.getByRole('button', { name: 'Do it to 3', exact: true }).click();
    await page.getByText('Done for 3; 0 passed over.').waitFor();
    expect(await countOf('"chosen" in tags')).toBe(3);
    const { acts } = await stage.stage.run('bulk list', {});
    expect((acts as object[])[0]).toMatchObject({ act: 'tag', value: 'chosen', named: 3, changed: 3, state: 'done' });

    // One that nobody goes on with here: it stays under way until it is stopped.
    const { engine } = stage.stage;
    await engine.store.bulk.begin(
      {
        ...{ workspaceId: 'main', id: 'blk_zz', key: null, state: 'running', act: 'tag', value: 'slow', why: '' },
        ...{ campaignId: null, asked: '', filter: null, position: '', fits: 60, changed: 0, skipped: 0, restored: 0 },
        ...{ kept: 0, reasons: {}, startedBy: 'ann', startedAt: NOW, finishedAt: null },
      },
      { owner: 'elsewhere', until: NOW + 60_000 },
    );
    await page.getByRole('button', { name: 'Acts', exact: true }).click();
    const list = page.getByRole('dialog');
    await list.getByText('0 of 60').waitFor();
    expect(await graveOn(page)).toEqual([]);
    await list.getByRole('button', { name: 'Stop here' }).click();
    await list.getByText('Cancelled').waitFor();
    await list.getByRole('listitem').filter({ hasText: ': chosen' }).getByRole('button', { name: 'Undo' }).click();
    await list.getByText('3 taken back, 0 changed since').waitFor();
    expect(await countOf('"chosen" in tags')).toBe(0);
  });
});
