import { afterEach, expect, test } from 'vitest';
import { writePlaybook } from '../../../test/pipeline/small-playbook.ts';
import { openStage, SENDER, type Stage } from '../../../test/pipeline/stage.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import type { Store } from '../store-port.ts';
import { assessAll } from './assess.ts';
import { LiveCampaigns } from './live.ts';

let stage: Stage;
const errors: string[] = [];
afterEach(() => stage.close());

/** Two live campaigns in two workspaces, a lead in each; `broken` says what the first one fails with. */
async function opened(broken: () => Error | null): Promise<LiveCampaigns> {
  errors.splice(0);
  stage = await openStage({ log: { info: () => undefined, error: (message) => void errors.push(message) } });
  const { store } = stage.engine;
  const file = stage.file('leads.csv', 'Email,Country,Industry\nann@acme.example,US,Software\n');
  await stage.run('import', { file, basis: 'consent' });
  for (const name of ['spring', 'autumn']) {
    const playbook = writePlaybook(stage.folder, { name });
    await stage.run('campaign create', { ...SENDER, name, playbook });
    const made = await store.campaigns.get('main', name);
    if (made) await store.campaigns.save({ ...made, state: 'live' }, made.state);
  }
  const spring = await store.campaigns.get('main', 'spring');
  const { assess } = store.campaigns;
  (store.campaigns as { assess: Store['campaigns']['assess'] }).assess = async (page) => {
    const error = page.campaignId === spring?.id ? broken() : null;
    if (error) throw error;
    return assess(page);
  };
  return new LiveCampaigns(stage.engine);
}

const members = () => stage.count('SELECT COUNT(*) FROM campaign_member');

test('a campaign that breaks off rests for a minute, and stops no other; then its leads are taken up', async () => {
  let bug: Error | null = new Error('a bug');
  const live = await opened(() => bug);
  expect([await live.assess(), members(), errors.length]).toEqual([1, 1, 1]);
  bug = null;
  stage.clock.moveTo(stage.clock.now() + 59_999);
  expect([await live.assess(), members(), live.broken.size]).toEqual([0, 1, 1]);
  stage.clock.moveTo(stage.clock.now() + 1);
  expect([await live.assess(), members(), live.broken.size]).toEqual([1, 2, 0]);
  expect(errors).toHaveLength(1);
});

test('a fault of the store is nobody’s in particular, and is thrown', async () => {
  const fault = Object.assign(new Error('the disk is full'), { name: 'StoreError' });
  const live = await opened(() => fault);
  await expect(live.assess()).rejects.toBe(fault);
});

test('a campaign that another process puts on another playbook while it is judged goes on by that one', async () => {
  stage = await openStage();
  const { store, sources } = stage.engine;
  const rows = ['ann', 'bob', 'cid'].map((name) => `${name}@acme.example,US,Software\n`);
  const file = stage.file('leads.csv', `Email,Country,Industry\n${rows.join('')}`);
  await stage.run('import', { file, basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'spring' });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  const campaign = await store.campaigns.get('main', 'spring');
  const other = sources.readPlaybook(writePlaybook(stage.folder, { name: 'other' }), {}).playbook;
  if (!campaign || !other) throw new Error('there is no campaign, or no playbook');
  const { hash, name } = other;
  const { assess } = store.campaigns;
  let pages = 0;
  (store.campaigns as { assess: Store['campaigns']['assess'] }).assess = async (page) => {
    const done = await assess(page);
    pages += 1;
    if (pages > 1) return done;
    await store.playbooks.put({ workspaceId: 'main', hash, name, content: canonicalJson(other), createdAt: 0 });
    await store.campaigns.save({ ...campaign, playbookHash: hash, assessedRevision: 0 }, campaign.state);
    return done;
  };
  expect(await assessAll(stage.engine, campaign, { pageLeads: 1 })).toMatchObject({ assessed: 4 });
});
