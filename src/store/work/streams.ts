/**
 * The queue as streams: which campaigns have messages waiting, found by leaping from one to the next in the index, so that a hundred
 * thousand messages of one cost no more than ten.
 */
import type { Lane, Stream } from '../../domain/delivery/share.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { QueuedStream } from '../../engine/store-port.ts';
import { first, type Program } from '../program.ts';
import { statement } from '../statement.ts';

interface StreamRow {
  readonly lane: Lane;
  readonly workspace_id: string;
  readonly channel: string;
  readonly campaign_id: string;
  readonly sender: string;
  readonly due_at: number;
}

/**
 * Why a time behind all times: SQLite seeks the first row that is not before these values, and reads on from there. Without it, that is
 * the first of the stream that is to be leapt over, and all of its messages are read.
 */
const NEXT = statement<StreamRow>(`
  SELECT lane, workspace_id, channel, campaign_id, sender, due_at FROM message
  WHERE state = 'queued'
  AND (lane, workspace_id, channel, campaign_id, sender, due_at)
    > (:lane, :workspaceId, :channel, :campaignId, :sender, 9007199254740991)
  ORDER BY lane, workspace_id, channel, campaign_id, sender, due_at, id LIMIT 1`);

/** A place in the order of streams; '' is before every name. */
type Place = Omit<Stream, 'lane'> & { readonly lane: number };

/** Every stream with its earliest message, answers first; at most `LIMITS.streams`. */
export function queuedStreams(): Program<QueuedStream[]> {
  return leaps({ lane: -1, workspaceId: '', channel: '', campaignId: '', sender: '' }, () => true);
}

/**
 * The streams with something due. All of them: which may have nothing just now is only known once they are looked at together, and those
 * must not take the places of others.
 */
export function* dueStreams(now: number): Program<QueuedStream[]> {
  return (yield* queuedStreams()).filter(({ dueAt }) => dueAt <= now);
}

/** Those of one workspace, whatever waits in others. */
export function* streamsOfWorkspace(workspaceId: string): Program<QueuedStream[]> {
  const streams: QueuedStream[] = [];
  for (const lane of [0, 1]) {
    const start = { lane, workspaceId, channel: '', campaignId: '', sender: '' };
    streams.push(...(yield* leaps(start, (one) => one.lane === lane && one.workspaceId === workspaceId)));
  }
  return streams;
}

/** From a place on, as far as they are wanted. */
function* leaps(start: Place, isWanted: (stream: QueuedStream) => boolean): Program<QueuedStream[]> {
  const streams: QueuedStream[] = [];
  for (let after = start; streams.length < LIMITS.streams; ) {
    const { lane, workspaceId, channel, campaignId, sender } = after;
    const row = yield* first(NEXT, { lane, workspaceId, channel, campaignId, sender });
    if (!row) break;
    const stream = {
      lane: row.lane,
      workspaceId: row.workspace_id,
      channel: row.channel,
      campaignId: row.campaign_id,
      sender: row.sender,
      dueAt: row.due_at,
    };
    if (!isWanted(stream)) break;
    streams.push(stream);
    after = stream;
  }
  return streams;
}
