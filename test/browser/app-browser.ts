/** The web app of a filled instance in a real browser: pages of people who are logged in, and what such a page complained of. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Shell } from '../shell/rekindle.ts';
import { ROOT } from '../tidy/tree.ts';
import { type AppStage, NOW, type Person } from './app-stage.ts';
import { CHROMIUM } from './chromium.ts';

/** Widths that screens are looked at in. */
export const SIZES = {
  phone: { width: 360, height: 740 },
  tablet: { width: 768, height: 1024 },
  wide: { width: 1280, height: 860 },
} as const;

/** How a page is opened: a locale, a size, a colour scheme; `now` = what its clock says, null = what the machine's does. */
export type PageHow = Parameters<Browser['newContext']>[0] & { readonly now?: number | null };

/** A browser before an instance. */
export class AppBrowser {
  readonly #browser: Browser;
  readonly #stage: Pick<AppStage, 'url'>;
  readonly #now: number;
  readonly #open: BrowserContext[] = [];
  /** Errors of the page that was opened last: those before it go on asking. */
  complaints: string[] = [];

  private constructor(browser: Browser, stage: Pick<AppStage, 'url'>, now: number) {
    this.#browser = browser;
    this.#stage = stage;
    this.#now = now;
  }

  /** Builds the app as it is now. */
  static build(): void {
    execFileSync(process.execPath, ['--no-warnings', join(ROOT, 'scripts/web.ts')], { stdio: 'ignore' });
  }

  /** `now`: what the clocks of its pages say where nothing else is asked for. */
  static async open(stage: Pick<AppStage, 'url'>, now: number = NOW): Promise<AppBrowser> {
    // It is found by its name; Playwright wants to know where it is.
    const executablePath = execFileSync('which', [CHROMIUM ?? ''], { encoding: 'utf8' }).trim();
    return new AppBrowser(
      await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] }),
      stage,
      now,
    );
  }

  /** A page of somebody who is logged in; null = of somebody who is not. */
  async pageOf(person: Person | null, { now = this.#now, ...how }: PageHow = {}): Promise<Page> {
    const base = { locale: 'en-GB', timezoneId: 'Europe/Madrid', viewport: SIZES.wide };
    const context = await this.#browser.newContext({ ...base, ...how });
    this.#open.push(context);
    const page = await context.newPage();
    if (now !== null) await page.clock.setFixedTime(now);
    if (person !== null) {
      await context.addCookies([await this.#cookieOf(person)]);
      await page.addInitScript("localStorage.setItem('rekindle-logged-in', '1')");
    }
    const own: string[] = [];
    this.complaints = own;
    page.on('console', (message) => {
      if (message.type() === 'error') own.push(`${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => void own.push(error.message));
    return page;
  }

  /** The clock of an instance may stand in the past, so the cookie is given without its end. */
  async #cookieOf(person: Person): Promise<{ name: string; value: string; url: string }> {
    const { url } = this.#stage;
    const answer = await fetch(`${url}/api/v1/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(person),
    });
    const [name = '', value = ''] = (answer.headers.get('set-cookie')?.split(';')[0] ?? '').split('=');
    return { name, value, url };
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

/** What axe calls serious or critical on a page, each with where; by these rules alone where some are named. */
export async function graveOn(page: Page, rules: readonly string[] = []): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules.length > 0 ? axe.withRules([...rules]) : axe).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return grave.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes[0]?.html.slice(0, 160)}`);
}

/** How wide the page is, px: wider than its window means that it scrolls sideways. */
export function widthOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth');
}

/** In the page: heads of tables that do not stand above their columns, and cards of which something is cut off. */
const CROOKED = `(() => {
  const found = [];
  for (const table of document.querySelectorAll('table')) {
    const head = [...(table.tHead?.rows[0]?.cells ?? [])];
    const row = [...(table.tBodies[0]?.rows[0]?.cells ?? [])];
    if (head.length !== row.length || head.length === 0 || table.tHead.getBoundingClientRect().height < 2) continue;
    const at = head.findIndex((cell, i) => Math.abs(cell.getBoundingClientRect().left - row[i].getBoundingClientRect().left) > 2);
    if (at >= 0) found.push('head “' + head[at].textContent + '” is not above its column');
  }
  for (const part of document.querySelectorAll('.card, .card > *'))
    if (part.clientHeight > 0 && part.scrollHeight > part.clientHeight + 2) found.push('cut off: ' + part.textContent.slice(0, 60));
  return found;
})()`;

/** What stands crooked on a page, each with where. */
export async function crookedOn(page: Page): Promise<string[]> {
  return (await page.evaluate<string[]>(CROOKED)).map((what) => `${page.url()} ${what}`);
}

/** The settings of an instance on a port of its own, which asks no DNS. */
export const OWN_PORT = 'listen: { port: 0 }\ndns: { enabled: false }\n';

/** Serves the instance of a shell by the command itself; its address, and an admin who may log in. */
export async function serve(shell: Shell): Promise<{ readonly url: string; readonly admin: Person }> {
  const email = 'ann@acme.example';
  const { password } = await shell.json('user', 'add', email, '--role', 'admin', '--everywhere');
  const [, url = ''] = await shell.start('serve').says(/listening on (http:\S+);/);
  return { url, admin: { email, password: String(password) } };
}

/** Logs in by hand. */
export async function logIn(page: Page, url: string, { email, password }: Person): Promise<void> {
  await page.goto(`${url}/`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').first().fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
}
