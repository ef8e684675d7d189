/**
 * Delivery: what is due leaves, once. A message is claimed, its words are made, the last gate is asked in the very
 * transaction that writes `sending`, and only then is the channel called; its answer is written under the same fence.
 * At most as many messages are `sending` as the channel has connections: a kill leaves no more than that in doubt.
 */
import { setImmediate } from 'node:timers/promises';
import { giveOut } from '../../domain/delivery/queue.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Mail } from '../../domain/message.ts';
import { reasonText } from '../../domain/reason.ts';
import type { Engine } from '../engine.ts';
import type { Clock, MailChannel, SendResult } from '../ports.ts';
import type { ClaimedMessage, MessageUpdate } from '../store-port.ts';
import { type Envelope, envelopeOf, lastGate } from './envelope.ts';
import { factsAsked } from './send-limits.ts';
import { type Written, writtenOf } from './send-result.ts';

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
  await engine.playbooks.refresh();
  const { store, clock, peers } = engine;
  // Leases are measured by the time that all workers of this database share, whatever their own clocks say.
  const leaseNow = await store.now();
  await store.work.recoverLeases({
    leaseNow,
    limit: LIMITS.leasedMessages,
    isGone: peers.isGone,
    isRepeatable: (workspace) => engine.channelFor(workspace).recovery === 'idempotent',
  });
  const now = clock.now();
  const turn = engine.nextTurn();
  const claimed = await store.work.claim(now, {
    owner: peers.self,
    until: leaseNow + LEASE_MS,
    limit,
    connectionOf: (workspace) => engine.channelFor(workspace).name,
    giveOut: (queue, most) => giveOut(queue, most, turn, now),
  });
  for (const [channel, messages] of byChannel(engine, claimed)) {
    await new Delivery(engine, channel, count).run(messages, signal);
  }
  return count;
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

function byChannel(engine: Engine, claimed: readonly ClaimedMessage[]): Map<MailChannel, ClaimedMessage[]> {
  const groups = new Map<MailChannel, ClaimedMessage[]>();
  for (const message of claimed) {
    const channel = engine.channelFor(message.workspace);
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

/**
 * Lets all answers in that have come already. Why: the first one alone would begin a transaction, and a database in this process keeps
 * the others out until it is on disk, so that each answer had a transaction of its own.
 */
const restOfTheTick = (): Promise<void> => setImmediate();

/** One batch on one channel: a window of sends in flight, each turn one transaction. */
class Delivery {
  readonly #engine: Engine;
  readonly #channel: MailChannel;
  readonly #count: Count;
  readonly #envelopes = new Map<string, Envelope>();
  readonly #landed: Landing[] = [];
  readonly #inFlight = new Set<Flight>();
  #wake: (() => void) | null = null;

  constructor(engine: Engine, channel: MailChannel, count: Count) {
    this.#engine = engine;
    this.#channel = channel;
    this.#count = count;
  }

  async run(messages: readonly ClaimedMessage[], signal?: AbortSignal): Promise<void> {
    const waiting = [...messages];
    while (waiting.length > 0 || this.#inFlight.size > 0 || this.#landed.length > 0) {
      if (signal?.aborted) return this.#stop(waiting);
      const free = this.#channel.concurrency - this.#inFlight.size;
      if (this.#landed.length === 0 && (free === 0 || waiting.length === 0)) {
        await this.#nextLanding(signal);
        await restOfTheTick();
        continue;
      }
      await this.#turn(waiting.splice(0, free));
    }
  }

  /** Ends early: waits a bounded time for answers, and leaves nothing `sending`, and no claim that others must wait out. */
  async #stop(waiting: readonly ClaimedMessage[]): Promise<void> {
    const patience = AbortSignal.timeout(LIMITS.deliveryStopMs);
    while (this.#inFlight.size > 0 && !patience.aborted) await this.#nextLanding(patience);
    for (const flight of this.#inFlight) this.#landed.push({ ...flight, result: CUT_OFF });
    this.#inFlight.clear();
    await this.#turn([], waiting.map(backToQueue));
  }

  async #turn(candidates: readonly ClaimedMessage[], returned: readonly MessageUpdate[] = []): Promise<void> {
    const landed = this.#landed.splice(0).map((landing) => this.#finish(landing));
    const finished = [...landed.map(({ update }) => update), ...returned];
    const contacts = landed.map(({ contact }) => contact);
    const now = readOnce(this.#engine.clock);
    // Counted once they are written: a store may have to ask again from the beginning.
    const stayed = new Map<string, MessageUpdate>();
    const turn = await this.#engine.store.work.deliverTurn(finished, candidates, {
      get now() {
        return now();
      },
      contacts,
      suppressionKeys: this.#engine.suppressionKeys,
      asks: factsAsked,
      decide: (claimed, facts) => {
        const verdict = lastGate(this.#engine, claimed, () => this.#wordsOf(claimed), facts, now());
        const { id } = claimed.message;
        stayed.delete(id);
        if (verdict.kind === 'stay') stayed.set(id, verdict.update);
        return verdict;
      },
    });
    for (const update of stayed.values()) this.#tally(update);
    for (const claimed of turn.sending) this.#launch(claimed);
  }

  /** Kept until it is launched; those of a message that does not leave are forgotten with the batch. */
  #wordsOf(claimed: ClaimedMessage): Envelope {
    const envelope = envelopeOf(this.#engine, claimed);
    this.#envelopes.set(claimed.message.id, envelope);
    return envelope;
  }

  #launch(claimed: ClaimedMessage): void {
    const envelope = this.#envelopes.get(claimed.message.id) as Envelope & { mail: Mail };
    this.#envelopes.delete(claimed.message.id);
    const flight = { claimed, envelope };
    this.#inFlight.add(flight);
    const land = (result: SendResult) => {
      // A flight that was given up at a stop is not there any more: its end is already written.
      if (this.#inFlight.delete(flight)) this.#landed.push({ ...flight, result });
      this.#wake?.();
    };
    this.#channel.send(envelope.mail).then(land, (error: unknown) => {
      this.#engine.log.error('channel threw instead of answering', {
        message: claimed.message.id,
        error: String(error),
      });
      land({ kind: 'unconfirmed', detail: `the channel failed: ${String(error)}` });
    });
  }

  #finish({ claimed, envelope, result }: Landing): Written {
    const now = this.#engine.clock.now();
    const written = writtenOf(claimed.message, envelope, result, this.#channel.name, now);
    this.#tally(written.update);
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

function backToQueue({ message }: ClaimedMessage): MessageUpdate {
  const { workspaceId, id, fence, dueAt } = message;
  return {
    workspaceId,
    id,
    fence,
    from: 'claimed',
    to: 'queued',
    reason: null,
    dueAt,
    subject: null,
    bodyHash: null,
    providerRef: null,
    sentAt: null,
  };
}
