/**
 * Ninety days of an instance: whatever falls due is done, routines run at their hour, people answer, tasks are done each afternoon. The
 * clock goes in even steps, as if a worker looked so often. Owns the order; every decision is the engine's.
 */

import { readEvent } from '../../src/domain/conversation/reply-event.ts';
import type { EventKind } from '../../src/domain/event.ts';
import type { Message, MessageChannel } from '../../src/domain/message.ts';
import { LiveCampaigns } from '../../src/engine/assess/live.ts';
import { recordProgress } from '../../src/engine/classes/progress.ts';
import { nextAt, untilIdle } from '../../src/engine/loop.ts';
import { type EventReport, recordEvents } from '../../src/engine/react.ts';
import { routinesUntilIdle } from '../../src/engine/routines/keep.ts';
import { doTask } from '../../src/engine/steer/tasks.ts';
import { deedsOf } from './answers.ts';
import { type Ground, type Wish, WORKSPACE } from './ground.ts';
import type { Job } from './people.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** When people see to their tasks, UTC. */
const TASKS_AT_MS = 19 * HOUR_MS;
const BATCH = 250;
const MOST_TASKS = 1_000;

/** Something that somebody will do. */
interface Future {
  readonly at: number;
  readonly messageId: string;
  readonly leadId: string;
  readonly channel: MessageChannel;
  readonly kind: EventKind | null;
  readonly text: string | null;
}

/** What was lived through. */
export interface Lived {
  /** Intents that left, with how often. */
  readonly intents: ReadonlyMap<string, number>;
  /** Events that were told, by kind. */
  readonly told: Readonly<Record<string, number>>;
  readonly tasksDone: number;
  /** Runs of routines, by how they ended. */
  readonly routines: Readonly<Record<string, number>>;
}

/** Where a life may be looked at or spoilt, for tests: called before each look of the worker. */
type Watch = (day: number) => void;

/** Lives through so many days. */
export async function live(ground: Ground, wish: Wish, days: number, watch?: Watch): Promise<Lived> {
  const life = new Life(ground, wish);
  await life.through(days, watch);
  return life;
}

class Life implements Lived {
  readonly intents = new Map<string, number>();
  readonly told: Record<string, number> = {};
  readonly routines: Record<string, number> = {};
  tasksDone = 0;
  readonly #ground: Ground;
  readonly #seed: number;
  readonly #stepMs: number;
  readonly #jobs: ReadonlyMap<string, Job>;
  /** By the step of the clock at which they are seen. */
  readonly #futures = new Map<number, Future[]>();
  readonly #turns = new Map<string, number>();
  #tasksAt: number;

  constructor(ground: Ground, { seed, stepMinutes }: Wish) {
    this.#ground = ground;
    this.#seed = seed;
    this.#stepMs = stepMinutes * MINUTE_MS;
    this.#jobs = new Map([...ground.campaigns].map(([job, { id }]) => [id, job]));
    this.#tasksAt = Math.floor(ground.stage.clock.now() / DAY_MS) * DAY_MS + TASKS_AT_MS;
  }

  async through(days: number, watch?: Watch): Promise<void> {
    const { engine, clock } = this.#ground.stage;
    const start = clock.now();
    const live = new LiveCampaigns(engine);
    for (;;) {
      watch?.(Math.floor((clock.now() - start) / DAY_MS));
      await this.#peopleAct();
      await live.assess();
      for (const error of live.broken.values()) throw error;
      await untilIdle(engine);
      await this.#keepRoutines();
      await this.#takeIn();
      const next = await this.#next();
      if (next > start + days * DAY_MS) return;
      clock.moveTo(next);
    }
  }

  async #keepRoutines(): Promise<void> {
    const { engine, clock } = this.#ground.stage;
    if (((await engine.store.routines.nextAt()) ?? 0) > clock.now()) return;
    for (const { state } of await routinesUntilIdle(engine)) this.routines[state] = (this.routines[state] ?? 0) + 1;
  }

  /** The next step of the clock at which something is there to be done. */
  async #next(): Promise<number> {
    const { engine, clock } = this.#ground.stage;
    const due = await nextAt(engine);
    const routine = await engine.store.routines.nextAt();
    const soonest = Math.min(due ?? Infinity, routine ?? Infinity, this.#tasksAt, ...this.#futures.keys());
    return Math.ceil(Math.max(soonest, clock.now() + 1) / this.#stepMs) * this.#stepMs;
  }

  /** Reads what left, and what will come of it. */
  async #takeIn(): Promise<void> {
    for (const { id, intentKey } of this.#ground.left.splice(0).sort((a, b) => (a.id < b.id ? -1 : 1))) {
      this.intents.set(intentKey, (this.intents.get(intentKey) ?? 0) + 1);
      const message = await this.#ground.stage.engine.store.messages.get(WORKSPACE, id);
      if (message) this.#foresee(message);
    }
  }

  #foresee({ id, intentKey, leadId, campaignId, channel, template }: Message): void {
    const now = this.#ground.stage.clock.now();
    const job = campaignId === null ? undefined : this.#jobs.get(campaignId);
    if (job === undefined) return;
    const turns = this.#turns.get(leadId) ?? 0;
    for (const { afterMs, kind, text } of deedsOf(this.#seed, { intentKey, leadId, job, channel, template, turns })) {
      const at = now + afterMs;
      const seenAt = Math.ceil(at / this.#stepMs) * this.#stepMs;
      const future = { at, messageId: id, leadId, channel, kind, text };
      this.#futures.set(seenAt, [...(this.#futures.get(seenAt) ?? []), future]);
    }
  }

  async #peopleAct(): Promise<void> {
    const now = this.#ground.stage.clock.now();
    const due = [...this.#futures.keys()].filter((at) => at <= now).sort((a, b) => a - b);
    const deeds = due.flatMap((at) => this.#futures.get(at) ?? []).sort(inOrder);
    for (const at of due) this.#futures.delete(at);
    for (let i = 0; i < deeds.length; i += BATCH) await this.#tell(deeds.slice(i, i + BATCH));
    if (now < this.#tasksAt) return;
    this.#tasksAt += DAY_MS;
    await this.#doTasks();
  }

  async #tell(deeds: readonly Future[]): Promise<void> {
    const { engine } = this.#ground.stage;
    const events = deeds.filter(({ kind }) => kind !== null);
    await recordEvents(engine, events.map(reportOf));
    for (const { kind, leadId, channel } of events) {
      this.#count(kind as EventKind);
      if (kind === 'replied' && channel === 'sms') this.#turns.set(leadId, (this.#turns.get(leadId) ?? 0) + 1);
    }
    for (const { leadId, text, at } of deeds.filter(({ kind }) => kind === null)) {
      const section = text ?? '';
      const report = { workspaceId: WORKSPACE, leadId, section, at, origin: 'class', originId: `${leadId}:${section}` };
      await recordProgress(engine, this.#ground.course, { ...report, quiz: { score: 80, tries: 1 } });
      this.#count('section');
    }
  }

  #count(kind: string): void {
    this.told[kind] = (this.told[kind] ?? 0) + 1;
  }

  /** Everything that is open is done, the first outcome that a task names. */
  async #doTasks(): Promise<void> {
    const { engine } = this.#ground.stage;
    for (;;) {
      const open = await engine.store.tasks.list({ workspaceId: WORKSPACE, campaignId: null, limit: MOST_TASKS });
      for (const { task } of open) {
        const outcome = task.outcomes[0] ?? null;
        await doTask(engine, { workspaceId: WORKSPACE, taskId: task.id, outcome, by: 'people' });
      }
      this.tasksDone += open.length;
      if (open.length < MOST_TASKS) return;
    }
  }
}

function inOrder(a: Future, b: Future): number {
  return a.at - b.at || (a.messageId < b.messageId ? -1 : a.messageId > b.messageId ? 1 : 0);
}

function reportOf({ at, messageId, leadId, channel, kind, text }: Future): EventReport {
  const { reading: _, ...read } = readEvent(
    { kind: kind ?? 'note', outcome: null, text, channel },
    { now: at, zone: 'UTC' },
  );
  const key = { workspaceId: WORKSPACE, leadId, campaignId: null, messageId };
  return { ...key, at, origin: 'quarter', originId: `${messageId}:${kind}`, direction: 'in', channel, text, ...read };
}
