/**
 * What leaves by one way out: a window of sends in flight, each turn one transaction. The last gate is asked in the very transaction
 * that writes `sending`, and only then is the channel called; its answer is written under the same fence. At most as many messages
 * are `sending` as the channel has connections: a kill leaves no more than that in doubt.
 */
import { clearTimeout, setTimeout } from 'node:timers';
import { setImmediate } from 'node:timers/promises';
import { LIMITS } from '../../domain/limits.ts';
import type { Message } from '../../domain/message.ts';
import { readOnce } from '../clock.ts';
import type { Engine } from '../engine.ts';
import { mayBeWritten, waitOut } from '../instance/patience.ts';
import type { SendResult } from '../ports.ts';
import { recordEvents } from '../react.ts';
import type { ClaimedMessage, Contact, MessageUpdate, SendVerdict } from '../store-port.ts';
import { noteTurn } from './departures/note.ts';
import { type Envelope, envelopeOf, lastGate } from './envelope.ts';
import { Fares } from './fares.ts';
import { retriesOfMessage } from './retries.ts';
import { factsAsked } from './send-limits.ts';
import { backAgain, backFrom, type Written, writtenOf } from './send-result.ts';
import type { Parcel, WayOut } from './way-out.ts';

/** What became of messages. */
export interface DeliverReport {
  readonly sent: number;
  readonly refused: number;
  readonly held: number;
  readonly retried: number;
  readonly unconfirmed: number;
  /** Those that had left before this database was brought back from a backup, and did not leave again. */
  readonly leftBefore: number;
}

/** The same while it is counted. */
type Count = { -readonly [K in keyof DeliverReport]: DeliverReport[K] };

/** Nothing yet. */
export function noCount(): Count {
  return { sent: 0, refused: 0, held: 0, retried: 0, unconfirmed: 0, leftBefore: 0 };
}

/** How long a claim is good for, ms; a dead worker's messages go on after it. */
export const LEASE_MS = 5 * 60_000;

/** How long a message waits for a connection at most, ms: what was read of its campaign and workspace with it is no older when it leaves. */
const WAIT_MS = 30_000;

/** A claimed message until it is launched; its lease is over at `leaseEndsAt`, by this process's own clock. */
interface Waiting {
  readonly claimed: ClaimedMessage;
  readonly leaseEndsAt: number;
  readonly waitsUntil: number;
}

interface Flight {
  readonly claimed: ClaimedMessage;
  readonly envelope: Envelope;
  readonly leftAt: number;
  /** A turn has waited for it in vain: something else holds it up, as a connection that opens anew. */
  isSlow: boolean;
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

/** What a delivery counts in, ends early by, and calls after each of its turns. */
interface DeliveryParts {
  readonly count: Count;
  readonly signal?: AbortSignal | undefined;
  readonly turned?: () => void;
  /** How its way out has fared before; absent = nobody knows. */
  readonly fares?: Fares;
}

/** Messages that leave by one way out. More may be added while it runs; what somebody waits for leaves before all else. */
export class Delivery {
  readonly #engine: Engine;
  readonly #channel: WayOut;
  readonly #count: Count;
  readonly #signal: AbortSignal | undefined;
  readonly #turned: (() => void) | undefined;
  readonly #waiting: Waiting[] = [];
  readonly #held = new Set<string>();
  /** By the claim: one that was taken back and claimed anew may be for another address. */
  readonly #envelopes = new Map<ClaimedMessage, Envelope>();
  readonly #landed: Landing[] = [];
  readonly #inFlight = new Set<Flight>();
  /** Those of the turn under way. */
  #asking: ReadonlySet<ClaimedMessage> = new Set();
  /** Of the turn before. */
  #allLeft = false;
  /** Whether a turn takes time in which this process has nothing to do: the store is a server. */
  #storeIsFar = false;
  readonly #fares: Fares;
  #wakeUp: (() => void) | null = null;

  constructor(engine: Engine, channel: WayOut, { count, signal, turned, fares }: DeliveryParts) {
    this.#engine = engine;
    this.#channel = channel;
    this.#count = count;
    this.#signal = signal;
    this.#turned = turned;
    this.#fares = fares ?? new Fares(channel.concurrency, engine.clock.now());
  }

  /** How many wait for a connection. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Whether a message was taken in, and its end is not written yet. */
  holds(messageId: string): boolean {
    return this.#held.has(messageId);
  }

  /** Takes in what was claimed: answers in front, all else behind. */
  add(messages: readonly ClaimedMessage[], leaseEndsAt: number): void {
    const answers = messages.filter(({ message }) => message.lane === 0);
    const others = messages.filter(({ message }) => message.lane !== 0);
    const waitsUntil = Math.min(leaseEndsAt, this.#engine.clock.now() + WAIT_MS);
    const waiting = (claimed: ClaimedMessage): Waiting => ({ claimed, leaseEndsAt, waitsUntil });
    for (const { message } of messages) this.#held.add(message.id);
    const behind = this.#waiting.findIndex(({ claimed }) => claimed.message.lane !== 0);
    this.#waiting.splice(behind < 0 ? this.#waiting.length : behind, 0, ...answers.map(waiting));
    this.#waiting.push(...others.map(waiting));
    this.#wakeUp?.();
  }

  /** Gives back what has not begun to leave: all of it, or what has waited too long. */
  async recall(which: 'all' | 'late'): Promise<void> {
    const waiting = which === 'all' ? this.#waiting.splice(0) : this.#takeLate();
    try {
      if (waiting.length > 0) await this.#write(this.#backToTheQueue(waiting), [], []);
      for (const { claimed } of waiting) this.#held.delete(claimed.message.id);
    } catch (error) {
      this.#waiting.push(...waiting);
      throw error;
    }
  }

  /** Until nothing waits and nothing is in flight. Errors: what the store fails with; what is in flight then is in nobody's hands. */
  async run(): Promise<void> {
    while (this.#waiting.length > 0 || this.#inFlight.size > 0 || this.#landed.length > 0) {
      // Those that left by the last turn have answers on their way: on a server a turn of four costs hardly more than one of two.
      if (this.#landed.length > 0 && this.#engine.parts.patient) await this.#gather();
      if (this.#signal?.aborted) return this.#stop();
      const free = Math.min(this.#channel.concurrency, this.#engine.atOnce.messages) - this.#inFlight.size;
      if (this.#landed.length === 0 && (free === 0 || this.#waiting.length === 0)) {
        await this.#nextLanding(this.#signal);
        await restOfTheTick();
        continue;
      }
      // What a slow channel did not come to in time is claimed anew, by whoever is free.
      const late = this.#takeLate();
      if (late.length > 0) await this.#turn([], this.#backToTheQueue(late));
      else await this.#turn(this.#waiting.splice(0, free));
    }
  }

  #takeLate(): Waiting[] {
    const late = this.#waiting.filter(({ waitsUntil }) => this.#isOver(waitsUntil));
    if (late.length > 0)
      this.#waiting.splice(0, this.#waiting.length, ...this.#waiting.filter((one) => !late.includes(one)));
    return late;
  }

  #backToTheQueue(waiting: readonly Waiting[]): MessageUpdate[] {
    for (const { claimed } of waiting) this.#envelopes.delete(claimed);
    return waiting.map(({ claimed }) => backFrom('claimed')(claimed));
  }

  /** On real time: lets the others of those under way land too, before a transaction is made for them. No two turns wait for the same one. */
  async #gather(): Promise<void> {
    let over = false;
    const timer = setTimeout(() => {
      over = true;
      this.#wakeUp?.();
    }, GATHER_MS);
    while (!over && !this.#signal?.aborted && [...this.#inFlight].some(({ isSlow }) => !isSlow)) {
      await this.#nextLanding(this.#signal);
    }
    clearTimeout(timer);
    if (over) for (const flight of this.#inFlight) flight.isSlow = true;
  }

  /** Ends early: waits a bounded time for answers, and leaves nothing `sending`, and no claim that others must wait out. */
  async #stop(): Promise<void> {
    const patience = AbortSignal.timeout(LIMITS.deliveryStopMs);
    while (this.#inFlight.size > 0 && !patience.aborted) await this.#nextLanding(patience);
    for (const flight of this.#inFlight) this.#landed.push({ ...flight, result: CUT_OFF });
    this.#inFlight.clear();
    await this.#turn([], this.#backToTheQueue(this.#waiting.splice(0)));
  }

  async #turn(offered: readonly Waiting[], returned: readonly MessageUpdate[] = []): Promise<void> {
    const landings = this.#landed.splice(0);
    const landed = landings.map((landing) => this.#finish(landing));
    const heard = landed.map(({ contact }) => contact);
    this.#fares.add(heard, this.#engine.clock.now());
    // What is down is left alone from now on: nothing is handed to it that was claimed before, but for one that tries it.
    const isLeftAlone = this.#fares.hasFallen() && !offered.some(({ claimed }) => claimed.tries);
    const candidates = isLeftAlone ? [] : offered;
    const back = isLeftAlone ? this.#backToTheQueue([...offered, ...this.#waiting.splice(0)]) : [];
    const finished = [...landed.map(({ update }) => update), ...returned, ...back];
    const contacts = this.#engine.connections.hear(heard);
    // What the server has said is known to nobody else: it is kept for as long as nobody else may say what became of the message.
    const bound = { mostMs: LEASE_MS, signal: this.#signal, afterStopMs: LIMITS.deliveryStopMs };
    const leaving = candidates.map(({ claimed }) => claimed);
    this.#asking = new Set(leaving);
    if (this.#allLeft) void this.#makeSoon(leaving);
    const { sending, at } = await waitOut(this.#engine, bound, (failed) =>
      // Of those that were to leave it may be on disk that they do, and none was launched: they begin anew.
      mayBeWritten(failed)
        ? this.#write([...finished, ...leaving.flatMap(backAgain)], [], contacts)
        : this.#write(finished, leaving, contacts),
    );
    const bounces = landed.flatMap(({ bounce }) => bounce ?? []);
    noteTurn(this.#engine, {
      answers: landings.map(({ claimed }, i) => ({ claimed, update: (landed[i] as Written).update })),
      leaving: sending.map((claimed) => ({ claimed, bodyHash: this.#envelopes.get(claimed)?.bodyHash ?? '' })),
      way: this.#channel.name,
      at,
    });
    for (const claimed of sending) this.#launch(candidates[leaving.indexOf(claimed)] as Waiting);
    for (const claimed of leaving) this.#envelopes.delete(claimed);
    for (const { id } of finished) this.#held.delete(id);
    for (const claimed of leaving) if (!sending.includes(claimed)) this.#held.delete(claimed.message.id);
    this.#asking = new Set();
    if (leaving.length > 0) this.#allLeft = sending.length === leaving.length;
    if (this.#allLeft && !this.#storeIsFar) void this.#makeSoon(this.#next());
    this.#turned?.();
    // Where a kill comes between the two, the next message to that address hears the same.
    if (bounces.length > 0) await waitOut(this.#engine, bound, () => recordEvents(this.#engine, bounces));
    await this.#engine.connections.writeHeard();
  }

  /** One transaction; those that leave by it, and when they are handed over. */
  async #write(
    finished: readonly MessageUpdate[],
    candidates: readonly ClaimedMessage[],
    contacts: readonly Contact[],
  ): Promise<{ readonly sending: readonly ClaimedMessage[]; readonly at: number }> {
    const now = readOnce(this.#engine.clock);
    // Counted once they are written: a store may have to ask again from the beginning.
    const verdicts = new Map<Message, SendVerdict>();
    const turn = await this.#engine.store.work.deliverTurn(finished, candidates, {
      get now() {
        return now();
      },
      contacts,
      way: this.#channel.name,
      suppressionKeys: this.#engine.suppressionKeys,
      asks: (claimed) => factsAsked(this.#engine, claimed),
      decide: (claimed, facts) => {
        const verdict = lastGate(
          this.#engine,
          claimed,
          () => this.#wordsOf(claimed, facts.byPhone?.texted === false),
          facts,
          now(),
        );
        verdicts.set(claimed.message, verdict);
        return verdict;
      },
    });
    for (const [message, verdict] of verdicts) {
      if (verdict.kind === 'left') this.#count.leftBefore += 1;
      if (verdict.kind !== 'stay') continue;
      this.#tally(verdict.update);
      this.#engine.parts.onlooker?.stayed(message, verdict.update);
    }
    return { sending: turn.sending, at: now() };
  }

  /** Kept until it is launched; those of a message that does not leave are forgotten with its turn. */
  #wordsOf(claimed: ClaimedMessage, isFirst: boolean): Envelope {
    const made = claimed.message.channel === 'email' ? this.#envelopes.get(claimed) : undefined;
    const envelope = made ?? envelopeOf(this.#engine, claimed, isFirst);
    this.#envelopes.set(claimed, envelope);
    return envelope;
  }

  /** Those that leave by the next turn, as far as anybody knows. */
  #next(): ClaimedMessage[] {
    return this.#waiting.slice(0, this.#channel.concurrency).map(({ claimed }) => claimed);
  }

  /**
   * Makes words and mails ahead: while a server looks up what the last gate is told of them, and while those before them are on their way. As
   * long as all that asked before have left, since of what is held none are wanted. Those of a text hang on what is looked up. Not on a
   * virtual clock, where nobody waits.
   */
  async #makeSoon(claims: readonly ClaimedMessage[]): Promise<void> {
    if (!this.#engine.parts.patient) return;
    await restOfTheTick();
    this.#storeIsFar ||= this.#asking.size > 0;
    const next = new Set(this.#next());
    for (const claimed of claims) {
      const comes = this.#asking.has(claimed) || next.has(claimed);
      if (comes && claimed.message.channel === 'email') this.#make(claimed);
    }
  }

  #make(claimed: ClaimedMessage): void {
    try {
      const envelope = this.#wordsOf(claimed, false);
      if ('parcel' in envelope) this.#channel.prepare?.(envelope.parcel);
    } catch {
      // Told where the words are asked for, or by the sending.
    }
  }

  #launch({ claimed, leaseEndsAt }: Waiting): void {
    const envelope = this.#envelopes.get(claimed) as Envelope & { parcel: Parcel };
    const flight: Flight = { claimed, envelope, leftAt: this.#engine.clock.now(), isSlow: false };
    // A worker that stood still since the transaction: by now the message is somebody else's, or refused.
    if (this.#isOver(leaseEndsAt)) {
      this.#landed.push({ ...flight, result: TOO_LATE });
      return;
    }
    this.#inFlight.add(flight);
    const land = (result: SendResult) => {
      // A flight that was given up at a stop is not there any more: its end is already written.
      if (this.#inFlight.delete(flight)) this.#landed.push({ ...flight, result });
      this.#wakeUp?.();
    };
    // Asked at once, in a promise of ours: one that throws before it gives any would end the worker with what is in flight.
    Promise.try(() => this.#channel.send(envelope.parcel)).then(land, (error: unknown) => {
      this.#engine.log.error('channel threw instead of answering', {
        message: claimed.message.id,
        error: String(error),
      });
      land({ kind: 'unconfirmed', detail: `the channel failed: ${String(error)}` });
    });
  }

  #isOver(time: number): boolean {
    return this.#engine.clock.now() >= time;
  }

  #finish({ claimed, envelope, leftAt, result }: Landing): Written {
    const written = writtenOf(claimed.message, envelope, result, {
      connection: this.#channel.name,
      onRecord: this.#channel.onRecord ?? false,
      recovery: this.#channel.recovery,
      canBeAsked: this.#channel.outcome !== undefined,
      policy: retriesOfMessage(this.#engine, claimed),
      leftAt,
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
        this.#wakeUp = null;
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.#wakeUp = wake;
      signal?.addEventListener('abort', wake, { once: true });
    });
  }
}
