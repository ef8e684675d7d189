/** Classes as a store keeps them: who is in one and how far, by which link, what was done, answered and written there. */
import type { ClassAction } from '../../domain/course/next-action.ts';
import type { Attempt } from '../../domain/course/quiz.ts';
import type { Reflection } from '../../domain/course/reflection.ts';
import type { Progress } from '../../domain/course/state.ts';
import type { Signal } from '../../domain/course/temperature.ts';
import type { EventBatch } from './event.ts';

/** A lead in a class. */
export interface LearnerKey {
  readonly workspaceId: string;
  readonly leadId: string;
  readonly course: string;
}

/** Where a lead is in a class. Times in epoch milliseconds. */
export interface ClassEnrollment extends LearnerKey {
  readonly enrolledAt: number;
  /** From 1; a reset begins the next one. */
  readonly generation: number;
  readonly resetAt: number | null;
  readonly startedAt: number | null;
  readonly lastActivityAt: number | null;
  readonly currentSection: string | null;
  readonly doneCount: number;
  readonly sectionCount: number;
  readonly chosenAt: number | null;
  readonly finalLabel: Signal | null;
  readonly finalScore: number | null;
  readonly finalizedAt: number | null;
}

/** A link to a class. */
export interface ClassInvite extends LearnerKey {
  readonly id: string;
  readonly generatedAt: number;
  /** When it left, by whatever way; null = it has not. */
  readonly sentAt: number | null;
  readonly channel: string | null;
  /** The message that bears it first; null = none of ours. */
  readonly messageId: string | null;
  readonly firstUsedAt: number | null;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
}

/** A link that is asked for. */
export interface InviteWish extends LearnerKey {
  readonly id: string;
  readonly now: number;
  readonly expiresAt: number;
  readonly sectionCount: number;
  /** Null = it is made, and not sent. */
  readonly sentAt: number | null;
  readonly channel: string | null;
  readonly messageId: string | null;
  /** Takes the newest link that is still good instead, where there is one. */
  readonly reuse: boolean;
}

/** A lead in a class, with all that is known of it. */
export interface Learner {
  readonly enrollment: ClassEnrollment;
  /** The newest first; at most `LIMITS.classInvites`. */
  readonly invites: readonly ClassInvite[];
  readonly progress: readonly Progress[];
  readonly attempts: readonly Attempt[];
  readonly reflections: readonly Reflection[];
  readonly told: Readonly<Partial<Record<ClassAction, number>>>;
}

/** A section that was done, as it is told. */
export interface ProgressReport extends LearnerKey {
  readonly section: string;
  readonly at: number;
  readonly recordedAt: number;
  readonly origin: string;
  /** The origin's own id; the same one twice is one report. */
  readonly originId: string;
  /** Quiz taken elsewhere: its score, 0–100, and the count of tries. Null = not told. */
  readonly quiz: { readonly score: number; readonly tries: number } | null;
}

/** What is to be written of an enrollment. */
export type ClassUpdate = Pick<
  ClassEnrollment,
  | 'startedAt'
  | 'lastActivityAt'
  | 'currentSection'
  | 'doneCount'
  | 'sectionCount'
  | 'finalLabel'
  | 'finalScore'
  | 'finalizedAt'
>;

/** What a change of a learner comes to. */
export interface LearnerOutcome {
  readonly update: ClassUpdate;
  /** Events of the ledger, with what follows from them. */
  readonly events: EventBatch;
  readonly told: readonly ClassAction[];
}

/** A report with what decides on it. */
export interface ProgressWish {
  readonly report: ProgressReport;
  readonly sectionCount: number;
  /** `before`: as it was without the report. */
  decide(after: Learner, before: Learner): LearnerOutcome;
}

/** What became of a report. */
export type ProgressTaken = 'recorded' | 'known' | 'no-such-lead' | 'before-reset';

/** What is removed of a learner: everything, or what belongs to some sections. */
export interface Removal extends LearnerKey {
  /** Null = everything. */
  readonly sections: readonly string[] | null;
  /** A reset: reports of before now count for nothing any more. Links are revoked where `withInvites`. */
  readonly reset: { readonly now: number; readonly withInvites: boolean } | null;
  /** What is left of the enrollment. */
  update(rest: Learner): ClassUpdate;
}

/** Learners of a class, in order of their lead. */
export interface LearnerPage {
  readonly workspaceId: string;
  readonly course: string;
  /** Those after this lead. */
  readonly after: string;
  readonly limit: number;
}

/** Asking and changing classes. */
export interface ClassVerbs {
  /** Makes a link, or gives the one that there is: the same id, or one that is good where that is wished. Null = no such lead. */
  invite(wish: InviteWish): Promise<ClassInvite | null>;
  /** A link by its id. */
  inviteById(workspaceId: string, id: string): Promise<ClassInvite | null>;
  /** Notes that a link was used, the first time only. */
  firstUse(workspaceId: string, id: string, now: number): Promise<void>;
  /** Ends all links of a lead to a class; how many. */
  revoke(key: LearnerKey, now: number): Promise<number>;
  learner(key: LearnerKey): Promise<Learner | null>;
  page(page: LearnerPage): Promise<readonly Learner[]>;
  /** Stores a report once, with the state, the final word and the events that follow. */
  progress(wish: ProgressWish): Promise<ProgressTaken>;
  /** Stores a try of a question; false = that one was made already. */
  attempt(
    key: LearnerKey,
    attempt: Attempt & { readonly choice: number | null; readonly at: number },
  ): Promise<boolean>;
  /** Stores an answer in place of the one before. */
  reflect(key: LearnerKey, reflection: Reflection & { readonly at: number }): Promise<void>;
  /** Removes; false = there is no such learner. */
  remove(removal: Removal): Promise<boolean>;
  /** A person's word that the lead is to be offered a call; null takes it back. False = there is no such learner. */
  choose(key: LearnerKey, at: number | null): Promise<boolean>;
  /** Changes a learner by what is known of it, and tells what follows; false = nothing was decided. */
  act(key: LearnerKey, now: number, decide: (learner: Learner) => LearnerOutcome | null): Promise<boolean>;
}
