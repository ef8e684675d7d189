/**
 * Logging in by an identity provider in a real browser: the button, the way there and back to the page that was asked for, and what is said
 * to whoever is turned away. Skipped where the machine has no Chromium.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort, type House, openHouse } from '../login/house.ts';
import { openProvider, type TestProvider } from '../login/provider.ts';
import { ROOT } from '../tidy/tree.ts';
import { AppBrowser, graveOn } from './app-browser.ts';
import { CHROMIUM } from './chromium.ts';

const ANN = 'ann@acme.example';

// Skipped where the machine has no Chromium.
describe.skipIf(CHROMIUM === null)('logging in by an identity provider', { timeout: 120_000, retry: 2 }, () => {
  let provider: TestProvider;
  let house: House;
  let browser: AppBrowser;

  beforeAll(async () => {
    AppBrowser.build();
    const port = await freePort();
    provider = await openProvider({ back: `http://127.0.0.1:${port}/api/v1/login/oidc/back` });
    // A browser lets go of cookies that are over by its own clock.
    house = await openHouse(port, provider.issuer, {}, { web: join(ROOT, 'app/dist'), start: Date.now() });
    provider.accounts.set('sub-ann', { email: ANN, email_verified: true });
    provider.accounts.set('sub-eve', { email: 'eve@acme.example', email_verified: true });
    await house.stage.run('user add', { email: ANN, role: 'admin', name: 'Ann', everywhere: true });
    browser = await AppBrowser.open(house);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await house.close();
    await provider.close();
  });

  test('the button leads to the provider and back to the page that was asked for', async () => {
    provider.who = 'sub-ann';
    const page = await browser.pageOf(null, { now: null });
    await page.goto(`${house.url}/leads?q=smith`);
    const button = page.getByRole('link', { name: 'Continue with Acme' });
    await button.waitFor();
    expect(await graveOn(page)).toEqual([]);
    await button.click();
    await page.getByRole('heading', { level: 1, name: 'Leads' }).waitFor();
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/leads?q=smith');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Leads' }).waitFor();
    expect(browser.complaints).toEqual([]);
  });

  test('who is turned away is told why in their language, and goes on by password to the same page', async () => {
    provider.who = 'sub-eve';
    const page = await browser.pageOf(null, { now: null, locale: 'es-ES' });
    await page.goto(`${house.url}/inbox`);
    await page.getByRole('link', { name: 'Continuar con Acme' }).click();
    await page.getByRole('alert').filter({ hasText: 'Nadie con su correo fue añadido aquí' }).waitFor();
    const { password } = await house.stage.run('user reset', { email: ANN });
    await page.getByLabel('Correo').fill(ANN);
    await page.getByLabel(/^Contraseña/).fill(String(password));
    await page.getByRole('button', { name: 'Entrar' }).click();
    await page.waitForURL(`${house.url}/inbox`);
  });
});
