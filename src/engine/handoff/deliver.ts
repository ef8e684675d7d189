/**
 * Brings hand-offs to their targets: what is due is claimed target by target, handed over, and what came of it is written down under the
 * lease. Owns the order; what an answer does is `domain/handoff/answer`, what is said is the adapter's.
 */
import { wayName } from '../../domain/connection/connection.ts';
import { haltOf } from '../../domain/delivery/queue.ts';
import { afterHandOff } from '../../domain/handoff/answer.ts';
import type { HandOffSend, Receipt } from '../../domain/handoff/handoff.ts';
import { LIMITS } from '../../domain/limits.ts';
import { type HandOffReply, NotOurs, type Parcel, type ReceiptBook } from '../crm-port.ts';
import type { Engine } from '../engine.ts';
import { waitOut } from '../instance/patience.ts';
import { refusedWays } from '../reconcile/compare-contact.ts';
import type { ClaimedHandOff, LeadStory } from '../store-port.ts';
import { type FoundWay, HandOffWays } from './ways.ts';

/** How long one hand-off may take before another process may look after it, ms: many calls, each waited for. */
const LEASE_MS = 10 * 60_000;

/** Hand-offs on their way out of one worker. */
export class HandOffDesk {
  readonly #engine: Engine;
  readonly #ways: HandOffWays;
  readonly #busy = new Map<string, number>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#ways = new HandOffWays(engine);
  }

  /** Takes up what is due and begins it; the count. Nothing leaves while this database may not be the one that sends. */
  async begin(): Promise<number> {
    const { store, clock, peers, fence } = this.#engine;
    if ((await fence.closed()) !== null) return 0;
    const halts = await store.instance.halts();
    if (haltOf(halts, '', null)) return 0;
    const leaseNow = await store.now();
    const claimed = await store.handOffs.claim({
      now: clock.now(),
      owner: peers.self,
      leaseNow,
      until: leaseNow + LEASE_MS,
      limit: LIMITS.handOffsAtOnce,
      isGone: (owner) => peers.isGone(owner),
      isBusy: (workspaceId, target) =>
        this.#busy.has(`${workspaceId} ${target}`) || haltOf(halts, workspaceId, null) !== null,
    });
    for (const one of claimed) this.#start(one);
    return claimed.length;
  }

  /** Until those under way have ended. */
  async settle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** Until one of them has ended, or nothing is under way. */
  async next(): Promise<void> {
    await Promise.race(this.#underWay);
  }

  async close(): Promise<void> {
    await this.settle();
    await this.#ways.close();
  }

  #start(claimed: ClaimedHandOff): void {
    const { workspaceId, target } = claimed.send;
    const key = `${workspaceId} ${target}`;
    this.#busy.set(key, (this.#busy.get(key) ?? 0) + 1);
    const work = this.#deliver(claimed).finally(() => {
      const left = (this.#busy.get(key) ?? 1) - 1;
      if (left > 0) this.#busy.set(key, left);
      else this.#busy.delete(key);
      this.#underWay.delete(work);
      if (this.#underWay.size === 0) void this.#ways.closeReplaced();
    });
    this.#underWay.add(work);
  }

  async #deliver(claimed: ClaimedHandOff): Promise<void> {
    const book = new Book(this.#engine, claimed.send);
    try {
      const reply = await this.#reply(claimed, book);
      await this.#settle(claimed.send, book.receipt, reply);
    } catch (error) {
      if (error instanceof NotOurs) return;
      // It stays leased, and is in doubt when the lease is over.
      this.#engine.log.error('a hand-off could not be written down', { error: String(error) });
    }
  }

  async #reply(claimed: ClaimedHandOff, book: Book): Promise<HandOffReply> {
    // Nothing is handed over yet: a database that is away is waited for, or it would be in doubt for nothing.
    const { found, story } = await waitOut(this.#engine, { mostMs: LEASE_MS / 2 }, () => this.#asItStands(claimed));
    if (!found.way) return { kind: 'refused', code: found.code, detail: found.detail };
    return this.#handOver(found, parcelOf(claimed, story), book);
  }

  /** Where it goes, and what is told of its lead. */
  async #asItStands({ handOff, send }: ClaimedHandOff) {
    const { store, suppressionKeys } = this.#engine;
    const { workspaceId, leadId } = handOff;
    const workspace = await store.workspaces.get(workspaceId);
    if (!workspace) throw new Error(`there is no workspace ${workspaceId}`);
    const found = await this.#ways.find(workspace, send.target);
    const ids = await store.leads.find(workspaceId, leadId, []);
    return { found, story: await store.leads.story(workspaceId, ids[0] ?? leadId, suppressionKeys) };
  }

  async #handOver(found: FoundWay & { readonly way: object }, parcel: Parcel, book: Book): Promise<HandOffReply> {
    try {
      const reply = await found.way.deliver(parcel, book);
      if (found.connection) this.#hear(wayName(found.connection), reply);
      return reply;
    } catch (error) {
      if (error instanceof NotOurs) throw error;
      this.#engine.log.error('a way for hand-offs threw instead of answering', { error: String(error) });
      return { kind: 'unconfirmed', askMs: null, detail: `the adapter failed: ${String(error)}` };
    }
  }

  #hear(connection: string, reply: HandOffReply): void {
    const fails = reply.fault !== undefined;
    if (!fails && reply.kind !== 'sent') return;
    const says = fails ? reply.detail : '';
    this.#engine.connections.hear([
      { connection, contact: fails ? 'fails' : 'works', code: reply.fault ?? null, says },
    ]);
  }

  async #settle(send: HandOffSend, receipt: Receipt, reply: HandOffReply): Promise<void> {
    const { store, clock, peers } = this.#engine;
    const move = afterHandOff(reply, send.attempts, clock.now());
    const detail = reply.detail.slice(0, LIMITS.handOffDetail);
    const settled = { ...send, ...move, detail, receipt };
    await waitOut(this.#engine, { mostMs: LEASE_MS }, () => store.handOffs.settle(settled, peers.self));
  }
}

/** What is due now, and what falls due by it, one round after the other; the count handed over or tried. */
export async function handOffsUntilIdle(engine: Engine): Promise<number> {
  const desk = new HandOffDesk(engine);
  let tried = 0;
  try {
    for (let more = await desk.begin(); more > 0; more = await desk.begin()) {
      tried += more;
      await desk.settle();
    }
  } finally {
    await desk.close();
  }
  return tried;
}

function parcelOf({ handOff, send }: ClaimedHandOff, story: LeadStory | null): Parcel {
  const refused = (story && refusedWays(story)) ?? handOff.brief.refused;
  return {
    handOff,
    turn: send.turn,
    attributes: story?.lead.attributes ?? {},
    refused: [...new Set<string>(refused)].sort(),
  };
}

/** The receipt of one sending, written down before it is relied on. */
class Book implements ReceiptBook {
  readonly #engine: Engine;
  readonly #send: HandOffSend;
  receipt: Receipt;

  constructor(engine: Engine, send: HandOffSend) {
    this.#engine = engine;
    this.#send = send;
    this.receipt = send.receipt;
  }

  async keep(more: Receipt): Promise<void> {
    const { store, peers } = this.#engine;
    const receipt = { ...this.receipt, ...more };
    const ours = await waitOut(this.#engine, { mostMs: LEASE_MS }, () =>
      store.handOffs.keep(this.#send, receipt, peers.self),
    );
    if (!ours) throw new NotOurs();
    this.receipt = receipt;
  }
}
