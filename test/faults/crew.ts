/**
 * Those who work on the data: each worker and each errand has an engine of its own, put together from the real parts, whose
 * every commit and call stops at a gate. Owns how they start, stop, fail and vanish; when, is the run's.
 */

import type { QueuedMessage } from '../../src/domain/message.ts';
import { assessAll } from '../../src/engine/assess/assess.ts';
import { askForEnds } from '../../src/engine/deliver/ends/keep.ts';
import { underWay } from '../../src/engine/deliver/under-way.ts';
import { type Engine, openEngine } from '../../src/engine/engine.ts';
import { untilIdle } from '../../src/engine/loop.ts';
import { Refusal } from '../../src/engine/operations/operation.ts';
import type { AlertTarget, Log, Lookup, MailChannel, Sources } from '../../src/engine/ports.ts';
import { routinesUntilIdle } from '../../src/engine/routines/keep.ts';
import type { Store } from '../../src/engine/store-port.ts';
import { rendererFor } from '../../src/render/renderer.ts';
import { StoreError } from '../../src/store/errors.ts';
import type { Database } from '../../src/store/program.ts';
import { insertMessages } from '../../src/store/rows/message.ts';
import { storeOn } from '../../src/store/store.ts';
import { Breach } from './audit/breach.ts';
import { faultyDatabase } from './faulty-database.ts';
import { type Line, Mailman } from './mailman.ts';
import { Pager } from './pager.ts';
import { type Actor, settled } from './turns.ts';

const MINUTE_MS = 60_000;
/** A worker looks again after this while messages wait for a connection of its own: those that waited too long go back. */
const AGAIN_MS = 31_000;

/** How the engine begins to tell of a bug that it met over one thing. */
const PARKED = 'a fault of ours';

/** The secret of every simulated instance. */
export const SECRET = Buffer.from('a-secret-of-this-simulator-alone-0123456789');

/** An actor with its engine and its way to be told to stop. */
export interface Hand {
  readonly actor: Actor;
  readonly engine: Engine;
  readonly database: Database;
  readonly stop: AbortController;
}

type Over = (hand: Hand) => void;

/** The crew of one run. */
export class Crew {
  readonly #line: Line;
  readonly #mailman: Mailman;
  readonly pager: Pager;
  readonly #hands = new Set<Hand>();
  readonly #gone = new Set<string>();
  #made = 0;

  constructor(line: Line) {
    this.#line = line;
    this.#mailman = new Mailman(line);
    this.pager = new Pager(line);
  }

  /** Whether the owner of a lease is no more. */
  isGone(owner: string): boolean {
    return this.#gone.has(owner);
  }

  /** Workers that have not been told to stop. */
  workers(): readonly Hand[] {
    return [...this.#hands].filter(({ actor, stop }) => actor.kind === 'worker' && !stop.signal.aborted);
  }

  /** Whoever stands still goes on. */
  wakeAll(): void {
    for (const { actor } of this.#hands) actor.asleepUntil = 0;
  }

  /** A worker works until it is gone; then, after a while, there is another one. */
  startWorker(): void {
    const { turns, agenda, chance } = this.#line;
    const idle = ({ actor, engine }: Hand) => {
      const again = underWay(engine).waiting() > 0 ? this.#line.time() + AGAIN_MS : Number.POSITIVE_INFINITY;
      return turns.at(actor, 'idle', 'looks', again);
    };
    this.#work('worker', workerLife(idle, this.#line), () => {
      const pause = this.#line.calm() ? 1_000 : chance.between(1, 40) * MINUTE_MS;
      agenda.add(this.#line.time() + pause, () => this.startWorker());
    });
  }

  /** Somebody does one thing; where it came to nothing, it is done again later, until it is done. */
  errand(name: string, act: (engine: Engine, hand: Hand) => Promise<void>): void {
    const { agenda, chance } = this.#line;
    this.#work(
      name,
      (hand) => act(hand.engine, hand),
      ({ actor }) => {
        if (actor.state === 'done') return;
        agenda.add(this.#line.time() + chance.between(1, 60) * MINUTE_MS, () => this.errand(name, act));
      },
    );
  }

  /** Does something to its end, alone and without any fault. */
  async alone(act: (engine: Engine) => Promise<void>): Promise<void> {
    const { engine } = this.#handOf('setup', () => undefined);
    let over = false;
    const done = act(engine).finally(() => {
      over = true;
    });
    // Its failure is told below, once everybody has come to a gate.
    done.catch(() => undefined);
    while (!over) {
      await settled();
      for (const gate of this.#line.turns.ready(this.#line.time())) this.#line.turns.open(gate, { kind: 'go' });
    }
    await done;
  }

  /** `over` is told when the actor is gone: by its own end, a failure or a crash. */
  #work(name: string, life: (hand: Hand) => Promise<void>, over: Over): void {
    const hand = this.#handOf(name, over);
    this.#hands.add(hand);
    life(hand).then(
      () => {
        this.#checkLeftNothing(hand.actor);
        this.#end(hand, 'done', over);
      },
      (error: unknown) => {
        // What the world or somebody else did is no bug: the process ends, and is started again.
        const outside = error instanceof StoreError || error instanceof Refusal;
        if (!outside) this.#line.fail(error);
        this.#line.tell(`${hand.actor.name} gives up: ${String(error)}`);
        this.#end(hand, 'dead', over);
      },
    );
  }

  /** Whoever stops in good order gives back what it had claimed, and writes down what became of what it sent. */
  #checkLeftNothing({ name }: Actor): void {
    const [left] = this.#line.ground.rows(
      "SELECT id, state FROM message WHERE lease_owner = ? AND state IN ('claimed','sending')",
      name,
    );
    if (left) this.#line.fail(new Breach('stop in good order', `${name} stopped and left ${left.id} ${left.state}`));
  }

  #end(hand: Hand, state: 'done' | 'dead', over: Over): void {
    const { actor } = hand;
    if (actor.state !== 'alive') return;
    this.#line.turns.drop(actor);
    actor.state = state;
    this.#gone.add(actor.name);
    this.#hands.delete(hand);
    this.#line.ground.leave(actor);
    over(hand);
  }

  #handOf(name: string, over: Over): Hand {
    const kind = name === 'worker' ? 'worker' : 'errand';
    const actor: Actor = { name: `${name}${++this.#made}`, kind, state: 'alive', asleepUntil: 0, verb: '', cameAt: 0 };
    const vanish = () => this.#end(hand, 'dead', over);
    const database = this.#databaseOf(actor, vanish);
    const hand: Hand = {
      actor,
      stop: new AbortController(),
      database,
      engine: this.#engineOf(actor, database, vanish),
    };
    return hand;
  }

  #databaseOf(actor: Actor, vanish: () => void): Database {
    const { ground, turns, audit } = this.#line;
    return faultyDatabase(ground.databaseFor(actor), {
      before: async () => {
        // Several may wait at once: what is committed is the work of the one whose gate was opened.
        const { verb } = actor;
        const cameAt = this.#line.wall();
        const fate = await turns.at(actor, 'commit', verb, this.#line.time());
        Object.assign(actor, { verb, cameAt });
        return fate;
      },
      after: () => audit.afterCommit(actor),
      told: async () => {
        if (actor.asleepUntil > this.#line.time()) await turns.at(actor, 'told', 'goes on', this.#line.time());
      },
      vanish,
      now: () => this.#line.wall(),
    });
  }

  #engineOf(actor: Actor, database: Database, vanish: () => void): Engine {
    const { settings, stage } = this.#line;
    const engine = openEngine({
      store: namedVerbs(storeOn(database), actor),
      emptyStore: () => Promise.reject(new Error('no scenario runs here')),
      clock: { now: () => this.#line.wall() },
      log: this.#logOf(actor),
      secret: SECRET,
      resolver: null,
      rendererFor,
      sources: {} as Sources,
      channels: { outbox: this.#channelOf('outbox', actor, vanish), live: this.#channelOf('live', actor, vanish) },
      alerts: [this.#pagerOf(actor, vanish)],
      publicUrl: 'https://sender.example',
      dataVersion: 'run',
      instance: actor.name,
      peers: { self: actor.name, isGone: (owner) => settings.seesGone && this.#gone.has(owner) },
    });
    return { ...engine, playbooks: stage.shelf };
  }

  #channelOf(name: string, actor: Actor, vanish: () => void): MailChannel {
    const { recovery, concurrency } = this.#line.settings;
    const send: MailChannel['send'] = (mail) => this.#mailman.send(actor, mail, vanish);
    const channel = { name, concurrency, recovery, send, close: async () => undefined };
    if (recovery !== 'lookup') return channel;
    const ask: Lookup['ask'] = ({ id, messageId }) => this.#mailman.lookUp(actor, id, messageId, vanish);
    return { ...channel, lookup: { settleMs: 10 * MINUTE_MS, ask } };
  }

  #pagerOf(actor: Actor, vanish: () => void): AlertTarget {
    const send: AlertTarget['send'] = (notice) => this.pager.send(actor, notice, vanish);
    return { name: 'pager', repeatable: false, send, close: async () => undefined };
  }

  #logOf(actor: Actor): Log {
    const tell = (message: string) => this.#line.tell(`${actor.name} says: ${message}`);
    return {
      info: tell,
      error: (message, facts) => {
        tell(message);
        // What is parked goes on in silence: nothing may hide here.
        if (message.startsWith(PARKED)) this.#line.fail(new Error(`${message}: ${JSON.stringify(facts)}`));
      },
    };
  }
}

/** Campaigns of a simulated workspace, and more. */
const CAMPAIGNS = 10;

/** Puts a message in the ledger as a person does who writes to a lead. */
export function write({ actor, database }: Hand, message: QueuedMessage): Promise<number> {
  actor.verb = 'writes';
  return database.write(() => insertMessages([message]));
}

/** The body of a worker: what the loop does, and what strands do beside it, on a clock that the run moves. */
function workerLife(idle: (hand: Hand) => Promise<unknown>, line: Line): (hand: Hand) => Promise<void> {
  const { settings, isRoutineDue } = line;
  const bound = { messages: settings.batch, ...(settings.flows ? { sideBySide: true as const } : {}) };
  return async (hand) => {
    const { engine, stop } = hand;
    const { signal } = stop;
    try {
      while (!signal.aborted) {
        await assessLive(engine, settings.workspaces, signal);
        await untilIdle(engine, signal, bound);
        if (settings.flows) await askForEnds(engine);
        if (!signal.aborted && settings.routines && isRoutineDue()) await routinesUntilIdle(engine, signal);
        if (!signal.aborted) await idle(hand);
      }
    } finally {
      // As the loop does: what is on its way lands, or is given back.
      await underWay(engine).landed();
    }
  };
}

/** As the loop does, but a campaign that breaks off breaks its worker: nothing may hide here. */
async function assessLive(engine: Engine, workspaces: readonly string[], signal: AbortSignal): Promise<void> {
  for (const workspace of workspaces) {
    for (const campaign of await engine.store.campaigns.list(workspace, CAMPAIGNS)) {
      if (campaign.state === 'live') await assessAll(engine, campaign, { signal });
    }
  }
}

/** The store, telling which verb its actor is in. */
function namedVerbs(store: Store, actor: Actor): Store {
  const named = (prefix: string, of: object): object =>
    Object.fromEntries(
      Object.entries(of).map(([name, part]) => {
        const verb = `${prefix}${name}`;
        if (typeof part === 'function') return [name, told(verb, part)];
        return [name, typeof part === 'object' ? named(`${verb}.`, part) : part];
      }),
    );
  const told =
    (verb: string, call: (...given: unknown[]) => unknown) =>
    (...given: unknown[]) => {
      actor.verb = verb;
      return call(...given);
    };
  return named('', store) as Store;
}
