/**
 * What a claim does with what it finds: runs that are over are ended, slots of what is switched off passed over, and the first
 * routine that may begin begins. Pure but for the engine's ids and peers; the order is `domain/routine/turn`'s.
 */
import { retryAt } from '../../domain/routine/retry.ts';
import { settingsOf } from '../../domain/routine/routine.ts';
import { type Neighbour, type Opening, openingOf, type Turn, turnOf } from '../../domain/routine/turn.ts';
import type { Engine } from '../engine.ts';
import type { RoutinePlan, RoutineRecord, RoutineRun, RoutineScene, RunEnd } from '../store-port.ts';
import { scheduleOf } from './schedule.ts';

/** How long a run is leased, by the time that all workers of the database share; its holder prolongs it while it works. */
export const LEASE_MS = 60_000;

/** A run of a routine that nobody has tried yet, in the hands of this process. */
export function freshRun(
  engine: Engine,
  { workspaceId, name }: Pick<RoutineRecord, 'workspaceId' | 'name'>,
  slot: Pick<RoutineRun, 'slotAt' | 'cause' | 'missed'>,
  leaseNow: number,
): RoutineRun {
  const now = engine.clock.now();
  return {
    workspaceId,
    routine: name,
    ...slot,
    state: 'running',
    attempts: 1,
    fence: 1,
    leaseOwner: engine.peers.self,
    leaseUntil: leaseNow + LEASE_MS,
    retryAt: null,
    startedAt: now,
    finishedAt: null,
    processed: 0,
    succeeded: 0,
    failed: 0,
    code: null,
    error: null,
    details: {},
  };
}

interface Standing extends Neighbour {
  /** The run that stands here; absent = it is due. */
  readonly run?: RoutineRun;
}

/** The plan for a scene. `leaseNow`: the time that leases are measured by. */
export function planOf(engine: Engine, scene: RoutineScene, leaseNow: number): RoutinePlan {
  return new Planner(engine, scene, leaseNow).plan();
}

class Planner {
  readonly #engine: Engine;
  readonly #scene: RoutineScene;
  readonly #now: number;
  readonly #leaseNow: number;
  readonly #routines = new Map<string, RoutineRecord>();
  readonly #due: ReadonlySet<string>;
  /** What of each workspace is due or under way. */
  readonly #standing = new Map<string, Standing[]>();

  constructor(engine: Engine, scene: RoutineScene, leaseNow: number) {
    this.#engine = engine;
    this.#scene = scene;
    this.#now = engine.clock.now();
    this.#leaseNow = leaseNow;
    for (const one of [...scene.routines, ...scene.due]) this.#routines.set(keyOf(one.workspaceId, one.name), one);
    this.#due = new Set(scene.due.map(({ workspaceId, name }) => keyOf(workspaceId, name)));
  }

  plan(): RoutinePlan {
    const ends = this.#scene.open.flatMap((run) => this.#endOf(run) ?? []);
    const over = new Set(ends.map(runKey));
    const open = this.#scene.open.filter((run) => !over.has(runKey(run)));
    for (const routine of this.#scene.due) if (routine.enabled) this.#stands(routine, { state: 'due' });
    for (const run of open) {
      if (run.state === 'running' || this.#isAgain(run)) this.#stands(this.#routineOf(run), { state: 'running', run });
    }
    const verdicts = this.#scene.due.map((routine) => ({ routine, ...this.#openingOf(routine) }));
    const skips = verdicts.filter(({ verdict }) => verdict === 'skip').map(({ routine }) => this.#skip(routine));
    const again = open.find((run) => this.#isAgain(run) && this.#mayTryAgain(run));
    if (again) return { ends, skips, start: { run: this.#again(again) } };
    const first = verdicts.find(({ verdict }) => verdict === 'start')?.routine;
    return { ends, skips, start: first ? this.#start(first) : null };
  }

  #routineOf({ workspaceId, routine }: RoutineRun): RoutineRecord | undefined {
    return this.#routines.get(keyOf(workspaceId, routine));
  }

  #stands(routine: RoutineRecord | undefined, as: Pick<Standing, 'state' | 'run'>): void {
    if (!routine) return;
    const standing = this.#standing.get(routine.workspaceId) ?? [];
    standing.push({ name: routine.name, order: orderOf(routine), ...as });
    this.#standing.set(routine.workspaceId, standing);
  }

  /** The end of a run that nobody will try again: lost too often, overtaken by its next slot, or of a routine that is gone. */
  #endOf(run: RoutineRun): RunEnd | null {
    if (run.state === 'running' && !this.#isLost(run)) return null;
    const routine = this.#routineOf(run);
    if (!routine) return this.#failed(run, 'routine-removed');
    if (run.state === 'running') {
      const { retries } = settingsOf(run.routine, routine.said);
      const again = retryAt({ attempts: run.attempts, retries, refused: false, now: this.#now });
      return again === null ? this.#failed(run, 'routine-lost') : null;
    }
    const overtaken = this.#due.has(keyOf(run.workspaceId, run.routine));
    return overtaken ? this.#failed(run, run.code ?? 'routine-failed') : null;
  }

  #failed(run: RoutineRun, code: string): RunEnd {
    return { ...run, state: 'failed', code, retryAt: null, finishedAt: this.#now };
  }

  #isLost({ leaseUntil, leaseOwner }: RoutineRun): boolean {
    return (leaseUntil ?? 0) <= this.#leaseNow || (leaseOwner !== null && this.#engine.peers.isGone(leaseOwner));
  }

  /** Whether a run's next attempt is due. */
  #isAgain(run: RoutineRun): boolean {
    return run.state === 'waiting' ? (run.retryAt ?? 0) <= this.#now : this.#isLost(run);
  }

  #mayTryAgain(run: RoutineRun): boolean {
    const routine = this.#routineOf(run);
    // What was begun is ended, also where the routine was switched off since.
    return routine !== undefined && this.#openingOf({ ...routine, enabled: true }, run).verdict === 'start';
  }

  /** Whether a routine may begin, or its run `own` be tried again. */
  #openingOf(routine: RoutineRecord, own?: RoutineRun): Opening {
    const standing = this.#standing.get(routine.workspaceId) ?? [];
    const others = own ? standing.filter(({ run }) => run !== own) : standing;
    const { name, enabled } = routine;
    return openingOf({ name, enabled, order: orderOf(routine) }, others);
  }

  #turnOf(routine: RoutineRecord): Turn {
    const { cron, zone } = scheduleOf(this.#engine, routine);
    return turnOf(cron, zone, routine.nextAt ?? this.#now, this.#now);
  }

  #skip(routine: RoutineRecord): RoutinePlan['skips'][number] {
    const turn = this.#turnOf(routine);
    const run = this.#freshRun(routine, turn);
    const nobody = { leaseOwner: null, leaseUntil: null, attempts: 0 };
    const skipped = { ...run, ...nobody, state: 'skipped', code: 'routine-disabled', finishedAt: this.#now } as const;
    return { run: skipped, nextAt: turn.nextAt };
  }

  #start(routine: RoutineRecord): RoutinePlan['start'] {
    const turn = this.#turnOf(routine);
    return { run: this.#freshRun(routine, turn), nextAt: turn.nextAt };
  }

  #freshRun(routine: RoutineRecord, { slotAt, missed, late }: Turn): RoutineRun {
    return freshRun(this.#engine, routine, { slotAt, missed, cause: late ? 'catch-up' : 'schedule' }, this.#leaseNow);
  }

  #again(run: RoutineRun): RoutineRun {
    const { attempts, fence } = run;
    const lease = { leaseOwner: this.#engine.peers.self, leaseUntil: this.#leaseNow + LEASE_MS };
    return { ...run, ...lease, state: 'running', attempts: attempts + 1, fence: fence + 1, retryAt: null };
  }
}

function keyOf(workspaceId: string, name: string): string {
  return `${workspaceId}/${name}`;
}

function runKey({ workspaceId, routine, slotAt }: Pick<RoutineRun, 'workspaceId' | 'routine' | 'slotAt'>): string {
  return `${keyOf(workspaceId, routine)}/${slotAt}`;
}

function orderOf({ name, said }: RoutineRecord): number | null {
  return settingsOf(name, said).order;
}
