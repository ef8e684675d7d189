/** What every store does with the feed, and with webhooks that are told of it. */
import assert from 'node:assert/strict';
import type { Webhook, WebhookSend } from '../../../domain/webhook/webhook.ts';
import type { FeedEntry, Store } from '../../../engine/store-port.ts';
import { react } from '../event-rules.ts';
import { event, MAIN, NOW, OPEN_GATE, sendingMessage, update } from '../samples.ts';

const happens = (store: Store, id: string) =>
  store.work.record({ events: [event('ann', 'note', { id, originId: id })], decide: react });

/** All that the feed tells of a workspace. */
async function told(store: Store, after = 0): Promise<readonly FeedEntry[]> {
  for (let placed = 1; placed > 0; ) placed = await store.feed.place(NOW, 2);
  return store.feed.after(MAIN, after, 100);
}

const KINDS = (entries: readonly FeedEntry[]) => entries.map(({ kind, id }) => `${kind} ${id}`);

function webhook(part: Partial<Webhook> = {}): Webhook {
  return {
    ...{ workspaceId: MAIN, id: 'w1', name: 'crm', url: 'https://crm.example', kinds: ['*'], isPrivate: false },
    ...{ state: 'on', offReason: null, sealed: 'v1', formerSealed: null, formerUntil: null, position: 0 },
    ...{ restUntil: 0, fails: 0, createdAt: NOW, createdBy: 'ann', ...part },
  };
}

function send(id: string, part: Partial<WebhookSend> = {}): WebhookSend {
  return {
    ...{ workspaceId: MAIN, webhookId: 'w1', id, kind: 'event.note', leadId: 'ann', body: '{}', state: 'queued' },
    ...{ attempts: 0, dueAt: NOW, status: null, detail: '', createdAt: NOW, sentAt: null, ...part },
  } as WebhookSend;
}

const FARES_WELL = { state: 'on', offReason: null, restUntil: 0, fails: 0 } as const;
const CLAIM = { workspaceId: MAIN, webhookId: 'w1', now: NOW, until: NOW + 60_000, limit: 9 };

/** The feed. */
export const FEED_RULES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'what happens is told in the order of its places, each once, and from any place on': async (store) => {
    const message = await sendingMessage(store);
    await happens(store, 'n1');
    const first = await told(store);
    assert.deepEqual(
      KINDS(first).filter((kind) => kind.startsWith('event')),
      ['event.note n1'],
    );
    await store.work.deliverTurn([update(message, 'sending', 'sent')], [], OPEN_GATE);
    await happens(store, 'n2');
    await happens(store, 'n2');
    const at = first.at(-1)?.position ?? 0;
    const more = await told(store, at);
    assert.deepEqual(KINDS(more).toSorted(), ['event.note n2', `message.sent ${message.message.id}`]);
    assert.deepEqual(
      more.map(({ position }) => position),
      more.map((_, i) => at + i + 1),
    );
    assert.equal(await store.feed.hasNews(), false);
    assert.equal(await store.feed.head(), at + more.length);
    assert.deepEqual(await store.feed.after('other', 0, 100), []);
  },
  'places are given once, whoever gives them': async (store) => {
    await sendingMessage(store);
    for (let n = 0; n < 9; n++) await happens(store, `n${n}`);
    await Promise.all([1, 2, 3, 4].map(() => store.feed.place(NOW, 4)));
    const entries = await told(store);
    assert.equal(new Set(entries.map(({ position }) => position)).size, entries.length);
    assert.equal(entries.length, await store.feed.head());
  },
  'what an entry is about comes as it is now, and null where it is gone': async (store) => {
    await sendingMessage(store);
    await happens(store, 'n1');
    const entries = (await told(store)).filter(({ kind }) => kind === 'event.note');
    const gone = entries.map((entry) => ({ ...entry, id: 'never' }));
    const subjects = await store.feed.subjects([...entries, ...gone]);
    assert.deepEqual(
      subjects.map((subject) => (subject?.of === 'event' ? subject.event.id : subject)),
      ['n1', null],
    );
  },
  'a webhook’s name is its own, and of two who queue for it one does': async ({ webhooks }) => {
    await webhooks.add(webhook());
    await assert.rejects(webhooks.add(webhook({ id: 'w2' })), { code: 'webhook-exists' });
    assert.deepEqual(await webhooks.get(MAIN, 'crm'), webhook());
    assert.deepEqual(await webhooks.get(MAIN, 'w1'), webhook());
    assert.equal(await webhooks.get('other', 'crm'), null);
    const queue = { webhook: webhook(), position: 5, sends: [send('e1'), send('e2')] };
    assert.deepEqual((await Promise.all([webhooks.queue(queue), webhooks.queue(queue)])).toSorted(), [false, true]);
    assert.deepEqual(await webhooks.counts(MAIN, 'w1'), { queued: 2, sent: 0, failed: 0 });
    assert.equal(await webhooks.queued(MAIN, 'w1', 1), 1);
    assert.equal((await webhooks.get(MAIN, 'w1'))?.position, 5);
  },
  'what is taken up comes again when its time is over, and a word on an earlier try is not heard': async ({
    webhooks,
  }) => {
    await webhooks.add(webhook());
    await webhooks.queue({ webhook: webhook(), position: 1, sends: [send('e1'), send('later', { dueAt: NOW + 1 })] });
    const [one] = await webhooks.claim(CLAIM);
    assert.deepEqual(one, send('e1', { attempts: 1 }));
    assert.deepEqual(await webhooks.claim(CLAIM), []);
    const now = NOW + 60_000;
    const again = await webhooks.claim({ ...CLAIM, now, until: now + 60_000 });
    assert.deepEqual(again.map(({ id, attempts }) => `${id} ${attempts}`).toSorted(), ['e1 2', 'later 1']);
    await webhooks.settle({ send: { ...send('e1'), attempts: 1, state: 'failed', status: 500 }, webhook: FARES_WELL });
    assert.deepEqual(await webhooks.counts(MAIN, 'w1'), { queued: 2, sent: 0, failed: 0 });
    const sent = { ...send('e1'), attempts: 2, state: 'sent', status: 204, sentAt: now } as const;
    await webhooks.settle({ send: sent, webhook: { ...FARES_WELL, fails: 3, restUntil: 7 } });
    assert.deepEqual(await webhooks.counts(MAIN, 'w1'), { queued: 1, sent: 1, failed: 0 });
    const { fails, restUntil } = (await webhooks.get(MAIN, 'w1')) as Webhook;
    assert.deepEqual([fails, restUntil], [3, 7]);
  },
  'what is over can be sent anew, and one who was put off stays off': async ({ webhooks }) => {
    await webhooks.add(webhook());
    await webhooks.queue({ webhook: webhook(), position: 1, sends: [send('e1'), send('e2')] });
    await webhooks.claim(CLAIM);
    const failed = { attempts: 1, state: 'failed', status: 410 } as const;
    await webhooks.settle({
      send: send('e1', failed),
      webhook: { ...FARES_WELL, state: 'off', offReason: 'webhook-gone' },
    });
    await webhooks.settle({ send: send('e2', failed), webhook: FARES_WELL });
    assert.equal((await webhooks.get(MAIN, 'w1'))?.state, 'off');
    assert.deepEqual(await webhooks.on(9), []);
    assert.equal(await webhooks.retry({ workspaceId: MAIN, webhookId: 'w1', state: 'failed' }, ['e1', 'none'], NOW), 1);
    assert.deepEqual(
      (await webhooks.sends({ workspaceId: MAIN, webhookId: 'w1', state: 'failed', limit: 9 })).map(({ id }) => id),
      ['e2'],
    );
    assert.deepEqual(await webhooks.send(MAIN, 'w1', 'e1'), { ...send('e1'), status: 410 });
    await webhooks.forgetSince(MAIN, 'w1', NOW);
    assert.deepEqual(await webhooks.counts(MAIN, 'w1'), { queued: 1, sent: 0, failed: 0 });
    await webhooks.remove(MAIN, 'w1');
    assert.deepEqual(await webhooks.list(MAIN, 9), []);
    assert.equal(await webhooks.send(MAIN, 'w1', 'e1'), null);
  },
};
