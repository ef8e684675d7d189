/** Turns of the mailboxes of a campaign, as the engine gives them out and a store counts them. */

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
