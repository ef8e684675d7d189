/**
 * The queue as streams: which campaigns have messages due, found by leaping from one to the next in the index, so that a hundred
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

const NEXT = statement<StreamRow>(`
  SELECT lane, workspace_id, channel, campaign_id, sender, due_at FROM message
  WHERE state = 'queued'
  AND (lane, workspace_id, channel, campaign_id, sender) > (:lane, :workspaceId, :channel, :campaignId, :sender)
  ORDER BY lane, workspace_id, channel, campaign_id, sender, due_at, id LIMIT 1`);

/** Before the first one. */
const START = { lane: -1, workspaceId: '', channel: '', campaignId: '', sender: '' };

/** Every stream with its earliest message, answers first; at most `LIMITS.streams`. */
export function* queuedStreams(): Program<QueuedStream[]> {
  const streams: QueuedStream[] = [];
  let after: Omit<Stream, 'lane'> & { readonly lane: number } = START;
  while (streams.length < LIMITS.streams) {
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
    streams.push(stream);
    after = stream;
  }
  return streams;
}
