/** Acts on many leads, as the engine asks a store for them. */

import type { BulkAct } from '../../../domain/bulk/act.ts';
import type { Campaign } from '../../../domain/campaign/campaign.ts';
import type { Lead, LeadValues } from '../../../domain/lead/lead.ts';
import type { Filter } from '../../../domain/list/filter.ts';
import type { AssessOutcome, AssessSubject } from '../campaign.ts';
import type { LeadPause, LeadSuppression, Suppression, SuppressionKeysOf } from '../lead.ts';
import type { PassageChange } from '../work.ts';

/** What is to be done, to whom. */
export interface BulkWish {
  readonly workspaceId: string;
  readonly act: BulkAct;
  /** The tag or the owner; '' where the act has none. */
  readonly value: string;
  readonly why: string;
  readonly campaignId: string | null;
  /** The filter as it was written, */
  readonly asked: string;
  /** and as it was read when it began: days ago are counted from then. */
  readonly filter: Filter | null;
}

/** running: under way, or cut off · done, cancelled · undoing, undone: it is, or was, taken back. */
export type BulkState = 'running' | 'done' | 'cancelled' | 'undoing' | 'undone';

/** An act on many leads. */
export interface BulkRecord extends BulkWish {
  readonly id: string;
  readonly key: string | null;
  readonly state: BulkState;
  readonly untilId: string | null;
  readonly position: string;
  /** How many fitted when it began. */
  readonly fits: number;
  readonly changed: number;
  readonly skipped: number;
  readonly restored: number;
  readonly kept: number;
  /** How many were passed over, or kept as they are, by reason code. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly startedBy: string;
  readonly startedAt: number;
  readonly finishedAt: number | null;
}

/** Who has it in hand, by the database's time. */
export interface BulkLease {
  readonly owner: string;
  readonly now: number;
  readonly until: number;
  isGone(owner: string): boolean;
}

/** A lead as an act looks at it. */
export interface BulkLead {
  readonly lead: Lead;
  readonly pause: LeadPause | null;
  readonly refusals: readonly Suppression[];
  /** Of an act that enrolls: what the campaign's judging looks at, and the campaign as it is now; null = it is gone. */
  readonly entry: { readonly subject: AssessSubject; readonly campaign: Campaign } | null;
}

/** What becomes of a lead. */
export type BulkDecision =
  | { readonly skip: string }
  | {
      readonly values: Partial<LeadValues>;
      readonly refusals: readonly LeadSuppression[];
      /** Lays a pause over what it is in; null = it does not. */
      readonly pausing: PassageChange['decide'] | null;
      /** What is written of a lead that is enrolled; null = it is not. */
      readonly entry: AssessOutcome | null;
    };

/** One transaction of an act. */
export interface BulkStep {
  readonly workspaceId: string;
  readonly id: string;
  readonly owner: string;
  readonly leaseUntil: number;
  readonly now: number;
  readonly limit: number;
  readonly suppressionKeys: SuppressionKeysOf;
  decide(lead: BulkLead): BulkDecision;
}

/** A lead that the act changed, as it is now. */
export interface BulkChanged {
  readonly isAsLeft: boolean;
  readonly pause: LeadPause | null;
  readonly passage: { readonly isOpen: boolean; readonly isTouched: boolean } | null;
}

/** One transaction of taking an act back. */
export interface BulkUndoStep extends Omit<BulkStep, 'decide' | 'suppressionKeys'> {
  /** Why the change of a lead stays; null = it is taken back. */
  judge(lead: BulkChanged | null): string | null;
  readonly lifting: PassageChange['decide'];
  /** Ends the passage that the act began. */
  ending(enrollmentId: string): PassageChange['decide'];
}

/** What became of one lead. */
export interface BulkRow {
  readonly leadId: string;
  /** Null = it was changed. */
  readonly code: string | null;
  /** Null = it was not taken back; '' = it was; else why not. */
  readonly undone: string | null;
}

/** A page of leads that an act would look at, and what it would come to. */
export interface BulkLook extends BulkWish {
  readonly after: string | null;
  readonly limit: number;
  readonly suppressionKeys: SuppressionKeysOf;
  decide(lead: BulkLead): BulkDecision;
}

/** The next leads of an act. */
export interface BulkNext extends Pick<BulkWish, 'workspaceId' | 'campaignId' | 'filter'> {
  readonly after: string | null;
  readonly limit: number;
  readonly now: number;
  readonly suppressionKeys: SuppressionKeysOf;
}

/** The verbs of acts on many leads. */
export interface BulkVerbs {
  /** By reason code how many it would pass over, and how many it would change. Writes nothing. */
  look(look: BulkLook): Promise<{ changed: number; reasons: Record<string, number>; next: string | null }>;
  /** Domains of the mail of the next leads of which the DNS was not asked lately: for an act that enrolls. */
  domains(of: BulkNext): Promise<readonly string[]>;
  /** Begins it in these hands, or gives the one of the same key. */
  begin(record: Omit<BulkRecord, 'untilId'>, lease: Pick<BulkLease, 'owner' | 'until'>): Promise<BulkRecord>;
  get(workspaceId: string, id: string): Promise<BulkRecord | null>;
  list(workspaceId: string, limit: number): Promise<readonly BulkRecord[]>;
  rows(of: {
    readonly workspaceId: string;
    readonly id: string;
    /** Null = those that were changed. */
    readonly code: string | null | 'any';
    readonly after: string;
    readonly limit: number;
  }): Promise<readonly BulkRow[]>;
  /** Acts of all workspaces that are under way and in nobody's hands: put out of them, run out of time, or of who is gone. At most twice `limit`. */
  cutOff(lease: Omit<BulkLease, 'owner' | 'until'>, limit: number): Promise<readonly BulkRecord[]>;
  /** Takes it in hand, to go on; false = it is over, or in other hands. `undo`: to take it back. */
  take(workspaceId: string, id: string, lease: BulkLease, undo: boolean): Promise<boolean>;
  /** Puts it out of hand, where it is. */
  release(workspaceId: string, id: string, owner: string): Promise<void>;
  /** One batch; null = it is not in these hands any more, or was cancelled. */
  step(step: BulkStep): Promise<BulkRecord | null>;
  undoStep(step: BulkUndoStep): Promise<BulkRecord | null>;
  /** Ends what runs; false = it does not run. */
  cancel(workspaceId: string, id: string, now: number): Promise<boolean>;
}
