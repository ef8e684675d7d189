/** What every store does with tasks for people, with waking a campaign, and with messages of different states side by side. */
import assert from 'node:assert/strict';
import type { Store, TaskRecord } from '../../engine/store-port.ts';
import { crowd, LATER, passageOf } from './crowd.ts';
import { react } from './event-rules.ts';
import {
  addLeads,
  assess,
  claim,
  decision,
  ended,
  event,
  lead,
  MAIN,
  member,
  NOTHING_FOLLOWS,
  NOW,
  OPEN_GATE,
  queueMessages,
  refusal,
  stored,
  suppressionKeys,
  update,
} from './samples.ts';

const TASK = 'task_bob_cmp_1';
const open = async (store: Store, campaignId: string | null, limit = 99, workspaceId = MAIN) =>
  (await store.tasks.list({ workspaceId, campaignId, limit })).map(({ task }) => task.id);
const done = (task: TaskRecord): TaskRecord => ({
  ...task,
  state: 'done',
  outcome: 'reached',
  doneBy: 'me',
  doneAt: NOW,
});

/** Makes one lead of two, with the values of the first. */
async function mergeBobIntoAnn(store: Store): Promise<void> {
  const [survivor, other] = [await stored(store, 'ann'), await stored(store, 'bob')];
  assert.ok(survivor && other);
  await store.leads.merge({ workspaceId: MAIN, survivor, other, merged: survivor }, NOW);
}

/** Tasks, waking, and messages that stand beside each other. */
export const TASK_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'open tasks are listed with whom they are about, of one campaign or of all': async (store) => {
    await crowd(store);
    assert.equal((await open(store, null)).length, 5);
    assert.deepEqual(await open(store, 'cmp_2'), ['task_ann_cmp_2', 'task_bob_cmp_2']);
    assert.deepEqual(await open(store, null, 2), ['task_ann_cmp_1', 'task_ann_cmp_2']);
    const listed = await store.tasks.list({ workspaceId: MAIN, campaignId: 'cmp_1', limit: 9 });
    assert.deepEqual(
      listed.map(({ task, recipient }) => [task.leadId, recipient.email]),
      ['ann', 'bob', 'zed'].map((id) => [id, `${id}@example.com`]),
    );
  },

  'a task is answered once, together with the passage that waited for it': async (store) => {
    await crowd(store);
    const answer = (id: string) =>
      store.tasks.answer({
        workspaceId: MAIN,
        id,
        decide({ task, recipient }, waiting) {
          assert.deepEqual([task.id, recipient.leadId, waiting?.id], [TASK, 'bob', passageOf('bob', 'cmp_1')]);
          return { task: done(task), enrollment: waiting && { ...waiting, step: 'three', dueAt: NOW } };
        },
      });
    const [others, elsewhere] = [
      await store.leads.story(MAIN, 'ann', suppressionKeys),
      await open(store, null, 99, 'other'),
    ];
    assert.equal((await answer(TASK))?.outcome, 'reached');
    const story = await store.leads.story(MAIN, 'bob', suppressionKeys);
    const answered = story?.tasks.find(({ id }) => id === TASK);
    assert.deepEqual([answered?.state, answered?.doneBy, answered?.doneAt], ['done', 'me', NOW]);
    assert.deepEqual(
      story?.enrollments.map(({ step }) => step),
      ['three', 'two'],
    );
    assert.ok(!(await open(store, null)).includes(TASK));
    assert.deepEqual(await store.leads.story(MAIN, 'ann', suppressionKeys), others);
    assert.deepEqual(await open(store, null, 99, 'other'), elsewhere);
    const again = await store.tasks.answer({
      workspaceId: MAIN,
      id: TASK,
      decide: ({ task }, waiting) => ({
        task: { ...task, outcome: 'other' },
        enrollment: waiting && { ...waiting, step: 'x' },
      }),
    });
    assert.equal(again?.outcome, 'reached');
    assert.equal((await store.leads.story(MAIN, 'bob', suppressionKeys))?.enrollments[0]?.step, 'three');
    assert.equal(await answer('task_nobody'), null);
  },

  'a passage that ends takes its own open tasks with it, and no others': async (store) => {
    await crowd(store);
    const over = event('bob', 'replied', { messageId: null });
    const decide: Parameters<Store['work']['record']>[0]['decide'] = (_event, { passages: [first] }) => {
      return { ...NOTHING_FOLLOWS, enrollments: first ? [ended(first.enrollment, 'replied')] : [] };
    };
    await store.work.record({ events: [over], decide });
    const rest = ['task_ann_cmp_1', 'task_ann_cmp_2', 'task_bob_cmp_2', 'task_zed_cmp_1'];
    assert.deepEqual(await open(store, null), rest);
    assert.equal((await open(store, null, 99, 'other')).length, 5);
    // Ann's are hand-offs: what a passage led to does not go with it.
    await store.work.record({ events: [event('ann', 'replied', { messageId: null })], decide });
    assert.deepEqual(await open(store, null), rest);
  },

  'every open passage of a campaign is woken, page by page, and nothing else': async (store) => {
    await crowd(store);
    const first = await store.campaigns.wakeOpen(MAIN, 'cmp_1', NOW + 7, { after: '', limit: 2 });
    assert.equal(first, 'bob');
    const dueOf = async (id: string, workspaceId = MAIN) =>
      (await store.leads.story(workspaceId, id, suppressionKeys))?.enrollments.map(({ dueAt }) => dueAt);
    assert.deepEqual(await dueOf('ann'), [NOW + 7, LATER + 10]);
    assert.deepEqual(await dueOf('zed'), [LATER + 2]);
    const last = await store.campaigns.wakeOpen(MAIN, 'cmp_1', NOW + 8, { after: first ?? '', limit: 2 });
    assert.deepEqual([last, await dueOf('zed'), await dueOf('ann')], ['zed', [NOW + 8], [NOW + 7, LATER + 10]]);
    assert.equal(await store.campaigns.wakeOpen(MAIN, 'cmp_1', NOW + 9, { after: 'zed', limit: 2 }), null);
    assert.deepEqual(await dueOf('ann', 'other'), [LATER + 100, LATER + 110]);
  },

  'an event finds the state of its own message': async (store) => {
    await queueMessages(store, ['ann', 'bob']);
    const { sending } = await store.work.deliverTurn([], await claim(store), OPEN_GATE);
    const bobs = sending.filter(({ message: of }) => of.leadId === 'bob').map((of) => update(of, 'sending', 'sent'));
    await store.work.deliverTurn(bobs, [], OPEN_GATE);
    await store.work.record({ events: [event('bob', 'delivered')], decide: react });
    const states = (
      await store.messages.list({ workspaceId: MAIN, campaignId: null, state: null, after: null, limit: 9 })
    ).map(({ state }) => state);
    assert.deepEqual(states, ['sending', 'delivered']);
  },

  'a merge leaves alone what was already sent': async (store) => {
    await queueMessages(store, ['ann', 'bob']);
    const { sending } = await store.work.deliverTurn([], await claim(store), OPEN_GATE);
    await store.work.deliverTurn(
      sending.map((of) => update(of, 'sending', 'sent')),
      [],
      OPEN_GATE,
    );
    await mergeBobIntoAnn(store);
    assert.equal((await store.messages.get(MAIN, 'msg_bob'))?.state, 'sent');
  },

  'a message whose lead was merged away while it was claimed is refused, and its claim is good for nothing': async (
    store,
  ) => {
    await queueMessages(store, ['ann', 'bob', 'cid']);
    const claimed = await claim(store, { limit: 2 });
    await mergeBobIntoAnn(store);
    const refused = await store.messages.get(MAIN, 'msg_bob');
    assert.deepEqual([refused?.state, refused?.reason], ['refused', { code: 'merged', facts: { into: 'ann' } }]);
    const { sending, lost } = await store.work.deliverTurn([], claimed, OPEN_GATE);
    assert.deepEqual([sending.map(({ message: of }) => of.id), lost], [['msg_ann'], 1]);
  },

  'a message whose lead was merged away while it was on its way is not sent again': async (store) => {
    await queueMessages(store, ['ann', 'bob', 'cid']);
    await store.work.deliverTurn([], await claim(store, { limit: 2 }), OPEN_GATE);
    await mergeBobIntoAnn(store);
    const died = { leaseNow: NOW + 60_000, limit: 9, isGone: () => false, isRepeatable: () => true };
    await store.work.recoverLeases(died);
    assert.deepEqual(
      (await claim(store)).map(({ message: of }) => of.id),
      ['msg_ann', 'msg_cid'],
    );
    const bobs = await store.messages.get(MAIN, 'msg_bob');
    assert.deepEqual([bobs?.state, bobs?.reason?.facts], ['unconfirmed', { because: 'merged' }]);
  },

  'refusals, members and reviews of one campaign are not another’s': async (store) => {
    await crowd(store);
    await addLeads(store, [lead('new'), lead('old')]);
    const part = (id: string) => ({ stage: id === 'new' ? 'review' : 'rejected', reasonCode: `${id} reason` }) as const;
    await assess(store, (id) =>
      id === 'new' || id === 'old' ? { decision: decision(id), member: member(id, part(id)) } : {},
    );
    const refused = { 'new reason': 1, 'old reason': 1 };
    assert.deepEqual((await store.campaigns.reasons(MAIN, 'cmp_1')).refused, refused);
    assert.deepEqual((await store.campaigns.reasons(MAIN, 'cmp_2')).refused, {});
    assert.deepEqual(
      (await store.campaigns.inReview(MAIN, 'cmp_1', 9)).map(({ leadId }) => leadId),
      ['new'],
    );
    assert.deepEqual(await store.campaigns.inReview(MAIN, 'cmp_2', 9), []);
  },

  'refusals of many recipients are each found, on either side of a page of keys': async (store) => {
    const ids = Array.from({ length: 300 }, (_, i) => `lead_${String(i).padStart(3, '0')}`);
    await queueMessages(store, ids);
    const refusing = ids.filter((_, i) => i % 50 === 0);
    await store.leads.suppress(
      MAIN,
      refusing.map((leadId) => ({ leadId, suppression: refusal(leadId) })),
    );
    const found: string[] = [];
    await store.work.advance({
      now: NOW + 86_400_000,
      limit: 300,
      suppressionKeys,
      needsFacts: () => false,
      decide(subjects) {
        for (const { enrollment: of, suppressions } of subjects) if (suppressions.length > 0) found.push(of.leadId);
        return { messages: [], enrollments: [], tasks: [] };
      },
    });
    assert.deepEqual(found.sort(), refusing);
  },
};
