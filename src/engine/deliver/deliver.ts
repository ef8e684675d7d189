/**
 * Delivery: what is due leaves, once. A message is claimed, its words are made, the last gate is asked in the very
 * transaction that writes `sending`, and only then is the channel called; its answer is written under the same fence.
 * At most as many messages are `sending` as the channel has connections: a kill leaves no more than that in doubt.
 */
import { clearTimeout, setTimeout } from 'node:timers';
import { setImmediate } from 'node:timers/promises';
import { giveOut } from '../../domain/delivery/queue.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Message } from '../../domain/message.ts';
import { reasonText } from '../../domain/reason.ts';
import { withBookings } from '../booking/words.ts';
import { withBuyerWords } from '../bot/buyer-words.ts';
import { withClassLinks } from '../classes/links.ts';
import type { Engine } from '../engine.ts';
import { mayBeWritten, waitOut } from '../instance/patience.ts';
import type { Clock, SendResult } from '../ports.ts';
import type { ClaimedMessage, Contact, LastFacts, MessageUpdate } from '../store-port.ts';
import { withValuations } from '../valuation/valuations.ts';
import { withAttachments } from './attachments.ts';
import { type Envelope, envelopeOf, lastGate } from './envelope.ts';
import { retriesOfMessage } from './retries.ts';
import { factsAsked } from './send-limits.ts';
import { type Written, writtenOf } from './send-result.ts';
import { NO_WAY, type Parcel, type WayOut } from './way-out.ts';

type Count = { -readonly [K in keyof DeliverReport]: DeliverReport[K] };

/** What one batch did, in messages. */
export interface DeliverReport {
  readonly sent: number;
  readonly refused: number;
  readonly held: number;
  readonly retried: number;
  readonly unconfirmed: number;
}

/** How long a claim is good for, ms; a dead worker's messages go on after it. */
const LEASE_MS = 5 * 60_000;

/** One batch: everything due now, up to `limit`. All zeros = nothing was due, or nothing may leave. */
export async function deliverBatch(engine: Engine, limit: number, signal?: AbortSignal): Promise<DeliverReport> {
  const count = { sent: 0, refused: 0, held: 0, retried: 0, unconfirmed: 0 };
  if (await isClosed(engine)) return count;
  try {
    await deliver(engine, limit, count, signal);
    LEFT.delete(engine);
  } catch (error) {
    LEFT.add(engine);
    throw error;
  }
  return count;
}

/** Engines whose last batch broke off: what they have leased is in nobody's hands, and need not be waited for. */
const LEFT = new WeakSet<Engine>();

async function deliver(engine: Engine, limit: number, count: Count, signal?: AbortSignal): Promise<void> {
  await engine.playbooks.refresh();
  await engine.connections.refresh();
  const { store, clock, peers } = engine;
  // Leases are measured by the time that all workers of this database share, whatever their own clocks say.
  const leaseNow = await store.now();
  await store.work.recoverLeases({
    leaseNow,
    limit: LIMITS.leasedMessages,
    isGone: (owner) => (owner === peers.self && LEFT.has(engine)) || peers.isGone(owner),
    isRepeatable: (workspace, channel) => engine.wayOut(workspace, channel)?.recovery === 'idempotent',
  });
  const now = clock.now();
  const turn = engine.nextTurn();
  const claimed = await store.work.claim(now, {
    owner: peers.self,
    until: leaseNow + LEASE_MS,
    limit,
    connectionOf: (workspace, channel) => (engine.wayOut(workspace, channel) ?? NO_WAY).name,
    giveOut: (queue, most) => giveOut(queue, most, turn, now),
  });
  const linked = await withBuyerWords(engine, await withValuations(engine, await withClassLinks(engine, claimed)));
  const whole = await withAttachments(engine, await withBookings(engine, linked));
  for (const [channel, messages] of byChannel(engine, whole)) {
    await new Delivery(engine, channel, count, { leaseEndsAt: now + LEASE_MS, signal }).run(messages);
  }
}

/** Whether this database may not be the one that sends; said once, until it changes. */
async function isClosed(engine: Engine): Promise<boolean> {
  const code = (await engine.fence.closed())?.code ?? null;
  if (code !== null && TOLD.get(engine) !== code) {
    engine.log.error(reasonText(code).says, { code, remedy: reasonText(code).remedy });
  }
  TOLD.set(engine, code);
  return code !== null;
}

/** What each engine was last told to be held back by: a worker looks twice a second. */
const TOLD = new WeakMap<Engine, string | null>();

function byChannel(engine: Engine, claimed: readonly ClaimedMessage[]): Map<WayOut, ClaimedMessage[]> {
  const groups = new Map<WayOut, ClaimedMessage[]>();
  for (const message of claimed) {
    const { channel: by, sender } = message.message;
    const channel = engine.wayOut(message.workspace, by, sender) ?? NO_WAY;
    const group = groups.get(channel);
    if (group) group.push(message);
    else groups.set(channel, [message]);
  }
  return groups;
}

interface Flight {
  readonly claimed: ClaimedMessage;
  readonly envelope: Envelope;
}

interface Landing extends Flight {
  readonly result: SendResult;
}

/** What is written of a message whose answer did not come before the worker had to go. */
const CUT_OFF: SendResult = { kind: 'unconfirmed', detail: 'the worker was stopped before the server answered' };

/** What is written of a message that was never handed over, where it still is this worker's. */
const TOO_LATE: SendResult = {
  kind: 'retry',
  afterMs: null,
  code: 'channel-closed',
  detail: 'the worker stood still before it could hand the message over',
};
/** How long a turn waits for a second answer, ms: next to nothing beside what a server takes for one. */
const GATHER_MS = 2;
/**
 * Lets all answers in that have come already. Why: the first one alone would begin a transaction, and a database in this process keeps
 * the others out until it is on disk, so that each answer had a transaction of its own.
 */
const restOfTheTick = (): Promise<void> => setImmediate();

/** One batch on one channel: a window of sends in flight, each turn one transaction. */
class Delivery {
  readonly #engine: Engine;
  readonly #channel: WayOut;
  readonly #count: Count;
  /** When the lease is over, by this process's own clock. */
  readonly #leaseEndsAt: number;
  readonly #envelopes = new Map<string, Envelope>();
  readonly #landed: Landing[] = [];
  readonly #inFlight = new Set<Flight>();
  readonly #signal: AbortSignal | undefined;
  #wake: (() => void) | null = null;

  constructor(
    engine: Engine,
    channel: WayOut,
    count: Count,
    { leaseEndsAt, signal }: { readonly leaseEndsAt: number; readonly signal: AbortSignal | undefined },
  ) {
    this.#engine = engine;
    this.#channel = channel;
    this.#count = count;
    this.#leaseEndsAt = leaseEndsAt;
    this.#signal = signal;
  }

  async run(messages: readonly ClaimedMessage[]): Promise<void> {
    const waiting = [...messages];
    while (waiting.length > 0 || this.#inFlight.size > 0 || this.#landed.length > 0) {
      // Those that left by the last turn have answers on their way: on a server a turn of four costs hardly more than one of two.
      if (this.#landed.length > 0 && this.#engine.parts.patient) await this.#gather();
      if (this.#signal?.aborted) return this.#stop(waiting);
      const free = Math.min(this.#channel.concurrency, this.#engine.atOnce.messages) - this.#inFlight.size;
      if (this.#landed.length === 0 && (free === 0 || waiting.length === 0)) {
        await this.#nextLanding(this.#signal);
        await restOfTheTick();
        continue;
      }
      // What a slow channel did not come to within the lease is claimed anew, by whoever is free.
      if (this.#isOver()) await this.#turn([], waiting.splice(0).map(backFrom('claimed')));
      else await this.#turn(waiting.splice(0, free));
    }
  }

  /** On real time: lets the others of those under way land too, before a transaction is made for them. */
  async #gather(): Promise<void> {
    let over = false;
    const timer = setTimeout(() => {
      over = true;
      this.#wake?.();
    }, GATHER_MS);
    while (!over && !this.#signal?.aborted && this.#inFlight.size > 0) {
      await this.#nextLanding(this.#signal);
    }
    clearTimeout(timer);
  }

  /** Ends early: waits a bounded time for answers, and leaves nothing `sending`, and no claim that others must wait out. */
  async #stop(waiting: readonly ClaimedMessage[]): Promise<void> {
    const patience = AbortSignal.timeout(LIMITS.deliveryStopMs);
    while (this.#inFlight.size > 0 && !patience.aborted) await this.#nextLanding(patience);
    for (const flight of this.#inFlight) this.#landed.push({ ...flight, result: CUT_OFF });
    this.#inFlight.clear();
    await this.#turn([], waiting.map(backFrom('claimed')));
  }

  async #turn(candidates: readonly ClaimedMessage[], returned: readonly MessageUpdate[] = []): Promise<void> {
    const landed = this.#landed.splice(0).map((landing) => this.#finish(landing));
    const finished = [...landed.map(({ update }) => update), ...returned];
    const contacts = this.#engine.connections.hear(landed.map(({ contact }) => contact));
    // What the server has said is known to nobody else: it is kept for as long as nobody else may say what became of the message.
    const bound = { mostMs: LEASE_MS, signal: this.#signal, afterStopMs: LIMITS.deliveryStopMs };
    const sending = await waitOut(this.#engine, bound, (failed) =>
      // Of those that were to leave it may be on disk that they do, and none was launched: they begin anew.
      mayBeWritten(failed)
        ? this.#write([...finished, ...candidates.flatMap(backAgain)], [], contacts)
        : this.#write(finished, candidates, contacts),
    );
    for (const claimed of sending) this.#launch(claimed);
    await this.#engine.connections.writeHeard();
  }

  /** One transaction; those that leave by it. */
  async #write(
    finished: readonly MessageUpdate[],
    candidates: readonly ClaimedMessage[],
    contacts: readonly Contact[],
  ): Promise<readonly ClaimedMessage[]> {
    const now = readOnce(this.#engine.clock);
    // Counted once they are written: a store may have to ask again from the beginning.
    const stayed = new Map<string, { readonly message: Message; readonly update: MessageUpdate }>();
    const turn = await this.#engine.store.work.deliverTurn(finished, candidates, {
      get now() {
        return now();
      },
      contacts,
      suppressionKeys: this.#engine.suppressionKeys,
      asks: (claimed) => factsAsked(this.#engine, claimed),
      decide: (claimed, facts) => {
        const verdict = lastGate(this.#engine, claimed, () => this.#wordsOf(claimed, facts), facts, now());
        const { message } = claimed;
        stayed.delete(message.id);
        if (verdict.kind === 'stay') stayed.set(message.id, { message, update: verdict.update });
        return verdict;
      },
    });
    for (const { message, update } of stayed.values()) {
      this.#tally(update);
      this.#engine.parts.onlooker?.stayed(message, update);
    }
    return turn.sending;
  }

  /** Kept until it is launched; those of a message that does not leave are forgotten with the batch. */
  #wordsOf(claimed: ClaimedMessage, facts: LastFacts): Envelope {
    const envelope = envelopeOf(this.#engine, claimed, facts.byPhone?.texted === false);
    this.#envelopes.set(claimed.message.id, envelope);
    return envelope;
  }

  #launch(claimed: ClaimedMessage): void {
    const envelope = this.#envelopes.get(claimed.message.id) as Envelope & { parcel: Parcel };
    this.#envelopes.delete(claimed.message.id);
    const flight = { claimed, envelope };
    // A worker that stood still since the transaction: by now the message is somebody else's, or refused.
    if (this.#isOver()) {
      this.#landed.push({ ...flight, result: TOO_LATE });
      return;
    }
    this.#inFlight.add(flight);
    const land = (result: SendResult) => {
      // A flight that was given up at a stop is not there any more: its end is already written.
      if (this.#inFlight.delete(flight)) this.#landed.push({ ...flight, result });
      this.#wake?.();
    };
    this.#channel.send(envelope.parcel).then(land, (error: unknown) => {
      this.#engine.log.error('channel threw instead of answering', {
        message: claimed.message.id,
        error: String(error),
      });
      land({ kind: 'unconfirmed', detail: `the channel failed: ${String(error)}` });
    });
  }

  #isOver(): boolean {
    return this.#engine.clock.now() >= this.#leaseEndsAt;
  }

  #finish({ claimed, envelope, result }: Landing): Written {
    const written = writtenOf(claimed.message, envelope, result, {
      connection: this.#channel.name,
      onRecord: this.#channel.onRecord ?? false,
      recovery: this.#channel.recovery,
      canBeAsked: this.#channel.outcome !== undefined,
      policy: retriesOfMessage(this.#engine, claimed),
      now: this.#engine.clock.now(),
    });
    this.#tally(written.update);
    if (written.update.to === 'sent')
      this.#engine.parts.meter?.left(this.#engine.clock.now() - Math.max(claimed.message.dueAt, claimed.slotAt ?? 0));
    return written;
  }

  #tally({ to }: MessageUpdate): void {
    if (to === 'sent') this.#count.sent += 1;
    else if (to === 'held') this.#count.held += 1;
    else if (to === 'queued') this.#count.retried += 1;
    else if (to === 'unconfirmed') this.#count.unconfirmed += 1;
    else this.#count.refused += 1;
  }

  #nextLanding(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#wake = null;
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.#wake = wake;
      signal?.addEventListener('abort', wake, { once: true });
    });
  }
}

/**
 * The time of the first asking, which is inside the transaction: a worker that waited for the database, or stood still before
 * it, leaves by the window and the day in which it goes on.
 */
function readOnce(clock: Clock): () => number {
  let read: number | null = null;
  return () => {
    read ??= clock.now();
    return read;
  };
}

/** Back in the queue as it was, from a state that this worker has brought it to. */
function backFrom(from: 'claimed' | 'sending'): (claimed: ClaimedMessage) => MessageUpdate {
  return ({ message: { workspaceId, id, fence, dueAt } }) => ({
    workspaceId,
    id,
    fence,
    from,
    to: 'queued',
    reason: null,
    dueAt,
    subject: null,
    bodyHash: null,
    providerRef: null,
    sentAt: null,
  });
}

/** The same where it is not known which of the two it is in; the one that does not fit changes nothing. */
function backAgain(claimed: ClaimedMessage): MessageUpdate[] {
  return [backFrom('claimed')(claimed), backFrom('sending')(claimed)];
}
