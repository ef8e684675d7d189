/** Bounds of teams and hand-offs; part of `LIMITS`. */
export const HAND_OFF_LIMITS = {
  /** Members and rules of a team, targets that it sends to, and teams of a workspace. */
  teamMembers: 200,
  teamRules: 200,
  handOffTargets: 10,
  teams: 200,
  /** Entries of the ledger in a brief, and characters of each: a note in a CRM is read, not searched. */
  briefEntries: 12,
  briefTextCharacters: 500,
  /** Targets whose hand-offs one turn looks at, and hand-offs of one target on their way at once: one that hangs keeps no other waiting. */
  handOffStreams: 200,
  handOffsAtOnce: 4,
  /** Hand-offs whose time to be claimed is over, in one transaction. */
  handOffsEscalated: 100,
  /** Contacts that may be gone from a CRM at once, where they are more than a tenth, before nothing follows from it. */
  goneAtOnce: 10,
  /** Characters kept of what a target said. */
  handOffDetail: 500,
} as const;
