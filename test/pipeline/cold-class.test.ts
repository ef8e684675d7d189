/** The class job from the first invitation to the call: the built-in playbook, the pages behind the link, on a clock that the test moves. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { publicHouse } from '../../src/engine/serve/public-house.ts';
import { buildHttp } from '../../src/http/app.ts';
import { ROOT } from '../tidy/tree.ts';
import { openStage, type Row, SENDER, type Stage } from './stage.ts';

let stage: Stage;
let app: ReturnType<typeof buildHttp>;
const DAY_MS = 86_400_000;
const ANN = { lead: 'ann@acme.example' };
const SECTIONS = ['P1_S1', 'P1_S2', 'P1_S3', 'P2_S1', 'P2_S2', 'P2_S3', 'P3_S1', 'P3_S2', 'P3_S3'];
const PEOPLE = 'First Name,Email,Country,Company\nAnn,ann@acme.example,US,Acme\nBob,bob@other.example,US,Other\n';

beforeEach(async () => {
  stage = await openStage({ publicUrl: 'https://class.sender.example' });
  app = buildHttp(publicHouse(stage.engine, () => true));
  await stage.run('import', { file: stage.file('leads.csv', PEOPLE), basis: 'consent' });
  const playbook = join(ROOT, 'playbooks/cold-class');
  await stage.run('campaign create', { ...SENDER, name: 'class', playbook });
});
afterEach(async () => {
  await app.close();
  await stage.close();
});

async function launch(): Promise<void> {
  await stage.run('assess');
  await stage.run('campaign launch');
  await stage.run('work');
}

const live = (days: number) => stage.liveUntil(stage.clock.now() + days * DAY_MS);
const show = () => stage.run('class show', ANN);
const done = (section: string, part: Row = {}) => stage.run('class progress', { ...ANN, section, ...part });
const told = () =>
  stage.sql("SELECT outcome FROM event WHERE kind = 'class' ORDER BY id").map(({ outcome }) => outcome);
const sent = (lead = 'ann@acme.example') =>
  stage
    .sql(`SELECT template FROM message WHERE recipient = '${lead}' AND sent_at IS NOT NULL ORDER BY sent_at`)
    .map(({ template }) => template);
const tasks = () => stage.sql('SELECT title FROM task ORDER BY id').map(({ title }) => title);

/** The links that the mails to somebody bear, the oldest mail first. */
function linksTo(address: string): readonly string[] {
  const folder = join(stage.folder, 'outbox');
  const mails = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.eml'))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').replace(/=\r?\n/g, ''));
  return mails
    .filter((mail) => mail.includes(`To: `) && mail.includes(address))
    .flatMap((mail) => /https:\/\/class\.sender\.example(\/class\/[\w.-]+)/.exec(mail)?.[1] ?? []);
}

const post = (url: string, form: Readonly<Record<string, string>>) =>
  app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  });

/** Answers a section's two questions right by trying, and finishes it. */
async function learn(link: string, section: string): Promise<void> {
  for (const question of ['0', '1']) {
    for (const choice of ['0', '1', '2']) await post(link, { do: 'answer', section, question, choice });
  }
  expect((await post(link, { do: 'finish', section })).statusCode).toBe(303);
}

describe('invitations', () => {
  test('CLASS-8.1 the same id is the same link; others are told apart, and a link is reused where none is named', async () => {
    const one = await stage.run('class invite', { ...ANN, id: 'mine' });
    expect(await stage.run('class invite', { ...ANN, id: 'mine' })).toEqual(one);
    expect((await stage.run('class invite', ANN)).url).toBe(one.url);
    const other = await stage.run('class invite', { ...ANN, id: 'other' });
    expect(other.url).not.toBe(one.url);
    await expect(stage.run('class invite', { lead: 'bob@other.example', id: 'mine' })).rejects.toMatchObject({
      code: 'link-of-another',
    });
  });

  test('CLASS-8.2 a link that was made is sent later, and stays the same', async () => {
    const made = await stage.run('class invite', { ...ANN, id: 'mine' });
    expect([made.sentAt, (await show()).stage]).toEqual([null, 'not-invited']);
    stage.clock.moveTo(stage.clock.now() + DAY_MS);
    const later = await stage.run('class invite', { ...ANN, id: 'mine', sent: true, channel: 'chat' });
    expect([later.url, later.sentAt]).toEqual([made.url, new Date(stage.clock.now()).toISOString()]);
    stage.clock.moveTo(stage.clock.now() + DAY_MS);
    expect((await stage.run('class invite', { ...ANN, id: 'mine', sent: true })).sentAt).toBe(later.sentAt);
    expect((await show()).stage).toBe('invited-not-started');
  });

  test('CLASS-8.3 looking stamps nothing; the first act does, and once', async () => {
    const { url } = await stage.run('class invite', { ...ANN, sent: true });
    const link = new URL(String(url)).pathname;
    for (const method of ['GET', 'HEAD'] as const) await app.inject({ method, url: link });
    expect(stage.count('SELECT COUNT(first_used_at) FROM class_invite')).toBe(0);
    await learn(link, 'P1_S1');
    const first = stage.count('SELECT first_used_at FROM class_invite');
    expect(first).toBe(stage.clock.now());
    stage.clock.moveTo(stage.clock.now() + DAY_MS);
    await learn(link, 'P1_S2');
    expect(stage.count('SELECT first_used_at FROM class_invite')).toBe(first);
  });

  test('CLASS-8.4 a blank, strange, changed, expired or ended link leads nowhere, and does nothing', async () => {
    const { url } = await stage.run('class invite', { ...ANN, sent: true });
    const link = new URL(String(url)).pathname;
    for (const bad of ['/class/', '/class/x', `${link}x`, link.replace(/.$/, '~')]) {
      expect((await app.inject(bad)).statusCode, bad).toBe(404);
    }
    expect((await app.inject(link)).statusCode).toBe(200);
    stage.clock.moveTo(stage.clock.now() + 60 * DAY_MS - 1);
    expect((await app.inject(link)).statusCode).toBe(200);
    stage.clock.moveTo(stage.clock.now() + 1);
    expect((await app.inject(link)).statusCode).toBe(410);
    const { url: fresh } = await stage.run('class invite', { ...ANN, id: 'fresh' });
    expect(await stage.run('class revoke', ANN)).toEqual({ revoked: 2 });
    const ended = new URL(String(fresh)).pathname;
    expect((await app.inject(ended)).statusCode).toBe(410);
    expect((await post(ended, { do: 'finish', section: 'P1_S1' })).statusCode).toBe(410);
    expect(stage.count('SELECT COUNT(*) FROM class_progress')).toBe(0);
  });

  test('CLASS-8.5 the mails of the sequence bear one link, which is an invitation once its mail has left', async () => {
    await stage.run('assess');
    await stage.run('campaign launch');
    await expect(show()).rejects.toMatchObject({ code: 'not-in-class' });
    await stage.run('work');
    expect((await show()).stage).toBe('invited-not-started');
    await live(8);
    expect(sent()).toEqual(['invite', 'not-begun-1', 'not-begun-2', 'not-begun-3']);
    const links = linksTo('ann@acme.example');
    expect([links.length, new Set(links).size]).toEqual([4, 1]);
    expect(linksTo('bob@other.example')[0]).not.toBe(links[0]);
    expect(stage.sql('SELECT id FROM class_invite')).toHaveLength(2);
    expect(JSON.stringify(stage.sql('SELECT * FROM class_invite'))).not.toContain(links[0]?.split('/').at(-1));
  });
});

describe('progress', () => {
  test('CLASS-7.1 the same report twice is one, and is told once', async () => {
    await stage.run('class invite', { ...ANN, sent: true });
    expect(await done('P1_S1', { origin: 'lms', originId: '1' })).toEqual({ became: 'recorded' });
    expect(await done('P1_S1', { origin: 'lms', originId: '1' })).toEqual({ became: 'known' });
    expect(told()).toEqual(['started', 'section']);
  });

  test('CLASS-7.2 a section that there is not writes nothing, not even an enrollment', async () => {
    await expect(done('P9_S9')).rejects.toMatchObject({ code: 'class-no-such-section' });
    await expect(done('P1_S1', { score: 101 })).rejects.toMatchObject({ code: 'class-score-impossible' });
    expect(stage.count('SELECT COUNT(*) FROM class_enrollment')).toBe(0);
    expect(stage.count('SELECT COUNT(*) FROM class_progress')).toBe(0);
  });

  test('CLASS-7.3 a lead that there is not writes nothing', async () => {
    await expect(done('P1_S1', { lead: 'nobody@acme.example' })).rejects.toMatchObject({ code: 'no-such-lead' });
    expect(stage.count('SELECT COUNT(*) FROM class_enrollment')).toBe(0);
  });

  test('CLASS-6.12 begun and done are told once; the final word is kept', async () => {
    await stage.run('class invite', { ...ANN, sent: true });
    for (const [i, section] of SECTIONS.entries()) await done(section, { originId: `${i}`, score: 100 });
    await done('P1_S1', { originId: 'again' });
    expect(told().filter((outcome) => outcome === 'started' || outcome === 'completed')).toEqual([
      'started',
      'completed',
    ]);
    expect(await show()).toMatchObject({
      completion: 100,
      stage: 'booking-ready',
      final: { label: 'hot', score: 100 },
    });
    stage.clock.moveTo(stage.clock.now() + 40 * DAY_MS);
    expect(await show()).toMatchObject({ temperature: 73, final: { label: 'hot', score: 100 } });
  });

  test('CLASS-6.13 reports in any order give the same state', async () => {
    await done('P1_S2', { originId: 'b', at: '2026-03-02T10:00:00Z' });
    await done('P1_S1', { originId: 'a', at: '2026-03-01T10:00:00Z' });
    expect(await show()).toMatchObject({
      currentSection: 'P1_S2',
      done: 2,
      startedAt: '2026-03-01T10:00:00.000Z',
      lastActivityAt: '2026-03-02T10:00:00.000Z',
    });
  });
});

describe('what follows', () => {
  test('CLASS-3.20 a lead that becomes hot goes to a person, once, on the way', async () => {
    await launch();
    await done('P1_S1');
    await done('P1_S2');
    expect(tasks()).toEqual([]);
    await done('P1_S3');
    expect(tasks()).toEqual(['Hand off to sales']);
    await done('P2_S1');
    expect([tasks(), told().filter((outcome) => outcome === 'hot')]).toEqual([['Hand off to sales'], ['hot']]);
    const { signals } = (await stage.run('signal list', { signal: 'hot' })) as { signals: Row[] };
    expect(signals.map(({ email, points }) => [email, points])).toEqual([['ann@acme.example', 80]]);
    expect(await show()).toMatchObject({
      hot: true,
      action: 'ready-for-booking',
      final: null,
      stage: 'started-active',
    });
  });

  test('each section begins the clock anew; who stalls is rung, once', async () => {
    await launch();
    await done('P1_S1');
    await live(16);
    expect(sent()).toEqual(['invite', 'idle-1', 'idle-2', 'idle-3']);
    expect(await show()).toMatchObject({ action: 'reengage-stalled-lead', stage: 'started-stale', priority: 'high' });
    expect(await stage.run('class act')).toEqual({ finalised: 0, told: 1 });
    expect(await stage.run('class act')).toEqual({ finalised: 0, told: 0 });
    expect(tasks()).toEqual(['Hand off to sales']);
    await live(3);
    expect(await stage.run('class act')).toEqual({ finalised: 0, told: 0 });
  });

  test('CLASS-13.4 a scan counts leads and proposes; it changes nothing, and names no more than asked for', async () => {
    await launch();
    for (const section of SECTIONS) await done(section);
    const before = stage.count('SELECT total_changes()');
    const scan = await stage.run('class scan');
    expect(scan).toMatchObject({
      scanned: 2,
      byAction: { 'ready-for-booking': 1, 'nudge-progress': 1, 'send-invite': 0 },
      toFinalise: 0,
    });
    const one = (await stage.run('class scan', { limit: 1 })) as { scanned: number; leads: Row[] };
    expect([one.scanned, one.leads.length]).toEqual([2, 1]);
    const rung = (await stage.run('class scan', { action: 'ready-for-booking' })) as { leads: Row[] };
    expect(rung.leads.map(({ done: count }) => count)).toEqual([9]);
    expect(stage.count('SELECT total_changes()')).toBe(before);
  });

  test.each([
    [7, 'ready-for-booking'],
    [8, 'warm-review'],
    [14, 'warm-review'],
    [15, 'reengage-completed'],
  ])('CLASS-13.5 %d whole days after the last section a lead that is through is for %s', async (days, action) => {
    await stage.run('class invite', { ...ANN, sent: true });
    for (const section of SECTIONS) await done(section);
    stage.clock.moveTo(stage.clock.now() + days * DAY_MS + DAY_MS - 1);
    expect((await show()).action).toBe(action);
  });

  test('CLASS-13.6 a link that was made and not sent is no invitation', async () => {
    await stage.run('class invite', ANN);
    for (const section of SECTIONS) await done(section);
    expect(await stage.run('class scan')).toMatchObject({ byAction: { 'send-invite': 1, 'ready-for-booking': 0 } });
  });

  test('CLASS-4.15 a person’s choice makes ready for a call, and takes it back', async () => {
    await stage.run('class invite', { ...ANN, sent: true });
    await stage.run('class choose', ANN);
    expect((await show()).stage).toBe('booking-ready');
    await stage.run('class choose', { ...ANN, no: true });
    expect((await show()).stage).toBe('invited-not-started');
  });

  test('CLASS-12.10 a final word that was missed is said by the routine, and never changed', async () => {
    for (const section of SECTIONS) await done(section);
    expect(await show()).toMatchObject({ stage: 'not-invited', final: { label: 'cold', score: 15 } });
    await stage.run('class invite', { ...ANN, sent: true });
    expect(await stage.run('class act')).toEqual({ finalised: 0, told: 1 });
    expect(await show()).toMatchObject({ final: { label: 'cold', score: 15 } });
  });
});

describe('a reset', () => {
  test('CLASS-15.1 without a word of confirmation nothing is done', async () => {
    await done('P1_S1');
    await expect(stage.run('class reset', ANN)).rejects.toMatchObject({ code: 'not-confirmed' });
    expect(stage.count('SELECT COUNT(*) FROM class_progress')).toBe(1);
  });

  test('CLASS-15.2 a reset resets: progress, tries, answers, the state, the final word, what was told; links where wished', async () => {
    await stage.run('class invite', { ...ANN, sent: true });
    const { url } = await stage.run('class invite', ANN);
    const link = new URL(String(url)).pathname;
    await learn(link, 'P1_S1');
    await post(link, { do: 'reflect', section: 'P1_S1', a0: 'A filter', a1: '5 - Very confident' });
    for (const [i, section] of SECTIONS.entries()) await done(section, { origin: 'lms', originId: `${i}`, score: 90 });
    await stage.run('class reset', { ...ANN, confirm: true, links: true });
    for (const table of ['class_progress', 'class_attempt', 'class_reflection', 'class_told']) {
      expect(stage.count(`SELECT COUNT(*) FROM ${table}`), table).toBe(0);
    }
    expect(await show()).toMatchObject({ completion: 0, done: 0, startedAt: null, final: null, currentSection: null });
    expect((await app.inject(link)).statusCode).toBe(410);
  });

  test('CLASS-15.3 a report of before that comes again counts for nothing; the next one begins anew', async () => {
    await done('P1_S1', { origin: 'lms', originId: '1' });
    stage.clock.moveTo(stage.clock.now() + 1);
    await stage.run('class reset', { ...ANN, confirm: true });
    const before = new Date(stage.clock.now() - 1).toISOString();
    expect(await done('P1_S1', { origin: 'lms', originId: '1', at: before })).toEqual({ became: 'before-reset' });
    stage.clock.moveTo(stage.clock.now() + 1);
    expect(await done('P1_S1', { origin: 'lms', originId: '2' })).toEqual({ became: 'recorded' });
    expect(told().filter((outcome) => outcome === 'started')).toHaveLength(2);
  });
});

describe('the class of the house', () => {
  test('from the mail to the call: nine lessons, quizzes, reflections, by link alone', async () => {
    await launch();
    const link = linksTo('ann@acme.example')[0] ?? '';
    const list = await app.inject(link);
    expect(list.body).toContain('Begin: What is AI?');
    expect(list.body).not.toMatch(/<script|javascript:|<img|<link|src=/);
    expect(list.body).not.toContain(link.split('/').at(-1));
    expect(list.headers['content-security-policy']).toContain("default-src 'none'");
    for (const section of SECTIONS) {
      await learn(link, section);
      await post(link, { do: 'reflect', section, a0: `On ${section}`, a1: '4 - High' });
    }
    const standing = await show();
    expect(standing).toMatchObject({ completion: 100, hot: true, stage: 'booking-ready' });
    expect((standing.answers as Row[]).length).toBe(18);
    expect(stage.count('SELECT COUNT(*) FROM class_attempt')).toBeGreaterThan(18);
    expect(tasks()).toEqual(['Hand off to sales']);
    await live(5);
    expect(sent()).toEqual(['invite', 'well-done']);
    expect((await app.inject(link)).body).toContain('You are through');
  });

  test('a hint after a miss, the answer after the third; a section is done once no question is left', async () => {
    const link = new URL(String((await stage.run('class invite', { ...ANN, sent: true })).url)).pathname;
    const page = async () => (await app.inject(`${link}?section=P1_S1`)).body;
    const wrong = { do: 'answer', section: 'P1_S1', question: '0', choice: '0' };
    expect(await page()).not.toContain('A hint');
    expect((await post(link, { do: 'finish', section: 'P1_S1' })).headers.location).toContain('not-done');
    await post(link, wrong);
    expect(await page()).toContain('Not quite. A hint: Think of what it does');
    expect(await page()).toContain('(2 tries left)');
    await post(link, wrong);
    await post(link, wrong);
    expect(await page()).toContain('The answer is: Programs that do tasks');
    expect((await post(link, wrong)).headers.location).toContain('not-done');
    expect(stage.count('SELECT COUNT(*) FROM class_attempt')).toBe(3);
    await post(link, { ...wrong, question: '1', choice: '1' });
    expect((await post(link, { do: 'finish', section: 'P1_S1' })).headers.location).toBe('?section=P1_S1');
    await post(link, { do: 'finish', section: 'P1_S1' });
    expect(stage.count('SELECT COUNT(*) FROM class_progress')).toBe(1);
    const components = (await show()).components as Row[];
    expect(components.find(({ name }) => name === 'quiz')).toMatchObject({
      name: 'quiz',
      points: 10,
      because: 'class-quiz-moderate',
    });
    expect(components.find(({ name }) => name === 'retries')?.because).toBe('class-retry-mild');
  });

  test('a section that is not open yet is not shown, and nothing can be done there', async () => {
    const link = new URL(String((await stage.run('class invite', { ...ANN, sent: true })).url)).pathname;
    expect((await app.inject(`${link}?section=P1_S2`)).statusCode).toBe(404);
    for (const act of ['finish', 'back', 'reflect', 'answer']) {
      const form = { do: act, section: 'P1_S2', question: '0', choice: '0', a0: 'x' };
      expect((await post(link, form)).headers.location, act).toContain('not-done');
    }
    expect((await post(link, { do: 'dance', section: 'P1_S1' })).statusCode).toBe(400);
    expect(stage.count('SELECT COUNT(*) FROM class_attempt')).toBe(0);
  });

  test('going back asks first; then what came after is gone, the start stays, and nothing is told twice', async () => {
    const link = new URL(String((await stage.run('class invite', { ...ANN, sent: true })).url)).pathname;
    for (const section of SECTIONS.slice(0, 4)) await learn(link, section);
    const { startedAt } = await show();
    const asked = await app.inject(`${link}?section=P1_S2&back`);
    expect(asked.body).toContain('Go back to “How machines learn”?');
    expect(await show()).toMatchObject({ done: 4 });
    stage.clock.moveTo(stage.clock.now() + DAY_MS);
    await post(link, { do: 'back', section: 'P1_S2' });
    expect(await show()).toMatchObject({ done: 1, startedAt, currentSection: 'P1_S1' });
    expect(stage.count("SELECT COUNT(*) FROM class_attempt WHERE section <> 'P1_S1'")).toBe(0);
    await learn(link, 'P1_S2');
    expect(await show()).toMatchObject({ done: 2 });
    expect(told().filter((outcome) => outcome === 'started')).toHaveLength(1);
  });

  test('what a learner writes is shown as text', async () => {
    const link = new URL(String((await stage.run('class invite', { ...ANN, sent: true })).url)).pathname;
    await post(link, { do: 'reflect', section: 'P1_S1', a0: '<script>alert(1)</script>"' });
    const { body } = await app.inject(`${link}?section=P1_S1`);
    expect(body).not.toContain('<script');
    expect(body).toContain('&#60;script&#62;');
  });
});
