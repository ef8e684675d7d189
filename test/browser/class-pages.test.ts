/**
 * The class as people have it: in a real browser, on a phone, without scripts, worked by keys alone, on the real engine. Skipped where
 * the machine has no Chromium.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { publicHouse } from '../../src/engine/serve/public-house.ts';
import { buildHttp } from '../../src/http/app.ts';
import { openStage, SENDER, type Stage } from '../pipeline/stage.ts';
import { ROOT } from '../tidy/tree.ts';
import { CHROMIUM, openPage, type Page } from './chromium.ts';

const NARROW = '[document.documentElement.scrollWidth, innerWidth].join()';
/** Smallest side of everything that a finger must hit. */
const TARGET =
  "Math.min(...[...document.querySelectorAll('button,label,a')].map((one) => one.getBoundingClientRect().height))";

// Skipped where the machine has no Chromium.
describe.skipIf(CHROMIUM === null)('a class in a browser, on a phone, without scripts', { timeout: 120_000 }, () => {
  let stage: Stage;
  let page: Page;
  let app: ReturnType<typeof buildHttp>;
  let address: string;

  beforeEach(async () => {
    stage = await openStage();
    app = buildHttp(publicHouse(stage.engine, () => true));
    const people = 'First Name,Email,Country\nAnn,ann@acme.example,US\n';
    await stage.run('import', { file: stage.file('leads.csv', people), basis: 'consent' });
    await stage.run('campaign create', { ...SENDER, name: 'class', playbook: join(ROOT, 'playbooks/cold-class') });
    const { url } = await stage.run('class invite', { lead: 'ann@acme.example', sent: true });
    address = `${await app.listen({ host: '127.0.0.1', port: 0 })}${new URL(String(url)).pathname}`;
    page = await openPage('en');
  }, 60_000);
  afterEach(async () => {
    await page.close();
    await app.close();
    await stage.close();
  }, 60_000);

  /** Kept where somebody wants to look: REKINDLE_PICTURES names a folder. */
  async function keep(name: string): Promise<void> {
    const folder = process.env.REKINDLE_PICTURES;
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.png`), await page.picture());
  }

  /** By keys alone: on to what holds this text or value. */
  async function tabTo(text: string): Promise<void> {
    const said =
      "((one) => [one.innerText, one.value, one.closest('label')?.innerText].join(' '))(document.activeElement)";
    for (let i = 0; i < 40; i++) {
      await page.press('Tab');
      if (String(await page.value(said)).includes(text)) return;
    }
    throw new Error(`nothing that says “${text}” can be reached by keys`);
  }

  async function fits(): Promise<void> {
    expect(await page.value(NARROW)).toBe('360,360');
    expect(await page.value(TARGET)).toBeGreaterThanOrEqual(44);
  }

  test('from the list to a lesson, its questions and its end, and back again, by keys alone', async () => {
    await page.go(address);
    await page.says('0 of 9 sections done');
    await keep('class-list');
    await fits();
    await tabTo('Begin: What is AI?');
    await page.press('Enter');
    await page.says('Answer the questions to finish the section.');
    await keep('class-lesson');
    await fits();
    await tabTo('A machine that thinks');
    await page.press('ArrowDown');
    await tabTo('Answer (3 tries left)');
    await page.press('Enter');
    await page.says('Right: Programs that do tasks');
    await tabTo('No AI, since it has no face');
    await page.press('ArrowDown');
    await tabTo('Answer (3 tries left)');
    await page.press('Enter');
    await page.says('I am done with this section');
    await keep('class-answered');
    await tabTo('I am done with this section');
    await page.press('Enter');
    await page.says('Next: How machines learn');
    await keep('class-done');
    await fits();
    await tabTo('Do this section anew');
    await page.press('Enter');
    await page.says('Go back to “What is AI?”?');
    await keep('class-back');
    await fits();
    expect(stage.count('SELECT COUNT(*) FROM class_progress')).toBe(1);
    await tabTo('Yes, go back');
    await page.press('Enter');
    await page.says('Answer the questions to finish the section.');
    expect(stage.count('SELECT COUNT(*) FROM class_progress')).toBe(0);
  });

  test('asks nobody else for anything, and keeps nothing', async () => {
    await page.go(address);
    await page.says('0 of 9 sections done');
    const own = new URL(address).origin;
    expect(page.asked.filter((url) => !url.startsWith(own))).toEqual([]);
    expect(await page.value('document.cookie')).toBe('');
  });
});
