/** What every store does with hand-offs: made with their tasks, taken up target by target, changed, and given to somebody else in time. */
import assert from 'node:assert/strict';
import { briefOf } from '../../../domain/handoff/brief.ts';
import type { HandOff, HandOffSend } from '../../../domain/handoff/handoff.ts';
import { chooseOwner } from '../../../domain/handoff/owner.ts';
import { TeamSettingsSchema } from '../../../domain/handoff/team.ts';
import type { HandOffClaim, HandOffMaker, HandOffScene, Store, TaskRecord } from '../../../engine/store-port.ts';
import { addLeads, CAMPAIGN, event, lead, MAIN, NOTHING_FOLLOWS, NOW, suppressionKeys } from '../samples.ts';

const MEMBERS = ['eve@team.example', 'fay@team.example'];
const SETTINGS = TeamSettingsSchema.parse({ members: MEMBERS.map((address) => ({ address, most: null })) });

const task = (leadId: string): TaskRecord => ({
  ...{ workspaceId: MAIN, id: `task_${leadId}`, intentKey: `react:${leadId}`, campaignId: CAMPAIGN },
  ...{ enrollmentId: `enr_${leadId}`, leadId, kind: 'hand-off', title: 'Hand off to sales', outcomes: [] },
  ...{ state: 'open', outcome: null, dueAt: NOW, doneBy: null, doneAt: null, team: 'sales' },
});

function opening({ task: of, team, load, earlier, story }: HandOffScene, targets: readonly string[]) {
  const { owner, reason, turn } = chooseOwner({
    ...{ team: team?.settings ?? null, turn: team?.turn ?? 0, facts: {}, load, earlier },
  });
  const { values } = story.lead;
  const facts = { campaign: 'c', tier: null, scoreMillionths: null, signals: [], messages: [], refused: [] };
  const handOff: HandOff = {
    ...{ workspaceId: MAIN, id: `ho_${of.leadId}`, intentKey: of.intentKey, taskId: of.id, campaignId: CAMPAIGN },
    ...{ enrollmentId: of.enrollmentId, leadId: of.leadId, team: of.team ?? '', owner, reason, state: 'open' },
    ...{ openedAt: NOW, claimedBy: null, claimedAt: null, doneBy: null, doneAt: null, escalations: 0 },
    ...{ escalateAt: NOW + 10, brief: briefOf({ ...facts, values, events: story.events }) },
  };
  return { handOff, turn: team && turn, sends: targets.map((target) => send(of.leadId, target)) };
}

const send = (leadId: string, target: string): HandOffSend => ({
  ...{ workspaceId: MAIN, handOffId: `ho_${leadId}`, target, turn: 0, state: 'queued', attempts: 0, dueAt: NOW },
  ...{ askAt: null, code: null, detail: null, receipt: {} },
});

/** Hands these leads over, all in one batch of events. */
async function handOver(store: Store, ids: readonly string[], targets: readonly string[] = []): Promise<void> {
  const handOffs: HandOffMaker = { suppressionKeys, decide: (scene) => opening(scene, targets) };
  await store.work.record({
    events: ids.map((id) => event(id, 'replied', { messageId: null })),
    handOffs,
    decide: (_, { lead: { id } }) => ({ ...NOTHING_FOLLOWS, tasks: [task(id)] }),
  });
}

async function begin(store: Store, ids: readonly string[], targets: readonly string[] = []): Promise<void> {
  await store.workspaces.ensure(MAIN, NOW);
  await addLeads(
    store,
    ids.map((id) => lead(id)),
  );
  await store.handOffs.saveTeam({ workspaceId: MAIN, name: 'sales', settings: SETTINGS, turn: 0 }, NOW);
  await handOver(store, ids, targets);
}

const claim = (store: Store, part: Partial<HandOffClaim> = {}) =>
  store.handOffs.claim({
    ...{ now: NOW, owner: 'me', leaseNow: NOW, until: NOW + 60, limit: 2, isGone: () => false, isBusy: () => false },
    ...part,
  });
const all = (store: Store) => store.handOffs.list({ workspaceId: MAIN, state: null, team: null, limit: 99 });
const owners = async (store: Store) =>
  (await all(store)).map(({ handOff }) => `${handOff.leadId} ${handOff.owner?.slice(0, 3)}`).reverse();
const states = async (store: Store, leadId: string) =>
  (await store.handOffs.get(MAIN, `ho_${leadId}`))?.sends.map(({ target, state }) => `${target} ${state}`);

/** Hand-offs. */
export const HAND_OFF_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'hand-offs of one batch take turns, and the next batch goes on from there': async (store) => {
    await begin(store, ['ann', 'bob', 'cid']);
    assert.deepEqual(await owners(store), ['ann eve', 'bob fay', 'cid eve']);
    await addLeads(store, [lead('dan')]);
    await handOver(store, ['dan']);
    assert.deepEqual((await owners(store)).at(-1), 'dan fay');
    assert.equal((await store.handOffs.team(MAIN, 'sales'))?.turn, 4);
  },

  'the brief holds what happened in the same transaction': async (store) => {
    await begin(store, ['ann']);
    const [of] = await all(store);
    assert.deepEqual(
      of?.handOff.brief.last.map(({ what }) => what),
      ['replied'],
    );
  },

  'an intent makes one hand-off and gives one turn, however often it is told': async (store) => {
    await begin(store, ['ann'], ['crm']);
    const again = event('ann', 'replied', { messageId: null, id: 'evt_again', originId: 'again' });
    const handOffs: HandOffMaker = {
      suppressionKeys,
      decide: (scene) => {
        const made = opening(scene, ['crm']);
        return { ...made, handOff: { ...made.handOff, id: 'ho_other' } };
      },
    };
    await store.work.record({
      events: [again],
      handOffs,
      decide: () => ({ ...NOTHING_FOLLOWS, tasks: [task('ann')] }),
    });
    assert.deepEqual(
      (await all(store)).map(({ handOff }) => handOff.id),
      ['ho_ann'],
    );
    assert.equal((await store.handOffs.team(MAIN, 'sales'))?.turn, 1);
  },

  'what is done with its task makes room, and is no more open': async (store) => {
    await begin(store, ['ann']);
    await store.tasks.answer({
      workspaceId: MAIN,
      id: 'task_ann',
      decide: ({ task: of }) => ({ task: { ...of, state: 'done', doneBy: 'eve', doneAt: NOW + 1 }, enrollment: null }),
    });
    const [of] = await all(store);
    assert.deepEqual(
      [of?.handOff.state, of?.handOff.doneBy, of?.handOff.escalateAt, of?.handOff.doneAt],
      ['done', 'eve', null, NOW + 1],
    );
    assert.equal((await store.handOffs.list({ workspaceId: MAIN, state: 'open', team: null, limit: 9 })).length, 0);
  },

  'sendings are taken up target by target, so many of each, and busy targets are passed over': async (store) => {
    await begin(store, ['ann', 'bob', 'cid'], ['chat', 'crm']);
    const isBusy = (_: string, target: string) => target === 'chat';
    const named = (claimed: Awaited<ReturnType<typeof claim>>) =>
      claimed.map(({ send: of }) => `${of.handOffId} ${of.target} ${of.attempts}`);
    assert.deepEqual(named(await claim(store, { isBusy })), ['ho_ann crm 1', 'ho_bob crm 1']);
    assert.deepEqual(named(await claim(store, { isBusy })), ['ho_cid crm 1']);
    assert.deepEqual(named(await claim(store, { limit: 9 })), ['ho_ann chat 1', 'ho_bob chat 1', 'ho_cid chat 1']);
    assert.deepEqual(await claim(store), []);
    assert.deepEqual(await states(store, 'ann'), ['chat sending', 'crm sending']);
  },

  'what is settled is settled by who has it, and comes again when it is due': async (store) => {
    await begin(store, ['ann'], ['crm']);
    const [{ send: of } = { send: send('none', 'none') }] = await claim(store);
    assert.equal(await store.handOffs.keep(of, { contact: 'c1' }, 'somebody'), false);
    assert.equal(await store.handOffs.keep(of, { contact: 'c1' }, 'me'), true);
    const later: HandOffSend = { ...of, state: 'queued', dueAt: NOW + 5, receipt: { contact: 'c1' } };
    await store.handOffs.settle(later, 'somebody');
    assert.deepEqual(await states(store, 'ann'), ['crm sending']);
    await store.handOffs.settle(later, 'me');
    assert.deepEqual(await claim(store), []);
    const [again] = await claim(store, { now: NOW + 5 });
    assert.deepEqual([again?.send.attempts, again?.send.receipt], [2, { contact: 'c1' }]);
  },

  'what a dead worker had in hand is in doubt first, and asked about after': async (store) => {
    await begin(store, ['ann', 'bob'], ['crm']);
    await claim(store);
    const over = { leaseNow: NOW + 60, owner: 'other' };
    assert.deepEqual(await claim(store, over), []);
    assert.deepEqual(await states(store, 'ann'), ['crm unconfirmed']);
    const asked = await claim(store, { ...over, now: NOW + 60_000 });
    assert.deepEqual(
      asked.map(({ send: of }) => of.attempts),
      [2, 2],
    );
    await claim(store, { isGone: (owner) => owner === 'other' });
    assert.deepEqual(await states(store, 'bob'), ['crm unconfirmed']);
  },

  'those whose time is over go to somebody else, once': async (store) => {
    await begin(store, ['ann', 'bob']);
    await store.handOffs.change({
      workspaceId: MAIN,
      id: 'ho_bob',
      decide: ({ handOff }) => ({
        handOff: { ...handOff, state: 'claimed', claimedBy: 'fay', claimedAt: NOW, escalateAt: null },
        sends: [],
      }),
    });
    const escalate = (now: number) =>
      store.handOffs.escalate({
        now,
        limit: 9,
        tells: () => true,
        decide: (handOff) => ({
          handOff: { ...handOff, owner: 'boss@team.example', escalateAt: null, escalations: 1 },
          sends: [{ ...send(handOff.leadId, 'chat'), turn: 1 }],
        }),
      });
    assert.deepEqual([await escalate(NOW + 9), await escalate(NOW + 10), await escalate(NOW + 11)], [0, 1, 0]);
    assert.deepEqual(await owners(store), ['ann bos', 'bob fay']);
    assert.deepEqual(await states(store, 'ann'), ['chat queued']);
  },

  'what a person moves is not in anybody’s hands': async (store) => {
    await begin(store, ['ann'], ['crm']);
    const retry = () =>
      store.handOffs.change({
        workspaceId: MAIN,
        id: 'ho_ann',
        decide: ({ handOff, sends }) => ({
          handOff,
          sends: sends.map((of) => ({ ...of, state: 'queued', dueAt: NOW })),
        }),
      });
    const [{ send: of } = { send: send('none', 'none') }] = await claim(store);
    await retry();
    assert.deepEqual(await states(store, 'ann'), ['crm sending']);
    await store.handOffs.settle({ ...of, state: 'failed', code: 'hand-off-refused' }, 'me');
    await retry();
    assert.deepEqual(await states(store, 'ann'), ['crm queued']);
    assert.equal(await store.handOffs.change({ workspaceId: 'other', id: 'ho_ann', decide: (one) => one }), null);
  },

  'a team is written, changed and removed, and keeps the turns it gave': async (store) => {
    await begin(store, ['ann']);
    await store.handOffs.saveTeam({ workspaceId: MAIN, name: 'sales', settings: SETTINGS, turn: 0 }, NOW);
    assert.deepEqual(
      (await store.handOffs.teams(MAIN, 9)).map(({ name, turn }) => [name, turn]),
      [['sales', 1]],
    );
    assert.deepEqual(await store.handOffs.teams('other', 9), []);
    assert.deepEqual(
      [await store.handOffs.removeTeam(MAIN, 'sales'), await store.handOffs.removeTeam(MAIN, 'sales')],
      [true, false],
    );
  },
};

/** Hand-offs of several at once: each takes its own turn. */
export const HAND_OFFS_AT_ONCE: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'hand-offs at once take turns, and each sending is taken up by one': async (store) => {
    await begin(store, []);
    const ids = ['ann', 'bob', 'cid', 'dan'];
    await addLeads(
      store,
      ids.map((id) => lead(id)),
    );
    await Promise.all(ids.map((id) => handOver(store, [id], ['crm'])));
    const taken = await all(store);
    const counts = MEMBERS.map((member) => taken.filter(({ handOff }) => handOff.owner === member).length);
    assert.deepEqual(counts, [2, 2]);
    const claimed = await Promise.all(ids.map((owner) => claim(store, { owner, limit: 4 })));
    const names = claimed.flat().map(({ send: of }) => of.handOffId);
    assert.deepEqual(names.sort(), ['ho_ann', 'ho_bob', 'ho_cid', 'ho_dan']);
  },
};
