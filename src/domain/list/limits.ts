/** Bounds of lists that are filtered and sorted, of acts on all that fit, and of saved views. */
export const LIST_LIMITS = {
  /** Rows that one page of a filtered list looks at, in the order of the ids; the next page goes on from there. */
  listLooked: 50_000,
  /** Rows of a list that is sorted by what no index serves: all of them are read for each page. */
  listSorted: 100_000,
  /** Leads that one transaction of an act on many changes. */
  bulkBatchLeads: 200,
  /** Leads that the preview of such an act decides about. */
  bulkPreviewed: 200_000,
  /** Rows that such a transaction looks at for leads that fit: it holds up whoever writes beside it. */
  bulkLooked: 5_000,
  /** Leads that such an act is given by their ids. */
  bulkNamed: 1_000,
  /** Acts under way that are looked at for one that nobody goes on with. */
  bulkCutOff: 100,
  /** Fields by which a list is sorted. */
  sortFields: 3,
  /** Saved views of a workspace, those of one person and the shared ones. */
  views: 500,
  /** Characters of what a view holds. */
  viewCharacters: 8_000,
} as const;
