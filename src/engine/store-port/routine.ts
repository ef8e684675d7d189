/** Routines, their runs and the alerts that come of them, as the engine asks a store for them. */
import type { AlertStatus, AlertSubject } from '../../domain/routine/alert.ts';
import type { RunOutcome } from '../../domain/routine/health.ts';
import type { RoutineSettings } from '../../domain/routine/routine.ts';

/** A routine of a workspace, built-in or its own. */
export interface RoutineRecord {
  readonly workspaceId: string;
  readonly name: string;
  /** The command that an own routine runs, and its input; null = a built-in one. */
  readonly operation: string | null;
  readonly input: Readonly<Record<string, unknown>>;
  /** What the workspace said; the rest is as it comes. */
  readonly said: Partial<RoutineSettings>;
  readonly enabled: boolean;
  /** The slot it is due for; null = it never comes. */
  readonly nextAt: number | null;
  readonly changedAt: number;
}

/** Why a run began: its slot came, it came while nobody worked, or a person wanted it. */
export type RunCause = 'schedule' | 'catch-up' | 'manual';
/** running: leased · waiting: to be tried again · else how it ended. */
export type RunState = 'running' | 'waiting' | RunOutcome;

/** One run of a routine: at most one for each slot, whoever works. */
export interface RoutineRun {
  readonly workspaceId: string;
  readonly routine: string;
  readonly slotAt: number;
  readonly cause: RunCause;
  readonly state: RunState;
  /** Slots before this one that nobody worked at. */
  readonly missed: number;
  readonly attempts: number;
  /** Raised by every attempt; what an earlier one brings is refused. */
  readonly fence: number;
  readonly leaseOwner: string | null;
  readonly leaseUntil: number | null;
  /** When it is tried again; null = it is not waiting. */
  readonly retryAt: number | null;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  /** Rows, by what became of them. */
  readonly processed: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Reason code of a skip or a failure. */
  readonly code: string | null;
  readonly error: string | null;
  /** What the work says of itself, small. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** A run as it ends, waits to be tried again, or is given back. */
export type RunEnd = Omit<RoutineRun, 'leaseOwner' | 'leaseUntil' | 'cause' | 'missed' | 'startedAt'>;

/** A change that somebody is to be told of. */
export interface AlertRecord {
  readonly workspaceId: string;
  readonly id: string;
  readonly subject: AlertSubject;
  readonly status: AlertStatus;
  readonly was: AlertStatus;
  readonly at: number;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** An alert on its way to these targets, written together with what it tells of. */
export interface AlertTelling {
  readonly alert: AlertRecord;
  readonly targets: readonly string[];
}

/** queued → sending → sent; `unconfirmed` = it may have arrived, and is not sent again. */
export type AlertSendState = 'queued' | 'sending' | 'sent' | 'failed' | 'unconfirmed';

/** An alert on its way to one target. */
export interface AlertSend {
  readonly alert: AlertRecord;
  readonly target: string;
  readonly state: AlertSendState;
  readonly attempts: number;
  readonly dueAt: number;
  readonly detail: string | null;
}

/** An alert with what became of it. */
export interface AlertStory {
  readonly alert: AlertRecord;
  readonly sends: readonly Pick<AlertSend, 'target' | 'state' | 'attempts' | 'detail'>[];
}

/** Decides whether somebody is told; runs inside the transaction that ends a run. */
export interface AlertJudge {
  /** Targets that each alert goes to. */
  readonly targets: readonly string[];
  /** Outcomes of the routine’s last runs, this one first; `last` = what was last told of it. */
  ofRun(end: RunEnd, outcomes: readonly RunOutcome[], last: AlertStatus | null): AlertRecord | null;
}

/** What is due and what is under way, as a claim finds it. */
export interface RoutineScene {
  readonly due: readonly RoutineRecord[];
  /** Runs that are not over, of all workspaces. */
  readonly open: readonly RoutineRun[];
  /** The routines of these runs. */
  readonly routines: readonly RoutineRecord[];
}

/** What a claim does, decided by the engine on the scene. */
export interface RoutinePlan {
  /** Runs that are over: lost with their process, or overtaken by the next slot. */
  readonly ends: readonly RunEnd[];
  /** Slots that are passed over, each with the slot after it. */
  readonly skips: readonly { readonly run: RoutineRun; readonly nextAt: number | null }[];
  /** The run as it begins, its fence raised where it is tried again; then `nextAt` is undefined, its slot is past. Null = none may. */
  readonly start: { readonly run: RoutineRun; readonly nextAt?: number | null } | null;
}

/** A wish for work. */
export interface RoutineWish {
  readonly now: number;
  readonly limit: number;
  readonly judge: AlertJudge;
  decide(scene: RoutineScene): RoutinePlan;
}

/** What a claim came to. */
export interface RoutineClaim {
  readonly run: RoutineRun | null;
  /** Whether anything was written: there may be more. */
  readonly moved: boolean;
}

/** Runs of a workspace, newest slot first; null = of any routine. */
export interface RunQuery {
  readonly workspaceId: string;
  readonly routine: string | null;
  readonly limit: number;
}

/** What of a workspace waits too long. */
export interface Backlog {
  /** Due time of its oldest late step or message; null = none is late. */
  readonly oldestDueAt: number | null;
  /** Messages whose outcome nobody has known for too long. */
  readonly unconfirmed: number;
}
