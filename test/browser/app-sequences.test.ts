/**
 * Whole sequences in the editor, in a real browser: made, copied, renamed and removed by keys; who is in them is told before, and what becomes
 * of them once it is published. Skipped where the machine has no Chromium.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppBrowser, graveOn, SIZES, widthOf } from './app-browser.ts';
import { peopleFile } from './app-people.ts';
import { type AppStage, NOW, openAppStage } from './app-stage.ts';
import { CHROMIUM } from './chromium.ts';

const EDITOR = '/playbooks/acquisition?campaign=Spring%20outreach';
const DAY_MS = 86_400_000;

// Skipped where the machine has no Chromium.
describe.skipIf(CHROMIUM === null)('whole sequences', { timeout: 240_000 }, () => {
  let stage: AppStage;
  let browser: AppBrowser;

  beforeAll(async () => {
    AppBrowser.build();
    stage = await openAppStage({ people: 40 });
    browser = await AppBrowser.open(stage);
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  async function open(page: Page, path: string, word = 'Whole sequence…'): Promise<void> {
    await browser.go(page, path);
    await page.locator('.step').first().waitFor();
    await page.getByRole('button', { name: word }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.sequence-acts form').waitFor();
  }
  const filesOf = async () =>
    ((await stage.stage.run('draft show', { playbook: 'acquisition' })) as { files: Record<string, string> }).files;
  /** People under way, by the sequence that they are in. */
  async function underWay(): Promise<Record<string, number>> {
    const words = { campaign: 'Spring outreach', where: 'state != "ended"', limit: 500 };
    const { enrollments } = await stage.stage.run('enrollment list', words);
    const names = (enrollments as { sequence: string }[]).map(({ sequence }) => sequence);
    return Object.fromEntries([...new Set(names)].map((name) => [name, names.filter((one) => one === name).length]));
  }

  test('one is made, copied and renamed by keys alone; a name that cannot be is told at its field; undo takes all of it back', async () => {
    await stage.stage.run('draft drop', { playbook: 'acquisition' });
    const page = await browser.pageOf(stage.admin);
    await open(page, EDITOR);
    // The field has the focus: whoever asked for it types.
    await page.keyboard.type('Very Hot');
    await page.getByText('Small letters, digits and hyphens').waitFor();
    await page.keyboard.press('Enter');
    expect(await page.locator('.sequence-acts form').count()).toBe(1);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('regular-nurture');
    await page.getByText('There is one of this name already').waitFor();
    expect(await graveOn(page)).toEqual([]);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('very-hot');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Very hot');
    await page.keyboard.press('Enter');
    await page.getByText('very-hot is made').waitFor();
    await page.waitForURL(/sequence=very-hot/);
    await page.getByLabel('Sequence', { exact: true }).waitFor();
    expect(await page.locator('.step').count()).toBe(1);
    const whole = page.getByRole('button', { name: 'Whole sequence…' });
    await expect.poll(() => whole.evaluate((it) => it === it.ownerDocument.activeElement)).toBe(true);

    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Duplicate', exact: true }).press('Enter');
    await page.getByRole('form', { name: 'Duplicate' }).waitFor();
    await page.keyboard.type('hotter');
    await page.keyboard.press('Enter');
    await page.waitForURL(/sequence=hotter/);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Rename', exact: true }).first().press('Enter');
    await page.getByRole('form', { name: 'Rename' }).waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('hottest');
    await page.keyboard.press('Enter');
    await page.waitForURL(/sequence=hottest/);
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByText('The draft is saved').waitFor();
    const { 'playbook.yaml': text = '' } = await filesOf();
    expect(text).toContain('  very-hot:\n    title: Very hot\n    steps:\n      - { kind: email, day: 0, template: ');
    expect(text).toContain('  hottest:\n    title: hotter\n    steps:\n');
    for (let n = 0; n < 3; n++) await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
    await page.getByRole('button', { name: 'Save draft' }).click();
    await expect.poll(async () => (await filesOf())['playbook.yaml']).not.toContain('hot:\n    title: Very');
  });

  test('a step is copied into another sequence, duplicated and switched off by keys; each is taken back', async () => {
    await stage.stage.run('draft drop', { playbook: 'acquisition' });
    const page = await browser.pageOf(stage.admin);
    await browser.go(page, `${EDITOR}&sequence=aggressive-close&step=email-0`);
    const steps = page.locator('.step-list .step');
    await expect.poll(() => steps.count()).toBe(5);
    await page.getByRole('button', { name: 'Copy', exact: true }).press('Enter');
    await page.getByText('Step email-0 is copied.').waitFor();
    await page.getByLabel('Sequence', { exact: true }).selectOption('cold-outreach');
    await page.locator('.step-face').nth(1).press('Enter');
    await page.getByRole('button', { name: 'Paste after' }).press('Enter');
    await expect.poll(() => steps.count()).toBe(6);
    // The same words under a name of its own.
    expect(await steps.nth(2).textContent()).toContain('hot-1-call-request');
    await page.locator('.step-face').nth(2).press('Enter');
    await page.getByLabel('Name of the step').waitFor();
    expect(await page.getByLabel('Name of the step').inputValue()).toBe('email-0-2');
    await page.getByRole('button', { name: 'Duplicate', exact: true }).press('Enter');
    await expect.poll(() => steps.count()).toBe(7);
    await page.getByRole('button', { name: 'Switch off' }).press('Enter');
    await steps.nth(2).getByText('Switched off: everybody passes it over').waitFor();
    expect(await page.getByLabel('Only when (condition)').inputValue()).toBe('false');
    expect(await graveOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Switch on' }).press('Enter');
    await steps.nth(2).getByText('Switched off').waitFor({ state: 'detached' });
    for (let n = 0; n < 4; n++) await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(await steps.count()).toBe(5);
  });

  test('removed, another one stands in its place, or none, and whom that leaves waiting is told; it fits a phone, in Spanish too', async () => {
    await stage.stage.run('draft drop', { playbook: 'acquisition' });
    const page = await browser.pageOf(stage.admin, { viewport: SIZES.phone, locale: 'es-ES' });
    await open(page, `${EDITOR}&sequence=regular-nurture`, 'Secuencia entera…');
    const acts = page.locator('.sequence-acts');
    await acts.getByRole('button', { name: 'Quitar', exact: true }).press('Enter');
    await acts.getByText('La nombran: el nivel Templado').waitFor();
    await acts.getByText(/en curso la siguen hasta el final de todos modos/).waitFor();
    await acts.getByText('esperan y no reciben nada').waitFor();
    expect(await widthOf(page)).toBeLessThanOrEqual(SIZES.phone.width);
    expect(await graveOn(page)).toEqual([]);
    await acts.getByLabel('Estos llevan, en su lugar, a').selectOption('long-term-nurture');
    await acts.getByRole('button', { name: 'Quitar regular-nurture' }).press('Enter');
    await page.waitForURL(/sequence=long-term-nurture/);
    await page.getByRole('button', { name: 'Guardar borrador' }).click();
    await expect.poll(async () => (await filesOf())['playbook.yaml']).toContain('warm: long-term-nurture');
    const { 'playbook.yaml': text = '' } = await filesOf();
    expect(text).not.toContain('regular-nurture');
    const checked = await stage.stage.run('draft check', {
      ...{ playbook: 'acquisition', campaign: 'Spring outreach', moves: true },
    });
    expect(checked).toMatchObject({ ok: true });
    const { sequences } = checked.moves as { sequences: { sequence: string; becomes: string; underWay: number }[] };
    const gone = sequences.find(({ sequence }) => sequence === 'regular-nurture');
    expect(gone).toMatchObject({ becomes: 'gone', underWay: (await underWay())['regular-nurture'] ?? 0 });
  });

  test('renamed, what names it goes along; who is in it is told before, goes on to its end, and nobody is left behind', async () => {
    await stage.stage.run('draft drop', { playbook: 'acquisition' });
    const { 'regular-nurture': n = 0 } = await underWay();
    expect(n).toBeGreaterThan(0);
    const page = await browser.pageOf(stage.admin);
    await open(page, `${EDITOR}&sequence=regular-nurture`);
    await page.getByRole('button', { name: 'Rename', exact: true }).click();
    const form = page.getByRole('form', { name: 'Rename' });
    await form.getByText(`${n} under way go on to its end under the old name`).waitFor();
    await form.getByText(/Changed along with it: the tier Warm, scenarios\//).waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('nurture-now');
    await page.keyboard.press('Enter');
    await page.waitForURL(/sequence=nurture-now/);
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByText('The draft is saved').waitFor();
    const files = await filesOf();
    expect(files['playbook.yaml']).toContain('warm: nurture-now');
    expect(Object.values(files).join('\n')).not.toMatch(/sequence: regular-nurture/);
    await page.getByText('Check and publish').click();
    const told = page.getByRole('list', { name: 'By sequence' });
    await told.getByText('is called nurture-now from now on.').waitFor();
    const row = told.getByRole('listitem').filter({ hasText: 'regular-nurture' });
    expect(await row.textContent()).toContain(`${n} go on in it to its end`);
    expect(await graveOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('Published.').waitFor();

    expect(browser.complaints).toEqual([]);
    // Her session ends while these weeks pass.
    await page.context().close();

    // Who comes now begins under the new name; who was under way goes on under the old one, to an end like everybody's.
    await stage.stage.run('import', { file: stage.stage.file('more.csv', peopleFile(80)) });
    await stage.stage.run('assess', { campaign: 'Spring outreach' });
    const { 'regular-nurture': old, 'nurture-now': fresh = 0 } = await underWay();
    expect(old).toBe(n);
    expect(fresh).toBeGreaterThan(0);
    await stage.stage.liveUntil(NOW + 90 * DAY_MS);
    const { enrollments } = await stage.stage.run('enrollment list', {
      ...{ campaign: 'Spring outreach', limit: 500, where: 'sequence in ["regular-nurture", "nurture-now"]' },
    });
    const ends = (enrollments as { state: string; reason: { code: string } | null }[]).map(
      ({ state, reason }) => `${state} ${reason?.code ?? ''}`,
    );
    expect(ends.length).toBeGreaterThanOrEqual(n + fresh);
    expect(new Set(ends)).toContain('ended completed');
    expect(ends.filter((one) => !one.startsWith('ended'))).toEqual([]);
  });
});
