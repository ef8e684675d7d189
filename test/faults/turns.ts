/**
 * Who goes on next. Everything that a worker or an errand does to the world stops at a gate first; the run opens one gate at a
 * time, by chance, so that every order of commits, calls and answers can come to be, and the same seed gives the same order.
 * Owns the waiting; which gate is opened, and how it goes, is the run's.
 */

/** Somebody who works on the data: a worker or an errand, from its start to its end. It never comes back under the same name. */
export interface Actor {
  readonly name: string;
  readonly kind: 'worker' | 'errand';
  state: 'alive' | 'dead' | 'done';
  /** It stands still until then, as a process that was stopped and goes on, or a machine that slept. */
  asleepUntil: number;
  /** The verb of the store that it is in, for the audit and the trace. */
  verb: string;
  /** What the clock showed when it came to the gate of that verb: what it goes by, if it read the clock before. */
  cameAt: number;
}

/** How an act goes: as asked · not at all, the actor gone in the middle · done, but the actor is gone before it hears. */
export type Fate =
  | { readonly kind: 'go' }
  | { readonly kind: 'cut'; readonly after: number }
  | { readonly kind: 'lost' };

/** As asked. */
export const GO: Fate = { kind: 'go' };

/** What an actor waits before: a commit, a call of the provider, its answer, or that there is something to do. */
export interface Gate {
  readonly actor: Actor;
  readonly kind: 'commit' | 'call' | 'answer' | 'idle' | 'told';
  readonly label: string;
  /** Not before this time; infinity = until somebody wakes it. */
  readyAt: number;
  readonly open: (fate: Fate) => void;
}

/** The gates of one run. */
export class Turns {
  #gates: Gate[] = [];

  /** Waits until the run opens the gate; for ever where the actor is gone by then. */
  at(actor: Actor, kind: Gate['kind'], label: string, readyAt: number): Promise<Fate> {
    return new Promise((open) => {
      if (actor.state !== 'dead') this.#gates.push({ actor, kind, label, readyAt, open });
    });
  }

  /** Gates that may be opened at `now`. */
  ready(now: number): readonly Gate[] {
    return this.#gates.filter((gate) => opensAt(gate) <= now);
  }

  /** The first time at which another gate may be opened. */
  nextAt(): number {
    return this.#gates.reduce((first, gate) => Math.min(first, opensAt(gate)), Number.POSITIVE_INFINITY);
  }

  /** Gates of those who wait for something to do. */
  idle(): readonly Gate[] {
    return this.#gates.filter(({ kind }) => kind === 'idle');
  }

  /** Whether somebody is about to call the provider. */
  calls(actor: Actor): boolean {
    return this.#gates.some((gate) => gate.kind === 'call' && gate.actor === actor);
  }

  open(gate: Gate, fate: Fate): void {
    this.#gates = this.#gates.filter((other) => other !== gate);
    gate.open(fate);
  }

  /** The actor vanishes: what it waits for never comes. */
  drop(actor: Actor): void {
    actor.state = 'dead';
    this.#gates = this.#gates.filter((gate) => gate.actor !== actor);
  }
}

function opensAt({ readyAt, actor }: Gate): number {
  return Math.max(readyAt, actor.asleepUntil);
}

/** Until everybody stands at a gate: all that can go on without one has gone on. */
export async function settled(): Promise<void> {
  // Twice: whoever hears an answer lets the others of its tick in before it goes on.
  for (let tick = 0; tick < 2; tick++) await new Promise((resolve) => setImmediate(resolve));
}
