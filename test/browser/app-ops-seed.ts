/** What the screens of an instance that is run have to show: accounts at different places, a plan of an agent, connections, webhooks, keys. */
import type { Stage } from '../pipeline/stage.ts';
import { SENDER } from '../pipeline/stage.ts';
import { NOW } from './app-stage.ts';

const DAY_MS = 86_400_000;
const TITLES = ['CEO', 'VP Operations', 'Head of Purchasing', 'Buyer'];
const COMPANIES = ['acme', 'bolt', 'cedar', 'delta', 'ember'];

function peopleOf(company: string): string[] {
  return TITLES.map((title, n) => {
    const first = ['Ada', 'Ben', 'Cleo', 'Dan'][n] ?? '';
    const last = `${company.charAt(0).toUpperCase()}${company.slice(1)}son`;
    return `${first},${last},${first.toLowerCase()}@${company}.example,${title},${company},US,NY`;
  });
}

/** Lives three days with five companies, and sets up what a person sets up. */
export async function seedOps(stage: Stage): Promise<void> {
  const head = 'First Name,Last Name,Email,Title,Company,Country,State';
  const file = stage.file('companies.csv', [head, ...COMPANIES.flatMap(peopleOf), ''].join('\n'));
  await stage.run('import', { file, basis: 'consent' });
  const { imports } = (await stage.run('import list')) as { imports: { id: string }[] };
  const [of] = imports;
  const campaign = 'Named accounts';
  await stage.run('campaign create', { ...SENDER, name: campaign, playbook: 'account-based', import: [of?.id ?? ''] });
  await stage.run('assess', { campaign });
  await stage.run('campaign launch', { campaign });
  for (const [n, company] of COMPANIES.entries()) {
    const account = `${company}.example`;
    await stage.run('account add', { account, name: company.toUpperCase() });
    if (company === 'delta') await stage.run('account mark', { account, deal: 'Renewal 2027', owner: 'ann' });
    if (n < 4) await stage.run('account start', { account, campaign });
  }
  await stage.run('account pause', { account: 'cedar.example', why: 'new board' });
  await stage.liveUntil(NOW + 3 * DAY_MS);
  await stage.run('event record', { lead: 'ada@bolt.example', kind: 'replied', text: 'Who are you?' });
  await stage.run('plan propose', {
    ...{ operation: 'campaign launch', input: { campaign: 'Autumn, draft' }, hours: 72 },
    why: 'The list is clean: 60 people, none of whom said no, and the simulation shows no clash of caps.',
  });
  await stage.run('webhook add', { name: 'crm', url: 'https://hooks.acme.example/rekindle', tell: ['event.replied'] });
  await stage.run('key create', { name: 'our site', role: 'operator' });
  await stage.run('key create', { name: 'my assistant', role: 'operator', agent: true });
  await stage.run('halt add', { why: 'numbers are being moved', channel: 'sms' });
}
