/** What a new user meets: a dry workspace runs everything, also before it is said who writes; a live one protects. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Campaign } from '../../src/domain/campaign/campaign.ts';
import { assessAll } from '../../src/engine/assess/assess.ts';
import { launch } from '../../src/engine/campaigns.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, type Row, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

async function launched(): Promise<void> {
  await drafted();
  await stage.run('campaign launch');
}

async function drafted(): Promise<void> {
  const file = stage.file('leads.csv', 'First Name,Email,Country,Industry\nAnn,ann@acme.example,US,Software\n');
  await stage.run('import', { file, basis: 'consent' });
  await stage.run('campaign create', {
    name: 'spring',
    playbook: writePlaybook(stage.folder, { name: 'spring', days: [0, 1] }),
  });
  await stage.run('assess');
}

test('in a dry workspace messages go to the outbox, with words in the place of what is not said yet', async () => {
  stage = await openStage();
  await launched();
  expect(await stage.run('work')).toMatchObject({ sent: 1, refused: 0, nextAt: '2026-03-04T15:00:00.000Z' });
  const [day = ''] = readdirSync(join(stage.folder, 'outbox'));
  const [mail = ''] = readdirSync(join(stage.folder, 'outbox', day));
  const text = readFileSync(join(stage.folder, 'outbox', day, mail), 'utf8');
  expect(text).toContain('nobody@rekindle.invalid');
  expect(text).toContain('[postal address]');
});

test('a launch that was made twice is made once', async () => {
  stage = await openStage();
  await launched();
  expect(await stage.run('campaign launch')).toMatchObject({ state: 'live', enrolled: 0 });
  expect(stage.count('SELECT count(*) FROM enrollment')).toBe(1);
});

test('a launch tells how many are enrolled also where a worker was quicker', async () => {
  stage = await openStage();
  await drafted();
  const { engine } = stage;
  const campaign = (await engine.store.campaigns.list('main', 1))[0] as Campaign;
  let first = true;
  const assess: typeof engine.store.campaigns.assess = async (ask) => {
    if (first) {
      first = false;
      await assessAll(engine, { ...campaign, state: 'live' }, {});
    }
    return engine.store.campaigns.assess(ask);
  };
  const store = { ...engine.store, campaigns: { ...engine.store.campaigns, assess } };
  const beside = Object.assign(Object.create(engine), { store }) as Engine;
  const workspace = await engine.store.workspaces.ensure('main', stage.clock.now());
  expect(await launch(beside, workspace, campaign, 'sue', () => undefined)).toMatchObject({ enrolled: 1 });
});

const live = {
  name: 'sink',
  concurrency: 1,
  recovery: 'held',
  send: () => Promise.reject(new Error('sent')),
  close: async () => undefined,
} as const;
const LIVE = { publicUrl: 'https://sender.example', channels: { outbox: live, live } };

test('whoever goes live is told that nobody reaches the page to opt out', async () => {
  let why: string | null = 'connection refused';
  stage = await openStage({ ...LIVE, reach: async () => why });
  const told = {
    mode: 'live',
    warnings: [expect.stringMatching(/sender\.example is not reached: connection refused: until/)],
  };
  expect(await stage.run('workspace go-live', { yes: true })).toMatchObject(told);
  await stage.run('workspace go-dry');
  why = null;
  expect(await stage.run('workspace go-live', { yes: true })).toMatchObject({ mode: 'live', warnings: [] });
});

test('a workspace does not go live under a campaign that has no sender or postal address', async () => {
  stage = await openStage(LIVE);
  await launched();
  await expect(stage.run('workspace go-live', { yes: true })).rejects.toMatchObject({
    code: 'not-ready',
    message: expect.stringMatching(/^missing: spring, sender: .*; spring, postal address: /),
  });
  await stage.run('campaign finish');
  expect(await stage.run('workspace go-live', { yes: true })).toMatchObject({ mode: 'live' });
});

test('a live workspace needs a way out and a page to opt out; a campaign in it a sender', async () => {
  stage = await openStage();
  await expect(stage.run('workspace go-live', { yes: true })).rejects.toMatchObject({ code: 'not-ready' });
  await stage.close();
  stage = await openStage(LIVE);
  await expect(stage.run('workspace go-live')).rejects.toMatchObject({ code: 'not-confirmed' });
  await stage.run('workspace go-live', { yes: true });
  const { items } = (await launched().then(
    () => ({}),
    () => stage.run('campaign check'),
  )) as { items: Row[] };
  expect(items.filter(({ ok, blocks }) => !ok && blocks).map(({ check }) => check)).toEqual([
    'sender',
    'postal address',
  ]);
  expect(stage.count('SELECT count(*) FROM message')).toBe(0);
});

test('a suppression keeps what is queued from leaving, and every later import from reviving', async () => {
  stage = await openStage();
  await stage.run('suppress add', { value: '@acme.example' });
  await launched();
  expect(await stage.run('work')).toMatchObject({ sent: 0 });
  const reasons = ((await stage.run('explain', { lead: 'ann@acme.example' })).reasons as Row[]).map(({ code }) => code);
  expect(reasons.join(' ')).toMatch(/suppressed|no-usable-channel/);
});

test('whoever takes in another list is told which live campaigns judge it: the trial too, and none once the campaign is still', async () => {
  stage = await openStage();
  await launched();
  const file = stage.file('more.csv', 'First Name,Email,Country,Industry\nBea,bea@beta.example,US,Software\n');
  expect(await stage.run('import', { file, dryRun: true })).toMatchObject({ created: 1, judgedBy: ['spring'] });
  await stage.run('campaign pause');
  expect(await stage.run('import', { file, dryRun: true })).toMatchObject({ created: 1, judgedBy: [] });
  await stage.run('campaign resume');
  expect(await stage.run('import', { file })).toMatchObject({ created: 1, judgedBy: ['spring'] });
});

test('beside a second campaign a lead is explained in the one in which it stands: at work, else live, else asked for', async () => {
  stage = await openStage();
  await launched();
  await stage.run('campaign create', { name: 'autumn', like: 'spring' });
  expect((await stage.run('explain', { lead: 'ann@acme.example' })).decision).toContain('“spring”');
  await stage.run('assess', { campaign: 'autumn' });
  expect((await stage.run('explain', { lead: 'ann@acme.example' })).decision).toContain('“spring”');
  await stage.run('campaign pause', { campaign: 'spring' });
  await stage.run('enrollment cancel', { lead: 'ann@acme.example' });
  await expect(stage.run('explain', { lead: 'ann@acme.example' })).rejects.toMatchObject({ code: 'which-campaign' });
  expect((await stage.run('explain', { lead: 'ann@acme.example', campaign: 'autumn' })).decision).toContain('autumn');
});
