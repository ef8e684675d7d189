/** Opens and clicks lived through on the whole engine and its HTTP face: who is heard, who is believed, where links lead. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { LIMITS } from '../../src/domain/limits.ts';
import type { Mail } from '../../src/domain/message.ts';
import type { MailChannel } from '../../src/engine/ports.ts';
import { publicHouse } from '../../src/engine/serve/public-house.ts';
import { makeTrackingToken } from '../../src/engine/tokens/tracking.ts';
import { buildHttp } from '../../src/http/app.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, SENDER, type Stage } from './stage.ts';

let stage: Stage;
let http: ReturnType<typeof buildHttp> | undefined;
afterEach(async () => {
  await http?.close();
  http = undefined;
  await stage.close();
});

const PUBLIC = 'https://go.sender.example';
const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/605';
const TARGET = 'https://acme.example/prices?a=1&b=2#top';

/** The mail that Ann got, and the addresses in it. */
async function sent(what: string | null, publicUrl: string | null = PUBLIC) {
  const mails: Mail[] = [];
  const channel: MailChannel = {
    name: 'mails',
    concurrency: 2,
    recovery: 'held',
    send: async (mail) => {
      mails.push(mail);
      return { kind: 'sent', providerRef: mail.id, detail: '' };
    },
    close: async () => undefined,
  };
  stage = await openStage({ channels: { outbox: channel, live: channel }, publicUrl });
  const row = 'Ann,ann@acme.example,US,Software';
  const file = stage.file('leads.csv', `First Name,Email,Country,Industry\n${row}\n`);
  await stage.run('import', { file, basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'spring' });
  const html = `<p>Hello</p><a href="${TARGET.replaceAll('&', '&amp;')}">Prices</a> <a href="mailto:a@b.example">b</a>`;
  writeFileSync(join(playbook, 'templates', 'day-0.html.liquid'), html);
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  if (what !== null) await stage.run('campaign track', { campaign: 'spring', what });
  await stage.run('assess');
  await stage.run('campaign launch');
  await stage.run('work');
  expect(mails).toHaveLength(1);
  const page = mails[0]?.html ?? '';
  const pathOf = (found: RegExpExecArray | null) => found?.[1]?.replace(PUBLIC, '') ?? '';
  return {
    page,
    text: mails[0]?.text ?? '',
    pixel: pathOf(/<img src="([^"]*)"/.exec(page)),
    hidden: pathOf(/<a href="([^"]*)" style="display:none"/.exec(page)),
    click: pathOf(/<a href="([^"]*)">Prices/.exec(page)),
  };
}

function face(): ReturnType<typeof buildHttp> {
  http ??= buildHttp(publicHouse(stage.engine, () => true));
  return http;
}

const get = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
  face().inject({ method, url, headers: { 'user-agent': PHONE, ...headers } });
const later = (seconds: number) => stage.clock.moveTo(stage.clock.now() + seconds * 1_000);
const heard = () =>
  stage
    .sql("SELECT kind, verdict, why, text FROM event WHERE origin = 'tracking' ORDER BY id")
    .map(({ kind, verdict, why, text }) =>
      `${kind} ${verdict} ${JSON.parse(String(why))[0].code} ${text ?? ''}`.trim(),
    );
const points = () =>
  stage.count("SELECT COUNT(*) FROM signal WHERE evidence LIKE '%clicked%' OR evidence LIKE '%opened%'");

test('by default nothing is counted, and links lead where they say', async () => {
  const { page } = await sent(null);
  expect(page).toContain(`<a href="${TARGET.replaceAll('&', '&amp;')}">`);
  expect(page).not.toMatch(/<img|display:none|\/c\/|\/o\//);
});

test('without an address that others can reach nothing is put into mails, and that is said', async () => {
  const { page } = await sent('opens-and-clicks', null);
  expect(page).not.toMatch(/<img|display:none|\/c\/|\/o\//);
  expect(await stage.run('campaign track', { what: 'clicks' })).toMatchObject({
    warning: expect.stringContaining('publicUrl'),
  });
});

test('links of the HTML lead past us and on to where they said, the opt-out link and plain text do not', async () => {
  const { page, text, click, hidden, pixel } = await sent('opens-and-clicks');
  expect(page).toContain('<a href="mailto:a@b.example">');
  expect(page.match(/go\.sender\.example\/u\//g)).toHaveLength(1);
  expect(text).not.toMatch(/\/c\/|\/o\//);
  for (const path of [click, hidden]) expect(path).toMatch(/^\/c\//);
  expect(pixel).toMatch(/^\/o\//);
  later(600);
  const answer = await get(click);
  expect([answer.statusCode, answer.headers.location]).toEqual([302, TARGET]);
  expect(answer.headers['set-cookie']).toBeUndefined();
  expect(heard()).toEqual([`clicked human touch-browser ${TARGET}`]);
  expect(points()).toBeGreaterThan(0);
});

test('clicks alone: no pixel', async () => {
  expect((await sent('clicks')).page).not.toContain('<img');
});

test('an open is a point of an image, and scores nothing, whoever it was', async () => {
  const { pixel } = await sent('opens-and-clicks');
  later(600);
  const answer = await get(pixel);
  expect([answer.statusCode, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
    200,
    'image/gif',
    'no-store',
  ]);
  await get(pixel, { 'user-agent': 'Mozilla/5.0 (via ggpht.com GoogleImageProxy)' });
  await get(pixel, { 'user-agent': 'Mozilla/5.0' });
  expect(heard()).toEqual(['opened human touch-browser', 'opened unknown touch-proxy', 'opened unknown touch-vague']);
  expect(points()).toBe(0);
});

test('machines are led on as well, are kept with the reason, and score nothing', async () => {
  const { click } = await sent('clicks');
  for (const [headers, method] of [
    [{}, 'GET'],
    [{ 'user-agent': 'Barracuda Sentinel (EE)' }, 'GET'],
    [{ 'sec-purpose': 'prefetch;prerender' }, 'GET'],
    [{ 'x-moz': 'prefetch' }, 'GET'],
    [{}, 'HEAD'],
  ] as const) {
    const answer = await get(click, headers, method);
    expect([answer.statusCode, answer.headers.location]).toEqual([302, TARGET]);
    later(100);
  }
  expect(heard().map((one) => one.split(' ').slice(1, 3).join(' '))).toEqual([
    'machine touch-too-soon',
    'machine touch-robot',
    'machine touch-prefetch',
    'machine touch-method',
  ]);
  expect(points()).toBe(0);
});

test('who follows the hidden link is a machine, and so is what follows within the minute', async () => {
  const { click, hidden } = await sent('clicks');
  later(600);
  expect((await get(hidden)).statusCode).toBe(404);
  later(5);
  await get(click);
  later(60);
  await get(click);
  expect(heard()).toEqual([
    'clicked machine touch-hidden-link',
    `clicked machine touch-sweep ${TARGET}`,
    `clicked human touch-browser ${TARGET}`,
  ]);
});

test('no link of ours leads anywhere that we did not write', async () => {
  const { click, pixel } = await sent('opens-and-clicks');
  const foreign = makeTrackingToken(Buffer.alloc(32, 9), {
    ...{ workspaceId: 'main', leadId: 'l', messageId: 'm', target: 'https://evil.example/' },
  });
  const forged = [
    `${click}x`,
    click.slice(0, -1),
    `/c/${foreign}`,
    `/c/${pixel.slice(3)}`,
    '/c/https%3A%2F%2Fevil.example',
    '/c/x?url=https://evil.example&target=https://evil.example',
  ];
  for (const url of forged) {
    const answer = await get(url);
    expect([url, answer.statusCode, answer.headers.location]).toEqual([url, 404, undefined]);
  }
  const answer = await get(`${click}?url=https://evil.example&target=//evil.example`);
  expect(answer.headers.location).toBe(TARGET);
  for (const method of ['POST', 'PUT', 'DELETE'] as const)
    expect((await face().inject({ method, url: click })).statusCode).toBe(404);
  expect(stage.count("SELECT COUNT(*) FROM event WHERE origin = 'tracking'")).toBe(1);
});

test('the same again within the hour is one event, and a message keeps so many at most', async () => {
  const { click } = await sent('clicks');
  later(600);
  for (let i = 0; i < 3; i++) await get(click);
  expect(heard()).toHaveLength(1);
  for (let i = 0; i < LIMITS.touchesPerMessage + 5; i++) {
    later(3_600);
    await get(click);
  }
  expect(heard()).toHaveLength(LIMITS.touchesPerMessage);
});

test('a database that is away keeps nobody from where they want to go', async () => {
  const { click } = await sent('clicks');
  const { store } = stage.engine;
  const story = store.leads.story;
  store.leads.story = () => Promise.reject(new Error('away'));
  const log = stage.engine.log.error;
  const lines: string[] = [];
  stage.engine.log.error = (message, facts) => void lines.push(`${message} ${JSON.stringify(facts)}`);
  expect((await get(click)).headers.location).toBe(TARGET);
  Object.assign(store.leads, { story });
  stage.engine.log.error = log;
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain(click.slice(3));
});
