/** Routines and alerts: one run a slot, whoever works; one at a time; each change told once. */
import type { Change } from '../ground.ts';
import { PERIOD_HOURS } from '../routines.ts';
import type { Actor } from '../turns.ts';
import type { Audited } from './audited.ts';
import { Breach } from './breach.ts';

const HOUR_MS = 3_600_000;

/** The audit of routines. */
export class RoutineAudit {
  readonly #run: Audited;
  /** Of each routine the slots that were run for, and the last that was, with how far the clock was ahead of the time then. */
  readonly #slots = new Map<string, Set<number>>();
  readonly #last = new Map<string, { readonly slot: number; readonly ahead: number }>();
  readonly #running = new Map<string, number>();
  readonly #told = new Map<string, string>();

  constructor(run: Audited) {
    this.#run = run;
  }

  look(change: Change, actor: Actor): void {
    const { kind, id, f, t } = change;
    if (kind === 'run' && f === null) this.#begun(change, actor);
    else if (kind === 'run') this.#moved(change, actor);
    else if (kind === 'alert') {
      const before = this.#told.get(id) ?? 'healthy';
      if (before !== f || f === t) throw new Breach('alerts', `${id} is told to be ${t} after ${f}, and was ${before}`);
      this.#told.set(id, String(t));
    }
  }

  /** A run is there: of a slot of its schedule, which has come, and which nobody ran for before. */
  #begun({ id, t, x, v: missed }: Change, actor: Actor): void {
    const slot = Number(x);
    const periodMs = (PERIOD_HOURS[id.slice(id.indexOf('/') + 1)] ?? 0) * HOUR_MS;
    if (periodMs === 0 || slot % periodMs !== 0)
      throw new Breach('slots', `${id} runs for ${iso(slot)}, which is no slot`);
    if (slot > Math.max(this.#run.wall(), actor.cameAt)) throw new Breach('slots', `${id} runs before ${iso(slot)}`);
    const ran = this.#slots.get(id) ?? new Set();
    if (ran.has(slot)) throw new Breach('slots', `${id} runs for ${iso(slot)} once more`);
    const last = this.#last.get(id);
    const ahead = this.#run.wall() - this.#run.time();
    // A run by a clock that was set back since may have been for a slot to come: then those before it have theirs as well.
    if (last && ahead >= last.ahead) {
      const between: number[] = [];
      for (let at = last.slot + periodMs; at < slot; at += periodMs) between.push(at);
      const never = between.filter((at) => !ran.has(at)).length;
      if (slot < last.slot || Number(missed) < never || Number(missed) > between.length) {
        throw new Breach('slots', `${id} runs for ${iso(slot)} after ${iso(last.slot)}, and counts ${missed} missed`);
      }
    }
    this.#slots.set(id, ran.add(slot));
    this.#last.set(id, { slot, ahead });
    if (t === 'running') this.#runs(id, slot);
  }

  #runs(id: string, slot: number): void {
    const other = this.#running.get(id);
    if (other !== undefined && other !== slot) throw new Breach('slots', `${id} runs twice at once`);
    this.#running.set(id, slot);
  }

  #moved({ id, f, t, x, y: owner, z: leaseUntil, w: by }: Change, actor: Actor): void {
    if (f !== 'running' && f !== 'waiting') throw new Breach('slots', `the run of ${id} was over, and goes on as ${t}`);
    if (t === 'running') this.#runs(id, Number(x));
    else this.#running.delete(id);
    if (f !== 'running') return;
    if (actor.verb === 'routines.finish' && owner !== actor.name) {
      throw new Breach('fence', `${actor.name} ends the run of ${id} that ${owner} holds`);
    }
    const over = Number(leaseUntil) <= Math.max(this.#run.wall(), actor.cameAt) || this.#run.isGone(String(owner));
    if (owner !== by && actor.verb === 'routines.claim' && !over) {
      throw new Breach('fence', `the run of ${id} was taken from ${owner} before its lease was over`);
    }
  }
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
