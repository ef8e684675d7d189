/** What every store counts of senders: what each sent and what came back, each message once, by days. */
import assert from 'node:assert/strict';
import type { DnsFinding } from '../../../domain/deliverability/ask.ts';
import type { LeadEvent } from '../../../domain/event.ts';
import type { SenderKey, SenderTurns, Store } from '../../../engine/store-port.ts';
import {
  CAMPAIGN,
  ended,
  enroll,
  event,
  MAIN,
  message,
  NOTHING_FOLLOWS,
  NOW,
  sendingMessage,
  suppressionKeys,
} from '../samples.ts';

const DAY_MS = 86_400_000;
const MAILBOX: SenderKey = { workspaceId: MAIN, scope: 'sender', key: 'ann@acme.example' };
const DOMAIN: SenderKey = { workspaceId: MAIN, scope: 'sending-domain', key: 'acme.example' };

async function record(store: Store, events: readonly LeadEvent[]): Promise<void> {
  await store.work.record({ events, decide: () => NOTHING_FOLLOWS });
}

const told = (id: string, kind: 'bounced' | 'complained', part: Partial<LeadEvent> = {}) =>
  event('ann', kind, { id, originId: id, messageId: 'msg_ann', recordedAt: NOW, ...part });

/** Rules of senders. */
export const SENDER_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'what a sender sent and what came back is counted, by mailbox and domain': async (store) => {
    await sendingMessage(store);
    await record(store, [told('evt_1', 'bounced', { outcome: 'hard' }), told('evt_2', 'complained')]);
    for (const sender of [MAILBOX, DOMAIN]) {
      const [counts] = await store.senders.counts([sender], NOW);
      const { scope } = sender;
      assert.deepEqual(counts, { scope, sent: 1, bounced: 1, complained: 1, sentToday: 1, warmDays: 0 });
    }
  },

  'a message counts once whoever tells, and not at all where it came back for now': async (store) => {
    await sendingMessage(store);
    await record(store, [told('evt_1', 'bounced', { outcome: 'soft' })]);
    assert.equal((await store.senders.counts([MAILBOX], NOW))[0]?.bounced, 0);
    await record(store, [told('evt_2', 'bounced', { outcome: 'blocked' }), told('evt_3', 'bounced')]);
    assert.equal((await store.senders.counts([MAILBOX], NOW))[0]?.bounced, 1);
    await record(store, [told('evt_4', 'bounced', { messageId: null })]);
    assert.equal((await store.senders.counts([MAILBOX], NOW))[0]?.bounced, 1);
  },

  'a workspace is told by days, those of zeros too': async (store) => {
    await sendingMessage(store);
    await record(store, [told('evt_1', 'bounced', { outcome: 'hard' }), told('evt_2', 'complained')]);
    const nothing = { email: 0, sms: 0, voice: 0 };
    const none = { sent: nothing, failed: nothing, replied: 0, bounced: 0, complained: 0 };
    const today = Math.floor(NOW / DAY_MS);
    const [before, now, ...more] = await store.senders.days(MAIN, 2, NOW);
    assert.deepEqual([before, more], [{ day: today - 1, ...none }, []]);
    assert.deepEqual(now, { ...none, day: today, sent: { ...none.sent, email: 1 }, bounced: 1, complained: 1 });
    assert.deepEqual(await store.senders.days(MAIN, 1, NOW + DAY_MS), [{ day: today + 1, ...none }]);
    assert.deepEqual(await store.senders.days('elsewhere', 1, NOW), [{ day: today, ...none }]);
  },

  'seven days count, and days on which it sent are remembered': async (store) => {
    await sendingMessage(store);
    await record(store, [told('evt_1', 'bounced')]);
    const after = async (days: number) => (await store.senders.counts([MAILBOX], NOW + days * DAY_MS))[0];
    assert.deepEqual(await after(6), {
      ...{ scope: 'sender', sent: 1, bounced: 1, complained: 0 },
      ...{ sentToday: 0, warmDays: 1 },
    });
    assert.deepEqual([(await after(7))?.sent, (await after(7))?.bounced], [0, 0]);
    assert.equal((await after(40))?.warmDays, 0);
  },

  'what came back is forgotten of one sender, what was sent of none': async (store) => {
    await sendingMessage(store);
    await record(store, [told('evt_1', 'bounced'), told('evt_2', 'complained')]);
    await store.senders.forgetFaults(MAILBOX);
    const counts = await store.senders.counts([MAILBOX, DOMAIN], NOW);
    assert.deepEqual(
      counts.map(({ sent, bounced, complained }) => [sent, bounced, complained]),
      [
        [1, 0, 0],
        [1, 1, 1],
      ],
    );
  },

  'what DNS says of a domain stands until the next look, in its own workspace': async (store) => {
    const finding: DnsFinding = {
      check: 'spf',
      about: 'acme.example',
      verdict: 'bad',
      reason: { code: 'spf-missing' },
      publish: { name: 'acme.example', type: 'TXT', value: 'v=spf1 mx ~all' },
    };
    const first = { domain: 'acme.example', askedAt: NOW, findings: [finding] };
    const other = { domain: 'a.example', askedAt: NOW, findings: [] };
    await store.senders.noteDns(MAIN, first);
    await store.senders.noteDns(MAIN, other);
    assert.deepEqual(await store.senders.dns(MAIN), [other, first]);
    const next = { ...first, askedAt: NOW + 1, findings: [] };
    await store.senders.noteDns(MAIN, next);
    assert.deepEqual(await store.senders.dns(MAIN), [other, next]);
    assert.deepEqual(await store.senders.dns('another'), []);
  },

  'threads of mailboxes are counted once each, also where several give turns at once': async (store) => {
    const ids = Array.from({ length: 40 }, (_, i) => `lead_${String(i).padStart(3, '0')}`);
    await enroll(store, ids);
    await writeFromTwo(store);
    const seen: SenderTurns[] = [];
    const advance = () =>
      store.work.advance({
        ...{ now: NOW, limit: 10, suppressionKeys, needsFacts: () => false },
        decide(subjects, _halts, turns) {
          seen.push(turns);
          const turn = { workspaceId: MAIN, campaignId: CAMPAIGN, sender: 'bob@acme.example', from: 100 };
          return {
            messages: subjects.map(({ enrollment: of }) => message(of.leadId, { sender: 'bob@acme.example' })),
            tasks: [],
            enrollments: subjects.map(({ enrollment: of }) => ({ ...of, step: 'two', dueAt: NOW + 1 })),
            turns: [
              { ...turn, threads: subjects.length },
              { ...turn, sender: 'ann@acme.example', from: 7, threads: 0 },
            ],
          };
        },
      });
    await Promise.all([advance(), advance(), advance(), advance()]);
    await store.work.advance({
      ...{ now: NOW + 1, limit: 100, suppressionKeys, needsFacts: () => false },
      decide(subjects, _halts, turns) {
        seen.push(turns);
        return { messages: [], tasks: [], enrollments: subjects.map(({ enrollment: of }) => ended(of, 'completed')) };
      },
    });
    const last = seen.at(-1);
    const given = last?.given.get(`${MAIN} ${CAMPAIGN}`);
    assert.deepEqual(Object.fromEntries(given ?? []), { 'ann@acme.example': 7, 'bob@acme.example': 140 });
    assert.equal(last?.kept.size, 40);
    assert.deepEqual([...new Set(last?.kept.values())], ['bob@acme.example']);
    assert.equal(seen[0]?.kept.size, 0);
  },

  'of a campaign with one mailbox no turns are read': async (store) => {
    await enroll(store, ['ann']);
    const seen: SenderTurns[] = [];
    await store.work.advance({
      ...{ now: NOW, limit: 10, suppressionKeys, needsFacts: () => false },
      decide(subjects, _halts, turns) {
        seen.push(turns);
        return { messages: [], tasks: [], enrollments: subjects.map(({ enrollment: of }) => ended(of, 'completed')) };
      },
    });
    assert.deepEqual(
      seen.map(({ given, kept }) => [given.size, kept.size]),
      [[0, 0]],
    );
  },
};

/** The campaign of the samples writes from two mailboxes from now on. */
async function writeFromTwo(store: Store): Promise<void> {
  const found = await store.campaigns.get(MAIN, CAMPAIGN);
  assert.ok(found);
  const more = [{ name: 'Bob', address: 'bob@acme.example', dailyCap: 10 }];
  assert.ok(await store.campaigns.save({ ...found, sender: { ...found.sender, more } }, found.state));
}
