/** A campaign from its beginning to its end in a real browser: begun, copied, set otherwise, ended. Skipped where the machine has no Chromium. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { SENDER } from '../pipeline/stage.ts';
import { AppBrowser, graveOn, SIZES, widthOf } from './app-browser.ts';
import { type AppStage, openAppStage } from './app-stage.ts';
import { CHROMIUM } from './chromium.ts';

interface Shown {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly playbook: { readonly hash: string };
  readonly settings: Readonly<Record<string, unknown>>;
  readonly audience: unknown;
  readonly sender: { readonly dailyCap: number };
}

// There is none everywhere that the other tests run; where there is none, these say so by being skipped.
describe.skipIf(CHROMIUM === null)('campaigns', () => {
  let stage: AppStage;
  let browser: AppBrowser;
  beforeAll(async () => {
    AppBrowser.build();
    stage = await openAppStage({ people: 60 });
    browser = await AppBrowser.open(stage);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });
  const shown = async (campaign: string) => (await stage.stage.run('campaign show', { campaign })) as unknown as Shown;

  test('one is begun on those whom a filter names, by C and keys, and leads on to its page', async () => {
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, '/campaigns');
    await page.getByRole('button', { name: 'New campaign' }).waitFor();
    await page.keyboard.press('c');
    const dialog = page.getByRole('dialog', { name: 'New campaign' });
    await dialog.getByText('60 leads fit now.').waitFor();
    // Of the file that brought all of them, and no other.
    await dialog.getByText(/^Only leads of chosen files/).click();
    await dialog.getByLabel(/spring\.csv/).check();
    await dialog.getByText('60 leads fit now.').waitFor();
    const brought = (await stage.stage.run('import list')) as { imports: { id: string }[] };
    const ofFile = `lead.import == "${String(brought.imports[0]?.id)}"`;
    await browser.go(page, `/campaigns?draft=new&where=${encodeURIComponent(ofFile)}`);
    await dialog.getByText('60 leads fit now.').waitFor();
    // The address says so: a list of leads leads here with its filter.
    const where = 'lead.country == "US"';
    await browser.go(page, `/campaigns?draft=new&where=${encodeURIComponent(where)}`);
    const { total } = (await stage.stage.run('lead list', { where, count: true, limit: 1 })) as { total: number };
    await dialog.getByText(`${total} leads fit now.`).waitFor();
    expect(total).toBeLessThan(60);
    await dialog.getByText(/^Its \d+ settings$/).waitFor();
    await dialog.getByLabel('Name of the campaign').fill('Summer');
    await dialog.getByLabel('With any of these tags').fill('nobody-has-it');
    await dialog.getByLabel('Messages a day for each mailbox').fill('12');
    await dialog.getByText('0 leads fit now.').waitFor();
    await dialog.getByLabel('With any of these tags').fill('');
    await dialog.getByLabel('What you help with').fill('sell more');
    expect(await graveOn(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Create the draft' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Summer' }).waitFor();
    expect(await shown('Summer')).toMatchObject({
      ...{ state: 'draft', settings: { offer: 'sell more' }, sender: { dailyCap: 12 } },
      audience: { imports: [], tags: [], where, frozen: false },
    });
    // Nobody is in it yet: assessing comes first.
    await page.getByRole('button', { name: 'Assess' }).click();
    await page.getByText('Whatever changed is assessed.').waitFor();
    await page.getByText(`Audience: ${total} leads by stage`).waitFor();
    expect(browser.complaints).toEqual([]);
  });

  test('one like another is drafted; its settings change, and no step with them', async () => {
    const page = await browser.pageOf(stage.admin, { viewport: SIZES.phone });
    const spring = await shown('Spring outreach');
    await browser.go(page, `/campaigns/${spring.id}`);
    await page.getByRole('button', { name: 'More acts' }).click();
    await page.getByRole('menuitem', { name: 'Draft one like it' }).click();
    const dialog = page.getByRole('dialog', { name: 'A campaign like “Spring outreach”' });
    expect(await dialog.getByLabel('Name of the campaign').inputValue()).toBe('Spring outreach, copy');
    expect(await widthOf(page)).toBeLessThanOrEqual(SIZES.phone.width);
    expect(await graveOn(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Create the draft' }).click();
    await page.getByRole('heading', { level: 1, name: 'Spring outreach, copy' }).waitFor();
    const copy = await shown('Spring outreach, copy');
    expect(copy).toMatchObject({ playbook: spring.playbook, audience: spring.audience, sender: spring.sender });
    await page.getByRole('button', { name: 'More acts' }).click();
    await page.getByRole('menuitem', { name: 'Change settings' }).click();
    await page.getByRole('dialog').getByLabel('Countries you sell to').fill('DE');
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByText(/^Changed: \d+ differences?\.$/).waitFor();
    expect(await shown('Spring outreach, copy')).toMatchObject({ settings: { targetCountries: ['DE'] } });
    expect(await shown('Spring outreach')).toMatchObject({ settings: spring.settings });
    expect(browser.complaints).toEqual([]);
  });

  test('while it is a draft, the form that begins one changes whom it judges and who writes', async () => {
    const page = await browser.pageOf(stage.admin, { viewport: SIZES.phone });
    await stage.stage.run('campaign create', { name: 'To redraw', like: 'Spring outreach' });
    const before = await shown('To redraw');
    await browser.go(page, `/campaigns/${before.id}`);
    await page.getByRole('button', { name: 'More acts' }).click();
    await page.getByRole('menuitem', { name: 'Change audience and sender' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change audience and sender: To redraw' });
    expect(await dialog.getByLabel('Messages a day for each mailbox').inputValue()).toBe(
      String(before.sender.dailyCap),
    );
    await dialog.getByLabel('With any of these tags').fill('autumn, winter');
    await dialog.getByLabel('Who writes').fill('Bob Ray');
    await dialog.getByText('0 leads fit now.').waitFor();
    expect(await graveOn(page)).toEqual([]);
    expect(await widthOf(page)).toBeLessThanOrEqual(SIZES.phone.width);
    await dialog.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByText('Changed: 2 differences.').waitFor();
    await page.getByText('from Bob Ray').waitFor();
    expect(await shown('To redraw')).toMatchObject({
      audience: { ...(before.audience as object), tags: ['autumn', 'winter'] },
      sender: { ...before.sender, name: 'Bob Ray' },
    });
    // What was launched offers it no more.
    await browser.go(page, `/campaigns/${(await shown('Spring outreach')).id}`);
    await page.getByRole('button', { name: 'More acts' }).click();
    await page.getByRole('menuitem', { name: 'Change settings' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'Change audience and sender' }).count()).toBe(0);
    expect(browser.complaints).toEqual([]);
  });

  test('a playbook of one’s own is made from another, and a campaign is begun by its draft', async () => {
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, '/playbooks');
    await page.getByRole('button', { name: 'Make your own from “Acquisition”' }).click();
    const asked = page.getByRole('dialog', { name: 'Make your own from “Acquisition”' });
    await asked.getByLabel(/^Its name/).fill('our-outreach');
    await asked.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('heading', { level: 1, name: 'our-outreach' }).waitFor();
    await browser.go(page, '/campaigns?draft=new');
    const dialog = page.getByRole('dialog', { name: 'New campaign' });
    await dialog.getByLabel('Name of the campaign').fill('By our own');
    await dialog.getByLabel('Playbook').selectOption({ label: 'our-outreach, as in your draft' });
    await dialog.getByRole('button', { name: 'Create the draft' }).click();
    await page.getByRole('heading', { level: 1, name: 'By our own' }).waitFor();
    expect(await shown('By our own')).toMatchObject({ playbook: { name: 'our-outreach' } });
    expect(browser.complaints).toEqual([]);
  });

  test('one is called off by its name, and stands among those that are over', async () => {
    await stage.stage.run('campaign create', { name: 'Wrong list', like: 'Spring outreach' });
    const { id } = await shown('Wrong list');
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, `/campaigns/${id}`);
    await page.keyboard.press('Control+k');
    await page
      .getByPlaceholder(/Search/)
      .last()
      .fill('Call it off');
    await page.getByText('Call it off').last().click();
    const dialog = page.getByRole('dialog', { name: 'Call it off' });
    const go = dialog.getByRole('button', { name: 'Call it off' });
    expect(await go.isDisabled()).toBe(true);
    await dialog.getByLabel('Reason').fill('the wrong list');
    await dialog.getByLabel(/Wrong list/).fill('Wrong list');
    await go.click();
    await page.getByText('It is called off.').waitFor();
    expect((await shown('Wrong list')).state).toBe('cancelled');
    await browser.go(page, '/campaigns');
    const over = page.getByText('1 that is over');
    await over.click();
    await page.getByRole('link', { name: 'Wrong list' }).waitFor();
    expect(browser.complaints).toEqual([]);
    // Who may only look begins nothing.
    const viewer = await browser.pageOf(stage.viewer);
    await browser.go(viewer, '/campaigns?draft=new');
    await viewer.getByRole('link', { name: 'Spring outreach', exact: true }).waitFor();
    expect(await viewer.getByRole('dialog').count()).toBe(0);
    expect(await viewer.getByRole('button', { name: 'New campaign' }).count()).toBe(0);
  });

  test('the list tells how far each is and what came of it, as the operation does', async () => {
    const page = await browser.pageOf(stage.viewer);
    await browser.go(page, '/campaigns');
    const told = (await stage.stage.run('campaign results', { campaign: 'Spring outreach' })) as unknown as Record<
      string,
      number
    >;
    const card = page
      .getByRole('listitem')
      .filter({ has: page.getByRole('link', { name: 'Spring outreach', exact: true }) });
    const { audience = 0, enrolled = 0, over = 0, written = 0, replied = 0 } = told;
    await card.getByText(`${audience} in the audience`).waitFor();
    await card.getByText(`${over} of ${enrolled + over} have gone through`).waitFor();
    await card.getByText(`${written} people written to`).waitFor();
    expect(replied).toBeGreaterThan(0);
    const share = `${((100 * replied) / written).toFixed(1).replace(/\.0$/, '')}%`;
    expect(await card.getByText('Replied').textContent()).toBe(`Replied ${share}`);
    expect(browser.complaints).toEqual([]);
  });

  test('the pre-flight lists whose messages would have no words, and each leads to the page of the lead', async () => {
    const rows = Array.from(
      { length: 25 },
      (_, n) => `Wordless${n},w${n}@wordless.example,${n === 7 ? 'Paris' : ''},US,Software`,
    );
    const file = stage.stage.file('wordless.csv', `First Name,Email,City,Country,Industry\n${rows.join('\n')}\n`);
    await stage.stage.run('import', { file, basis: 'consent' });
    const playbook = writePlaybook(stage.stage.folder, { name: 'by-city', words: 'How is {{ lead.city }}?' });
    await stage.stage.run('campaign create', {
      ...SENDER,
      name: 'By city',
      playbook,
      where: 'lead.email.endsWith("@wordless.example")',
    });
    await stage.stage.run('assess', { campaign: 'By city' });
    const { id } = await shown('By city');
    const page = await browser.pageOf(stage.admin, { viewport: SIZES.phone });
    await browser.go(page, `/campaigns/${id}`);
    await page.getByRole('button', { name: 'Check now' }).click();
    const part = page.getByRole('region', { name: 'Messages without words' });
    await part.getByText('24 leads').waitFor();
    const whom = part.getByRole('list', { name: 'Leads whose messages would have no words' }).getByRole('listitem');
    expect(await whom.count()).toBe(20);
    await part.getByRole('button', { name: 'Show the first 24' }).click();
    expect(await whom.count()).toBe(24);
    expect(await part.getByText('Wordless7', { exact: true }).count()).toBe(0);
    expect(await graveOn(page)).toEqual([]);
    expect(await widthOf(page)).toBeLessThanOrEqual(SIZES.phone.width);
    await part.getByRole('link', { name: 'Wordless3', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Wordless3' }).waitFor();
    expect(browser.complaints).toEqual([]);
  });
});
