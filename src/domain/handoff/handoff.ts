/** A hand-off: a hot lead given to a person or a CRM, with why. Owns the shapes; whose it is decides `owner.ts`. */
import type { Reason } from '../reason.ts';
import type { Brief } from './brief.ts';

/** open: given, nobody has said that they see to it · claimed: somebody does · done: its task is. */
export type HandOffState = 'open' | 'claimed' | 'done';

/** One hand-off. One per intent key, with the task of the same intent. Times in epoch milliseconds. */
export interface HandOff {
  readonly workspaceId: string;
  readonly id: string;
  readonly intentKey: string;
  readonly taskId: string;
  readonly campaignId: string;
  readonly enrollmentId: string;
  readonly leadId: string;
  /** Whom the playbook names: a team, or whoever is called so. */
  readonly team: string;
  /** E-mail address of whose it is; null = nobody's yet. */
  readonly owner: string | null;
  /** Why it is theirs, or nobody's. */
  readonly reason: Reason;
  readonly brief: Brief;
  readonly state: HandOffState;
  readonly openedAt: number;
  readonly claimedBy: string | null;
  readonly claimedAt: number | null;
  readonly doneBy: string | null;
  readonly doneAt: number | null;
  /** When it goes to somebody else, if nobody claims it; null = it stays. */
  readonly escalateAt: number | null;
  /** How often it has gone to somebody else. */
  readonly escalations: number;
}

/**
 * Where one sending of a hand-off stands. `failed`: dead, until a person has it tried again · `unconfirmed`: it may have arrived; asked
 * about at `askAt` where the other side can be asked, else shown to a person.
 */
export type HandOffSendState = 'queued' | 'sending' | 'sent' | 'failed' | 'unconfirmed';

/** What the other side has given so far: ids by what they are of, and what was begun without an answer (`doing`). */
export type Receipt = Readonly<Record<string, string | number>>;

/** One sending of a hand-off to one target. */
export interface HandOffSend {
  readonly workspaceId: string;
  readonly handOffId: string;
  /** Name of a connection, or `email` for its owner's mailbox. */
  readonly target: string;
  /** 0 = as it was given; each time it goes to somebody else is one more. */
  readonly turn: number;
  readonly state: HandOffSendState;
  readonly attempts: number;
  readonly dueAt: number;
  readonly askAt: number | null;
  readonly code: string | null;
  readonly detail: string | null;
  readonly receipt: Receipt;
}
