/** What a run is like: drawn from its seed. Each kind of fault is there in some runs and absent in others, so that none hides another. */
import { NO_LIMITS, type SendLimits } from '../../src/domain/consent/pace/send-limits.ts';
import type { MailChannel } from '../../src/engine/ports.ts';
import type { Chance } from './chance.ts';

/** Kinds of faults that a run may have. */
export interface Faults {
  /** An actor vanishes before, in or right after a commit or a call. */
  readonly crash: boolean;
  /** An actor stands still for minutes, hours or a day, while the others go on. */
  readonly sleep: boolean;
  /** The provider answers late, badly or not at all. */
  readonly trouble: boolean;
  /** The provider, now and then, takes nothing from anybody for a while. */
  readonly outage: boolean;
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
  /** Campaigns are paused and resumed; sometimes finished. */
  readonly pauses: boolean;
  /** Leads come in, change and are made one. */
  readonly imports: boolean;
  /** A workspace, a channel or everything is stopped, and the stop is lifted. */
  readonly halts: boolean;
  /** Colleagues and other tools are in touch with leads, and let their sequences go on. */
  readonly touches: boolean;
  /** Somebody answers a lead by hand: a message that waits for nothing and leaves before all others. */
  readonly replies: boolean;
  /** A person settles what nobody knows, tries dead letters again, takes messages back. */
  readonly settling: boolean;
}

/** A run, before it begins. */
export interface Settings {
  readonly seed: number;
  readonly playbook: 'plain' | 'loop' | 'hurried';
  /** The first is live, another one dry: it has a connection of its own. */
  readonly workspaces: readonly string[];
  /** Campaigns of each workspace, all to the same leads. */
  readonly campaigns: number;
  /** Leads of each workspace. */
  readonly leads: number;
  readonly workers: number;
  /** Connections of the channel: messages in flight at once. */
  readonly concurrency: number;
  /** Messages claimed at once. */
  readonly batch: number;
  /** Messages leave while the loop goes on, as they do on real time; else a batch has left before it does. */
  readonly flows: boolean;
  readonly recovery: MailChannel['recovery'];
  readonly dailyCap: number;
  readonly limits: SendLimits;
  /** Whether routines run in their slots beside the loop. */
  readonly routines: boolean;
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
/** Where days are counted: half of the runs not by UTC. */
const ZONES = ['UTC', 'Australia/Sydney', 'UTC', 'America/Los_Angeles'];
/** One run in so many lives in a file. */
const ON_FILE_EVERY = 25;

/** The settings of a seed. */
export function settingsOf(seed: number, chance: Chance): Settings {
  const playbook = chance.pick(['plain', 'loop', 'hurried'] as const);
  const acts = actsOf(chance);
  const workspaces = chance.hits(0.14) ? ['main', 'other'] : ['main'];
  const campaigns = chance.hits(0.18) ? 2 : 1;
  return {
    seed,
    playbook,
    workspaces,
    campaigns,
    leads: workspaces.length * campaigns > 1 ? chance.between(2, 3) : chance.between(2, 6),
    workers: chance.pick([1, 1, 2, 2, 3]),
    concurrency: chance.between(1, 3),
    batch: chance.pick([1, 3, 100, 100]),
    flows: seed % 4 < 2,
    recovery: chance.pick(['held', 'held', 'idempotent', 'lookup'] as const),
    dailyCap: chance.pick([2, 3, 5, 1_000]),
    limits: { ...limitsOf(chance, acts.touches), zone: ZONES[seed % ZONES.length] as string },
    routines: chance.hits(0.12),
    seesGone: chance.hits(0.4),
    onFile: seed % ON_FILE_EVERY === 0,
    // Three weeks in which the zones of the leads set their clocks: America on 8 March, Europe on the 29th.
    startsAt: MONDAY + chance.below(28 * 24) * HOUR_MS + chance.below(HOUR_MS),
    days: playbook === 'hurried' ? 3 : 5,
    faults: faultsOf(chance),
    acts,
  };
}

function faultsOf(chance: Chance): Faults {
  const often = () => chance.hits(0.6);
  return {
    crash: often(),
    sleep: often(),
    trouble: often(),
    outage: chance.hits(0.2),
    clock: chance.hits(0.3),
    disk: chance.hits(0.2),
    stops: chance.hits(0.3),
  };
}

function actsOf(chance: Chance): Acts {
  return {
    answers: chance.hits(0.6),
    refusals: chance.hits(0.5),
    pauses: chance.hits(0.4),
    imports: chance.hits(0.3),
    halts: chance.hits(0.35),
    touches: chance.hits(0.3),
    replies: chance.hits(0.3),
    settling: chance.hits(0.3),
  };
}

/** Limits of a workspace, each there in some runs, and small: a run has few messages. */
function limitsOf(chance: Chance, touches: boolean): SendLimits {
  const sometimes = <T>(probability: number, value: T): T | null => (chance.hits(probability) ? value : null);
  return {
    ...NO_LIMITS,
    email: {
      leadDay: sometimes(0.15, 1),
      leadMonth: null,
      accountDay: sometimes(0.2, 1),
      campaignDay: sometimes(0.15, chance.between(1, 3)),
      senderDay: sometimes(0.15, chance.between(1, 4)),
      sendingDomainDay: sometimes(0.15, chance.between(2, 4)),
      recipientDomainDay: sometimes(0.15, chance.between(1, 2)),
    },
    warmUp: sometimes(0.2, { start: chance.between(1, 2), step: 1 }),
    jitter: sometimes(0.3, { fromSeconds: 60, toSeconds: 180 }),
    canary: sometimes(0.3, { messages: chance.between(1, 2), hours: 2, bounceShare: 0.4, complaintShare: 0.1 }),
    humanTouch: touches
      ? chance.pick([
          { then: 'count', days: null },
          { then: 'hold', days: 2 },
          { then: 'hold', days: null },
        ] as const)
      : NO_LIMITS.humanTouch,
  };
}
