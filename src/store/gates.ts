/**
 * Names of the gates that transactions pass one at a time, where what they decide hangs on rows that are not there yet. Where several
 * are passed in one transaction it is in the order in which they stand here.
 */

/** Which routines are due and which run, in all workspaces: of those who take up runs, each sees what the one before began. */
export function routinesGate(): string {
  return 'routines';
}

/** Which imports run, in all workspaces: two that begin at once would both take the last place. */
export function importsGate(): string {
  return 'imports';
}

/** Who is known in a workspace: nobody else may add, change or merge leads while it is found out who somebody is. */
export function leadsGate(workspaceId: string): string {
  return `leads ${workspaceId}`;
}

/**
 * The next page of leads that a workspace's campaigns judge: two would decide the same leads, and two campaigns that may not run beside each
 * other would both take one in. Whoever takes leads away, or has all judged anew, enters too: a page under way would not know.
 */
export function assessGate(workspaceId: string): string {
  return `assess ${workspaceId}`;
}

/**
 * What a person stopped, of all workspaces: halts, and campaigns that are paused. Messages depart together; whoever stops something
 * enters alone: once it is committed, no message departs that has not seen it.
 */
export function stopsGate(): string {
  return 'stops';
}

/**
 * What is refused in a workspace. Messages depart together; whoever adds a refusal enters alone: once it is committed, no
 * message departs that has not seen it.
 */
export function refusalsGate(workspaceId: string): string {
  return `refusals ${workspaceId}`;
}

/** What is counted of a workspace's messages: two that depart at once would both take the last place of a day. */
export function paceGate(workspaceId: string): string {
  return `pace ${workspaceId}`;
}

/** How connections fare: only those that fail have a row. Passed where one fails, or has failed. */
export function restsGate(): string {
  return 'rests';
}

/** What is spent of a source's credits: two runs would both set aside the last of them. */
export function creditsGate(workspaceId: string, source: string): string {
  return `credits ${workspaceId} ${source}`;
}

/** What was last told of a subject: two would tell the same change. */
export function alertsGate(workspaceId: string, subject: string): string {
  return `alerts ${workspaceId} ${subject}`;
}
