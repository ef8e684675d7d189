/** The ledger read: one message, pages of them, their counts. Writes nothing. */
import { MESSAGE_CHANNELS, type Message, type MessageState } from '../../domain/message.ts';
import type { MessageCounts, MessageQuery } from '../../engine/store-port.ts';
import { all, first, type Program } from '../program.ts';
import { messageOf } from '../rows/message.ts';
import { IS_CLOSED, IS_UNDER_WAY } from '../rows/message-state.ts';
import { type SqlRow, statement } from '../statement.ts';

const BY_ID = statement<SqlRow>('SELECT * FROM message WHERE workspace_id = :workspaceId AND id = :id');
/** Reads the workspace's messages on from an id until enough of them fit; '' = any. */
const PAGE = statement<SqlRow>(`
  SELECT * FROM message WHERE workspace_id = :workspaceId AND id > :after
  AND (:state = '' OR state = :state) AND (:campaignId = '' OR campaign_id = :campaignId) ORDER BY id LIMIT :limit`);
/** Reads the very rows: a rare state among a million messages costs no more than a frequent one. */
const CLOSED_PAGE = statement<SqlRow>(`
  SELECT * FROM message WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND state = :state
  AND ${IS_CLOSED} AND id > :after ORDER BY id LIMIT :limit`);
const CLOSED: ReadonlySet<MessageState> = new Set(['sent', 'delivered', 'bounced', 'refused', 'failed']);

const DAY_MS = 86_400_000;
const COUNT_CLOSED = statement<{ state: MessageState; code: string | null; day: number | null; n: number }>(`
  SELECT state, reason_code AS code, sent_at / ${DAY_MS} AS day, COUNT(*) AS n FROM message
  WHERE workspace_id = :workspaceId AND campaign_id = :campaignId
  AND ${IS_CLOSED} GROUP BY 1, 2, 3`);
const COUNT_QUEUED = statement<{ n: number }>(`
  SELECT COUNT(*) AS n FROM message
  WHERE state = 'queued' AND lane = :lane AND workspace_id = :workspaceId AND channel = :channel AND campaign_id = :campaignId`);
const COUNT_UNDER_WAY = statement<{ state: MessageState; code: string | null; n: number }>(`
  SELECT state, reason_code AS code, COUNT(*) AS n FROM message
  WHERE workspace_id = :workspaceId AND campaign_id = :campaignId
  AND ${IS_UNDER_WAY} GROUP BY 1, 2`);

/** A message by id. */
export function* messageById(workspaceId: string, id: string): Program<Message | null> {
  const row = yield* first(BY_ID, { workspaceId, id });
  return row ? messageOf(row) : null;
}

/** A page of messages in the order of their ids. */
export function* listMessages({ workspaceId, campaignId, state, after, limit }: MessageQuery): Program<Message[]> {
  const byState = campaignId !== null && state !== null && CLOSED.has(state);
  const page = { workspaceId, campaignId: campaignId ?? '', state: state ?? '', after: after ?? '', limit };
  return (yield* all(byState ? CLOSED_PAGE : PAGE, page)).map(messageOf);
}

/** Messages of a campaign by state, by reason and by the day they left. */
export function* countMessages(workspaceId: string, campaignId: string): Program<MessageCounts> {
  const states: Record<string, number> = {};
  const reasons: Record<string, number> = {};
  const byDay: Record<string, number> = {};
  const add = (to: Record<string, number>, key: string, n: number) => {
    to[key] = (to[key] ?? 0) + n;
  };
  const closed = yield* all(COUNT_CLOSED, { workspaceId, campaignId });
  for (const channel of MESSAGE_CHANNELS) {
    for (const lane of [0, 1]) {
      const queued = (yield* first(COUNT_QUEUED, { lane, workspaceId, channel, campaignId }))?.n ?? 0;
      if (queued > 0) add(states, 'queued', queued);
    }
  }
  for (const { state, code, n } of [...closed, ...(yield* all(COUNT_UNDER_WAY, { workspaceId, campaignId }))]) {
    add(states, state, n);
    if (code !== null && state !== 'sent' && state !== 'delivered') add(reasons, code, n);
  }
  for (const { day, n } of closed) if (day !== null) add(byDay, isoDay(day), n);
  return { states, reasons, byDay };
}

/** ISO date of a count of days since 1970-01-01, UTC. */
function isoDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
