/** Plans of agents, as the engine asks a store for them. */
import type { ByChannel, PlanBasis, PlanChange } from '../../../domain/agent/audience.ts';
import type { PlanStanding, PlanState } from '../../../domain/agent/plan.ts';
import type { AlertTelling } from '../routine.ts';

/** What a plan is about, with what a person reads before they say yes. */
export interface PlanAbout extends PlanBasis {
  /** Names of the campaigns whose people these are. */
  readonly campaigns: readonly string[];
  /** People of these campaigns who get nothing, by reason. */
  readonly excluded: Readonly<Record<string, number>>;
  /** Messages that the sequences hold for these people, as they are written. */
  readonly planned: ByChannel;
  /** Most credits it may spend; null = it spends none. */
  readonly credits: number | null;
  readonly mode: 'dry' | 'live';
}

/** A plan on record. */
export interface PlanRecord extends PlanStanding {
  readonly workspaceId: string;
  readonly id: string;
  readonly operation: string;
  /** Canonical JSON. */
  readonly input: string;
  /** With the name of its key. */
  readonly proposedAs: string;
  readonly proposedAt: number;
  /** In the words of whoever proposed it. */
  readonly why: string;
  readonly about: PlanAbout;
  /** Why its last yes was no longer good; null = it never changed. */
  readonly change: PlanChange | null;
  readonly decidedBy: string | null;
  readonly decidedAt: number | null;
  readonly usedAt: number | null;
  /** What came of its use: `done`, or the code of a refusal; null = it was not used, or ended with the process. */
  readonly outcome: string | null;
}

/** A move of a plan that is as it was when it was looked at. */
export interface PlanMove {
  readonly was: PlanState;
  readonly plan: PlanRecord;
  /** Whom that is told to; absent = nobody. */
  readonly telling?: AlertTelling | undefined;
}

/** People whom a campaign writes to, or will: a page of their ids. */
export interface AudiencePage {
  readonly workspaceId: string;
  readonly campaignId: string;
  readonly after: string;
  readonly limit: number;
}

/** Verbs of plans. */
export interface PlanVerbs {
  /** False = as many are open as may be, and nobody is told. */
  add(plan: PlanRecord, most: number, telling?: AlertTelling): Promise<boolean>;
  get(workspaceId: string, id: string): Promise<PlanRecord | null>;
  /** Newest first; of one state, or of all where it is null. */
  list(query: {
    readonly workspaceId: string;
    readonly state: PlanState | null;
    readonly limit: number;
  }): Promise<PlanRecord[]>;
  /** False = somebody moved it meanwhile, and nothing was written. */
  move(move: PlanMove): Promise<boolean>;
  /** In the order of their ids. */
  audience(page: AudiencePage): Promise<string[]>;
}
