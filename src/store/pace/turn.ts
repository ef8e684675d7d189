/**
 * What was counted, for one turn of delivery: read at once for all candidates, carried on in memory as they leave, so that each
 * sees what those before it used, and written in the same transaction. Owns that order; decides nothing.
 */
import { zoneOfDays } from '../../domain/consent/pace/send-limits.ts';
import type { ClaimedMessage, Counted, FactsAsked, GateReads, SendVerdict } from '../../engine/store-port.ts';
import { type Program, runEachLater, together } from '../program.ts';
import { statement } from '../statement.ts';
import { type Canaries, readCanaries } from './canaries.ts';
import { type Counters, readCounters } from './counters.ts';
import { daysBy } from './days-of-zones.ts';
import { readSenders, type Senders } from './senders.ts';
import { readThreads, type Threads } from './threads.ts';
import { readTouches, type Touches } from './touches.ts';

const SLOT = statement('UPDATE message SET slot_at = :slotAt WHERE workspace_id = :workspaceId AND id = :id');

/** What was counted of one turn. */
export class TurnPace {
  readonly #counters: Counters;
  readonly #senders: Senders;
  readonly #touches: Touches;
  readonly #canaries: Canaries;
  readonly #threads: Threads;
  readonly #slots: { readonly workspaceId: string; readonly id: string; readonly slotAt: number | null }[] = [];

  constructor(counters: Counters, senders: Senders, touches: Touches, canaries: Canaries, threads: Threads) {
    this.#counters = counters;
    this.#senders = senders;
    this.#touches = touches;
    this.#canaries = canaries;
    this.#threads = threads;
  }

  /** As it stands before this message. */
  of(claimed: ClaimedMessage): Omit<Counted, 'watchedFrom'> {
    const { message, slotAt } = claimed;
    const counters = this.#counters.of(message);
    const sender = counters.sender + this.#senders.givenToday(claimed);
    return {
      ...this.#touches.of(claimed),
      counters: { ...counters, sender },
      kept: this.#threads.keptFrom(claimed),
      sender: this.#senders.of(message),
      canary: this.#canaries.of(claimed),
      slotAt,
    };
  }

  /** The message has become `sending`. */
  depart(claimed: ClaimedMessage, { isCanary }: Extract<SendVerdict, { kind: 'leave' }>): void {
    this.#counters.raise(claimed.message);
    this.#senders.depart(claimed);
    this.#touches.depart(claimed);
    if (isCanary) this.#canaries.depart(claimed);
    this.#threads.depart(claimed);
  }

  /** The message waits, until then as far as it is known: at the moment that its sender gives it, or without one. */
  stay(claimed: ClaimedMessage, slotAt: number | null, until: number | null): void {
    this.#moveTo(claimed, slotAt);
    this.#threads.stay(claimed, until, slotAt);
  }

  /** It left before, as notes beside the database tell: it wants no moment, and its passage has begun. */
  leftBefore(claimed: ClaimedMessage): void {
    this.#moveTo(claimed, null);
    this.#threads.depart(claimed);
  }

  #moveTo(claimed: ClaimedMessage, slotAt: number | null): void {
    const { workspaceId, id } = claimed.message;
    if (slotAt === null) this.#senders.giveBack(claimed);
    else this.#senders.give(claimed, slotAt);
    if (slotAt !== claimed.slotAt) this.#slots.push({ workspaceId, id, slotAt });
  }

  *write(): Program<void> {
    yield* runEachLater(SLOT, this.#slots);
    yield* this.#counters.write();
    yield* this.#senders.write();
    yield* this.#touches.write();
    yield* this.#canaries.write();
    yield* this.#threads.write();
  }
}

function nothing(): FactsAsked {
  return { touches: false, account: false, canary: false, follows: { sender: 0, campaign: 0 } };
}

/** Reads what was counted for these candidates, as far as their limits ask for it. */
export function* readPace(
  candidates: readonly ClaimedMessage[],
  { now, asks = nothing }: GateReads,
): Program<TurnPace> {
  const messages = candidates.map(({ message }) => message);
  const zones = new Map(candidates.map(({ workspace: { id, settings } }) => [id, zoneOfDays(settings)]));
  const asked = candidates.map((claimed) => [claimed, asks(claimed)] as const);
  const asking = (what: 'touches' | 'account' | 'canary') =>
    asked.filter(([, questions]) => questions[what]).map(([claimed]) => claimed);
  return new TurnPace(
    ...(yield* together(
      readCounters(messages, now, daysBy(zones)),
      readSenders(messages, now, zones),
      readTouches(asking('touches'), asking('account'), now),
      readCanaries(asking('canary'), now),
      readThreads(asked, now, zones),
    )),
  );
}
