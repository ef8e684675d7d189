/**
 * A browser to look at pages with, where the machine has one: Chromium without a window, driven by its own protocol. Pages are seen
 * as on a phone 360 px wide, with scripts switched off.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Where the browser is; null = this machine has none. */
export const CHROMIUM =
  ['chromium', 'chromium-browser', 'google-chrome'].find((name) => spawnSync(name, ['--version']).status === 0) ?? null;

const WIDTH = 360;
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--remote-debugging-port=0'];

interface Told {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly request?: { readonly url: string } };
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** A page that is open. */
export interface Page {
  /** Addresses that it asked for, in order. */
  readonly asked: readonly string[];
  go(url: string): Promise<void>;
  /** Presses a key and lets go of it. */
  press(key: 'Tab' | 'Enter' | 'ArrowDown' | 'ArrowUp'): Promise<void>;
  /** Until the page's text holds this. */
  says(text: string): Promise<void>;
  /** What an expression comes to in the page. */
  value(expression: string): Promise<unknown>;
  /** A picture of it, PNG. */
  picture(): Promise<Buffer>;
  close(): Promise<void>;
}

const KEYS = { Tab: 9, Enter: 13, ArrowDown: 40, ArrowUp: 38 } as const;

/** Opens a page in a browser of its own. `languages`: what it asks pages for. */
export async function openPage(languages: string): Promise<Page> {
  const profile = mkdtempSync(join(tmpdir(), 'rekindle-chromium-'));
  const child = spawn(CHROMIUM ?? '', [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const wire = await connect(child);
  const asked: string[] = [];
  wire.heard(({ method, params }) => {
    if (method === 'Network.requestWillBeSent') asked.push(params?.request?.url ?? '');
  });
  const value = async (expression: string) => {
    const { result } = (await wire.call('Runtime.evaluate', { expression })) as { result: { value: unknown } };
    return result.value;
  };
  for (const domain of ['Network', 'Page']) await wire.call(`${domain}.enable`);
  await wire.call('Network.setExtraHTTPHeaders', { headers: { 'accept-language': languages } });
  await wire.call('Emulation.setScriptExecutionDisabled', { value: true });
  const phone = { width: WIDTH, height: 640, deviceScaleFactor: 2, mobile: true };
  await wire.call('Emulation.setDeviceMetricsOverride', phone);
  return {
    asked,
    value,
    async go(url) {
      const loaded = wire.until('Page.loadEventFired');
      await wire.call('Page.navigate', { url });
      await loaded;
    },
    async press(key) {
      const enter = key === 'Enter' ? { text: '\r' } : {};
      const of = { key, code: key, windowsVirtualKeyCode: KEYS[key], ...enter };
      await wire.call('Input.dispatchKeyEvent', { type: 'keyDown', ...of });
      await wire.call('Input.dispatchKeyEvent', { type: 'keyUp', ...of });
    },
    async says(text) {
      for (let tries = 0; tries < 200; tries++) {
        if (String(await value('document.body?.innerText')).includes(text)) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`the page does not say “${text}” but: ${await value('document.body?.innerText')}`);
    },
    async picture() {
      const { data } = await wire.call('Page.captureScreenshot', { format: 'png' });
      return Buffer.from(String(data), 'base64');
    },
    async close() {
      wire.close();
      const gone = once(child, 'exit');
      child.kill();
      await gone;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

interface Wire {
  call(method: string, params?: object): Promise<Record<string, unknown>>;
  heard(listen: (told: Told) => void): void;
  until(method: string): Promise<void>;
  close(): void;
}

async function connect(child: ChildProcess): Promise<Wire> {
  const port = await portOf(child);
  const pages = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as {
    type: string;
    webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(pages.find(({ type }) => type === 'page')?.webSocketDebuggerUrl ?? '');
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  const listeners = new Set<(told: Told) => void>();
  socket.addEventListener('message', ({ data }) => {
    const told = JSON.parse(String(data)) as Told;
    for (const listen of listeners) listen(told);
  });
  const first = (fits: (told: Told) => boolean) =>
    new Promise<Told>((resolve) => {
      const listen = (told: Told) => {
        if (!fits(told)) return;
        listeners.delete(listen);
        resolve(told);
      };
      listeners.add(listen);
    });
  let calls = 0;
  return {
    async call(method, params = {}) {
      const id = ++calls;
      const answer = first((told) => told.id === id);
      socket.send(JSON.stringify({ id, method, params }));
      const { result, error } = await answer;
      if (error) throw new Error(`${method}: ${error.message}`);
      return result ?? {};
    },
    heard: (listen) => void listeners.add(listen),
    until: async (method) => void (await first((told) => told.method === method)),
    close: () => socket.close(),
  };
}

async function portOf(child: ChildProcess): Promise<string> {
  if (!child.stderr) throw new Error('the browser cannot be heard');
  for await (const line of createInterface({ input: child.stderr })) {
    const port = /DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(line)?.[1];
    if (port !== undefined) return port;
  }
  throw new Error('the browser has ended');
}
