/** Hand-offs and the teams that take them, as the engine asks a store for them. */
import type { HandOff, HandOffSend, HandOffState, Receipt } from '../../domain/handoff/handoff.ts';
import type { Team } from '../../domain/handoff/team.ts';
import type { LeadStory, SuppressionKeysOf } from './lead.ts';
import type { TaskRecord } from './work.ts';

/** What stands around a hand-off that is being made, inside its transaction. */
export interface HandOffScene {
  readonly task: TaskRecord;
  /** Null = none of the name is set up. */
  readonly team: Team | null;
  /** Hand-offs of the team that are not done, by owner. */
  readonly load: Readonly<Record<string, number>>;
  /** Who was given this lead last; null = nobody. */
  readonly earlier: string | null;
  readonly story: LeadStory;
}

/** A hand-off as it begins. */
export interface HandOffOpening {
  readonly handOff: HandOff;
  /** Turns that its team has given then; null = there is no team. */
  readonly turn: number | null;
  readonly sends: readonly HandOffSend[];
}

/** Makes hand-offs of the tasks that are hand-offs, in the transaction that adds these. */
export interface HandOffMaker {
  readonly suppressionKeys: SuppressionKeysOf;
  decide(scene: HandOffScene): HandOffOpening;
}

/** A batch that may hand leads over. */
export interface MakesHandOffs {
  /** Absent = hand-offs are tasks and no more. */
  readonly handOffs?: HandOffMaker;
}

/** A task that may be a hand-off. */
export interface NamesTeam {
  /** Of a hand-off that is being made: whom the playbook names. Not kept with the task. */
  readonly team?: string;
}

/** A hand-off with its way to each target. */
export interface HandOffOf {
  readonly handOff: HandOff;
  readonly sends: readonly HandOffSend[];
}

/** Hand-offs of a workspace, the newest first; null = in any state, of any team. */
export interface HandOffQuery {
  readonly workspaceId: string;
  readonly state: HandOffState | null;
  readonly team: string | null;
  readonly limit: number;
}

/** A hand-off that a person, or the clock, changes; what `decide` throws leaves everything as it was. */
export interface HandOffChange {
  readonly workspaceId: string;
  readonly id: string;
  decide(of: HandOffOf): HandOffOf;
}

/** Hand-offs whose time to be claimed is over by now. */
export interface EscalationBatch {
  readonly now: number;
  readonly limit: number;
  /** `tellers`: connections of its workspace that tell people, and keep nothing. */
  decide(handOff: HandOff, team: Team | null, tellers: ReadonlySet<string>): HandOffOf;
  /** Whether a provider tells people. */
  tells(provider: string): boolean;
}

/** Who takes up sendings, and which. */
export interface HandOffClaim {
  readonly now: number;
  readonly owner: string;
  readonly leaseNow: number;
  readonly until: number;
  /** Sendings of one target at most. */
  readonly limit: number;
  isGone(owner: string): boolean;
  /** Targets that have their hands full. */
  isBusy(workspaceId: string, target: string): boolean;
}

/** A sending in hand, with what is sent. */
export interface ClaimedHandOff {
  readonly send: HandOffSend;
  readonly handOff: HandOff;
}

/** The verbs of hand-offs. */
export interface HandOffVerbs {
  teams(workspaceId: string, limit: number): Promise<Team[]>;
  team(workspaceId: string, name: string): Promise<Team | null>;
  saveTeam(team: Team, now: number): Promise<void>;
  /** False = there was none. Its hand-offs stay. */
  removeTeam(workspaceId: string, name: string): Promise<boolean>;
  list(query: HandOffQuery): Promise<HandOffOf[]>;
  get(workspaceId: string, id: string): Promise<HandOffOf | null>;
  /** As it is then; null = there is none of this id. */
  change(change: HandOffChange): Promise<HandOffOf | null>;
  /** The count looked at, 0 = the time of none is over. */
  escalate(batch: EscalationBatch): Promise<number>;
  /** Marks what is due as `sending`; of what a dead process had in hand nobody knows. */
  claim(claim: HandOffClaim): Promise<ClaimedHandOff[]>;
  /** Writes down what the other side has given so far, or what is about to be begun; false = somebody else has it in hand by now. */
  keep(send: HandOffSend, receipt: Receipt, owner: string): Promise<boolean>;
  settle(send: HandOffSend, owner: string): Promise<void>;
  /** Refusals that a CRM is to be told and that are due. */
  tellings(now: number, limit: number): Promise<Telling[]>;
  /** Writes what came of telling one; null = it is told, and gone. False = somebody else has written it. */
  settleTelling(
    telling: Telling,
    after: { readonly state: 'queued' | 'failed'; readonly dueAt: number; readonly detail: string } | null,
  ): Promise<boolean>;
}

/** A refusal that the CRMs of a workspace are to be told. */
export interface Telling {
  readonly workspaceId: string;
  /** The event that brought it. */
  readonly eventId: string;
  readonly leadId: string;
  readonly attempts: number;
  readonly dueAt: number;
}
