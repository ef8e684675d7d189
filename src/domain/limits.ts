/**
 * The bound of every loop, batch, page, retry and payload, in one place. A number that stops something is named here,
 * with what goes wrong without it; the code that it bounds imports it.
 */
export const LIMITS = {
  /** Rows an import commits at once: fewer makes identity pages the cost, more makes a command beside it wait. */
  importBatchRows: 2_000,
  /** Leads read, decided and written in one assess transaction. */
  assessPageLeads: 1_000,
  /** Due enrollments decided in one transaction; a batch of 200 holds the write lock for about 15 ms. */
  advanceBatchSteps: 200,
  /** Messages claimed at once for delivery. */
  deliverBatchMessages: 100,
  /** Candidates compared with one incoming row: a name shared by thousands must not make import quadratic. */
  identityCandidates: 25,
  /** Characters kept of one cell; the rest is cut with a reason. */
  cellCharacters: 65_536,
  /** Columns of one file. */
  fileColumns: 2_000,
  /** Steps in one sequence. */
  sequenceSteps: 200,
} as const;
