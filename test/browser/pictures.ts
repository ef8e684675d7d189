/**
 * The pictures that the README and docs show, made anew: `npm run pictures`. Of a made-up instance at a fixed time, so that they change
 * only where the app does. Needs Chromium.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ROOT } from '../tidy/tree.ts';
import { AppBrowser } from './app-browser.ts';
import { openAppStage } from './app-stage.ts';

const FOLDER = join(ROOT, 'docs/pictures');
const SIZE = { width: 1280, height: 800 };

AppBrowser.build();
const stage = await openAppStage({ people: 240 });
await stage.stage.run('workspace set-limits', { set: { 'email.campaignDay': '20' } });
const browser = await AppBrowser.open(stage);
const { campaigns } = (await stage.stage.run('campaign list')) as { campaigns: { id: string; name: string }[] };
const idOf = (name: string) => campaigns.find((one) => one.name.startsWith(name))?.id ?? '';
const { leads } = (await stage.stage.run('lead list', { campaign: idOf('Spring'), stage: 'enrolled', limit: 1 })) as {
  leads: { id: string }[];
};
const ready = (text: string) => (page: Page) => page.getByText(text).first().waitFor();
const PICTURES: readonly (readonly [name: string, path: string, wait: (page: Page) => Promise<void>])[] = [
  ['home', '/', async () => undefined],
  ['lead', `/leads/${leads[0]?.id}`, async () => undefined],
  [
    'editor',
    '/playbooks/acquisition?campaign=Spring%20outreach&view=canvas',
    (page) => page.locator('.react-flow__node').first().waitFor(),
  ],
  [
    'simulation',
    `/campaigns/${idOf('Autumn')}/simulation?days=30&seed=1&from=2026-03-13&assume=replied%3D0.1`,
    ready('Messages by day'),
  ],
];
mkdirSync(FOLDER, { recursive: true });
for (const [name, path, wait] of PICTURES) {
  const page = await browser.pageOf(stage.admin, { viewport: SIZE, reducedMotion: 'reduce' });
  await browser.go(page, path);
  await wait(page);
  // What fades in has.
  await page.waitForTimeout(600);
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  console.log(`docs/pictures/${name}.png`);
}
await browser.close();
await stage.close();
