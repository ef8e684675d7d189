/** Companies with as many contacts as an account may have: what reads many of them reads fewer at once. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LIMITS } from '../../src/domain/limits.ts';
import { advanceAccounts } from '../../src/engine/accounts/advance.ts';
import { openStage, type Row, SENDER, type Stage } from '../pipeline/stage.ts';
import { playbookWith } from './ground.ts';

/** One more than are judged at once. */
const MANY = Math.floor(LIMITS.contactsJudged / LIMITS.accountContacts) + 1;
/** More than one batch decides. */
const STARTED = Math.ceil(LIMITS.advanceBatchContacts / LIMITS.accountContacts) + 2;
const domain = (n: number) => `company${String(n).padStart(2, '0')}.example`;

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
  const rows = Array.from({ length: MANY }, (_, n) =>
    Array.from({ length: LIMITS.accountContacts + (n === 0 ? 1 : 0) }, (__, p) => `P${p},Lee,p${p}@${domain(n)},US,NY`),
  );
  const head = 'First Name,Last Name,Email,Country,State';
  await stage.run('import', { file: stage.file('leads.csv', [head, ...rows.flat(), ''].join('\n')), basis: 'consent' });
  for (let n = 0; n < MANY; n++) await stage.run('account add', { account: domain(n), name: `Company ${n}` });
}, 120_000);
afterEach(() => stage.close());

const listed = async (input: Row) => {
  const { accounts, next } = await stage.run('account list', input);
  return { ids: (accounts as Row[]).map(({ id }) => id), next: next as string | null };
};

test('an account has two hundred contacts, and one more is refused with what to do', async () => {
  expect(LIMITS.accountContacts).toBe(200);
  const { contacts } = (await stage.run('account show', { account: domain(0) })) as { contacts: Row[] };
  expect(contacts).toHaveLength(200);
  const known = new Set(contacts.map(({ email }) => email));
  const left = Array.from({ length: 201 }, (_, p) => `p${p}@${domain(0)}`).filter((email) => !known.has(email));
  expect(left).toHaveLength(1);
  await expect(stage.run('account contact', { account: domain(0), lead: left[0] })).rejects.toMatchObject({
    ...{ code: 'too-many-contacts', message: 'an account has 200 contacts at most' },
  });
});

test('a page of large accounts that are judged is shorter, and the next one goes on where it ends, in any order', async () => {
  const all = Array.from({ length: MANY }, (_, n) => domain(n));
  for (const order of [{}, { sort: 'name' }]) {
    const first = await listed({ health: true, ...order });
    expect(first.ids).toHaveLength(MANY - 1);
    const second = await listed({ health: true, ...order, after: first.next });
    expect(second.next).toBeNull();
    expect([...first.ids, ...second.ids].toSorted()).toEqual(all);
  }
  // Without their health nothing of their contacts is read.
  expect((await listed({})).ids).toHaveLength(MANY);
});

test('a batch of large accounts that are due takes fewer, and all have their turn', async () => {
  const playbook = playbookWith(stage.folder, []);
  await stage.run('campaign create', { ...SENDER, name: 'abm', playbook });
  await stage.run('assess', { campaign: 'abm' });
  await stage.run('campaign launch', { campaign: 'abm' });
  for (let n = 0; n < STARTED; n++) await stage.run('account start', { account: domain(n), campaign: 'abm' });
  const due = () => stage.count(`SELECT COUNT(*) FROM account_enrollment WHERE due_at <= ${stage.clock.now()}`);
  expect(due()).toBe(STARTED);
  const atOnce = Math.ceil(LIMITS.advanceBatchContacts / LIMITS.accountContacts);
  expect(await advanceAccounts(stage.engine)).toBe(atOnce);
  expect(due()).toBe(STARTED - atOnce);
  expect(await advanceAccounts(stage.engine)).toBe(STARTED - atOnce);
  expect(await advanceAccounts(stage.engine)).toBe(0);
});
