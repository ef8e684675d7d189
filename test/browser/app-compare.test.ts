/** Figures beside each other in a real browser: what a score was before, and two campaigns. Skipped where the machine has no Chromium. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppBrowser, graveOn, SIZES, widthOf } from './app-browser.ts';
import { type AppStage, openAppStage } from './app-stage.ts';
import { CHROMIUM } from './chromium.ts';

interface Standing {
  readonly score: number;
  readonly scoreBefore: number | null;
}
interface Listed {
  readonly id: string;
  readonly standing: Standing;
}

// Skipped where the machine has no Chromium.
describe.skipIf(CHROMIUM === null)('figures beside each other', { timeout: 120_000 }, () => {
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

  test('whose score changed has an arrow and by how much, in the list and on the page, in words too', async () => {
    const campaign = 'Spring outreach';
    const listed = async () =>
      (await stage.stage.run('lead list', { campaign, limit: 100 })).leads as unknown as readonly Listed[];
    const before = await listed();
    expect(before.every(({ standing }) => standing.scoreBefore === null)).toBe(true);
    const [one] = before.toSorted((a, b) => b.standing.score - a.standing.score);
    const lead = one?.id ?? '';
    await stage.stage.run('lead change', { lead, set: { title: 'Intern', employees: '2' } });
    await stage.stage.run('assess', { campaign });
    const after = (await listed()).find(({ id }) => id === lead)?.standing;
    expect(after?.scoreBefore).toBe(one?.standing.score);
    expect((await listed()).filter(({ standing }) => standing.scoreBefore !== null)).toHaveLength(1);
    const { score = 0, scoreBefore } = after ?? {};
    const fell = (scoreBefore ?? 0) - score;
    expect(fell).toBeGreaterThan(0);
    const says = `down by ${fell.toFixed(2)}, it was ${scoreBefore?.toFixed(2)}`;

    const page = await browser.pageOf(stage.admin);
    const { id } = await stage.stage.run('campaign show', { campaign });
    await browser.go(page, `/leads?campaign=${String(id)}&where=${encodeURIComponent(`id == "${lead}"`)}`);
    await page.getByRole('cell').getByText(says).waitFor();
    expect(await graveOn(page)).toEqual([]);
    await page.setViewportSize(SIZES.phone);
    await page.getByText(says).waitFor();
    expect(await widthOf(page)).toBeLessThanOrEqual(SIZES.phone.width);
    await browser.go(page, `/leads/${lead}`);
    await page.getByText(says).waitFor();
    const shown = await stage.stage.run('lead show', { lead });
    expect(shown).toMatchObject({ campaigns: [{ scoreBefore }] });
  });

  test('two campaigns are chosen by keys and stand side by side, in people, with what the shares are of', async () => {
    const page = await browser.pageOf(stage.viewer, { viewport: SIZES.phone });
    await browser.go(page, '/campaigns');
    await page.getByRole('checkbox', { name: 'Compare Spring outreach' }).press('Space');
    await page.getByText('Choose one more to compare it with.').waitFor();
    await page.getByRole('checkbox', { name: 'Compare Autumn, draft' }).press('Space');
    const table = page.getByRole('table', { name: 'Two campaigns compared' });
    await table.waitFor();
    await page.getByText('Shares are of those to whom something was sent.').waitFor();
    const { stage: it } = stage;
    const sent = (await it.run('message list', { state: 'sent', limit: 50 })).messages as unknown as {
      leadId: string;
    }[];
    await it.run('event record', {
      lead: sent.at(-1)?.leadId,
      kind: 'replied',
      text: "I'm interested, please call me.",
    });
    const [spring, autumn] = await Promise.all(
      ['Spring outreach', 'Autumn, draft'].map((campaign) => it.run('campaign results', { campaign })),
    );
    const left = `state IN ('sending', 'sent', 'delivered', 'bounced', 'unconfirmed') AND campaign_id = '${String(spring?.id)}'`;
    expect(spring?.written).toBe(it.count(`SELECT COUNT(DISTINCT lead_id) FROM message WHERE ${left}`));
    expect(Number(spring?.written)).toBeGreaterThan(5);
    expect(spring?.replied).toBe(
      it.count(
        `SELECT COUNT(DISTINCT lead_id) FROM event WHERE kind = 'replied' AND lead_id IN (SELECT lead_id FROM message WHERE ${left})`,
      ),
    );
    expect(Number(spring?.positive)).toBeGreaterThan(0);
    expect(autumn).toMatchObject({ written: 0, replied: 0, positive: 0, bounced: 0, hot: 0 });
    const cells = (name: string) =>
      table
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name }) })
        .getByRole('cell')
        .allTextContents();
    expect(await cells('Audience')).toEqual([String(spring?.audience), String(autumn?.audience)]);
    expect(await cells('Something was sent to')).toEqual([String(spring?.written), '0']);
    const share = ((100 * Number(spring?.replied)) / Number(spring?.written)).toFixed(1).replace(/\.0$/, '');
    expect(await cells('Replied')).toEqual([`${spring?.replied} ${share}%`, '0 –']);
    expect(await graveOn(page)).toEqual([]);
    expect(await widthOf(page)).toBeLessThanOrEqual(SIZES.phone.width);
    // The address says which.
    const other = await browser.pageOf(stage.admin);
    await other.goto(page.url());
    await other.getByRole('table', { name: 'Two campaigns compared' }).waitFor();
  });
});
