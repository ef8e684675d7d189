/**
 * One run: the real engine on a real SQLite, a virtual clock, a provider that remembers, and the faults of a seed. Owns time,
 * the order of turns and what goes wrong; what must hold is asked by the audit after every commit and at the end.
 */
import type { Playbook, Sequence } from '../../src/domain/playbook/playbook.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { makeKeyring } from '../../src/engine/keyring.ts';
import { Agenda } from './agenda.ts';
import { Audit } from './audit/audit.ts';
import { Breach } from './audit/breach.ts';
import { type Chance, chanceOf } from './chance.ts';
import { Crew, type Hand, SECRET } from './crew.ts';
import { Due } from './due.ts';
import { checkTheEnd } from './final.ts';
import { type Ground, groundInFile, groundInMemory } from './ground.ts';
import { Journal } from './journal.ts';
import type { Line } from './mailman.ts';
import { People } from './people/people.ts';
import { Provider } from './provider.ts';
import { type Settings, settingsOf } from './settings.ts';
import type { Stage } from './stage.ts';
import { type Actor, type Fate, type Gate, GO, settled, Turns } from './turns.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** An idle worker looks again after this, as the loop does. */
const LOOK_MS = 500;
/** Everything is over this long after the faults stopped: weekends, unconfirmed messages and small caps included. */
const CALM_DAYS = 60;
/** Gates of one run; one that needs more turns in circles. */
const MOST_TURNS = 60_000;
/** What is due may wait so long while everybody looks and nobody does anything: a connection may rest, and say so. */
const MOST_WAIT_MS = 3 * HOUR_MS;

/** What came of a run. */
export interface Outcome {
  readonly seed: number;
  readonly settings: Settings;
  /** What did not hold, after its rule; null = everything did. */
  readonly breach: string | null;
  /** SHA-256 over the journal: the same seed gives the same one. */
  readonly digest: string;
  readonly turns: number;
  /** Faults that truly came, by kind. */
  readonly faults: Readonly<Record<string, number>>;
  readonly sent: number;
  readonly unconfirmed: number;
}

/** Runs one seed. `told` hears every line of the journal. Errors: what is thrown by a bug in the engine, with the seed. */
export async function runSeed(
  seed: number,
  stage: Stage,
  told: ((line: string) => void) | null = null,
): Promise<Outcome> {
  const run = new Run(seed, stage, told);
  try {
    return await run.live();
  } finally {
    run.ground.close();
  }
}

/** One run. */
export class Run {
  readonly settings: Settings;
  readonly chance: Chance;
  readonly ground: Ground;
  readonly provider: Provider;
  readonly agenda = new Agenda();
  readonly playbook: Playbook;
  readonly audit: Audit;
  readonly crew: Crew;
  readonly people: People;
  readonly #due: Due;
  readonly #journal: Journal;
  readonly #turns = new Turns();
  readonly #faults: Record<string, number> = {};
  #time: number;
  #clockOff = 0;
  #downUntil = 0;
  #calm = false;
  #failure: unknown = null;
  #turnCount = 0;
  #waits: { readonly since: number; looks: number } | null = null;

  constructor(seed: number, stage: Stage, told: ((line: string) => void) | null) {
    this.chance = chanceOf(seed);
    this.settings = settingsOf(seed, this.chance);
    this.#journal = new Journal(told);
    this.#time = this.settings.startsAt;
    this.ground = this.settings.onFile ? groundInFile(stage.image) : groundInMemory(stage.image);
    this.provider = new Provider(this.settings.recovery === 'idempotent');
    this.playbook = stage.playbooks.find(({ name }) => name === this.settings.playbook) as Playbook;
    this.#due = new Due(this.ground, this.settings);
    this.audit = this.#makeAudit();
    this.people = new People(this);
    this.crew = new Crew(this.#line(stage));
  }

  get time(): number {
    return this.#time;
  }

  /** Whether the faults have stopped. */
  get calm(): boolean {
    return this.#calm;
  }

  /** What every clock of the machine shows. */
  wall(): number {
    return this.#time + this.#clockOff;
  }

  /** Somebody goes on an errand at a time, and again until it is done. */
  errandAt(at: number, name: string, act: (engine: Engine, hand: Hand) => Promise<void>): void {
    this.agenda.add(at, () => this.crew.errand(name, act));
  }

  async live(): Promise<Outcome> {
    let breach: string | null = null;
    try {
      await this.#live();
      await checkTheEnd(this);
    } catch (error) {
      if (!(error instanceof Breach)) throw new Error(`seed ${this.settings.seed} broke the engine`, { cause: error });
      breach = error.message;
      this.#tell(`breach of ${breach}`);
    }
    return {
      seed: this.settings.seed,
      settings: this.settings,
      breach,
      digest: this.#journal.digest(),
      turns: this.#turnCount,
      faults: this.#faults,
      sent: this.provider.accepted.size,
      unconfirmed: this.ground.rows("SELECT id FROM message WHERE state = 'unconfirmed'").length,
    };
  }

  #makeAudit(): Audit {
    const { window, minGapHours } = this.playbook.sequences.main as Sequence;
    return new Audit({
      ground: this.ground,
      tell: (words) => this.#tell(words),
      keyring: makeKeyring(SECRET),
      time: () => this.#time,
      wall: () => this.wall(),
      window,
      minGapHours,
      settings: this.settings,
      doubts: this.provider.doubts,
      isGone: (owner) => this.crew.isGone(owner),
    });
  }

  #line(stage: Stage): Line {
    return {
      settings: this.settings,
      stage,
      chance: this.chance,
      turns: this.#turns,
      agenda: this.agenda,
      ground: this.ground,
      provider: this.provider,
      audit: { afterCommit: (actor) => this.#afterCommit(actor) },
      time: () => this.#time,
      wall: () => this.wall(),
      calm: () => this.#calm,
      isRoutineDue: () => this.#due.isRoutineDue(this.wall()),
      isDown: () => this.#time < this.#downUntil,
      tell: (words) => this.#tell(words),
      fail: (error) => this.#fail(error),
      gotMail: (mail) => this.people.gotMail(mail),
    };
  }

  #tell(words: string): void {
    this.#journal.tell(`${new Date(this.wall()).toISOString()} ${words}`);
  }

  /** The first thing that goes wrong is the one that counts. */
  #fail(error: unknown): void {
    this.#failure ??= error;
  }

  #afterCommit(actor: Actor): void {
    try {
      this.audit.afterCommit(actor);
    } catch (error) {
      this.#fail(error);
    }
  }

  async #live(): Promise<void> {
    const { startsAt, days, workers } = this.settings;
    await this.crew.alone((engine) => this.people.begin(engine));
    for (let n = 0; n < workers; n++) this.crew.startWorker();
    this.agenda.add(startsAt + days * DAY_MS, () => this.#calmDown());
    for (;;) {
      await settled();
      if (this.#failure !== null) throw this.#failure;
      if (++this.#turnCount > MOST_TURNS) throw new Breach('liveness', 'the run goes round in circles');
      if (!this.#step()) return;
    }
  }

  /** Does what is on the agenda, opens one gate, or lets time go on; false = nothing is left to happen. */
  #step(): boolean {
    const act = this.agenda.take(this.#time);
    if (act) {
      act();
      return true;
    }
    const ready = this.#turns.ready(this.#time);
    if (ready.length === 0) return this.#letTimePass();
    this.#disturb();
    const gate = this.chance.pick(ready);
    const fate = this.#fateOf(gate);
    if (fate === null) return true;
    if (gate.kind !== 'idle')
      this.#tell(`${gate.actor.name} ${gate.label}${fate.kind === 'go' ? '' : ` (${fate.kind})`}`);
    this.#turns.open(gate, fate);
    return true;
  }

  /** How an act goes; null = its actor stands still before it. */
  #fateOf({ actor, kind }: Gate): Fate | null {
    const { chance, settings } = this;
    if (this.#calm || kind === 'idle' || kind === 'told') return GO;
    // A provider that is asked knows nothing of a call that is still to come: there nobody stands still before one.
    const mayRest = settings.faults.sleep && !(settings.recovery === 'lookup' && this.#turns.calls(actor));
    if (mayRest && chance.hits(0.012)) {
      actor.asleepUntil = this.#time + chance.pick([2, 7, 30, 180, 1_500]) * MINUTE_MS;
      const after = kind === 'commit' && chance.hits(0.4);
      this.#note('sleep', `${actor.name} stands still${after ? ', once it has written' : ''}`);
      return after ? GO : null;
    }
    if (!settings.faults.crash || !chance.hits(kind === 'commit' ? 0.012 : 0.03)) return GO;
    this.#note('crash', `${actor.name} vanishes`);
    return chance.hits(0.5) ? { kind: 'cut', after: chance.below(8) } : { kind: 'lost' };
  }

  #note(fault: string, words: string): void {
    this.#faults[fault] = (this.#faults[fault] ?? 0) + 1;
    this.#tell(`! ${words}`);
  }

  /** What happens to the machine as a whole. */
  #disturb(): void {
    const { chance, settings } = this;
    if (this.#calm) return;
    if (chance.hits(0.02)) this.#time += chance.between(1, 30) * 1_000;
    if (settings.faults.clock && chance.hits(0.002)) this.#setClock(chance.pick([HOUR_MS, -HOUR_MS, DAY_MS, -DAY_MS]));
    if (settings.faults.disk && chance.hits(0.002)) this.#fillDisk(chance.between(1, 300) * MINUTE_MS);
    if (settings.faults.stops && chance.hits(0.002)) this.#stopWorker();
    // At the busiest moments: what comes between a claim and its sending is what they are there for.
    if (settings.acts.halts && chance.hits(0.004)) this.people.staff.haltNow();
    if (settings.acts.touches && chance.hits(0.006)) this.people.staff.touchNow();
    if (settings.faults.outage && chance.hits(0.004)) this.#takeDown(chance.between(1, 90) * MINUTE_MS);
  }

  #setClock(by: number): void {
    this.#note('clock', `the clock is set by ${by / HOUR_MS} hours`);
    this.#clockOff += by;
  }

  #takeDown(forMs: number): void {
    this.#note('outage', 'the provider is down');
    this.#downUntil = this.#time + forMs;
  }

  #fillDisk(forMs: number): void {
    this.#note('disk', 'the disk is full');
    this.ground.setFull(true);
    this.agenda.add(this.#time + forMs, () => this.ground.setFull(false));
  }

  #stopWorker(): void {
    const workers = this.crew.workers();
    if (workers.length === 0) return;
    const { actor, stop } = this.chance.pick(workers);
    this.#note('stop', `${actor.name} is told to stop`);
    stop.abort();
    this.#wakeIdle(this.#time);
  }

  /** Moves to the next time at which something can happen; false = nothing ever will. */
  #letTimePass(): boolean {
    const due = this.#due.nextAt() - this.#clockOff;
    if (this.audit.takeFresh() > 0) {
      this.#waits = null;
      this.#wakeSome(this.#time + LOOK_MS);
    } else if (due <= this.#time) this.#lookAgain();
    else if (due < Number.POSITIVE_INFINITY) this.#wakeSome(due);
    const next = Math.min(this.#turns.nextAt(), this.agenda.nextAt());
    if (next === Number.POSITIVE_INFINITY) return false;
    if (this.#calm && next > this.settings.startsAt + CALM_DAYS * DAY_MS) {
      throw new Breach('liveness', `${CALM_DAYS} days on there is still something to do`);
    }
    this.#time = Math.max(this.#time, next);
    return true;
  }

  /** Something is due, and everybody who could do it waits: they look again and again, and where that goes on it is a breach. */
  #lookAgain(): void {
    if (!this.#turns.idle().some(({ actor }) => actor.asleepUntil <= this.#time)) return;
    this.#waits ??= { since: this.#time, looks: 0 };
    if (this.#time - this.#waits.since > MOST_WAIT_MS) {
      throw new Breach('liveness', `due and not done: ${JSON.stringify(this.#due.rows(this.wall()))}`);
    }
    this.#wakeIdle(this.#time + Math.min(MINUTE_MS, LOOK_MS * 2 ** this.#waits.looks++));
  }

  /** All of them, or one: mostly whoever comes later finds nothing to do, and a run that is short leaves time for another one. */
  #wakeSome(at: number): void {
    const idle = this.#turns.idle();
    const awake = idle.filter(({ actor }) => actor.asleepUntil <= at);
    if (awake.length === 0 || this.chance.hits(0.15)) this.#wakeIdle(at);
    else this.chance.pick(awake).readyAt = at;
  }

  #wakeIdle(at: number): void {
    for (const gate of this.#turns.idle()) gate.readyAt = at;
  }

  /** The faults stop: whoever stood still goes on, who is gone comes back, and people finish what they began. */
  #calmDown(): void {
    this.#tell('from here on nothing goes wrong');
    this.#calm = true;
    this.ground.setFull(false);
    this.crew.wakeAll();
    this.#wakeIdle(this.#time);
    this.people.staff.tidyUp();
  }
}
