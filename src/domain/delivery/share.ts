/**
 * Who may send how much of one batch (directives/fair-share.md). Owns the order of lanes and the shares; counting and claiming
 * are the store's.
 */

/** Messages that wait together: of one campaign in one workspace, by one channel, from one sender, in one lane. */
export interface Stream {
  readonly lane: Lane;
  readonly workspaceId: string;
  readonly channel: string;
  /** '' = of no campaign. */
  readonly campaignId: string;
  /** The mailbox that writes; '' = the number of the connection. */
  readonly sender: string;
}

/** 0: somebody waits for it, such as an answer or what a person wrote. 1: everything that a campaign sends. */
export type Lane = 0 | 1;

/**
 * How many messages each stream may send, in the order of `streams`, `limit` in all. One message after the other is given: to
 * each workspace in turn, within it to each of its campaigns, and within that to each of its senders. `turn` counts batches: it decides
 * who is first, so that with more streams than messages none is always last. `takes` is asked before each: whether a stream may have
 * one more.
 */
export function sharesOf(
  streams: readonly Stream[],
  limit: number,
  turn: number,
  takes: (at: number) => boolean = () => true,
): number[] {
  const shares = streams.map(() => 0);
  const workspaces = ringsOf(streams, [...streams.keys()], [({ workspaceId }) => workspaceId, campaignOf]);
  for (let [given, place] = [0, turn]; given < limit && workspaces.parts.length > 0; place++) {
    const at = next(workspaces, place, takes);
    if (at === null) continue;
    shares[at] = shares[at]! + 1;
    given++;
  }
  return shares;
}

/** Streams in turn, by workspace, by campaign: the parts of a ring are rings, or streams by their places. */
interface Ring {
  readonly parts: (Ring | number)[];
}

function ringsOf(streams: readonly Stream[], places: number[], by: readonly ((stream: Stream) => string)[]): Ring {
  const [first, ...others] = by;
  if (!first) return { parts: places };
  const groups = Map.groupBy(places, (at) => first(streams[at]!)).values();
  return { parts: [...groups].map((group) => ringsOf(streams, group, others)) };
}

function campaignOf({ channel, campaignId }: Stream): string {
  return `${channel} ${campaignId}`;
}

/** Whose turn it is at this place; null = of nobody, and whoever may have no more is out of the ring. */
function next(ring: Ring, place: number, takes: (at: number) => boolean): number | null {
  const at = place % ring.parts.length;
  const part = ring.parts[at]!;
  const found =
    typeof part === 'number' ? (takes(part) ? part : null) : next(part, Math.floor(place / ring.parts.length), takes);
  if (found === null && (typeof part === 'number' || part.parts.length === 0)) ring.parts.splice(at, 1);
  return found;
}
