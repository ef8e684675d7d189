/** Turns of the mailboxes of a campaign, threads, and what limits ask for, as the engine gives and asks it and a store counts it. */

/** Threads that a mailbox of a campaign was given, as far as batches go by it. */
export interface SenderTurn {
  readonly workspaceId: string;
  readonly campaignId: string;
  readonly sender: string;
  /** Where its count begins, if it has none yet. */
  readonly from: number;
  /** Given by this batch. */
  readonly threads: number;
}

/** How the turns of mailboxes stand, of campaigns that write from several. */
export interface SenderTurns {
  /** By workspace and campaign (`main cmp_1`), then by address. */
  readonly given: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** By enrollment: the address that its lead was last written to from in this campaign. */
  readonly kept: ReadonlyMap<string, string>;
}

/** Who wrote first in its passage, as limits count it (null = nobody yet), and when the next wants to leave (epoch ms; null = it has its moment, or none). */
export interface MessageThread {
  readonly begunBy: string | null;
  readonly followsAt: number | null;
}

/** Which facts the limits of a message ask for; what nobody asks for is not read. */
export interface FactsAsked {
  readonly touches: boolean;
  /** Touches of everybody of its account. */
  readonly account: boolean;
  readonly canary: boolean;
  /** At most so many places are asked for that are kept for what follows, of its mailbox and of its campaign; 0 = no limit asks. */
  readonly follows: Readonly<Record<'sender' | 'campaign', number>>;
}
