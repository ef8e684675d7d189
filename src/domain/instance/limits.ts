/** Bounds of the figures by which an instance is watched. */

/** Part of `LIMITS`. */
export const FIGURE_LIMITS = {
  /** Late messages and steps of all workspaces among which one workspace looks for its own. */
  backlogLooked: 1_000,
  /** Entries of the feed by which the rate of sending is told, the latest ones. */
  feedLooked: 5_000,
  /** Messages of one state that are counted to show how many there are; beyond it the figure says so. */
  queueCounted: 10_000,
  /** Failures among which those of a day are counted, the latest ones. */
  failuresLooked: 2_000,
  /** Leases looked at to tell who works. */
  leasesLooked: 2_000,
} as const;
