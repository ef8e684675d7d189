import { afterEach, expect, test } from 'vitest';
import { writePlaybook } from '../../../test/pipeline/small-playbook.ts';
import { openStage, SENDER, type Stage } from '../../../test/pipeline/stage.ts';
import type { Store } from '../store-port.ts';
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
