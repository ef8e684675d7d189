/** Meetings, as the engine asks a store to keep them. */
import type { Meeting, MeetingState } from '../../../domain/booking/meeting.ts';
import type { LeadEvent } from '../../../domain/event.ts';
import type { QueuedMessage } from '../../../domain/message.ts';
import type { TaskRecord } from '../work.ts';

/** Meetings of a workspace, the newest first; null = in any state. */
export interface MeetingQuery {
  readonly workspaceId: string;
  readonly state: MeetingState | null;
  readonly limit: number;
}

/** Who takes up meetings. */
export interface MeetingClaim {
  readonly now: number;
  readonly owner: string;
  readonly leaseNow: number;
  readonly until: number;
  readonly limit: number;
  isGone(owner: string): boolean;
}

/** A meeting as it goes on, with what is said and who is asked to look. */
export interface MeetingSettled {
  readonly meeting: Meeting;
  readonly messages: readonly QueuedMessage[];
  readonly tasks: readonly TaskRecord[];
}

/** A meeting that a person changes; what `decide` throws leaves it as it was. */
export interface MeetingChange {
  readonly workspaceId: string;
  readonly id: string;
  decide(meeting: Meeting): Meeting;
}

/** The verbs of meetings. */
export interface MeetingVerbs {
  list(query: MeetingQuery): Promise<Meeting[]>;
  get(workspaceId: string, id: string): Promise<Meeting | null>;
  /** The newest first. */
  ofLead(workspaceId: string, leadId: string): Promise<Meeting[]>;
  /** Those of the lead, and before them the one that is told of where another lead has it. */
  around(told: Pick<LeadEvent, 'workspaceId' | 'meeting'>, leadId: string): Promise<Meeting[]>;
  add(meeting: Meeting): Promise<void>;
  /** As it is then; null = there is none, or somebody has it in hand. */
  change(change: MeetingChange): Promise<Meeting | null>;
  /** Takes up what is due; each is this owner's until the lease is over. */
  claim(claim: MeetingClaim): Promise<Meeting[]>;
  /** Writes down what is about to be begun; false = somebody else has it in hand by now. */
  keep(meeting: Meeting, owner: string): Promise<boolean>;
  /** Writes what came of it, all in one; false = somebody else has it in hand by now, and nothing is written. */
  settle(settled: MeetingSettled, owner: string): Promise<boolean>;
}
