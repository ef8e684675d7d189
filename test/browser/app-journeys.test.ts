/**
 * Days of a growth team in a real browser, from the first press to what it came to: a file to a launched campaign, fifty answers by keys
 * alone, why somebody got nothing, a hot lead that is handed over, a person who wants to be forgotten. Skipped where the machine has no Chromium.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reasonTextIn } from '../../src/domain/reason/in-language.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { type Row, SENDER } from '../pipeline/stage.ts';
import { AppBrowser, graveOn } from './app-browser.ts';
import { addressOf } from './app-people.ts';
import { type AppStage, openAppStage } from './app-stage.ts';
import { CHROMIUM } from './chromium.ts';
import { giveFile, tryFile } from './take-file.ts';

const REPLIES = 50;
const FILE = `First Name,Last Name,Email,Title,Company,Country,Industry,Employees,Annual Revenue,Tags
Olga,Brandt,olga@brandt-werke.example,VP Sales,Brandt Werke,DE,Software,180,24000000,spring
Pedro,Salas,pedro@salas.example,Head of Growth,Salas,ES,Software,80,6000000,spring
`;

// Skipped where the machine has no Chromium.
describe.skipIf(CHROMIUM === null)('a day of work in the web app', { timeout: 180_000, retry: 1 }, () => {
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

  test('a file is taken in, a campaign assessed, checked and launched', async () => {
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, '/imports');
    await giveFile(page, { name: 'autumn.csv', text: FILE });
    await tryFile(page);
    await page.getByText('2 rows would give').waitFor();
    // A list meant for something else must not get into a running campaign unsaid.
    await page.getByText(/^Live campaigns would judge them .*: Spring/).waitFor();
    await page.getByRole('button', { name: /^Take in \d+ leads?/ }).click();
    await page.getByText('2 rows read:').waitFor();
    await page.getByText(/^Live campaigns judge them .*: Spring/).waitFor();
    await browser.go(page, '/campaigns');
    await page.getByRole('link', { name: 'Autumn, draft' }).click();
    await page.getByRole('button', { name: 'Assess' }).click();
    await page.getByText('Whatever changed is assessed.').waitFor();
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText('Ready to launch.').waitFor();
    await page.getByRole('button', { name: 'Launch', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('Autumn, draft');
    await dialog.getByRole('button', { name: 'Launch', exact: true }).click();
    await page.getByText('It is launched.').waitFor();
    const { campaigns } = (await stage.stage.run('campaign list')) as { campaigns: { name: string; state: string }[] };
    expect(campaigns.find(({ name }) => name === 'Autumn, draft')?.state).toBe('live');
    expect(browser.complaints).toEqual([]);
  });

  test('fifty answers are seen to by keys alone', async () => {
    for (let n = 0; n < REPLIES; n++) {
      await stage.stage.run('event record', {
        lead: addressOf(8 + n),
        kind: 'replied',
        text: `Answer ${n}, thank you`,
      });
    }
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, '/inbox');
    const chosen = page.locator('.mail-here');
    await chosen.waitFor();
    await page.keyboard.press('a');
    await page.getByText('It is yours.').first().waitFor();
    const here = () => page.evaluate<string>("document.querySelector('.mail-here')?.textContent ?? ''");
    let seen = 0;
    for (let text = await here(); text !== '' && seen < REPLIES + 20; seen++) {
      await page.keyboard.press('e');
      await expect.poll(here, { timeout: 5_000 }).not.toBe(text);
      text = await here();
    }
    await page.getByText('Nobody waits').waitFor();
    expect(seen).toBeGreaterThanOrEqual(REPLIES);
    expect((await stage.stage.run('reply list', { state: 'open' })).replies).toEqual([]);
  });

  test('why somebody got nothing stands on their page, three presses from the campaign', async () => {
    const page = await browser.pageOf(stage.viewer);
    await browser.go(page, '/campaigns');
    await page.getByRole('link', { name: 'Spring outreach' }).click();
    await page
      .getByRole('link', { name: /^In review/ })
      .first()
      .click();
    await page.locator('[role=row] .row-link').first().click();
    await page.getByText('Why it stands here').first().waitFor();
    expect(await page.locator('details.why li').count()).toBeGreaterThan(0);
    expect(browser.complaints).toEqual([]);
  });

  test('the reasons on a lead’s page are in the language of the page, and asked for anew when it changes', async () => {
    const page = await browser.pageOf(stage.viewer, { locale: 'es-ES' });
    const { leads } = (await stage.stage.run('lead list', {
      campaign: 'Spring outreach',
      stage: 'review',
      limit: 1,
    })) as {
      leads: { id: string }[];
    };
    const sentences = async () => {
      await page.locator('details.why li').first().waitFor({ state: 'attached' });
      const codes = await page.locator('details.why li > code').allTextContents();
      return { codes, says: await page.locator('details.why li > span:first-child').allTextContents() };
    };
    const wanted = (language: 'en' | 'es', codes: string[]) => codes.map((code) => reasonTextIn(language, code).says);
    await browser.go(page, `/leads/${leads[0]?.id ?? ''}`);
    await page.getByText('Por qué está aquí').first().waitFor();
    const spanish = await sentences();
    expect(spanish.codes.length).toBeGreaterThan(0);
    expect(spanish.says).toEqual(wanted('es', spanish.codes));
    await page.getByRole('button', { name: /idioma/ }).click();
    await page.getByRole('menuitem', { name: 'English' }).click();
    await page.getByText('Why it stands here').first().waitFor();
    await expect.poll(async () => (await sentences()).says).toEqual(wanted('en', spanish.codes));
    expect(browser.complaints).toEqual([]);
  });

  test('a person is forgotten once their name is typed, and is nowhere after', async () => {
    const who = addressOf(33);
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, `/leads/${encodeURIComponent(who)}`);
    await page.getByRole('button', { name: 'More acts' }).click();
    await page.getByRole('menuitem', { name: 'Forget this person…' }).click();
    const dialog = page.getByRole('dialog');
    const go = dialog.getByRole('button', { name: 'Forget them' });
    expect(await go.isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill(who);
    await go.click();
    await page.waitForURL(/\/leads(\?|$)/);
    await expect(stage.stage.run('lead show', { lead: who })).rejects.toThrow('was erased');
    expect(((await stage.stage.run('erasure list')).erasures as unknown[]).length).toBe(1);
  });

  test('somebody who is hot is handed over: why, until when, claimed once, done', async () => {
    const path = writePlaybook(stage.stage.folder, {
      name: 'hot',
      steps: ['{ kind: task, id: call, day: 9, title: Call }'],
    });
    const file = join(path, 'playbook.yaml');
    const own = '    title: Fast\n    reactions:\n      - { on: "signal:hot", then: hand-off, to: sales }\n';
    writeFileSync(file, readFileSync(file, 'utf8').replace('    title: Fast\n', own));
    const email = 'hetty@hot.example';
    const set = { email, firstName: 'Hetty', lastName: 'Heath', country: 'US', industry: 'Software', tags: 'hot' };
    await stage.stage.run('lead add', { set, basis: 'consent' });
    const audience = { playbook: path, where: '"hot" in lead.tags' };
    await stage.stage.run('campaign create', { ...SENDER, name: 'hot', ...audience });
    await stage.stage.run('assess', { campaign: 'hot' });
    await stage.stage.run('campaign launch', { campaign: 'hot' });
    const clock = { within: 15, escalate: 'boss@team.example' };
    await stage.stage.run('team set', { name: 'sales', member: [stage.admin.email], ...clock });
    const text = "I'm interested, please call me";
    await stage.stage.run('event record', { lead: email, kind: 'replied', text });

    const page = await browser.pageOf(stage.admin);
    await browser.go(page, '/');
    await page.getByRole('link', { name: /1 hot lead open/ }).click();
    await page.getByText(/goes on in 15 min/).waitFor();
    await page.getByText('Why, and what was said').click();
    await page.getByText(/signal “hot”/).waitFor();
    await page.getByText(/please call me/).waitFor();
    expect(await graveOn(page)).toEqual([]);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/handoffs.png` });
    await page.getByRole('button', { name: 'I see to it' }).click();
    await page.getByText('It is yours; its clock stops.').waitFor();
    const [claimed] = (await stage.stage.run('handoff list')).handOffs as Row[];
    expect(claimed).toMatchObject({ state: 'claimed', claimedBy: expect.stringContaining('ann'), escalatesAt: null });
    await page.getByRole('button', { name: 'Done', exact: true }).click();
    await page.getByText('Done.', { exact: true }).waitFor();
    expect((await stage.stage.run('handoff list')).handOffs).toMatchObject([{ state: 'done' }]);
    expect(browser.complaints).toEqual([]);
  });
});
