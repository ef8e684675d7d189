/**
 * How long rows are kept, in days, unless a workspace says otherwise.
 *
 * Kept for ever, since something stands on them: leads and what they are known by; suppressions, which must outlive the
 * lead (a later import must not revive who said no); aliases, members, enrollments, tasks and messages, which are the
 * proof of every touch (a message keeps its subject and the hash of its body, never the body itself); the decision under
 * each of these; campaigns, playbook versions and workspaces; imports and their row traces, without which none could be
 * taken back; alerts, of which there is one for each change.
 */

/** Days by kind. Nothing referenced is removed, however old. */
export const RETENTION_DAYS = {
  /** Opens, clicks, replies and the like: longer than any campaign looks back. */
  event: 730,
  /** Decisions that no member, enrollment or message stands on any more. */
  decision: 365,
  /** The log of acts. */
  audit: 1_095,
  /** Counters of senders' days, expired answers of the DNS, counts of imports that nobody went on with, runs of routines. */
  other: 30,
} as const;
