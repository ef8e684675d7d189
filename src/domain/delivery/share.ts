/**
 * Who may send how much of one batch (directives/fair-share.md). Owns the order of lanes and the shares; counting and claiming
 * are the store's.
 */

/** Messages that wait together: of one campaign in one workspace, by one channel, in one lane. */
export interface Stream {
  readonly lane: Lane;
  readonly workspaceId: string;
  readonly channel: string;
  /** '' = of no campaign. */
  readonly campaignId: string;
}

/** 0: somebody waits for it, such as an answer or what a person wrote. 1: everything that a campaign sends. */
export type Lane = 0 | 1;

/**
 * How many messages each stream may send, in the order of `streams`, `limit` in all. One message after the other is given: to
 * each workspace in turn, and within it to each of its streams in turn. `turn` counts batches: it decides who is first, so that
 * with more streams than messages none is always last.
 */
export function sharesOf(streams: readonly Stream[], limit: number, turn: number): number[] {
  const shares = streams.map(() => 0);
  const workspaces = [...Map.groupBy(streams.keys(), (at) => streams[at]!.workspaceId).values()];
  if (workspaces.length === 0) return shares;
  for (let given = 0; given < limit; given++) {
    const place = turn + given;
    const mine = workspaces[place % workspaces.length]!;
    const round = Math.floor(place / workspaces.length);
    const at = mine[round % mine.length]!;
    shares[at] = shares[at]! + 1;
  }
  return shares;
}
