/**
 * How soon what happens is on the screen, in a real browser: at five hundred events a second, of a lead that is hot, of a mailbox that stops
 * by itself; and how soon after its command an instance is of use. Before a release; prints what it measured. Skipped where there is no Chromium.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeLeads } from '../../bench/data.ts';
import { recordTogether } from '../../src/engine/react/together.ts';
import { type EventReport, recordEvents } from '../../src/engine/react.ts';
import { keepWebhooks } from '../../src/engine/webhooks/keep.ts';
import { bestOf, SLACK, told, within } from '../figures.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { Shell } from '../shell/rekindle.ts';
import { RELEASE } from '../thorough.ts';
import { AppBrowser, logIn, OWN_PORT, serve } from './app-browser.ts';
import { hotAddress, launched, seedHot } from './app-hot-seed.ts';
import { addressOf } from './app-people.ts';
import { type AppStage, openAppStage } from './app-stage.ts';
import { CHROMIUM } from './chromium.ts';

const EVENTS_A_SECOND = 500;
/** So many are told together, as a provider's webhook does. */
const TOGETHER = 25;
const GUARDED = 'guard@sender.example';

// Skipped where the machine has no Chromium, and but before a release: what is measured is time.
describe.skipIf(CHROMIUM === null || !RELEASE)('what happens, on the screen', { timeout: 180_000 }, () => {
  let stage: AppStage;
  let browser: AppBrowser;
  let keeping: Promise<void>;
  const over = new AbortController();

  beforeAll(async () => {
    AppBrowser.build();
    stage = await openAppStage({ people: 120 });
    await seedHot(stage);
    await seedGuarded(stage);
    // As `serve` does: what happened gets its place.
    keeping = keepWebhooks(stage.stage.engine, over.signal);
    browser = await AppBrowser.open(stage);
  }, 240_000);
  afterAll(async () => {
    over.abort();
    await keeping;
    await browser.close();
    await stage.close();
  });

  const live = async (path: string) => {
    const page = await browser.pageOf(stage.admin, { now: null });
    page.setDefaultTimeout(15_000);
    await browser.go(page, path);
    await page.locator('.pulse').filter({ hasText: 'Live' }).waitFor();
    return page;
  };
  const replied = (lead: string, text: string) => stage.stage.run('event record', { lead, kind: 'replied', text });

  test('at five hundred events a second an answer is on the screen within a second', async () => {
    const page = await live('/inbox');
    const storm = new Storm(stage);
    const waits: number[] = [];
    await pause(1_000);
    for (let n = 0; n < 7; n++) {
      const text = `In the middle of it, ${n}`;
      const began = performance.now();
      await replied(addressOf(30 + n), text);
      await page.getByText(text).first().waitFor();
      waits.push(performance.now() - began);
    }
    const rate = await storm.over();
    told('events a second meanwhile', rate);
    told('the slowest of seven answers, ms', Math.max(...waits));
    within('an answer among them, the median', waits.sort((a, b) => a - b)[3] as number, 1_000);
    expect(rate).toBeGreaterThan(EVENTS_A_SECOND / SLACK);
    expect(browser.complaints).toEqual([]);
  });

  test('whoever is hot is in the list of hand-offs within two seconds', async () => {
    const page = await live('/handoffs');
    let n = 0;
    const shown = await bestOf(3, async () => {
      const before = await page.locator('.item').count();
      const began = performance.now();
      await replied(hotAddress(n), "I'm interested, please call me");
      n += 1;
      await expect.poll(() => page.locator('.item').count(), { interval: 20, timeout: 15_000 }).toBe(before + 1);
      return performance.now() - began;
    });
    within('signal to hot list', shown, 2_000);
  });

  test('a mailbox that stops by itself is shown as stopped within a second', async () => {
    const page = await live('/deliverability');
    const row = page.getByRole('row').filter({ hasText: GUARDED });
    await row.getByText('Sends', { exact: false }).first().waitFor();
    await comeBack(stage, 8);
    stage.stage.clock.moveTo(stage.stage.clock.now() + 1_000);
    const began = performance.now();
    await stage.stage.run('routine run', { name: 'watch' });
    await row.getByText(/came back/).waitFor();
    within('a mailbox that stops by itself', performance.now() - began, 1_000);
  });
});

// Skipped where the machine has no Chromium, and but before a release: what is measured is time.
describe.skipIf(CHROMIUM === null || !RELEASE)('an instance that begins', { timeout: 240_000 }, () => {
  test('the first useful screen is there within a minute of the command', async () => {
    AppBrowser.build();
    using shell = new Shell();
    shell.write('rekindle.yaml', OWN_PORT);
    const began = performance.now();
    const served = await serve(shell);
    const browser = await AppBrowser.open(served);
    try {
      const page = await browser.pageOf(null, { now: null });
      await logIn(page, served.url, served.admin);
      await page.getByRole('link', { name: 'Begin' }).click();
      await page.getByRole('button', { name: 'Load sample data' }).waitFor();
      within('from no instance to its first steps', performance.now() - began, 60_000);
    } finally {
      await browser.close();
    }
  });
});

// Skipped where the machine has no Chromium, and but before a release: what is measured is time.
describe.skipIf(CHROMIUM === null || !RELEASE)('long work of an instance that serves', { timeout: 400_000 }, () => {
  let shell: Shell;
  let browser: AppBrowser;
  let page: Page;
  beforeAll(async () => {
    AppBrowser.build();
    shell = new Shell();
    shell.write('rekindle.yaml', OWN_PORT);
    const served = await serve(shell);
    browser = await AppBrowser.open(served);
    page = await browser.pageOf(null, { now: null });
    await logIn(page, served.url, served.admin);
    await page.getByRole('link', { name: 'Begin' }).waitFor();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    shell?.[Symbol.dispose]();
  });

  test('what a file of 200,000 rows is stands within two seconds; the whole of it is gone through with its rows counted', async () => {
    const file = join(shell.folder, 'many.csv');
    writeLeads(file, 200_000);
    const looked = await bestOf(3, async () => {
      await browser.go(page, '/imports');
      const began = performance.now();
      await page.locator('input[type=file]').setInputFiles(file);
      await page.locator('.mapping').waitFor();
      return performance.now() - began;
    });
    within('what a file of 200,000 rows is, on the screen', looked, 2_000);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByLabel('Basis for contact').selectOption('consent');
    const began = performance.now();
    await page.getByRole('button', { name: 'Show what would happen' }).click();
    await page.getByText(/^[\d,]+ of about [\d,]+ rows$/).waitFor({ timeout: 30_000 });
    told('the first rows of a preview of 200,000 are counted after, ms', performance.now() - began);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped. What was taken in before stays').waitFor();
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('button', { name: 'Show what would happen' }).click();
    await page.getByText(/^200,000 rows would give/).waitFor({ timeout: 120_000 });
    told('all of them previewed, ms', performance.now() - began);
    expect(browser.complaints).toEqual([]);
  });

  test('a simulation tells its days while it lives them through, and is ended by a press', async () => {
    const row = (n: number) => `Ann ${n},ann${n}@acme${n}.example,VP Sales,Acme ${n},US,Software,180,24000000,consent`;
    const rows = Array.from({ length: 2_000 }, (_, n) => row(n));
    const file = `First Name,Email,Title,Company,Country,Industry,Employees,Annual Revenue,Basis\n${rows.join('\n')}\n`;
    shell.write('people.csv', file);
    await shell.json('import', 'people.csv');
    const sender = ['--from-name', 'Sue', '--from-address', 'sue@acme.example', '--company', 'Acme'];
    const named = ['--postal-address', '1 Main St, Springfield', '--name', 'spring', '--playbook', 'acquisition'];
    await shell.json('campaign', 'create', ...named, ...sender);
    const campaign = (await shell.json('campaign', 'list')) as { campaigns: { id: string }[] };
    await browser.go(page, `/campaigns/${String(campaign.campaigns[0]?.id)}/simulation?days=30&seed=3&from=2026-03-04`);
    const began = performance.now();
    const days = page.getByRole('list', { name: 'Messages by day, as far as it is' });
    await days.getByRole('listitem').nth(1).waitFor({ timeout: 60_000 });
    within('the first day of 2,000 leads is on the screen', performance.now() - began, 5_000);
    expect(await page.getByText('Sends by day').count()).toBe(0);
    await page.getByRole('button', { name: 'Stop' }).click();
    await days.waitFor({ state: 'detached' });
    expect(browser.complaints).toEqual([]);
  });
});

/** Events of messages that left, five hundred a second, until they are told to be over. */
class Storm {
  #on = true;
  #told = 0;
  readonly #began = performance.now();
  readonly #running: Promise<void>;

  constructor({ stage }: AppStage) {
    const messages = stage.sql("SELECT id, lead_id FROM message WHERE state = 'sent' ORDER BY id");
    expect(messages.length).toBeGreaterThan(50);
    const report = (n: number): EventReport => {
      const { id, lead_id } = messages[n % messages.length] as { id: string; lead_id: string };
      return {
        ...{ workspaceId: 'main', leadId: lead_id, campaignId: null, messageId: id, kind: 'opened' },
        ...{ at: stage.clock.now(), origin: 'storm', originId: String(n), verdict: 'machine', text: null },
      };
    };
    this.#running = (async () => {
      while (this.#on) {
        const from = this.#told;
        await recordTogether(
          stage.engine,
          Array.from({ length: TOGETHER }, (_, n) => report(from + n)),
        );
        this.#told += TOGETHER;
        const due = this.#began + (this.#told * 1_000) / EVENTS_A_SECOND;
        await pause(Math.max(0, due - performance.now()));
      }
    })();
  }

  /** Ends it; how many a second there were. */
  async over(): Promise<number> {
    this.#on = false;
    await this.#running;
    return (this.#told * 1_000) / (performance.now() - this.#began);
  }
}

/** A campaign that has written to enough people to be judged, by a mailbox of its own. */
async function seedGuarded({ stage }: AppStage): Promise<void> {
  const playbook = writePlaybook(stage.folder, { name: 'guarded' });
  const addresses = Array.from({ length: 110 }, (_, n) => `gus${n}@guarded${n}.example`);
  await launched(stage, 'guarded', { addresses, playbook, fromAddress: GUARDED });
  await stage.run('work');
}

/** So many mails of the guarded mailbox come back. */
async function comeBack({ stage }: AppStage, count: number): Promise<void> {
  const rows = stage.sql(
    `SELECT id, lead_id FROM message WHERE state = 'sent' AND recipient LIKE 'gus%' ORDER BY id LIMIT ${count}`,
  );
  expect(rows).toHaveLength(count);
  const reports = rows.map(
    ({ id, lead_id }): EventReport => ({
      ...{ workspaceId: 'main', leadId: String(lead_id), campaignId: null, messageId: String(id), kind: 'bounced' },
      ...{ at: stage.clock.now(), origin: 'test', originId: `bounced ${id}`, verdict: 'machine', text: null },
    }),
  );
  await recordEvents(stage.engine, reports);
}
