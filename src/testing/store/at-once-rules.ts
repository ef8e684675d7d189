/**
 * What every store does when several ask at once: each piece of work goes to one, nobody is known twice, no cap is passed. On a database
 * with one writer they come one after the other; on one with many they truly meet.
 */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { CaptureBatch, SendGate, Store } from '../../engine/store-port.ts';
import { alert, QUIET, routine, run } from './routine-samples.ts';
import {
  assess,
  campaign,
  claim,
  decision,
  ended,
  enroll,
  event,
  lead,
  MAIN,
  member,
  message,
  NOTHING_FOLLOWS,
  NOW,
  OPEN_GATE,
  openCampaign,
  queueMessages,
  refusal,
  suppressionKeys,
  update,
} from './samples.ts';

const CALLERS = 4;
const ids = (count: number) => Array.from({ length: count }, (_, i) => `lead_${String(i).padStart(3, '0')}`);
const atOnce = <T>(call: (caller: number) => Promise<T>) =>
  Promise.all(Array.from({ length: CALLERS }, (_, i) => call(i)));

/** Ann as a row of a file; who is already known by her address is found, else made. */
const annComes = (caller: number): CaptureBatch => ({
  workspaceId: MAIN,
  source: 'sample',
  now: NOW,
  rows: [{ line: 1, keys: ['e:ann@example.com'], content: null }],
  progress: null,
  decide: (known) => ({
    created:
      known.holders('e:ann@example.com').length > 0
        ? []
        : [{ lead: lead(`ann_${caller}`), keys: ['e:ann@example.com'] }],
    changed: [],
    traces: [],
    suppressions: [],
    reviews: [],
  }),
});

/** Several at once. */
export const AT_ONCE_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'each message is claimed by one, and all of them are': async (store) => {
    await queueMessages(store, ids(40));
    const claimed = await atOnce((caller) => claim(store, { owner: `worker ${caller}`, limit: 10 }));
    const taken = claimed.flat().map(({ message: of }) => of.id);
    assert.deepEqual(
      taken.sort(),
      ids(40).map((id) => `msg_${id}`),
    );
  },

  'each due passage is decided by one': async (store) => {
    await enroll(store, ids(40));
    const decided: string[] = [];
    const advance = () =>
      store.work.advance({
        now: NOW,
        limit: 10,
        suppressionKeys,
        needsFacts: () => false,
        decide(subjects) {
          decided.push(...subjects.map(({ enrollment: of }) => of.leadId));
          return { messages: [], tasks: [], enrollments: subjects.map(({ enrollment: of }) => ended(of, 'test')) };
        },
      });
    await atOnce(advance);
    assert.deepEqual(decided.sort(), ids(40));
  },

  'a person whom several bring is one lead': async (store) => {
    const made = await atOnce((caller) => store.leads.capture(annComes(caller)));
    assert.equal(made.flatMap(({ created }) => created).length, 1);
    assert.equal((await store.leads.find(MAIN, '', ['e:ann@example.com'])).length, 1);
  },

  'a file that several begin is one import': async (store) => {
    const file = { source: 'csv', fileName: 'f', fileHash: 'h', optionsHash: 'o', options: {}, startedAt: NOW };
    const begun = await atOnce((caller) =>
      store.imports.begin(
        { workspaceId: MAIN, id: `imp_${caller}`, ...file },
        { owner: `caller ${caller}`, until: NOW + 1, now: NOW, isGone: () => false },
      ),
    );
    assert.deepEqual(begun.map(({ kind }) => kind).sort(), ['begun', 'busy', 'busy', 'busy']);
    assert.equal((await store.imports.list(MAIN, 9)).length, 1);
  },

  'a name that several give is one campaign': async (store) => {
    await openCampaign(store);
    const add = (caller: number) => store.campaigns.add(campaign({ id: `cmp_at_once_${caller}`, name: 'Autumn' }));
    const codes = await atOnce((caller) =>
      add(caller).then(
        () => 'added',
        (error: { code: string }) => error.code,
      ),
    );
    assert.deepEqual(codes.sort(), ['added', 'campaign-exists', 'campaign-exists', 'campaign-exists']);
  },

  'a page that several assess is decided once': async (store) => {
    await enroll(store, []);
    await atOnce((caller) => store.leads.capture(annComes(caller)));
    const judged = (id: string) => ({ decision: decision(id), member: member(id) });
    const pages = await atOnce(() => assess(store, judged));
    assert.equal(
      pages.reduce((sum, { assessed }) => sum + assessed, 0),
      1,
    );
  },

  'the last place of a sender’s day goes to one': async (store) => {
    await queueMessages(store, ids(CALLERS * 2));
    const gate: SendGate = {
      ...OPEN_GATE,
      decide: (of, { counted }) =>
        counted.counters.sender < 3
          ? { kind: 'leave', subject: 'Hello', bodyHash: 'hash' }
          : { kind: 'stay', update: update(of, 'claimed', 'held') },
    };
    const claims = await atOnce((caller) => claim(store, { owner: `worker ${caller}`, limit: 2 }));
    const turns = await Promise.all(claims.map((claimed) => store.work.deliverTurn([], claimed, gate)));
    assert.equal(turns.flatMap(({ sending }) => sending).length, 3);
  },

  'whoever refuses waits for messages that depart without knowing of it': async (store) => {
    await queueMessages(store, ids(40));
    const claimed = await claim(store);
    const told: string[] = [];
    let refused: Promise<unknown> = Promise.resolve();
    const refuse = async () => {
      await pause(1);
      await store.leads.suppress(MAIN, [{ leadId: 'lead_000', suppression: refusal('lead_000') }]);
      told.push('refused');
    };
    const gate: SendGate = {
      ...OPEN_GATE,
      decide(of, facts) {
        if (of.message.leadId === 'lead_000') refused = refuse();
        if (of.message.leadId === 'lead_039') told.push('the last one departs');
        return OPEN_GATE.decide(of, facts);
      },
    };
    const { sending } = await store.work.deliverTurn([], claimed, gate);
    await refused;
    assert.equal(sending.length, 40);
    assert.deepEqual(told, ['the last one departs', 'refused']);
  },

  'whoever stops everything waits for messages that depart without knowing of it': async (store) => {
    await queueMessages(store, ids(40));
    const claimed = await claim(store);
    const told: string[] = [];
    let stopped: Promise<unknown> = Promise.resolve();
    const stop = async () => {
      await pause(1);
      await store.instance.halt({ workspaceId: '', channel: '', why: 'wrong list', by: 'ann', at: NOW });
      told.push('stopped');
    };
    const gate: SendGate = {
      ...OPEN_GATE,
      decide(of, facts) {
        if (of.message.leadId === 'lead_000') stopped = stop();
        if (of.message.leadId === 'lead_039') told.push('the last one departs');
        return OPEN_GATE.decide(of, facts);
      },
    };
    await store.work.deliverTurn([], claimed, gate);
    await stopped;
    assert.deepEqual(told, ['the last one departs', 'stopped']);
  },

  'each failure of a connection is counted': async (store) => {
    const tell = (contact: 'works' | 'fails') =>
      store.work.deliverTurn([], [], { ...OPEN_GATE, contacts: [{ connection: 'smtp', contact, code: null }] });
    for (let round = 0; round < 10; round++) {
      // One more and it rests, and is asked no more.
      await Promise.all([tell('fails'), tell('fails')]);
      assert.deepEqual(
        (await store.instance.rests()).map(({ faults }) => faults),
        [2],
      );
      await tell('works');
    }
  },

  'each routine that is due is begun by one': async (store) => {
    await store.routines.ensure(['a', 'b'].map((name) => routine(name)));
    const begun = await atOnce((caller) =>
      store.routines.claim({
        now: NOW,
        limit: 9,
        judge: QUIET,
        decide: ({ due: [next] }) => ({
          ends: [],
          skips: [],
          start: next ? { run: run(next.name, { leaseOwner: `worker ${caller}` }), nextAt: NOW + 1 } : null,
        }),
      }),
    );
    assert.deepEqual(begun.flatMap(({ run: of }) => of?.routine ?? []).sort(), ['a', 'b']);
  },

  'a change that several see is told once, to each target': async (store) => {
    const raise = (caller: number) =>
      store.alerts.raise({ workspaceId: MAIN, subject: 'due-work' }, ['hook', 'mail'], (last) =>
        last === null ? alert(`alert_${caller}`, { subject: 'due-work', status: 'late' }) : null,
      );
    await atOnce(raise);
    assert.equal((await store.alerts.list(MAIN, 9)).length, 1);
    const lease = { leaseNow: NOW, until: NOW + 60_000, limit: 9, isGone: () => false, isRepeatable: () => false };
    const taken = await atOnce((caller) => store.alerts.claim(NOW, { ...lease, owner: `worker ${caller}` }));
    assert.deepEqual(taken.flatMap((sends) => sends.map(({ target }) => target)).sort(), ['hook', 'mail']);
  },

  'an event that ends a passage sees the step that was just decided': async (store) => {
    await enroll(store, ['ann', ...ids(40)]);
    const advanced = store.work.advance({
      now: NOW,
      limit: 100,
      suppressionKeys,
      needsFacts: () => false,
      decide: (subjects) => ({
        messages: subjects.map(({ enrollment: of }) => message(of.leadId)),
        tasks: [],
        enrollments: subjects.map(({ enrollment: of }) => ({ ...of, lastMessageId: `msg_${of.leadId}` })),
      }),
    });
    const replied = store.work.record({
      events: [event('ann', 'replied', { messageId: null })],
      decide: (_, { passages }) => ({
        ...NOTHING_FOLLOWS,
        enrollments: passages.map(({ enrollment: of }) => ended(of, 'replied')),
      }),
    });
    await Promise.all([advanced, replied]);
    const story = await store.leads.story(MAIN, 'ann', suppressionKeys);
    assert.equal(story?.enrollments[0]?.state, 'ended');
    assert.equal(story?.enrollments[0]?.lastMessageId, story?.messages[0]?.id ?? null);
  },
};
