/**
 * Which of the messages that wait leave next (directives/send-queue.md): what a person stopped, what rests and what is full stays, the
 * remainder is shared fairly. Owns that rule for one lane; reading the queue and claiming lane by lane are the store's.
 */
import { type ConnectionRest, mayUse, whileTried } from './rest.ts';
import { type Stream, sharesOf } from './share.ts';

/** A stop that a person set: nothing of what it names leaves until it is lifted. */
export interface Halt {
  /** '' = in every workspace. */
  readonly workspaceId: string;
  /** '' = on every channel. */
  readonly channel: string;
  readonly why: string;
  readonly by: string;
  readonly at: number;
}

/** A stream with messages due, and the connection they would leave by. */
export interface DueStream extends Stream {
  readonly connection: string;
  /** Its campaign is paused. */
  readonly paused: boolean;
}

/** One lane of the queue at one moment. */
export interface SendQueue {
  readonly streams: readonly DueStream[];
  readonly halts: readonly Halt[];
  /** Connections that failed lately. */
  readonly rests: readonly ConnectionRest[];
  /** How many more whoever claims takes for a connection; absent = as many as there are. Answers are taken at any rate. */
  readonly roomFor?: (connection: string) => number;
}

/** What may leave of each stream, in their order. */
export interface Allotment {
  /** Its fair share. */
  readonly share: number;
  /** What it may have of that which others leave over, its share included. */
  readonly most: number;
}

/** How one batch is given out. */
export interface Batch {
  readonly allotments: readonly Allotment[];
  /** Connections that one message tries now; to all others they go on resting. */
  readonly tried: readonly ConnectionRest[];
}

/** The stop that concerns a workspace and channel, or null. A stop of all channels concerns each. */
export function haltOf(halts: readonly Halt[], workspaceId: string, channel: string | null): Halt | null {
  const concerns = (halt: Halt) =>
    (halt.workspaceId === '' || halt.workspaceId === workspaceId) && (halt.channel === '' || halt.channel === channel);
  return halts.find(concerns) ?? null;
}

/** Gives out one batch of at most `limit` messages of one lane. `turn` counts batches. */
export function giveOut(
  { streams, halts, rests, roomFor }: SendQueue,
  limit: number,
  turn: number,
  now: number,
): Batch {
  const roomOf = ({ connection, lane }: DueStream) => (lane === 0 ? undefined : roomFor?.(connection)) ?? ALL;
  const rooms = new Map(streams.map((stream) => [stream.connection, roomOf(stream)]));
  const restOf = new Map(rests.map((rest) => [rest.connection, rest]));
  const uses = streams.map((stream): ReturnType<typeof mayUse> => {
    const isShut = stream.paused || haltOf(halts, stream.workspaceId, stream.channel) !== null;
    if (isShut || roomIn(rooms, stream) === 0) return 'none';
    const rest = restOf.get(stream.connection);
    return rest === undefined ? 'all' : mayUse(rest, now);
  });
  const triers = triersOf(streams, uses, turn);
  const sharing = streams.filter((_, at) => uses[at] === 'all');
  const given = sharesOf(sharing, limit, turn, (at) => {
    const stream = sharing[at]!;
    const room = roomIn(rooms, stream);
    if (room === 0) return false;
    rooms.set(stream.connection, room - 1);
    return true;
  });
  const shares = new Map(sharing.map((stream, at) => [stream, given[at]!]));
  const allotments = streams.map((stream, at): Allotment => {
    if (uses[at] !== 'all') return triers.get(stream.connection) === at ? ONE : NONE;
    const share = shares.get(stream)!;
    return { share, most: Math.min(limit, share + roomIn(rooms, stream)) };
  });
  const tried = [...triers.keys()].map((connection) => {
    return { connection, ...whileTried(restOf.get(connection) as ConnectionRest, now) };
  });
  return { allotments, tried };
}

/** As much as there is. */
const ALL = Number.POSITIVE_INFINITY;
const ONE: Allotment = { share: 1, most: 1 };
const NONE: Allotment = { share: 0, most: 0 };

function roomIn(rooms: ReadonlyMap<string, number>, { connection }: DueStream): number {
  return rooms.get(connection) as number;
}

/**
 * By connection whose rest is over the place of the stream whose message tries it: each stream in its turn, so that none whose messages
 * stay keeps the others from trying.
 */
function triersOf(
  streams: readonly DueStream[],
  uses: readonly ReturnType<typeof mayUse>[],
  turn: number,
): ReadonlyMap<string, number> {
  const ready = [...streams.keys()].filter((at) => uses[at] === 'one');
  const groups = Map.groupBy(ready, (at) => streams[at]!.connection);
  return new Map([...groups].map(([connection, places]) => [connection, places[turn % places.length]!]));
}
