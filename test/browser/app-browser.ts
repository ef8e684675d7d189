/** The web app of a filled instance in a real browser: pages of people who are logged in, and what such a page complained of. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { ROOT } from '../tidy/tree.ts';
import { type AppStage, NOW, type Person } from './app-stage.ts';
import { CHROMIUM } from './chromium.ts';

const WIDE = { width: 1280, height: 860 };

/** How a page is opened: a locale, a size, a colour scheme; `now` = what its clock says, null = what the machine's does. */
export type PageHow = Parameters<Browser['newContext']>[0] & { readonly now?: number | null };

/** A browser before an instance. */
export class AppBrowser {
  readonly #browser: Browser;
  readonly #stage: Pick<AppStage, 'url'>;
  readonly #open: BrowserContext[] = [];
  /** Errors of the page that was opened last: those before it go on asking. */
  complaints: string[] = [];

  private constructor(browser: Browser, stage: Pick<AppStage, 'url'>) {
    this.#browser = browser;
    this.#stage = stage;
  }

  /** Builds the app as it is now. */
  static build(): void {
    execFileSync(process.execPath, ['--no-warnings', join(ROOT, 'scripts/web.ts')], { stdio: 'ignore' });
  }

  static async open(stage: Pick<AppStage, 'url'>): Promise<AppBrowser> {
    // It is found by its name; Playwright wants to know where it is.
    const executablePath = execFileSync('which', [CHROMIUM ?? ''], { encoding: 'utf8' }).trim();
    return new AppBrowser(await chromium.launch({ executablePath, args: ['--no-sandbox'] }), stage);
  }

  /** A page of somebody who is logged in. The clock of the instance stands in the past, so the cookie is given without its end. */
  async pageOf(person: Person, { now = NOW, ...how }: PageHow = {}): Promise<Page> {
    const answer = await fetch(`${this.#stage.url}/api/v1/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(person),
    });
    const [name = '', value = ''] = (answer.headers.get('set-cookie')?.split(';')[0] ?? '').split('=');
    const base = { locale: 'en-GB', timezoneId: 'Europe/Madrid', viewport: WIDE };
    const context = await this.#browser.newContext({ ...base, ...how });
    this.#open.push(context);
    await context.addCookies([{ name, value, url: this.#stage.url }]);
    const page = await context.newPage();
    if (now !== null) await page.clock.setFixedTime(now);
    await page.addInitScript("localStorage.setItem('rekindle-logged-in', '1')");
    const own: string[] = [];
    this.complaints = own;
    page.on('console', (message) => {
      if (message.type() === 'error') own.push(`${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => void own.push(error.message));
    return page;
  }

  /** Goes to a screen and waits until it stands. */
  async go(page: Page, path: string): Promise<void> {
    await page.goto(`${this.#stage.url}${path}`);
    await page.locator('h1').first().waitFor();
    await page.locator('.loading').first().waitFor({ state: 'detached' });
  }

  async close(): Promise<void> {
    for (const context of this.#open) await context.close();
    await this.#browser.close();
  }
}
