/**
 * Brings what happened to webhooks: what was told gets its place in the feed, each webhook has queued what it wants of it, and what is due
 * is sent, signed, under an id that stays the same. A webhook that does not answer holds up no other one.
 */
import { LIMITS } from '../../domain/limits.ts';
import { afterWebhook, type WebhookAnswer } from '../../domain/webhook/answer.ts';
import type { Webhook, WebhookSend } from '../../domain/webhook/webhook.ts';
import type { Speech } from '../crm-port.ts';
import type { Engine } from '../engine.ts';
import { waitOut } from '../instance/patience.ts';
import type { FeedEntry, FeedSubject } from '../store-port.ts';
import { isFor, payloadOf } from './payload.ts';
import { secretsOf } from './secret.ts';

/** What is taken up is due again after this, ms: longer than an answer may take. */
const LEASE_MS = 90_000;
/** Source: Standard Webhooks 1.0: 15 to 30 seconds. */
const TIMEOUT_MS = 20_000;
const DETAIL_CHARACTERS = 300;

/** Gives all that was told its place; the count. */
export async function placeNews({ store, clock }: Engine): Promise<number> {
  let placed = 0;
  if (!(await store.feed.hasNews())) return 0;
  for (;;) {
    const more = await store.feed.place(clock.now(), LIMITS.feedPage);
    placed += more;
    if (more < LIMITS.feedPage) return placed;
  }
}

/** Queues for each webhook what the feed has for it, a page each; the count of pages that were full. */
async function fillQueues(engine: Engine, webhooks: readonly Webhook[]): Promise<number> {
  const { store } = engine;
  const head = await store.feed.head();
  const pages = new Map<string, Promise<Page>>();
  let full = 0;
  for (const webhook of webhooks) {
    const { workspaceId, id, position } = webhook;
    if (position >= head) continue;
    if ((await store.webhooks.queued(workspaceId, id, LIMITS.webhookQueue)) >= LIMITS.webhookQueue) continue;
    const key = `${position} ${workspaceId}`;
    const page = pages.get(key) ?? readPage(engine, workspaceId, position);
    pages.set(key, page);
    const { entries, subjects, isLive } = await page;
    const read = entries.at(-1)?.position ?? head;
    const last = entries.length < LIMITS.feedPage ? Math.max(head, read) : read;
    const sends = isLive
      ? entries.flatMap((entry, i) => sendsOf(webhook, entry, subjects[i] ?? null, engine.clock.now()))
      : [];
    await store.webhooks.queue({ webhook, position: last, sends });
    if (entries.length === LIMITS.feedPage) full += 1;
  }
  return full;
}

interface Page {
  readonly entries: readonly FeedEntry[];
  readonly subjects: readonly FeedSubject[];
  /** A dry workspace tells nobody. */
  readonly isLive: boolean;
}

async function readPage({ store }: Engine, workspaceId: string, position: number): Promise<Page> {
  const entries = await store.feed.after(workspaceId, position, LIMITS.feedPage);
  const isLive = (await store.workspaces.get(workspaceId))?.mode === 'live';
  return { entries, subjects: isLive ? await store.feed.subjects(entries) : [], isLive };
}

function sendsOf(webhook: Webhook, entry: FeedEntry, subject: FeedSubject, now: number): WebhookSend[] {
  const payload = isFor(webhook.kinds, entry) ? payloadOf(entry, subject) : null;
  if (payload === null) return [];
  const { workspaceId, id: webhookId } = webhook;
  const leadId = typeof payload.data.lead === 'string' ? payload.data.lead : '';
  return [freshSend({ workspaceId, webhookId, leadId }, idOf(entry), entry.kind, JSON.stringify(payload), now)];
}

/** In the order of the feed, whatever its numbers have grown to. */
function idOf({ position }: FeedEntry): string {
  return `evt_${String(position).padStart(12, '0')}`;
}

/** A telling that was not tried yet. */
function freshSend(
  of: Pick<WebhookSend, 'workspaceId' | 'webhookId' | 'leadId'>,
  id: string,
  kind: string,
  body: string,
  now: number,
): WebhookSend {
  return {
    ...{ ...of, id, kind, body, state: 'queued', attempts: 0, dueAt: now },
    ...{ status: null, detail: '', createdAt: now, sentAt: null },
  };
}

/** Tellings on their way out of one worker. */
export class WebhookDesk {
  readonly #engine: Engine;
  readonly #speech: Speech;
  readonly #busy = new Set<string>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(engine: Engine, speech: Speech) {
    this.#engine = engine;
    this.#speech = speech;
  }

  /** Takes up what is due and begins it; the count of what was done. Nothing leaves while this database may not be the one that sends. */
  async begin(): Promise<number> {
    const { store, fence, clock } = this.#engine;
    if ((await fence.closed()) !== null) return 0;
    const webhooks = await store.webhooks.on(LIMITS.webhooksOn);
    let done = await fillQueues(this.#engine, webhooks);
    for (const webhook of webhooks) {
      const key = `${webhook.workspaceId} ${webhook.id}`;
      const now = clock.now();
      if (this.#busy.has(key) || webhook.restUntil > now) continue;
      const sends = await store.webhooks.claim({
        ...{ workspaceId: webhook.workspaceId, webhookId: webhook.id, now, until: now + LEASE_MS },
        // After failures one tries whether it works again.
        limit: webhook.fails > 0 ? 1 : LIMITS.webhookAtOnce,
      });
      if (sends.length > 0) this.#start(key, webhook, sends);
      done += sends.length;
    }
    return done;
  }

  /** Until those under way have ended. */
  async settle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #start(key: string, webhook: Webhook, sends: readonly WebhookSend[]): void {
    this.#busy.add(key);
    const work = Promise.all(sends.map((send) => this.#deliver(webhook, send)))
      .then(() => undefined)
      .finally(() => {
        this.#busy.delete(key);
        this.#underWay.delete(work);
      });
    this.#underWay.add(work);
  }

  async #deliver(webhook: Webhook, send: WebhookSend): Promise<void> {
    try {
      await this.#settle(webhook, send, await tellOnce(this.#engine, this.#speech, webhook, send));
    } catch (error) {
      // It is due again by itself.
      this.#engine.log.error('a telling could not be written down', { webhook: webhook.name, error: String(error) });
    }
  }

  async #settle(webhook: Webhook, send: WebhookSend, told: ToldOnce): Promise<void> {
    const { store, clock } = this.#engine;
    const now = clock.now();
    const move = afterWebhook(told.answer, send.attempts, webhook.fails, now);
    const sentAt = move.send.state === 'sent' ? now : null;
    const settled = { send: { ...send, ...move.send, detail: told.detail, sentAt }, webhook: move.webhook };
    await waitOut(this.#engine, { mostMs: LEASE_MS }, () => store.webhooks.settle(settled));
  }
}

/** What came of one try, and what the other side said. */
export interface ToldOnce {
  readonly answer: WebhookAnswer;
  readonly detail: string;
}

/** Sends one telling, signed with each secret that is good. */
export async function tellOnce(
  engine: Engine,
  speech: Speech,
  webhook: Webhook,
  { id, body }: Pick<WebhookSend, 'id' | 'body'>,
): Promise<ToldOnce> {
  const now = engine.clock.now();
  const secrets = secretsOf(engine, webhook, now);
  if (secrets.length === 0)
    return { answer: { kind: 'forbidden' }, detail: 'its secret does not open: rekindle webhook rotate makes another' };
  const signed = secrets.map((secret) => speech.sign(secret, id, Math.floor(now / 1_000), body));
  const signatures = signed.map((headers) => headers['webhook-signature']).join(' ');
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'rekindle',
    ...signed[0],
    'webhook-signature': signatures,
  };
  const { url, isPrivate: allowPrivate } = webhook;
  const answer = await speech.post({ url, headers, body, allowPrivate, timeoutMs: TIMEOUT_MS });
  const detail = answer.kind === 'answered' ? answer.text : answer.detail;
  return { answer, detail: detail.slice(0, DETAIL_CHARACTERS) };
}

/** What is due now, and what falls due by it; the count. */
export async function webhooksUntilIdle(engine: Engine, speech: Speech): Promise<number> {
  const desk = new WebhookDesk(engine, speech);
  let done = 0;
  await placeNews(engine);
  for (let more = await desk.begin(); more > 0; more = await desk.begin()) {
    done += more;
    await desk.settle();
  }
  return done;
}
