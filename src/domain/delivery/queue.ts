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
}

/** One lane of the queue at one moment. */
export interface SendQueue {
  readonly streams: readonly DueStream[];
  readonly halts: readonly Halt[];
  /** Connections that failed lately. */
  readonly rests: readonly ConnectionRest[];
  /** Whether whoever claims holds enough for a connection; absent = for none. */
  readonly isFull?: (connection: string) => boolean;
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
export function giveOut({ streams, halts, rests, isFull }: SendQueue, limit: number, turn: number, now: number): Batch {
  const tried: ConnectionRest[] = [];
  const open = streams.map((stream) => {
    if (haltOf(halts, stream.workspaceId, stream.channel)) return 0;
    if (stream.lane !== 0 && isFull?.(stream.connection)) return 0;
    const rest = rests.find(({ connection }) => connection === stream.connection);
    const may = rest === undefined ? 'all' : mayUse(rest, now);
    if (rest === undefined || may === 'all') return limit;
    if (may === 'none' || tried.some(({ connection }) => connection === stream.connection)) return 0;
    tried.push({ connection: rest.connection, ...whileTried(rest, now) });
    return 1;
  });
  const sharing = streams.filter((_, at) => open[at] === limit);
  const shares = sharesOf(sharing, limit, turn);
  const allotments = streams.map((stream, at): Allotment => {
    const most = open[at]!;
    const place = sharing.indexOf(stream);
    return { share: place === -1 ? most : shares[place]!, most };
  });
  return { allotments, tried };
}
