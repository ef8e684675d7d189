/**
 * The web app in Spanish, on a filled instance in a real browser: no screen shows a sentence of ours in English. Ours are the words of the app, those of
 * reason codes, and those of refusals, findings and mistakes; what people, playbooks and providers wrote stays as they wrote it. Skipped where
 * the machine has no Chromium.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REASONS } from '../../src/domain/reason.ts';
import { CONNECTIONS } from '../../src/domain/sentence/es/connections.ts';
import { SENTENCES } from '../../src/domain/sentence/in-spanish.ts';
import { RELEASE } from '../thorough.ts';
import { ROOT } from '../tidy/tree.ts';
import { AppBrowser } from './app-browser.ts';
import { seedOps } from './app-ops-seed.ts';
import { LEARNER, SELLER, seedParts } from './app-parts-seed.ts';
import { type AppStage, openAppStage } from './app-stage.ts';
import { CHROMIUM } from './chromium.ts';

type Dictionary = Readonly<Record<string, string>>;

async function wordsOfApp(): Promise<string[]> {
  const said: string[] = [];
  for (const file of readdirSync(join(ROOT, 'app/src/words/en'))) {
    const [english, spanish] = await Promise.all(
      ['en', 'es'].map(async (language) => {
        const found = (await import(join(ROOT, 'app/src/words', language, file))) as Record<string, Dictionary>;
        return Object.values(found)[0] ?? {};
      }),
    );
    said.push(...Object.entries(english ?? {}).flatMap(([name, text]) => (text === spanish?.[name] ? [] : [text])));
  }
  return said.flatMap((text) => text.split(' | '));
}

/** What a sentence says between its blanks, where that is enough to know it by: three words. */
function known(text: string): string[] {
  const parts = text.split(/\{\w+\}/).map((part) => part.trim());
  return parts.filter((part) => part.length >= 12 && part.split(' ').length >= 3);
}

async function englishOfOurs(): Promise<readonly string[]> {
  const reasons = Object.values(REASONS).flatMap(({ says, remedy }) => [says, remedy]);
  const told = Object.entries({ ...SENTENCES, ...CONNECTIONS }).filter(([english, spanish]) => english !== spanish);
  const all = [...(await wordsOfApp()), ...reasons, ...told.map(([english]) => english)].flatMap(known);
  // What begins with a command is a command in both.
  return [...new Set(all)].filter((text) => !/^(?:rekindle|--)/.test(text));
}

const SCREENS = [
  ...[
    '/',
    '/inbox',
    '/queue',
    '/queue?state=all',
    '/leads',
    `/leads/${LEARNER}`,
    `/leads/${SELLER}`,
    '/leads/ada@bolt.example',
  ],
  ...[
    '/leads/nobody@x.example',
    '/accounts',
    '/accounts/bolt.example',
    '/accounts/none.example',
    '/approvals',
    '/suppressions',
  ],
  ...[
    '/deliverability',
    '/settings',
    '/settings/connections',
    '/settings/health',
    '/routines?routine=harvest',
    '/campaigns',
    '/campaigns/none',
    '/playbooks/none',
  ],
];

// Skipped where the machine has no Chromium.
describe.skipIf(CHROMIUM === null)('the web app in Spanish', { timeout: 240_000, retry: 1 }, () => {
  let stage: AppStage;
  let browser: AppBrowser;
  let page: Page;
  let english: readonly string[];

  beforeAll(async () => {
    AppBrowser.build();
    stage = await openAppStage({ people: 30 });
    await seedOps(stage.stage);
    await seedParts(stage.stage);
    browser = await AppBrowser.open(stage);
    page = await browser.pageOf(stage.admin, { locale: 'es-ES' });
    english = await englishOfOurs();
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  const leftIn = (text: string) => english.filter((sentence) => text.includes(sentence));
  const shown = async () => page.locator('body').innerText();

  test('no screen says a sentence of ours in English', async () => {
    expect(english.length).toBeGreaterThan(1_500);
    const left: string[] = [];
    // The lead's page, where most is put together, and of the others each third, all of them before a release.
    for (const path of SCREENS.filter((one, at) => RELEASE || at % 3 === 0 || one === `/leads/${LEARNER}`)) {
      await browser.go(page, path);
      // What is asked for once the screen stands.
      await page.waitForLoadState('networkidle');
      left.push(...leftIn(await shown()).map((sentence) => `${path}: ${sentence}`));
    }
    expect(left).toEqual([]);
  });

  test('nor do a check before the launch, the doctor, and the form of a connection', async () => {
    const { campaigns } = (await stage.stage.run('campaign list')) as { campaigns: { id: string }[] };
    await browser.go(page, `/campaigns/${campaigns[0]?.id ?? ''}`);
    await page.getByRole('button', { name: 'Comprobar ahora' }).click();
    await page.getByText('los destinatarios pueden darse de baja').waitFor();
    const left = leftIn(await shown());
    await browser.go(page, '/settings/health');
    await page.getByRole('button', { name: 'Examinar' }).click();
    await page.getByText('nunca se pregunta al DNS').waitFor();
    left.push(...leftIn(await shown()));
    await browser.go(page, '/settings/connections');
    await page.getByRole('button', { name: 'Añadir conexión' }).first().click();
    await page.getByRole('combobox').first().click();
    await page.getByRole('option', { name: 'smtp' }).first().click();
    await page.getByText('servidor de correo').first().waitFor();
    left.push(...leftIn(await shown()));
    expect(left).toEqual([]);
  });

  test('nor does what an act is refused with', async () => {
    await browser.go(page, '/suppressions');
    await page.getByLabel('Dirección, número o @dominio').fill('nonsense');
    await page.getByLabel('Por qué, para constancia').fill('test');
    await page.getByRole('button', { name: 'No contactar nunca' }).click();
    await page.getByText('«nonsense» no es una dirección de correo, un dominio ni un teléfono').waitFor();
    expect(leftIn(await shown())).toEqual([]);
  });

  test('what comes next is said with the time beside it, and what happened by its kind', async () => {
    await browser.go(page, '/leads/sol@homes.example');
    await page.getByText('Paso «Día 0»').waitFor();
    await page.getByText('Respondió: dudoso').waitFor();
    const next = page.locator('.next-box', { hasText: 'Paso «Día 0»' });
    expect(await next.locator('time').count()).toBe(1);
    expect(await next.innerText()).not.toMatch(/\d{4}-\d\d-\d\dT/);
  });

  test('lists say codes in sentences, playbooks by their titles, and when a message in doubt was attempted', async () => {
    await browser.go(page, '/approvals');
    await page.getByText('El contacto está en otra campaña que no puede correr junto a esta.').waitFor();
    await browser.go(page, '/playbooks');
    await page.getByRole('link', { name: 'Depósito a plazo' }).waitFor();
    await page.getByText('Ofrece un depósito a plazo a clientes de un banco').waitFor();
    await browser.go(page, '/queue');
    const doubtful = page.locator('.item', { hasText: 'Se intentó' }).first();
    expect(await doubtful.locator('time').count()).toBe(2);
    expect(await doubtful.innerText()).toMatch(/Se intentó hace \d+ días · se pregunta de nuevo dentro de \d+ días/);
  });
});
