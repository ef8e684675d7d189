/** What every store does with accounts: who belongs to them, one campaign at a time, due ones taken once, woken by what their people do. */
import assert from 'node:assert/strict';
import type { AccountEnrollment } from '../../../domain/account/enrollment.ts';
import type {
  AccountOutcome,
  AccountRecord,
  AccountSubject,
  LastFacts,
  Store,
  TaskRecord,
} from '../../../engine/store-port.ts';
import {
  addLeads,
  CAMPAIGN,
  claim,
  decision,
  event,
  lead,
  MAIN,
  message,
  NOTHING_FOLLOWS,
  NOW,
  OPEN_GATE,
  openCampaign,
  refusal,
  stored,
  suppressionKeys,
} from '../samples.ts';

const ACME = 'acme.example';
const DAY_MS = 86_400_000;

const account = (part: Partial<AccountRecord> = {}): AccountRecord => ({
  ...{ workspaceId: MAIN, id: ACME, name: 'Acme', owner: null, deal: null, customer: false, competitors: [] },
  ...{ createdAt: NOW, ...part },
});

const passage = (part: Partial<AccountEnrollment> = {}): AccountEnrollment => ({
  ...{ workspaceId: MAIN, id: 'acc_1', accountId: ACME, campaignId: CAMPAIGN, generation: 1, sequence: 'account' },
  ...{ playbookHash: 'pb_1', state: 'due', dueAt: NOW, reason: null, zone: 'Asia/Tokyo', startedAt: NOW },
  ...{ settledAt: null, settled: [], outcome: null, endedAt: null, ...part },
});

const outcome = (part: Partial<AccountOutcome> = {}): AccountOutcome => {
  return { enrollments: [], messages: [], decisions: [], tasks: [], ...part };
};
const touch = (leadId: string) =>
  message(leadId, { enrollmentId: 'acc_1', intentKey: `enr:acc_1:intro:1`, decisionId: `dec_${leadId}` });
const call = (leadId: string): TaskRecord => ({
  ...{ workspaceId: MAIN, id: 'task_1', intentKey: 'enr:acc_1:call:2', campaignId: CAMPAIGN, enrollmentId: 'acc_1' },
  ...{ leadId, kind: 'task', title: 'Call', outcomes: [], state: 'open', outcome: null, dueAt: NOW },
  ...{ doneBy: null, doneAt: null },
});

/** Acme with Ann and Bob, and a campaign that is live. */
async function acme(store: Store): Promise<void> {
  await openCampaign(store);
  await addLeads(store, [
    lead('ann', { domain: ACME }),
    lead('bob', { domain: ACME }),
    lead('cid', { domain: 'bolt.example' }),
  ]);
  await store.accounts.put(account());
  await store.accounts.addContacts(MAIN, ACME, ['bob', 'ann']);
}

function change(store: Store, decide: (subject: AccountSubject) => AccountOutcome, accountId = ACME): Promise<boolean> {
  return store.accounts.change({ workspaceId: MAIN, accountId, campaignId: CAMPAIGN, suppressionKeys, decide });
}

/** Acme in the campaign. */
async function begun(store: Store, part: Partial<AccountEnrollment> = {}): Promise<void> {
  await acme(store);
  await change(store, () => outcome({ enrollments: [passage(part)] }));
}

async function look(store: Store): Promise<AccountSubject> {
  const found = await store.accounts.subject({ workspaceId: MAIN, accountId: ACME, campaignId: null, suppressionKeys });
  assert(found);
  return found;
}

function advance(store: Store, decide: (subject: AccountSubject) => AccountOutcome, now = NOW) {
  return store.accounts.advance({ now, limit: 10, suppressionKeys, decide });
}

/** Acme with a message to Ann in the ledger. */
async function written(store: Store): Promise<void> {
  await begun(store);
  await advance(store, ({ enrollment }) =>
    outcome({
      enrollments: [{ ...(enrollment as AccountEnrollment), dueAt: NOW + DAY_MS }],
      decisions: [decision('ann')],
      messages: [touch('ann')],
    }),
  );
}

const record = (store: Store, ...events: Parameters<typeof event>[]) =>
  store.work.record({ events: events.map((one) => event(...one)), decide: () => NOTHING_FOLLOWS });

/** Accounts. */
export const ACCOUNT_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'an account is written, read and listed, with its contacts in their order': async (store) => {
    await acme(store);
    await store.accounts.put(
      account({ name: 'Acme Ltd', deal: 'Renewal', customer: true, competitors: ['bolt'], createdAt: 1 }),
    );
    assert.deepEqual(
      await store.accounts.get(MAIN, ACME),
      account({ name: 'Acme Ltd', deal: 'Renewal', customer: true, competitors: ['bolt'] }),
    );
    assert.equal(await store.accounts.get(MAIN, 'nobody'), null);
    const { contacts, enrollment, touches } = await look(store);
    assert.deepEqual(
      contacts.map(({ lead: of, position }) => [of.id, position]),
      [
        ['bob', 1],
        ['ann', 2],
      ],
    );
    assert.deepEqual([enrollment, touches], [null, []]);
    const listed = await store.accounts.list({ workspaceId: MAIN, campaignId: null, after: '', limit: 9 });
    assert.deepEqual(
      listed.map((one) => [one.account.id, one.contacts, one.enrollment]),
      [[ACME, 2, null]],
    );
  },

  'a lead is a contact of one account, and can be taken out': async (store) => {
    await acme(store);
    await store.accounts.put(account({ id: 'bolt', name: 'Bolt' }));
    assert.deepEqual(await store.accounts.addContacts(MAIN, 'bolt', ['ann', 'cid']), ['ann']);
    assert.deepEqual(await store.accounts.addContacts(MAIN, ACME, ['ann']), []);
    assert.deepEqual(await store.accounts.leadsOfDomain(MAIN, ACME, 9), []);
    assert.equal(await store.accounts.removeContact(MAIN, ACME, 'ann'), true);
    assert.equal(await store.accounts.removeContact(MAIN, ACME, 'ann'), false);
    assert.deepEqual(await store.accounts.leadsOfDomain(MAIN, ACME, 9), ['ann']);
  },

  'a subject has all that it is decided on': async (store) => {
    await begun(store);
    await store.accounts.put(account({ competitors: ['bolt', 'nut'] }));
    await store.accounts.put(account({ id: 'bolt', customer: true }));
    await store.accounts.put(account({ id: 'nut' }));
    await store.leads.suppress(MAIN, [{ leadId: 'ann', suppression: refusal('ann') }]);
    await record(store, ['bob', 'replied', { outcome: 'interested', at: NOW + 1 }], ['ann', 'booked', { at: NOW - 1 }]);
    const { contacts, campaign, competitors, generations, workspace } = await look(store);
    assert.deepEqual([campaign?.id, workspace.id, generations, competitors], [CAMPAIGN, MAIN, 1, ['bolt']]);
    const [bob, ann] = contacts;
    assert.deepEqual(
      bob?.events.map(({ kind, outcome: told }) => [kind, told]),
      [['replied', 'interested']],
    );
    assert.deepEqual([ann?.events, ann?.suppressions.length, ann?.stage, ann?.elsewhere], [[], 1, null, []]);
  },

  'an account that is not there is not changed': async (store) => {
    await acme(store);
    assert.equal(await change(store, () => outcome(), 'nobody'), false);
  },

  'an account is in one campaign at a time; what is over stays so, and another may begin': async (store) => {
    await begun(store);
    assert.deepEqual((await store.campaigns.bySequence(MAIN, CAMPAIGN)).accounts, { account: 1 });
    await assert.rejects(change(store, () => outcome({ enrollments: [passage({ id: 'acc_2', generation: 2 })] })));
    const over = passage({
      state: 'ended',
      dueAt: null,
      reason: { code: 'account-closed' },
      outcome: 'deal',
      endedAt: NOW,
    });
    await change(store, () => outcome({ enrollments: [over, passage({ id: 'acc_2', generation: 2 })] }));
    await change(store, () => outcome({ enrollments: [passage()] }));
    const { enrollment, generations } = await look(store);
    assert.deepEqual([enrollment?.id, generations], ['acc_2', 2]);
    const listed = await store.accounts.list({ workspaceId: MAIN, campaignId: CAMPAIGN, after: '', limit: 9 });
    assert.deepEqual(
      listed.map((one) => one.enrollment?.id),
      ['acc_2'],
    );
  },

  'accounts of a campaign are counted by status, each by the last of its passages there': async (store) => {
    await begun(store);
    const count = () => store.accounts.count(MAIN, CAMPAIGN);
    const none = { active: 0, paused: 0, completed: 0, closed: 0, cancelled: 0 };
    assert.deepEqual([await count(), await store.accounts.count(MAIN, 'other')], [{ ...none, active: 1 }, none]);
    const put = (part: Partial<AccountEnrollment>) => change(store, () => outcome({ enrollments: [passage(part)] }));
    await put({ state: 'waiting', dueAt: null, reason: { code: 'account-paused' } });
    assert.deepEqual(await count(), { ...none, paused: 1 });
    await put({ state: 'ended', dueAt: null, reason: { code: 'account-completed' }, endedAt: NOW });
    assert.deepEqual(await count(), { ...none, completed: 1 });
    await put({ id: 'acc_2', generation: 2, startedAt: NOW + 1 });
    assert.deepEqual(await count(), { ...none, active: 1 });
  },

  'of several who begin an account at once one does': async (store) => {
    await acme(store);
    const begin = (n: number) =>
      change(store, ({ enrollment }) => outcome({ enrollments: enrollment ? [] : [passage({ id: `acc_${n}` })] }));
    await Promise.all([1, 2, 3, 4].map(begin));
    assert.equal((await look(store)).generations, 1);
  },

  'what is due is taken once, with what it was decided on': async (store) => {
    await begun(store);
    assert.equal(await store.work.nextAt(), NOW);
    const taken = await Promise.all(
      [1, 2, 3].map(() =>
        advance(store, ({ enrollment }) =>
          outcome({
            enrollments: [{ ...(enrollment as AccountEnrollment), dueAt: NOW + DAY_MS }],
            messages: [touch('ann')],
          }),
        ),
      ),
    );
    assert.equal(
      taken.reduce((sum, one) => sum + one.taken, 0),
      1,
    );
    assert.equal((await look(store)).touches.length, 1);
    assert.equal((await advance(store, () => outcome())).taken, 0);
  },

  'nothing is taken while everything is stopped': async (store) => {
    await begun(store);
    await store.instance.halt({ workspaceId: '', channel: '', why: 'test', by: 'me', at: NOW });
    assert.equal((await advance(store, () => outcome())).taken, 0);
  },

  'touchpoints are what the ledger holds of the passage: messages and calls': async (store) => {
    await written(store);
    await change(store, () => outcome({ tasks: [call('bob')] }));
    const { touches } = await look(store);
    assert.deepEqual(
      touches.map(({ leadId, channel, state, leftAt }) => [leadId, channel, state, leftAt]),
      [
        ['ann', 'email', 'queued', null],
        ['bob', 'task', 'open', null],
      ],
    );
  },

  'a call that is made wakes its account; with the end of the passage open ones are taken back': async (store) => {
    await begun(store, { dueAt: NOW + DAY_MS });
    await change(store, () =>
      outcome({ tasks: [call('bob'), { ...call('ann'), id: 'task_2', intentKey: 'enr:acc_1:call:3' }] }),
    );
    const decide = ({ task }: { task: TaskRecord }) => {
      return { task: { ...task, state: 'done' as const, doneBy: 'me', doneAt: NOW + 5 }, enrollment: null };
    };
    await store.tasks.answer({ workspaceId: MAIN, id: 'task_1', decide });
    assert.equal((await look(store)).enrollment?.dueAt, NOW + 5);
    await change(store, () =>
      outcome({ enrollments: [passage({ state: 'ended', dueAt: null, reason: { code: 'x' }, endedAt: 1 })] }),
    );
    assert.deepEqual((await look(store)).touches.map(({ state }) => state).sort(), ['cancelled', 'done']);
  },

  'what a contact says wakes its account; what a machine may have done does not, and a paused one sleeps on': async (
    store,
  ) => {
    await begun(store, { dueAt: NOW + DAY_MS });
    await record(store, ['ann', 'opened'], ['cid', 'replied'], ['ann', 'replied', { outcome: 'out-of-office' }]);
    assert.equal((await look(store)).enrollment?.dueAt, NOW + DAY_MS);
    await record(store, ['bob', 'booked', { recordedAt: NOW + 7 }]);
    assert.equal((await look(store)).enrollment?.dueAt, NOW + 7);
    await change(store, () =>
      outcome({ enrollments: [passage({ state: 'waiting', dueAt: null, reason: { code: 'account-paused' } })] }),
    );
    await record(store, ['ann', 'converted', { recordedAt: NOW + 9 }]);
    assert.equal((await look(store)).enrollment?.dueAt, null);
  },

  'what an account waited for wakes it, a page at a time; whoever waits for something else, or was paused, sleeps on':
    async (store) => {
      await begun(store);
      const wish = { workspaceId: MAIN, campaignId: CAMPAIGN, now: NOW + 5, limit: 1 };
      const wakeFor = (code: string) => store.campaigns.wake({ ...wish, code });
      const waiting = (code: string, dueAt: number | null) =>
        change(store, () =>
          outcome({ enrollments: [passage({ state: 'waiting', reason: { code, facts: { by: 'me' } }, dueAt })] }),
        );
      await waiting('account-not-launched', NOW + DAY_MS);
      assert.deepEqual([await wakeFor('campaign-paused'), (await look(store)).enrollment?.dueAt], [0, NOW + DAY_MS]);
      assert.deepEqual([await wakeFor('account-not-launched'), (await look(store)).enrollment?.dueAt], [1, NOW + 5]);
      assert.equal(await wakeFor('account-not-launched'), 0);
      await waiting('account-paused', null);
      assert.deepEqual([await wakeFor('account-paused'), (await look(store)).enrollment?.dueAt], [0, null]);
    },

  'a touchpoint that leaves is told its account as it is then, and the zone of its passage': async (store) => {
    await written(store);
    const claimed = await claim(store);
    assert.deepEqual(
      claimed.map(({ zone }) => zone),
      ['Asia/Tokyo'],
    );
    await record(store, ['bob', 'replied', { outcome: 'interested' }]);
    let told: LastFacts['account'] = null;
    await store.work.deliverTurn([], claimed, {
      ...OPEN_GATE,
      decide(_, facts) {
        told = facts.account;
        return { kind: 'leave', subject: 'Hello', bodyHash: 'hash' };
      },
    });
    const { account: of, contacts } = told as unknown as AccountSubject;
    assert.deepEqual([of.id, contacts[0]?.events.map(({ kind }) => kind)], [ACME, ['replied']]);
  },

  'a contact that is merged into another lead follows it': async (store) => {
    await acme(store);
    const [survivor, other] = [await stored(store, 'cid'), await stored(store, 'ann')];
    assert(survivor && other);
    await store.leads.merge({ workspaceId: MAIN, survivor, other, merged: survivor }, NOW + 1);
    assert.deepEqual(
      (await look(store)).contacts.map(({ lead: of }) => of.id),
      ['bob', 'cid'],
    );
    const [into, bob] = [await stored(store, 'cid'), await stored(store, 'bob')];
    assert(into && bob);
    await store.leads.merge({ workspaceId: MAIN, survivor: into, other: bob, merged: into }, NOW + 2);
    assert.deepEqual(
      (await look(store)).contacts.map(({ lead: of }) => of.id),
      ['cid'],
    );
  },
};
