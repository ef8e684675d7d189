/** What a run is like: drawn from its seed. Each kind of fault is there in some runs and absent in others, so that none hides another. */
import type { Chance } from './chance.ts';

/** Kinds of faults that a run may have. */
export interface Faults {
  /** An actor vanishes before, in or right after a commit or a call. */
  readonly crash: boolean;
  /** An actor stands still for minutes, hours or a day, while the others go on. */
  readonly sleep: boolean;
  /** The provider answers late, badly or not at all. */
  readonly trouble: boolean;
  /** The clocks of the machine are set, by an hour or a day, either way. */
  readonly clock: boolean;
  /** The disk is full for a while. */
  readonly disk: boolean;
  /** A worker is told to stop and is started again. */
  readonly stops: boolean;
}

/** What people and the provider do meanwhile. */
export interface Acts {
  /** Replies, bounces, opt-outs and complaints come back, some twice and in any order. */
  readonly answers: boolean;
  /** People are put on the list of refusals by hand. */
  readonly refusals: boolean;
  /** The campaign is paused and resumed; sometimes finished. */
  readonly pauses: boolean;
  /** Leads come in, change and are made one. */
  readonly imports: boolean;
}

/** A run, before it begins. */
export interface Settings {
  readonly seed: number;
  readonly playbook: 'plain' | 'loop' | 'hurried';
  readonly leads: number;
  readonly workers: number;
  /** Connections of the channel: messages in flight at once. */
  readonly concurrency: number;
  readonly recovery: 'held' | 'idempotent';
  readonly dailyCap: number;
  /** Whether the owner of a lease is known to be gone, as on one machine. */
  readonly seesGone: boolean;
  /** In a file, each actor on a connection of its own; else in memory. */
  readonly onFile: boolean;
  readonly startsAt: number;
  /** Days until the faults stop. */
  readonly days: number;
  readonly faults: Faults;
  readonly acts: Acts;
}

const MONDAY = Date.parse('2026-03-02T00:00:00Z');
const HOUR_MS = 3_600_000;
/** One run in so many lives in a file. */
const ON_FILE_EVERY = 25;

/** The settings of a seed. */
export function settingsOf(seed: number, chance: Chance): Settings {
  const often = () => chance.hits(0.6);
  const playbook = chance.pick(['plain', 'loop', 'hurried'] as const);
  return {
    seed,
    playbook,
    leads: chance.between(2, 6),
    workers: chance.pick([1, 2, 2, 3]),
    concurrency: chance.between(1, 3),
    recovery: chance.pick(['held', 'held', 'idempotent'] as const),
    dailyCap: chance.pick([2, 3, 5, 1_000]),
    seesGone: chance.hits(0.4),
    onFile: seed % ON_FILE_EVERY === 0,
    // Three weeks in which the zones of the leads set their clocks: America on 8 March, Europe on the 29th.
    startsAt: MONDAY + chance.below(28 * 24) * HOUR_MS + chance.below(HOUR_MS),
    days: playbook === 'hurried' ? 3 : 5,
    faults: {
      crash: often(),
      sleep: often(),
      trouble: often(),
      clock: chance.hits(0.3),
      disk: chance.hits(0.2),
      stops: chance.hits(0.3),
    },
    acts: { answers: often(), refusals: chance.hits(0.5), pauses: chance.hits(0.4), imports: chance.hits(0.3) },
  };
}
