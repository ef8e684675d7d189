/** What every store does with those who wait for the same moment: whoever is scored higher leaves first. */
import assert from 'node:assert/strict';
import type { Store } from '../../../engine/store-port.ts';
import {
  addLeads,
  assess,
  claim,
  decision,
  ended,
  enroll,
  enrollment,
  lead,
  member,
  message,
  NOW,
  OPEN_GATE,
  suppressionKeys,
  update,
} from '../samples.ts';

const DAY_MS = 86_400_000;

/** Enrolled and due now, with these scores. */
async function enrolled(store: Store, scores: Readonly<Record<string, number>>): Promise<void> {
  await enroll(store, []);
  await addLeads(
    store,
    Object.keys(scores).map((id) => lead(id)),
  );
  await assess(store, (id) => ({
    decision: decision(id),
    member: member(id, { scoreMillionths: scores[id] ?? 0, reassessAt: NOW }),
    enrollment: enrollment(id, { scoreMillionths: scores[id] ?? 0 }),
  }));
}

/** Each moved on by one message. */
async function begun(store: Store): Promise<void> {
  await store.work.advance({
    ...{ now: NOW, limit: 100, suppressionKeys, needsFacts: () => false },
    decide: (subjects) => ({
      messages: subjects.map(({ enrollment: { leadId, scoreMillionths } }) => ({
        ...message(leadId),
        scoreMillionths,
      })),
      enrollments: subjects.map(({ enrollment: of }) => {
        return { ...of, step: 'two', dueAt: NOW + DAY_MS, lastMessageId: `msg_${of.leadId}` };
      }),
      tasks: [],
    }),
  });
}

async function claimed(store: Store, limit: number, now = NOW): Promise<string[]> {
  return (await claim(store, { limit, now })).map(({ message: of }) => of.leadId);
}

/** All judged anew. */
async function scoredAnew(store: Store, scores: Readonly<Record<string, number>>): Promise<void> {
  const { assessed } = await assess(store, (id) => ({
    member: member(id, { scoreMillionths: scores[id] ?? 0, reassessAt: NOW }),
  }));
  assert.equal(assessed, Object.keys(scores).length);
}

/** Of what waits for the same moment. */
export const ORDER_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'messages that are claimed together: the higher score first, equal scores by id': async (store) => {
    await enrolled(store, { ann: 400_000, bob: 900_000, cid: 400_000, dan: 900_001 });
    await begun(store);
    assert.deepEqual(await claimed(store, 3), ['bob', 'ann', 'cid']);
    assert.deepEqual(await claimed(store, 3), ['dan']);
  },

  'holds that are over at once join the queue by score': async (store) => {
    await enrolled(store, { ann: 400_000, bob: 900_000, cid: 500_000 });
    await begun(store);
    const until = NOW + DAY_MS;
    const all = await claim(store);
    const held = all.map((one) => update(one, 'claimed', 'held', { dueAt: until }));
    await store.work.deliverTurn(held, [], OPEN_GATE);
    assert.deepEqual(await claimed(store, 1, until), ['bob']);
    assert.deepEqual(await claimed(store, 2, until), ['cid', 'ann']);
  },

  'a lead that is scored anew takes its place with what waits for it': async (store) => {
    await enrolled(store, { ann: 400_000, bob: 900_000, cid: 500_000 });
    await scoredAnew(store, { ann: 950_000, bob: 900_000, cid: 500_000 });
    assert.equal((await store.work.enrollment('main', 'enr_ann'))?.scoreMillionths, 950_000);
    await begun(store);
    await scoredAnew(store, { ann: 100_000, bob: 900_000, cid: 990_000 });
    assert.deepEqual(await claimed(store, 3), ['cid', 'bob', 'ann']);
  },

  'what is over is not scored anew': async (store) => {
    await enrolled(store, { ann: 400_000 });
    await store.work.advance({
      ...{ now: NOW, limit: 1, suppressionKeys, needsFacts: () => false },
      decide: (subjects) => ({
        ...{ messages: [], tasks: [] },
        enrollments: subjects.map(({ enrollment: of }) => ended(of, 'test')),
      }),
    });
    await scoredAnew(store, { ann: 950_000 });
    const passage = await store.work.enrollment('main', 'enr_ann');
    assert.equal(passage?.scoreMillionths, 400_000);
  },
};
