/** One playbook, many workspaces: pushed with what each has of its own, seen where it differs, counted everywhere. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { brandOf } from '../../src/engine/agency/brand.ts';
import { runOperation } from '../../src/engine/operations/run.ts';
import { operationOf } from '../../src/engine/operations/table.ts';
import { publicHouse } from '../../src/engine/serve/public-house.ts';
import { makeUnsubscribeToken } from '../../src/engine/tokens/unsubscribe.ts';
import { buildHttp } from '../../src/http/app.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from './stage.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

let stage: Stage;
afterEach(() => stage.close());

async function runIn(workspaceId: string, command: string, input: Row = {}): Promise<Row> {
  const operation = operationOf(command);
  if (!operation) throw new Error(`there is no operation ${command}`);
  const { engine } = stage;
  const signal = new AbortController().signal;
  const context = { engine, workspaceId, actor: 'test', signal, progress: () => undefined, note: () => undefined };
  return (await runOperation(context, operation, input)) as Row;
}

/** Two customers whose campaigns run `acquisition`, one that has none. */
async function begin(): Promise<void> {
  stage = await openStage();
  for (const name of ['acme', 'bolt', 'cold']) await stage.run('workspace add', { name });
  for (const id of ['acme', 'bolt']) {
    await runIn(id, 'campaign create', { ...SENDER, name: 'spring', playbook: 'acquisition' });
  }
}

const places = (of: Row) =>
  (of.places as Row[])
    .filter(({ workspace }) => workspace !== 'main')
    .map(({ workspace, campaign, move }) => `${workspace} ${campaign ?? '-'} ${move}`);
const hashOf = async (id: string) => (await stage.engine.store.campaigns.get(id, 'spring'))?.playbookHash;

test('a push shows what moves, moves it once, and leaves each workspace its own settings', async () => {
  await begin();
  await stage.run('agency set', { workspace: 'acme', playbook: 'acquisition', set: { targetCountries: 'DE' } });
  const [acme, bolt] = [await hashOf('acme'), await hashOf('bolt')];
  const shown = await stage.run('agency push', { playbook: 'acquisition' });
  expect([shown.done, places(shown)]).toEqual([false, ['acme spring moves', 'bolt spring current', 'cold - stored']]);
  expect((shown.places as Row[])[0]?.differences).toEqual(
    expect.arrayContaining([expect.stringContaining('targetCountries')]),
  );
  expect([await hashOf('acme'), await hashOf('bolt')]).toEqual([acme, bolt]);
  expect(await stage.run('agency push', { playbook: 'acquisition', yes: true })).toMatchObject({
    done: true,
    moved: 1,
  });
  expect([(await hashOf('acme')) === acme, (await hashOf('bolt')) === bolt]).toEqual([false, true]);
  expect(await stage.run('agency push', { playbook: 'acquisition', yes: true })).toMatchObject({ moved: 0 });
  expect(await runIn('acme', 'campaign show', { campaign: 'spring' })).toMatchObject({
    settings: { targetCountries: ['DE'] },
  });
  expect((await runIn('cold', 'playbook list')).stored).toHaveLength(1);
});

test('drift names who differs, by what, and not what is a workspace’s own', async () => {
  await begin();
  await stage.run('agency set', { workspace: 'acme', playbook: 'acquisition', set: { targetCountries: 'DE' } });
  await stage.run('agency push', { playbook: 'acquisition', yes: true });
  expect(await stage.run('agency drift', { playbook: 'acquisition' })).toMatchObject({ differ: 0, current: 2 });
  await runIn('bolt', 'campaign change', { campaign: 'spring', set: { targetCountries: 'FR' } });
  const drift = await stage.run('agency drift', { playbook: 'acquisition' });
  expect(drift).toMatchObject({ differ: 1, current: 1 });
  expect((drift.places as Row[]).find(({ workspace }) => workspace === 'bolt')?.differences).toEqual(
    expect.arrayContaining([expect.stringMatching(/targetCountries/)]),
  );
  await expect(stage.run('agency push', { playbook: 'acquisition', workspace: ['nobody'] })).rejects.toThrow(
    /no workspace nobody/,
  );
  const unknown = stage.run('agency set', { workspace: 'acme', playbook: 'acquisition', set: { colour: 'red' } });
  await expect(unknown).rejects.toThrow(/no setting/);
  await stage.run('agency set', { workspace: 'acme', playbook: 'acquisition', set: { targetCountries: '' } });
  expect(await stage.run('agency drift', { playbook: 'acquisition' })).toMatchObject({ differ: 2 });
});

test('a changed folder moves all who run it, and a mistake in it moves nobody', async () => {
  await begin();
  const folder = writePlaybook(stage.folder, { name: 'letters' });
  for (const id of ['acme', 'bolt'])
    await runIn(id, 'campaign create', { ...SENDER, name: 'letters', playbook: folder });
  const file = join(folder, 'playbook.yaml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('    title: Fast\n', '    title: Faster\n'));
  expect(await stage.run('agency push', { playbook: folder, yes: true })).toMatchObject({ moved: 2 });
  writeFileSync(file, text.replace('sequences:', 'sequenses:'));
  await expect(stage.run('agency push', { playbook: folder, yes: true })).rejects.toThrow(/has mistakes/);
});

test('results are counted by workspace and playbook', async () => {
  await begin();
  const rows =
    'First Name,Last Name,Email,Country,Industry,Title\nAnn,Lee,ann@acme.example,US,Software,CEO\nBob,Ray,bob@bolt.example,US,Software,CEO\n';
  const folder = writePlaybook(stage.folder, { name: 'letters' });
  await runIn('acme', 'import', { file: stage.file('leads.csv', rows), basis: 'consent' });
  await runIn('acme', 'campaign create', { ...SENDER, name: 'letters', playbook: folder });
  await runIn('acme', 'assess', { campaign: 'letters' });
  await runIn('acme', 'campaign launch', { campaign: 'letters' });
  await stage.run('work');
  stage.clock.moveTo(stage.clock.now() + 60_000);
  await stage.run('work');
  const tell = (lead: string, kind: string, more: Row = {}) => runIn('acme', 'event record', { lead, kind, ...more });
  await tell('ann@acme.example', 'replied', { text: "I'm interested, please call me" });
  await tell('ann@acme.example', 'booked');
  await tell('bob@bolt.example', 'replied', { text: 'I am out of office until Monday' });
  const { results } = (await stage.run('agency results')) as { results: Row[] };
  const sent = stage.count("SELECT COUNT(*) AS n FROM message WHERE state IN ('sent', 'delivered', 'bounced')");
  expect(sent).toBeGreaterThan(0);
  expect(results.filter(({ workspace }) => workspace === 'acme')).toEqual([
    expect.objectContaining({ playbook: 'acquisition', sent: 0, replied: 0 }),
    expect.objectContaining({
      playbook: 'letters',
      campaigns: 1,
      sent,
      delivered: sent,
      replied: 1,
      positive: 1,
      meetings: 1,
    }),
  ]);
});

test('who looks after one workspace sees none of this', async () => {
  await begin();
  const operation = operationOf('agency results');
  if (!operation) throw new Error('there is no operation agency results');
  const caller = { role: 'admin', workspaceId: 'acme' } as const;
  const { engine } = stage;
  const signal = new AbortController().signal;
  const context = {
    engine,
    workspaceId: 'acme',
    actor: 'test',
    caller,
    signal,
    progress: () => undefined,
    note: () => undefined,
  };
  await expect(runOperation(context, operation, {})).rejects.toThrow(/concerns all workspaces/);
});

test('a brand is on the pages of its workspace, and in its new campaigns; what is wrong of it is refused', async () => {
  await begin();
  const brand = { name: 'Acme', domain: 'acme.com', postalAddress: '1 Main St', color: '#0B6E4F' };
  await runIn('acme', 'workspace set-brand', brand);
  await runIn('acme', 'workspace set-brand', { logo: 'https://acme.com/logo.png' });
  expect(brandOf((await stage.engine.store.workspaces.get('acme'))!)).toEqual({
    ...{ ...brand, color: '#0b6e4f', logo: 'https://acme.com/logo.png' },
  });
  await runIn('acme', 'campaign create', { name: 'summer', fromName: 'Ann', fromAddress: 'ann@acme.com' });
  const made = await stage.engine.store.campaigns.get('acme', 'summer');
  expect(made?.sender).toMatchObject({ company: 'Acme', postalAddress: '1 Main St' });
  expect((await stage.engine.store.campaigns.get('bolt', 'spring'))?.sender.company).not.toBe('Acme');
  await expect(runIn('acme', 'workspace set-brand', { color: 'red' })).rejects.toThrow(/color/);
  const claim = { workspaceId: 'acme', leadId: 'lead_1', campaignId: null, channel: 'email' } as const;
  const house = publicHouse(stage.engine, () => true);
  const token = makeUnsubscribeToken(stage.engine.keyring.secret, claim);
  expect((await house.describe?.(token))?.brand).toMatchObject({ name: 'Acme' });
  const app = buildHttp(house);
  const shown = await app.inject(`/u/${token}`);
  expect([shown.statusCode, shown.body]).toEqual([200, expect.stringContaining('Acme · 1 Main St')]);
  const done = await app.inject({ method: 'POST', url: `/u/${token}`, payload: '', headers: FORM });
  expect(done.body).toContain('src="https://acme.com/logo.png"');
  await app.close();
  await runIn('acme', 'workspace set-brand', { none: true });
  expect((await house.describe?.(token))?.brand).toBeNull();
});
