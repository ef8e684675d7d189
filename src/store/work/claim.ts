/** Claiming: what is due to leave is leased to one worker, with everything its words and its last gate need. */
import type { Campaign } from '../../domain/campaign/campaign.ts';
import { isWritten } from '../../domain/conversation/inbox/answer-to.ts';
import type { Allotment, DueStream } from '../../domain/delivery/queue.ts';
import type { Message, MessageChannel } from '../../domain/message.ts';
import { ERASED } from '../../domain/person/erasure.ts';
import type {
  ClaimedMessage,
  ClaimWish,
  MessageThread,
  QueuedStream,
  Recipient,
  Workspace,
} from '../../engine/store-port.ts';
import { workspaceById } from '../campaigns/workspaces.ts';
import { tellMessages } from '../feed/tell.ts';
import { readHalts } from '../instance/halts.ts';
import { holdRests, putRest } from '../instance/rests.ts';
import { reopenReplies } from '../mailboxes/reopen.ts';
import { asksThread, threadOfAnswer } from '../mailboxes/thread.ts';
import { all, allEach, first, type Program, run, runEach } from '../program.ts';
import { type CampaignsRead, campaignIn } from '../rows/campaign.ts';
import { RECIPIENT_COLUMNS, recipientOfRow } from '../rows/lead.ts';
import { messageOf } from '../rows/message.ts';
import { answerOfMessage } from '../rows/reply.ts';
import { type SqlRow, statement } from '../statement.ts';
import { REFUSED, refusedFor } from './in-doubt.ts';
import { dueStreams, queuedStreams } from './streams.ts';

const CAMPAIGN_STATE = statement<{ state: Campaign['state'] }>(
  'SELECT state FROM campaign WHERE workspace_id = :workspaceId AND id = :id',
);
const HELD = statement<{ workspace_id: string; id: string }>(
  "SELECT workspace_id, id FROM message WHERE state = 'held' AND due_at <= :now ORDER BY due_at, score DESC, id LIMIT :limit",
  { claims: 'message' },
);
/** By its id, and the state it leaves as a value: told by its name, a server would look for it among all that are in that state. */
const RELEASE = statement(`
  UPDATE message SET state = 'queued', reason = NULL, reason_code = NULL
  WHERE workspace_id = :workspaceId AND id = :id AND state = :from`);
const QUEUED = statement<SqlRow>(
  `
  SELECT m.*, ${RECIPIENT_COLUMNS}, l.id AS l_id, d.facts AS d_facts, COALESCE(e.zone,
    (SELECT a.zone FROM account_enrollment a WHERE a.workspace_id = m.workspace_id AND a.id = m.enrollment_id)) AS e_zone,
    e.id AS e_id, e.begun_by AS e_begun_by, e.follows_at AS e_follows_at FROM message m
  LEFT JOIN lead l ON l.workspace_id = m.workspace_id AND l.id = m.lead_id
  LEFT JOIN decision d ON d.workspace_id = m.workspace_id AND d.lead_id = m.lead_id AND d.id = m.decision_id
  LEFT JOIN enrollment e ON e.workspace_id = m.workspace_id AND e.id = m.enrollment_id
  WHERE m.state = 'queued' AND m.lane = :lane AND m.workspace_id = :workspaceId AND m.channel = :channel
  AND m.campaign_id = :campaignId AND m.sender = :sender AND m.due_at <= :now ORDER BY m.due_at, m.id LIMIT :limit`,
  { claims: 'm' },
);
const CLAIM = statement(`
  UPDATE message SET state = 'claimed', lease_owner = :owner, lease_until = :until, fence = fence + 1
  WHERE workspace_id = :workspaceId AND id = :id AND state = :from`);
const REFUSE = statement(`
  UPDATE message SET ${REFUSED}
  WHERE workspace_id = :workspaceId AND id = :id AND state = 'queued'`);
const NEXT_HELD = statement<{ due_at: number }>(
  "SELECT due_at FROM message WHERE state = 'held' AND due_at > :after ORDER BY due_at LIMIT 1",
);

const NEXT_OF_STREAM = statement<{ due_at: number }>(`
  SELECT due_at FROM message WHERE state = 'queued' AND lane = :lane AND workspace_id = :workspaceId AND channel = :channel
  AND campaign_id = :campaignId AND sender = :sender AND due_at > :after ORDER BY due_at LIMIT 1`);

/** A row that was claimed, and the connection that it leaves by. */
interface Taken {
  readonly row: SqlRow;
  readonly connection: string;
}

/** What claimed messages have in common, and those that try a connection. */
interface Claiming {
  readonly until: number;
  readonly workspaces: Map<string, Workspace>;
  readonly tries: ReadonlySet<SqlRow>;
}

/** Claims what is due, as `giveOut` says; holds whose time has come join the queue before. */
export function* claimMessages(now: number, wish: ClaimWish): Program<ClaimedMessage[]> {
  const held = yield* all(HELD, { now, limit: wish.limit });
  yield* runEach(
    RELEASE,
    held.map((row) => ({ workspaceId: row.workspace_id, id: row.id, from: 'held' })),
  );
  const workspaces = new Map<string, Workspace>();
  const due = yield* dueStreams(now);
  const rows: SqlRow[] = [];
  const tries = new Set<SqlRow>();
  let limit = wish.limit;
  // Lane by lane: what somebody waits for leaves before everything else.
  for (const lane of Map.groupBy(due, (stream) => stream.lane).values()) {
    const streams = yield* connected(lane, workspaces, wish);
    const batch = wish.giveOut({ streams, halts: yield* readHalts(), rests: yield* holdRests() }, limit);
    const { whole, looked } = yield* taken(streams, batch.allotments, now, { ...wish, limit });
    // What one message tries rests for all others; where another worker has the message, nothing was tried.
    for (const { connection, ...rest } of batch.tried) {
      const trying = whole.filter((one) => one.connection === connection);
      if (trying.length > 0) yield* putRest(connection, rest);
      for (const one of trying) tries.add(one.row);
    }
    rows.push(...whole.map(({ row }) => row));
    limit -= looked;
  }
  return yield* claimedOf(rows, { until: wish.until, workspaces, tries });
}

/** Streams of a lane with the connections they leave by, and whether their campaigns are paused. */
function* connected(
  lane: readonly QueuedStream[],
  workspaces: Map<string, Workspace>,
  { connectionOf }: ClaimWish,
): Program<DueStream[]> {
  // An answer leaves whatever becomes of the campaign.
  const ofCampaigns = lane.filter(({ lane, campaignId }) => lane !== 0 && campaignId !== '');
  const found = yield* allEach(
    CAMPAIGN_STATE,
    ofCampaigns.map(({ workspaceId, campaignId }) => ({ workspaceId, id: campaignId })),
  );
  const paused = new Set(ofCampaigns.filter((_, at) => found[at]?.[0]?.state === 'paused'));
  const streams: DueStream[] = [];
  for (const stream of lane) {
    const workspace = yield* workspaceIn(workspaces, stream.workspaceId);
    const connection = connectionOf(workspace, stream.channel as MessageChannel, stream.sender);
    streams.push({ ...stream, connection, paused: paused.has(stream) });
  }
  return streams;
}

/**
 * Each stream's share in their order, then what was left over, as far as a stream may have it. What was looked at counts, or a lane
 * that only seems empty would let the next one pass.
 */
function* taken(
  streams: readonly DueStream[],
  allotments: readonly Allotment[],
  now: number,
  { owner, until, limit }: ClaimWish,
): Program<{ readonly whole: readonly Taken[]; readonly looked: number }> {
  const rows: Taken[] = [];
  let looked = 0;
  const got = streams.map(() => 0);
  for (const bound of ['share', 'most'] as const) {
    for (const [at, { lane, workspaceId, channel, campaignId, sender, connection }] of streams.entries()) {
      const wanted = Math.min(limit - looked, allotments[at]![bound] - got[at]!);
      // A stream that gave less than its share has no more.
      if (wanted <= 0 || (bound === 'most' && got[at]! < allotments[at]!.share)) continue;
      const found = yield* all(QUEUED, { lane, workspaceId, channel, campaignId, sender, now, limit: wanted });
      const [whole, orphans] = partition(found.toSorted(hotterFirst), (row) => row.l_id !== null);
      yield* runEach(
        CLAIM,
        whole.map((row) => ({ ...keyOf(row), owner, until, from: 'queued' })),
      );
      // Its lead was merged into another while it was on its way by a worker that died: the other lead's passage goes on.
      for (const row of orphans) yield* run(REFUSE, { ...keyOf(row), ...refusedFor({ code: orphanedBy(row) }) });
      yield* reopenReplies(orphans.map(keyOf));
      yield* tellMessages(orphans.map(keyOf));
      got[at]! += found.length;
      looked += found.length;
      rows.push(...whole.map((row) => ({ row, connection })));
    }
  }
  return { whole: rows, looked };
}

/** One of an erased person was in doubt, and somebody wanted it sent again. */
function orphanedBy({ recipient }: SqlRow): string {
  return recipient === ERASED ? ERASED : 'merged';
}

/** Those of one batch are asked for their places in this order; which are claimed goes by time alone, so that they lie side by side. */
function hotterFirst(one: SqlRow, other: SqlRow): number {
  return (other.score as number) - (one.score as number);
}

function keyOf(row: SqlRow) {
  return { workspaceId: row.workspace_id as string, id: row.id as string };
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): readonly [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

function* claimedOf(rows: readonly SqlRow[], { until, workspaces, tries }: Claiming): Program<ClaimedMessage[]> {
  const campaigns: CampaignsRead = new Map();
  const claimed: ClaimedMessage[] = [];
  for (const row of rows) {
    const queued = messageOf(row);
    const { workspaceId, campaignId } = queued;
    claimed.push({
      message: { ...queued, state: 'claimed', fence: queued.fence + 1, leaseUntil: until },
      recipient: recipientOfMessage(row, queued),
      zone: row.e_zone as string | null,
      facts: (row.d_facts ?? '{}') as string,
      campaign: yield* campaignIn(campaigns, workspaceId, campaignId),
      workspace: yield* workspaceIn(workspaces, workspaceId),
      slotAt: row.slot_at as number | null,
      ...(row.e_id === null || queued.lane === 0 ? {} : { thread: threadOf(row) }),
      ...(tries.has(row) ? { tries: true } : {}),
      ...(isWritten(queued) ? { answer: yield* answerOfMessage(workspaceId, queued.id) } : {}),
      ...(asksThread(queued) ? { answered: yield* threadOfAnswer(queued) } : {}),
    });
  }
  return claimed;
}

function threadOf(row: SqlRow): MessageThread {
  return { begunBy: row.e_begun_by as string | null, followsAt: row.e_follows_at as number | null };
}

/** Asked about is the address or number that it leaves to: the lead may have another one by now. */
function recipientOfMessage(row: SqlRow, { channel, recipient }: Message): Recipient {
  const way = channel === 'email' ? { email: recipient || null } : { phone: recipient || null };
  return { ...recipientOfRow(row), ...way };
}

function* workspaceIn(read: Map<string, Workspace>, id: string): Program<Workspace> {
  const workspace = read.get(id) ?? (yield* workspaceById(id));
  if (!workspace) throw new Error(`workspace ${id} is not stored`);
  read.set(id, workspace);
  return workspace;
}

/** When the next queued or held message may be looked at, later than `after`; null = none. */
export function* nextMessageAt(after: number): Program<number | null> {
  const held = (yield* first(NEXT_HELD, { after }))?.due_at;
  const times = held === undefined ? [] : [held];
  for (const { lane, workspaceId, channel, campaignId, sender, dueAt } of yield* queuedStreams()) {
    if (dueAt > after) times.push(dueAt);
    else {
      const next = yield* first(NEXT_OF_STREAM, { lane, workspaceId, channel, campaignId, sender, after });
      if (next) times.push(next.due_at);
    }
  }
  return times.length === 0 ? null : Math.min(...times);
}
