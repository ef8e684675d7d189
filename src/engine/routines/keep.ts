/**
 * Keeping the routines of all workspaces: whatever is due is claimed and run beside the loop, a few at a time. The same on real time
 * (`keepRoutines`; whoever is to be told is told by another strand) and on a clock that stands still (`routinesUntilIdle`, which tells too).
 */
import { setTimeout as pause } from 'node:timers/promises';
import { LIMITS } from '../../domain/limits.ts';
import { everyMs } from '../clock.ts';
import type { Engine } from '../engine.ts';
import { passes, waitOutUntil } from '../instance/patience.ts';
import type { RoutineRecord, RoutineRun, RunEnd } from '../store-port.ts';
import { alertJudge, sendAlerts } from './alerts.ts';
import { performRun } from './perform.ts';
import { planOf } from './plan.ts';
import { ensureRoutines } from './schedule.ts';

/** How often an idle worker looks whether something is due, ms. */
const POLL_MS = 1_000;
/** How often it looks for new workspaces, and for runs that others left, ms. */
const LOOK_AROUND_MS = 30_000;

/** Keeps the routines until told to stop. Runs under way end between two batches, or are given back. */
export function keepRoutines(engine: Engine, signal: AbortSignal): Promise<void> {
  return new Keeper(engine, signal).keep();
}

/** Runs everything that is due at the clock's present time, one after the other, and tells whoever is to be told; how each ended, in order. */
export async function routinesUntilIdle(
  engine: Engine,
  signal: AbortSignal = new AbortController().signal,
): Promise<readonly RunEnd[]> {
  const ends: RunEnd[] = [];
  await ensureAll(engine, new Set());
  for (;;) {
    const { claimed, moved } = await claimNext(engine);
    const end = claimed && (await performRun(engine, claimed.routine, claimed.run, { signal }));
    if (end) ends.push(end);
    if (!moved || signal.aborted) break;
  }
  await sendAlerts(engine);
  return ends;
}

interface Claimed {
  readonly routine: RoutineRecord;
  readonly run: RoutineRun;
}

/** Takes up at most one run. `moved` = there may be more. */
async function claimNext(engine: Engine): Promise<{ readonly claimed: Claimed | null; readonly moved: boolean }> {
  const known = new Map<string, RoutineRecord>();
  const leaseNow = await engine.store.now();
  const { run, moved } = await engine.store.routines.claim({
    now: engine.clock.now(),
    limit: LIMITS.routinesLooked,
    judge: alertJudge(engine),
    decide(scene) {
      for (const one of [...scene.routines, ...scene.due]) known.set(`${one.workspaceId}/${one.name}`, one);
      return planOf(engine, scene, leaseNow);
    },
  });
  const routine = run ? known.get(`${run.workspaceId}/${run.routine}`) : undefined;
  return { claimed: run && routine ? { run, routine } : null, moved };
}

/** Gives every workspace its routines; those in `seen` have them. */
async function ensureAll(engine: Engine, seen: Set<string>): Promise<void> {
  for (const { id } of await engine.store.workspaces.list(LIMITS.workspaces)) {
    if (seen.has(id)) continue;
    await ensureRoutines(engine, id);
    seen.add(id);
  }
}

class Keeper {
  readonly #engine: Engine;
  readonly #signal: AbortSignal;
  readonly #underWay = new Set<Promise<void>>();
  readonly #workspaces = new Set<string>();
  #broken: { readonly error: unknown } | null = null;
  /** A dead process's run may be taken over before its lease is out, and no time is stored for that: looked for now and then. */
  #seek = true;
  #lastTurnAt = Number.NEGATIVE_INFINITY;
  readonly #isTimeToLook: () => boolean;

  constructor(engine: Engine, signal: AbortSignal) {
    this.#engine = engine;
    this.#signal = signal;
    this.#isTimeToLook = everyMs(engine.clock, LOOK_AROUND_MS);
  }

  async keep(): Promise<void> {
    try {
      while (!this.#signal.aborted && !this.#broken) {
        await waitOutUntil(this.#engine, this.#signal, () => this.#turn());
      }
    } finally {
      await Promise.all(this.#underWay);
    }
    if (this.#broken) throw this.#broken.error;
  }

  async #turn(): Promise<void> {
    const now = this.#engine.clock.now();
    // What routines were due at by a clock that was set back since is looked at anew.
    if (now < this.#lastTurnAt) this.#workspaces.clear();
    this.#lastTurnAt = now;
    if (this.#isTimeToLook()) {
      await ensureAll(this.#engine, this.#workspaces);
      this.#seek = true;
    }
    if (!(await this.#beginOne())) await this.#rest();
  }

  async #beginOne(): Promise<boolean> {
    if (this.#underWay.size >= this.#engine.atOnce.routines) return false;
    const nextAt = await this.#engine.store.routines.nextAt();
    if (!this.#seek && (nextAt === null || nextAt > this.#engine.clock.now())) return false;
    this.#seek = false;
    const { claimed, moved } = await claimNext(this.#engine);
    if (claimed) this.#begin(claimed);
    return moved;
  }

  #begin({ routine, run }: Claimed): void {
    const work = performRun(this.#engine, routine, run, { signal: this.#signal })
      .then(
        () => undefined,
        (error: unknown) => {
          // What it did stands, its end could not be written: it is taken up again when its lease is over.
          if (!this.#engine.parts.patient || !passes(error)) this.#broken ??= { error };
        },
      )
      .finally(() => this.#underWay.delete(work));
    this.#underWay.add(work);
  }

  /** Until the next look, the end of a run or a stop. */
  async #rest(): Promise<void> {
    const rest = new AbortController();
    const wait = pause(POLL_MS, undefined, { signal: AbortSignal.any([this.#signal, rest.signal]) });
    await Promise.race([wait.catch(ignoreAbort), ...this.#underWay]);
    rest.abort();
  }
}

function ignoreAbort(error: unknown): void {
  if ((error as Error).name !== 'AbortError') throw error;
}
