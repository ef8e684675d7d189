/**
 * The opt-out pages as people have them: in a real browser, on a phone, without scripts, worked by keys alone. Skipped where the
 * machine has no Chromium.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildHttp } from '../../src/http/app.ts';
import { CHROMIUM, openPage, type Page } from './chromium.ts';

const NARROW = '[document.documentElement.scrollWidth, innerWidth].join()';
/** Smallest side of everything that a finger must hit. */
const TARGET =
  "Math.min(...[...document.querySelectorAll('button,label,a')].map((one) => one.getBoundingClientRect().height))";

// Skipped where the machine has no Chromium.
describe.skipIf(CHROMIUM === null)('in a browser, on a phone, without scripts', { timeout: 60_000 }, () => {
  let page: Page;
  let address: string;
  let app: ReturnType<typeof buildHttp>;
  const wishes: (string | null)[] = [];

  async function open(languages: string): Promise<void> {
    app = buildHttp({
      unsubscribe: async (_, way, choice) => {
        wishes.push(`${way} ${choice}`);
        return choice === 'phone' || choice === 'campaign' || choice === 'everything' ? choice : 'email';
      },
      describe: async () => ({
        name: 'A company whose name is rather long, Incorporated',
        by: 'email',
        ofCampaign: true,
      }),
      health: () => ({}),
      ready: async () => ({ ready: true }),
    });
    address = await app.listen({ host: '127.0.0.1', port: 0 });
    page = await openPage(languages);
    await page.go(`${address}/u/token`);
  }

  beforeEach(() => void wishes.splice(0));
  afterEach(async () => {
    await page.close();
    await app.close();
  });

  /** Kept where somebody wants to look: REKINDLE_PICTURES names a folder. */
  async function keep(name: string): Promise<void> {
    const folder = process.env.REKINDLE_PICTURES;
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.png`), await page.picture());
  }

  test('one button, one key to it, one to press it', async () => {
    await open('en');
    await keep('ask');
    expect(await page.value(NARROW)).toBe('360,360');
    expect(await page.value(TARGET)).toBeGreaterThanOrEqual(44);
    expect(wishes).toEqual([]);
    await page.press('Tab');
    expect(await page.value('document.activeElement.innerText')).toBe('Unsubscribe');
    expect(await page.value('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    await page.press('Enter');
    await page.says('You are unsubscribed');
    expect(wishes).toEqual(['page null']);
    await keep('done');
    expect(await page.value(NARROW)).toBe('360,360');
  });

  test('choices, by keys alone, in Spanish', async () => {
    await open('es-MX');
    await page.says('¿No quiere recibir más estos correos?');
    for (const key of ['Tab', 'Tab', 'Enter'] as const) await page.press(key);
    await page.says('¿Qué debe terminar?');
    await keep('choose');
    expect(await page.value(NARROW)).toBe('360,360');
    expect(await page.value(TARGET)).toBeGreaterThanOrEqual(44);
    await page.press('Tab');
    expect(await page.value('document.activeElement.value')).toBe('email');
    await page.press('ArrowDown');
    expect(await page.value('document.activeElement.value')).toBe('phone');
    expect(wishes).toEqual([]);
    for (const key of ['Tab', 'Enter'] as const) await page.press(key);
    await page.says('Los mensajes y llamadas han terminado');
    expect(wishes).toEqual(['page phone']);
  });

  test('asks nobody else for anything, and keeps nothing', async () => {
    await open('en');
    await page.go(`${address}/u/token?choose`);
    const others = page.asked.filter((url) => !url.startsWith(`${address}/u/token`));
    expect(others.filter((url) => url !== 'about:blank' && !url.endsWith('/favicon.ico'))).toEqual([]);
    expect(await page.value('document.cookie')).toBe('');
    expect(await page.value('getComputedStyle(document.querySelector("button")).backgroundColor')).toBe(
      'rgb(26, 86, 219)',
    );
  });
});
