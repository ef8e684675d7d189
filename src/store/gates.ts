/**
 * Names of the gates that transactions pass one at a time, where what they decide hangs on rows that are not there yet. Each is of
 * one workspace. Where several are passed in one transaction it is in the order in which they stand here.
 */

/** Who is known in a workspace: nobody else may add, change or merge leads while it is found out who somebody is. */
export function leadsGate(workspaceId: string): string {
  return `leads ${workspaceId}`;
}

/** The next page of a campaign that is assessed: two would decide the same leads. */
export function assessGate(workspaceId: string, campaignId: string): string {
  return `assess ${workspaceId} ${campaignId}`;
}

/**
 * What is refused in a workspace. Messages depart together; whoever adds a refusal enters alone: once it is committed, no
 * message departs that has not seen it.
 */
export function refusalsGate(workspaceId: string): string {
  return `refusals ${workspaceId}`;
}

/** What a sender has used of its day: two that depart at once would both take the last place. */
export function senderGate(workspaceId: string, sender: string): string {
  return `sender ${workspaceId} ${sender}`;
}
