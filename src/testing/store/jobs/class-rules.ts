/** What every store does with classes: links, reports once, what is decided in the same transaction, what is taken back. */
import assert from 'node:assert/strict';
import type { ClassUpdate, InviteWish, Learner, ProgressReport, Store } from '../../../engine/store-port.ts';
import { addLeads, event, lead, MAIN, NOTHING_FOLLOWS, NOW, OPEN_GATE, sendingMessage, update } from '../samples.ts';

const KEY = { workspaceId: MAIN, leadId: 'ann', course: 'intro' };
const UPDATE: ClassUpdate = {
  ...{ startedAt: NOW, lastActivityAt: NOW, currentSection: 'a', doneCount: 1, sectionCount: 2 },
  ...{ finalLabel: null, finalScore: null, finalizedAt: null },
};
const EMPTIED: ClassUpdate = { ...UPDATE, startedAt: null, lastActivityAt: null, currentSection: null, doneCount: 0 };

const invite = (store: Store, part: Partial<InviteWish> = {}) =>
  store.classes.invite({
    ...{ ...KEY, id: 'inv_1', now: NOW, expiresAt: NOW + 100, sectionCount: 2 },
    ...{ sentAt: null, channel: null, messageId: null, reuse: false, ...part },
  });

const report = (part: Partial<ProgressReport> = {}): ProgressReport => ({
  ...{ ...KEY, section: 'a', at: NOW, recordedAt: NOW, origin: 'lms', originId: '1', quiz: null },
  ...part,
});

const said = (id: string) =>
  event('ann', 'class', { id: `evt_${id}`, origin: 'class:intro', originId: id, outcome: 'section', messageId: null });

function progress(store: Store, part: Partial<ProgressReport> = {}, seen: Learner[] = []) {
  const told = report(part);
  return store.classes.progress({
    report: told,
    sectionCount: 2,
    decide(after, before) {
      seen.push(before, after);
      const events = { events: [said(told.originId)], decide: () => NOTHING_FOLLOWS };
      return { update: UPDATE, events, told: ['ready-for-booking'] };
    },
  });
}

const learner = async (store: Store) => {
  const found = await store.classes.learner(KEY);
  assert.ok(found);
  return found;
};

/** Classes. */
export const CLASS_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'a link is made once by its id, and a lead that there is not gets none': async (store) => {
    await addLeads(store, [lead('ann')]);
    const made = await invite(store);
    assert.deepEqual(await invite(store, { expiresAt: NOW + 999 }), made);
    assert.equal(await invite(store, { leadId: 'nobody', id: 'inv_2' }), null);
    assert.equal(await store.classes.inviteById(MAIN, 'inv_2'), null);
    assert.equal((await learner(store)).enrollment.doneCount, 0);
  },

  'the newest link that is good is used again; one that ended or expired is not': async (store) => {
    await addLeads(store, [lead('ann')]);
    await invite(store);
    assert.equal((await invite(store, { id: 'inv_2', reuse: true }))?.id, 'inv_1');
    assert.equal(
      (await invite(store, { id: 'inv_2', reuse: true, now: NOW + 100, expiresAt: NOW + 300 }))?.id,
      'inv_2',
    );
    assert.equal(await store.classes.revoke(KEY, NOW + 101), 2);
    assert.equal(await store.classes.revoke(KEY, NOW + 102), 0);
    const fresh = await invite(store, { id: 'inv_3', reuse: true, now: NOW + 103, expiresAt: NOW + 300 });
    assert.equal(fresh?.id, 'inv_3');
  },

  'a link is sent once, and used first once': async (store) => {
    await addLeads(store, [lead('ann')]);
    await invite(store);
    await invite(store, { sentAt: NOW + 1, channel: 'chat' });
    await invite(store, { sentAt: NOW + 2, channel: 'sms' });
    await store.classes.firstUse(MAIN, 'inv_1', NOW + 3);
    await store.classes.firstUse(MAIN, 'inv_1', NOW + 4);
    const link = await store.classes.inviteById(MAIN, 'inv_1');
    assert.deepEqual([link?.sentAt, link?.channel, link?.firstUsedAt], [NOW + 1, 'chat', NOW + 3]);
  },

  'a link in a message is sent when that has left, and borne by the next one until then': async (store) => {
    const sending = await sendingMessage(store);
    await invite(store, { messageId: 'msg_refused', channel: 'email' });
    const borne = await invite(store, { messageId: sending.message.id, channel: 'email', reuse: true });
    assert.deepEqual([borne?.messageId, borne?.sentAt], [sending.message.id, null]);
    await store.work.deliverTurn([update(sending, 'sending', 'sent')], [], OPEN_GATE);
    const left = await invite(store, { messageId: 'msg_next', channel: 'sms', reuse: true });
    assert.deepEqual([left?.messageId, left?.sentAt, left?.channel], [sending.message.id, NOW, 'email']);
    assert.equal((await learner(store)).invites[0]?.sentAt, NOW);
  },

  'a report is taken once, with what is decided on it and the events that follow': async (store) => {
    await addLeads(store, [lead('ann')]);
    const seen: Learner[] = [];
    assert.equal(await progress(store, { quiz: { score: 80, tries: 2 } }, seen), 'recorded');
    assert.equal(await progress(store, {}, seen), 'known');
    assert.equal(seen.length, 2);
    assert.deepEqual(
      seen.map((one) => one.progress),
      [[], [{ section: 'a', at: NOW }]],
    );
    const now = await learner(store);
    assert.deepEqual([now.enrollment.doneCount, now.enrollment.currentSection], [1, 'a']);
    assert.deepEqual(
      now.attempts.map(({ attempt, points }) => [attempt, points]),
      [
        [1, 0],
        [2, 80],
      ],
    );
    assert.deepEqual(now.told, { 'ready-for-booking': NOW });
    assert.equal((await store.classes.page({ workspaceId: MAIN, course: 'intro', after: '', limit: 9 })).length, 1);
    assert.equal((await store.classes.page({ workspaceId: MAIN, course: 'intro', after: 'ann', limit: 9 })).length, 0);
  },

  'a report that fails writes nothing': async (store) => {
    await addLeads(store, [lead('ann')]);
    const failing = store.classes.progress({
      report: report(),
      sectionCount: 2,
      decide: () => {
        throw new Error('planted');
      },
    });
    await assert.rejects(failing, /planted/);
    assert.equal(await store.classes.learner(KEY), null);
    assert.equal(await progress(store, { leadId: 'nobody' }), 'no-such-lead');
    assert.equal(await progress(store), 'recorded');
  },

  'of two equal reports at once one is taken': async (store) => {
    await addLeads(store, [lead('ann')]);
    const became = await Promise.all([progress(store), progress(store), progress(store)]);
    assert.deepEqual(became.toSorted(), ['known', 'known', 'recorded']);
    assert.equal((await learner(store)).progress.length, 1);
  },

  'a reset removes everything and refuses what was reported of before; links end where that is wished': async (
    store,
  ) => {
    await addLeads(store, [lead('ann')]);
    await invite(store);
    await progress(store);
    await store.classes.reflect(KEY, { section: 'a', prompt: 0, text: 'x', at: NOW });
    await store.classes.choose(KEY, NOW);
    const reset = { now: NOW + 5, withInvites: true };
    assert.equal(await store.classes.remove({ ...KEY, sections: null, reset, update: () => EMPTIED }), true);
    const { enrollment, progress: done, reflections, told, invites } = await learner(store);
    assert.deepEqual([done, reflections, told], [[], [], {}]);
    assert.deepEqual([enrollment.generation, enrollment.chosenAt, enrollment.doneCount], [2, null, 0]);
    assert.equal(invites[0]?.revokedAt, NOW + 5);
    assert.equal(await progress(store, { at: NOW + 5 }), 'before-reset');
    assert.equal(await progress(store, { at: NOW + 6 }), 'recorded');
    assert.equal(
      await store.classes.remove({ ...KEY, leadId: 'bob', sections: null, reset, update: () => EMPTIED }),
      false,
    );
  },

  'sections are taken back by themselves, with their tries and answers': async (store) => {
    await addLeads(store, [lead('ann')]);
    await progress(store);
    await progress(store, { section: 'b', originId: '2', quiz: { score: 50, tries: 1 } });
    await store.classes.reflect(KEY, { section: 'b', prompt: 0, text: 'x', at: NOW });
    await store.classes.reflect(KEY, { section: 'b', prompt: 0, text: 'y', at: NOW });
    assert.deepEqual((await learner(store)).reflections, [{ section: 'b', prompt: 0, text: 'y' }]);
    await store.classes.remove({ ...KEY, sections: ['b'], reset: null, update: () => UPDATE });
    const rest = await learner(store);
    assert.deepEqual([rest.progress.length, rest.attempts, rest.reflections], [1, [], []]);
    assert.equal(rest.enrollment.generation, 1);
  },

  'a try is made once by its number': async (store) => {
    await addLeads(store, [lead('ann')]);
    await invite(store);
    const one = { section: 'a', question: 0, attempt: 1, points: 0, choice: 2, at: NOW };
    assert.equal(await store.classes.attempt(KEY, one), true);
    assert.equal(await store.classes.attempt(KEY, { ...one, points: 100 }), false);
    assert.deepEqual(
      (await learner(store)).attempts.map(({ points }) => points),
      [0],
    );
  },

  'who acts sees the learner as it is, and may decide nothing': async (store) => {
    await addLeads(store, [lead('ann')]);
    const events = { events: [], decide: () => NOTHING_FOLLOWS };
    assert.equal(await store.classes.act(KEY, NOW, () => assert.fail('there is no such learner')), false);
    await invite(store);
    assert.equal(await store.classes.act(KEY, NOW, () => null), false);
    const update = { ...EMPTIED, finalLabel: 'warm', finalScore: 40, finalizedAt: NOW } as const;
    assert.equal(await store.classes.act(KEY, NOW, () => ({ update, events, told: ['reengage-completed'] })), true);
    const { enrollment, told } = await learner(store);
    assert.deepEqual([enrollment.finalLabel, enrollment.finalScore, told], ['warm', 40, { 'reengage-completed': NOW }]);
    assert.equal(await store.classes.choose(KEY, NOW), true);
    assert.equal(await store.classes.choose({ ...KEY, leadId: 'bob' }, NOW), false);
  },
};
