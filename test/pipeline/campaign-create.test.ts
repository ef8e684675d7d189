/** Campaigns are drafted: by a playbook, by a draft of one, or as another campaign is; and drawn anew while they are drafts. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Campaign } from '../../src/domain/campaign/campaign.ts';
import { launch, preflight } from '../../src/engine/campaigns.ts';
import { operationOf } from '../../src/engine/operations/table.ts';
import type { Workspace } from '../../src/engine/store-port.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );
const create = (wish: Row) => stage.run('campaign create', wish);

test('where several campaigns are, what is to be run next names the one that is meant; one of a thing is told as one', async () => {
  for (const name of ['spring', 'big autumn']) await create({ ...SENDER, name, playbook: 'acquisition' });
  const check = async () =>
    ((await stage.run('campaign check', { campaign: 'big autumn' })).items as Row[]).map(({ says }) => says);
  expect(await check()).toContain(
    'no lead has been assessed; import some, then rekindle assess --campaign "big autumn"',
  );
  const file = stage.file('leads.csv', 'First Name,Email,Title,Company,Country\nAnn,ann@acme.example,CEO,Acme,DE\n');
  await stage.run('import', { file });
  const explained = await stage.run('explain', { lead: 'ann@acme.example', campaign: 'big autumn' });
  expect(explained.next).toBe('Run rekindle assess --campaign "big autumn".');
  const review = stage.run('review approve', { lead: 'ann@acme.example', campaign: 'big autumn' });
  await expect(review).rejects.toMatchObject({ remedy: 'run rekindle assess --campaign "big autumn" first' });
  const assessed = await stage.run('assess', { campaign: 'big autumn' });
  const print = (report: Row) => operationOf('assess')?.print?.(report) ?? '';
  expect(print(assessed)).toContain('Assessed 1 lead:');
  expect(print({ ...assessed, held: 1 })).toContain('rekindle lead list --campaign "big autumn" --stage unrouted');
  expect(await check()).toContain('1 lead assessed');
});

test('a copy has the version, settings, audience and senders of what it is copied from; what is said is as it is said', async () => {
  const spring = await create({
    ...{ ...SENDER, name: 'spring', set: { offer: 'sell more' }, where: 'lead.country == "US"', dailyCap: 12 },
    alsoFrom: ['Bob Ray <bob@sender.example> 7'],
  });
  const copy = await create({ name: 'copy', like: 'spring' });
  expect(copy).toMatchObject({ state: 'draft', audience: spring.audience, sender: spring.sender });
  expect(copy).toMatchObject({ playbook: spring.playbook, settings: spring.settings });
  const others = await create({ name: 'others', like: 'spring', tag: ['autumn'], dailyCap: 5 });
  expect(others).toMatchObject({ audience: { imports: [], tags: ['autumn'], where: null, frozen: false } });
  expect(others).toMatchObject({ sender: { address: SENDER.fromAddress, dailyCap: 5 } });
  // Everybody is an audience too, once it is said; the same first mailbox, said again, keeps the further ones.
  const everybody = { import: [], tag: [], where: null, frozen: false, fromAddress: SENDER.fromAddress };
  expect(await create({ ...everybody, name: 'everybody', like: 'spring' })).toMatchObject({
    ...{ audience: { imports: [], tags: [], where: null, frozen: false }, sender: spring.sender },
  });
  // Another first mailbox has no further ones but its own.
  const elsewhere = await create({ name: 'elsewhere', like: 'spring', fromAddress: 'eve@sender.example' });
  expect((elsewhere.sender as Row).more).toBeUndefined();
});

test('a copy runs what its campaign runs, though the playbook of that name was changed by a draft', async () => {
  await create({ ...SENDER, name: 'spring' });
  const { files } = (await stage.run('draft show', { playbook: 'acquisition' })) as unknown as {
    files: Record<string, string>;
  };
  const old = 'day: 5, template: cool-2-trends';
  const text = files['playbook.yaml'] ?? '';
  expect(text).toContain(old);
  await stage.run('draft save', {
    playbook: 'acquisition',
    files: { ...files, 'playbook.yaml': text.replace(old, 'day: 6, template: cool-2-trends') },
  });
  const built = (await create({ ...SENDER, name: 'built', playbook: 'acquisition' })).playbook as Row;
  const drafted = await create({ ...SENDER, name: 'drafted', draft: 'acquisition', set: { offer: 'sell more' } });
  expect((drafted.playbook as Row).hash).not.toBe(built.hash);
  expect(drafted).toMatchObject({ settings: { offer: 'sell more' } });
  await stage.run('draft publish', { playbook: 'acquisition', campaign: 'spring' });
  const spring = (await stage.run('campaign show', { campaign: 'spring' })).playbook as Row;
  expect(spring.hash).not.toBe(built.hash);
  expect((await create({ name: 'copy', like: 'spring' })).playbook).toEqual(spring);
});

test('what contradicts itself, or names nothing, is refused before anything is made', async () => {
  await create({ ...SENDER, name: 'spring' });
  expect(await code(create({ name: 'a', like: 'spring', playbook: 'acquisition' }))).toBe('not-both');
  expect(await code(create({ name: 'a', like: 'spring', set: { offer: 'x' } }))).toBe('not-both');
  expect(await code(create({ name: 'a', like: 'winter' }))).toBe('no-such-campaign');
  expect(await code(create({ name: 'a', draft: 'nothing-here' }))).toBe('no-such-playbook');
  expect(await code(create({ name: 'a', draft: 'acquisition', set: { nothing: 'x' } }))).toBe('unknown-setting');
  expect(await code(create({ name: 'spring', like: 'spring' }))).toBe('campaign-exists');
  const { campaigns } = await stage.run('campaign list');
  expect(campaigns).toEqual([
    expect.objectContaining({ name: 'spring', playbook: 'acquisition', launchedAt: null, launchedBy: null }),
  ]);
});

test('other settings are asked for, and nothing else changes: not the steps of a campaign that runs a draft', async () => {
  await create({ ...SENDER, name: 'spring', set: { offer: 'sell more' } });
  const { files } = (await stage.run('draft show', { playbook: 'acquisition' })) as unknown as {
    files: Record<string, string>;
  };
  const saved = (day: number, revision: number) =>
    stage.run('draft save', {
      ...{ playbook: 'acquisition', revision },
      files: {
        ...files,
        'playbook.yaml': (files['playbook.yaml'] ?? '').replace(
          'day: 5, template: cool-2',
          `day: ${day}, template: cool-2`,
        ),
      },
    });
  const change = (wish: Row) => stage.run('campaign change', { campaign: 'spring', ...wish });
  await saved(6, 0);
  // It runs what comes with Rekindle, whatever is being written.
  expect(String((await change({ set: { targetCountries: 'US' } })).differences)).not.toContain('long-term-nurture');
  await stage.run('draft publish', { playbook: 'acquisition', campaign: 'spring' });
  const { differences } = await change({ set: { targetCountries: 'US,GB' } });
  expect(String(differences)).toContain('GB');
  expect(String(differences)).not.toContain('long-term-nurture');
  expect(await stage.run('campaign show', { campaign: 'spring' })).toMatchObject({
    settings: { offer: 'sell more', targetCountries: ['US', 'GB'] },
  });
  await saved(7, 1);
  expect(await code(change({ set: { targetCountries: 'FR' } }))).toBe('other-version');
  expect(await code(change({ playbook: 'acquisition', draft: 'acquisition' }))).toBe('not-both');
  expect(String((await change({ draft: 'acquisition', set: { targetCountries: 'FR' } })).differences)).toContain(
    'long-term-nurture',
  );
});

describe('while it is a draft, others are judged and others write', () => {
  const change = (wish: Row) => stage.run('campaign change', { campaign: 'spring', ...wish });
  const spring = async () => (await stage.run('campaign show', { campaign: 'spring' })) as Row & { stages: Row };
  const begin = async (more: Row = {}) => {
    const file = stage.file('people.csv', 'First Name,Email,Country\nAnn,ann@one.example,US\nBen,ben@two.example,DE\n');
    await stage.run('import', { file, basis: 'consent' });
    await create({ ...SENDER, name: 'spring', where: 'lead.country == "US"', ...more });
    await stage.run('assess', { campaign: 'spring' });
  };
  const judged = async () => Object.values((await spring()).stages).reduce((sum: number, n) => sum + Number(n), 0);

  test('they are assessed anew, as when it was begun, and it is to be checked again', async () => {
    await begin();
    expect([await judged(), (await spring()).stages.left]).toEqual([1, 0]);
    expect(await stage.run('campaign check', { campaign: 'spring' })).toMatchObject({ ready: true });
    expect((await spring()).state).toBe('checked');
    const { differences, from, to } = await change({ where: 'lead.country == "DE"', tag: [], fromName: 'Bob Ray' });
    expect(differences).toEqual([
      'Whom it judges: where was "lead.country == "US"", is now "lead.country == "DE"".',
      'Who writes: name was "Sam Sender", is now "Bob Ray".',
    ]);
    expect(from).toBe(to);
    expect(await spring()).toMatchObject({
      ...{ state: 'draft', sender: { name: 'Bob Ray', address: 'sam@sender.example', dailyCap: 1_000 } },
      audience: { imports: [], tags: [], where: 'lead.country == "DE"', frozen: false },
    });
    expect(await stage.run('assess', { campaign: 'spring' })).toMatchObject({ assessed: 1 });
    expect([await judged(), (await spring()).stages.left]).toEqual([2, 1]);
    await stage.run('campaign launch', { campaign: 'spring' });
    expect(
      stage.sql("SELECT l.email FROM campaign_member m JOIN lead l ON l.id = m.lead_id WHERE m.stage <> 'left'"),
    ).toEqual([{ email: 'ben@two.example' }]);
  });

  test('what is not said stays; everybody, and an empty condition, are said as well', async () => {
    await begin({ tag: ['vip'], frozen: true });
    await change({ dailyCap: 12 });
    expect(await spring()).toMatchObject({
      ...{ sender: { name: 'Sam Sender', dailyCap: 12 } },
      audience: { imports: [], tags: ['vip'], where: 'lead.country == "US"', frozen: true },
    });
    await change({ where: '' });
    expect((await spring()).audience).toEqual({ imports: [], tags: ['vip'], where: null, frozen: true });
    await change({ everybody: true });
    expect((await spring()).audience).toEqual({ imports: [], tags: [], where: null, frozen: true });
    await change({ everybody: true, where: 'lead.country == "DE"', frozen: false, alsoFrom: ['bob@sender.example 5'] });
    expect(await spring()).toMatchObject({
      audience: { imports: [], tags: [], where: 'lead.country == "DE"', frozen: false },
      sender: { more: [{ name: 'Sam Sender', address: 'bob@sender.example', dailyCap: 5 }] },
    });
    expect(await code(change({ where: 'lead.nothing == 1' }))).toBe('bad-audience');
    expect(await code(change({ alsoFrom: ['nobody'] }))).toBe('bad-sender');
  });

  test('once it is launched both stand, and it is said what is done instead; settings may change', async () => {
    await begin();
    await stage.run('campaign launch', { campaign: 'spring' });
    const refused = await change({ tag: ['vip'] }).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'wrong-state',
      remedy: expect.stringContaining('campaign create NAME --like "spring"'),
    });
    expect(await code(change({ fromName: 'Bob' }))).toBe('wrong-state');
    await stage.run('campaign pause', { campaign: 'spring' });
    expect(await code(change({ everybody: true }))).toBe('wrong-state');
    expect(await spring()).toMatchObject({ state: 'paused', audience: { where: 'lead.country == "US"' } });
    await change({ set: { offer: 'sell more' } });
    expect(await spring()).toMatchObject({ state: 'paused', settings: { offer: 'sell more' } });
  });

  test('its daily cap may change while it is live; what waited for it leaves, and the page and the log of acts tell it', async () => {
    const people =
      'First Name,Email,Country,Industry\nAnn,ann@one.example,US,Software\nBen,ben@two.example,US,Software\n';
    await stage.run('import', { file: stage.file('people.csv', people), basis: 'consent' });
    const playbook = writePlaybook(stage.folder, { name: 'short', days: [0] });
    await create({ ...SENDER, name: 'spring', playbook, dailyCap: 1 });
    await stage.run('assess', { campaign: 'spring' });
    await stage.run('campaign launch', { campaign: 'spring' });
    await stage.run('work');
    expect(stage.sql('SELECT state, reason_code AS code FROM message ORDER BY state')).toMatchObject([
      { state: 'held', code: 'cap-reached' },
      { state: 'sent' },
    ]);
    await change({ dailyCap: 300 });
    await stage.run('work');
    expect(stage.sql('SELECT state FROM message')).toEqual([{ state: 'sent' }, { state: 'sent' }]);
    const page = await spring();
    expect(page).toMatchObject({ state: 'live', sender: { dailyCap: 300 } });
    expect(operationOf('campaign show')?.print?.(page)).toContain(`300  ${SENDER.fromAddress}`);
    const [act] = stage.sql(`SELECT "change" FROM audit WHERE operation = 'campaign change' ORDER BY id DESC LIMIT 1`);
    expect(JSON.parse(String(act?.change))).toMatchObject({
      before: { sender: { dailyCap: 1 } },
      after: { sender: { dailyCap: 300 } },
    });
    expect(await code(change({ dailyCap: 200, fromName: 'Bob' }))).toBe('wrong-state');
  });

  test('a check or a launch that began before does not take the change back', async () => {
    await begin();
    const { engine } = stage;
    const found = (await engine.store.campaigns.get('main', 'spring')) as Campaign;
    const workspace = (await engine.store.workspaces.get('main')) as Workspace;
    await change({ tag: ['vip'] });
    await preflight(engine, workspace, found);
    expect(await spring()).toMatchObject({ state: 'draft', audience: { tags: ['vip'] } });
    const launched = launch(engine, workspace, found, 'test', () => undefined);
    expect(await code(launched)).toBe('changed-meanwhile');
    expect(await spring()).toMatchObject({ state: 'draft', audience: { tags: ['vip'] } });
  });
});
