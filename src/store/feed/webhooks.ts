/** Webhooks as rows, and what is on its way to them: queued once for each place of the feed, tried until it is over. */
import { LIMITS } from '../../domain/limits.ts';
import type { Webhook, WebhookSend } from '../../domain/webhook/webhook.ts';
import type { SendQuery, WebhookClaim, WebhookQueue, WebhookSettled } from '../../engine/store-port.ts';
import { StoreError } from '../errors.ts';
import { fromJson, toJson } from '../json.ts';
import { all, first, type Program, run, runEach } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';

const KEY = 'workspace_id = :workspaceId AND id = :id';
const ADD = insert('webhook', [
  ...['workspaceId', 'id', 'name', 'url', 'kinds', 'private', 'state', 'offReason', 'sealed', 'formerSealed'],
  ...['formerUntil', 'position', 'restUntil', 'fails', 'createdAt', 'createdBy'],
]);
const BY_ID = statement<SqlRow>(`SELECT * FROM webhook WHERE ${KEY}`);
const BY_NAME = statement<SqlRow>('SELECT * FROM webhook WHERE workspace_id = :workspaceId AND name = :name');
const HELD = statement<SqlRow>(`SELECT * FROM webhook WHERE ${KEY}`, { holds: 'webhook' });
const LIST = statement<SqlRow>('SELECT * FROM webhook WHERE workspace_id = :workspaceId ORDER BY id LIMIT :limit');
const ALL_ON = statement<SqlRow>("SELECT * FROM webhook WHERE state = 'on' ORDER BY workspace_id, id LIMIT :limit", {
  scans: 'one short row for each webhook of the instance',
});
const SAVE = statement(`
  UPDATE webhook SET name = :name, url = :url, kinds = :kinds, private = :private, state = :state, off_reason = :offReason,
    sealed = :sealed, former_sealed = :formerSealed, former_until = :formerUntil, position = :position,
    rest_until = :restUntil, fails = :fails
  WHERE ${KEY}`);
const REMOVE = statement(`DELETE FROM webhook WHERE ${KEY}`);
const REMOVE_SENDS = statement('DELETE FROM webhook_send WHERE workspace_id = :workspaceId AND webhook_id = :id');
const MOVE_ON = statement(
  `UPDATE webhook SET position = :position WHERE ${KEY} AND position = :before AND state = 'on'`,
);
const FARES = statement(`
  UPDATE webhook SET rest_until = :restUntil, fails = :fails, state = CASE WHEN state = 'off' THEN state ELSE :state END,
    off_reason = CASE WHEN state = 'off' THEN off_reason ELSE :offReason END
  WHERE ${KEY}`);

const SEND_KEY = 'workspace_id = :workspaceId AND webhook_id = :webhookId AND id = :id';
const QUEUE = insert(
  'webhook_send',
  [
    ...['workspaceId', 'webhookId', 'id', 'kind', 'leadId', 'state', 'attempts', 'dueAt', 'status', 'detail'],
    ...['createdAt', 'sentAt', 'body'],
  ],
  'ON CONFLICT (workspace_id, webhook_id, id) DO NOTHING',
);
const DUE = statement<SqlRow>(
  `SELECT * FROM webhook_send WHERE state = 'queued' AND workspace_id = :workspaceId AND webhook_id = :webhookId
     AND due_at <= :now ORDER BY due_at, id LIMIT :limit`,
  { claims: 'webhook_send' },
);
/** The tries tell one claim from the next: what a stalled process says of an earlier one is heard no more. */
const CLAIM = statement(`UPDATE webhook_send SET attempts = attempts + 1, due_at = :until WHERE ${SEND_KEY}`);
const SETTLE = statement(`
  UPDATE webhook_send SET state = :state, due_at = :dueAt, status = :status, detail = :detail, sent_at = :sentAt
  WHERE ${SEND_KEY} AND attempts = :attempts AND state = 'queued'`);
const COUNT = statement<{ state: WebhookSend['state']; n: number }>(`
  SELECT state, COUNT(*) AS n FROM webhook_send WHERE workspace_id = :workspaceId AND webhook_id = :webhookId GROUP BY state`);
const QUEUED = statement<{ n: number }>(
  `
  SELECT COUNT(*) AS n FROM (SELECT 1 FROM webhook_send WHERE state = 'queued' AND workspace_id = :workspaceId
    AND webhook_id = :webhookId LIMIT :limit) AS waiting`,
  {
    scans: 'what waits is counted up to a bound',
  },
);
const SENDS = statement<SqlRow>(`
  SELECT * FROM webhook_send WHERE workspace_id = :workspaceId AND webhook_id = :webhookId AND state = :state
  ORDER BY id DESC LIMIT :limit`);
const SEND = statement<SqlRow>(`SELECT * FROM webhook_send WHERE ${SEND_KEY}`);
const RETRY = statement(`
  UPDATE webhook_send SET state = 'queued', attempts = 0, due_at = :now, sent_at = NULL WHERE ${SEND_KEY} AND state = :state`);
const FORGET_SINCE = statement(`
  DELETE FROM webhook_send WHERE workspace_id = :workspaceId AND webhook_id = :webhookId AND state = :state
  AND created_at >= :since`);
const OLDEST = statement<{ id: string; created_at: number }>(`
  SELECT id, created_at FROM webhook_send WHERE workspace_id = :workspaceId AND webhook_id = :webhookId AND state = :state
  ORDER BY id LIMIT :limit`);
const FORGET_SENDS = statement(`
  DELETE FROM webhook_send WHERE workspace_id = :workspaceId AND webhook_id = :webhookId AND state = :state AND id <= :last`);

/** Adds one. Errors: `webhook-exists`. */
export function* addWebhook(webhook: Webhook): Program<void> {
  const { workspaceId, name } = webhook;
  if (yield* first(BY_NAME, { workspaceId, name }))
    throw new StoreError('webhook-exists', `there is a webhook “${name}” already; choose another name`);
  yield* run(ADD, parametersOf(webhook));
}

/** The webhook of this id or name. */
export function* webhookByRef(workspaceId: string, ref: string): Program<Webhook | null> {
  const row = (yield* first(BY_ID, { workspaceId, id: ref })) ?? (yield* first(BY_NAME, { workspaceId, name: ref }));
  return row ? webhookOf(row) : null;
}

/** Webhooks of a workspace, in the order in which they were made. */
export function* listWebhooks(workspaceId: string, limit: number): Program<Webhook[]> {
  return (yield* all(LIST, { workspaceId, limit })).map(webhookOf);
}

/** Those of all workspaces that are to be told. */
export function* webhooksOn(limit: number): Program<Webhook[]> {
  return (yield* all(ALL_ON, { limit })).map(webhookOf);
}

/** Changes one as it stands; null = there is none of this id. */
export function* changeWebhook(
  workspaceId: string,
  id: string,
  decide: (webhook: Webhook) => Webhook,
): Program<Webhook | null> {
  const row = yield* first(HELD, { workspaceId, id });
  if (!row) return null;
  const after = decide(webhookOf(row));
  const { createdAt: _, createdBy: __, ...saved } = parametersOf(after);
  yield* run(SAVE, saved);
  return after;
}

/** Removes one, and what was on its way to it. */
export function* removeWebhook(workspaceId: string, id: string): Program<void> {
  yield* run(REMOVE_SENDS, { workspaceId, id });
  yield* run(REMOVE, { workspaceId, id });
}

/** Queues what a page of the feed has for a webhook, and moves it on; false = somebody else did. */
export function* queueSends({ webhook, position, sends }: WebhookQueue): Program<boolean> {
  const { workspaceId, id, position: before } = webhook;
  if ((yield* run(MOVE_ON, { workspaceId, id, before, position })) === 0) return false;
  yield* runEach(
    QUEUE,
    sends.map((send) => ({ ...send })),
  );
  return true;
}

/** How many wait, counted up to a bound. */
export function* countQueued(workspaceId: string, webhookId: string, limit: number): Program<number> {
  return (yield* first(QUEUED, { workspaceId, webhookId, limit }))?.n ?? 0;
}

/** Takes up what is due. It is due again at `until`, so that what a dead process had in hand is sent again. */
export function* claimSends({ workspaceId, webhookId, now, until, limit }: WebhookClaim): Program<WebhookSend[]> {
  const due = (yield* all(DUE, { workspaceId, webhookId, now, limit })).map(sendOf);
  yield* runEach(
    CLAIM,
    due.map(({ id }) => ({ workspaceId, webhookId, id, until })),
  );
  return due.map((send) => ({ ...send, attempts: send.attempts + 1 }));
}

/** Writes what became of a try, and how its webhook fares. */
export function* settleWebhookSend({ send, webhook }: WebhookSettled): Program<void> {
  const { workspaceId, webhookId, id, attempts, state, dueAt, status, detail, sentAt } = send;
  yield* run(SETTLE, { workspaceId, webhookId, id, attempts, state, dueAt, status, detail, sentAt });
  const { restUntil, fails, state: to, offReason } = webhook;
  yield* run(FARES, { workspaceId, id: webhookId, restUntil, fails, state: to, offReason });
}

/** Counts by state. */
export function* countSends(workspaceId: string, webhookId: string): Program<Record<WebhookSend['state'], number>> {
  const counts = { queued: 0, sent: 0, failed: 0 };
  for (const { state, n } of yield* all(COUNT, { workspaceId, webhookId })) counts[state] = n;
  return counts;
}

/** Sends of one state, the newest first. */
export function* listSends({ workspaceId, webhookId, state, limit }: SendQuery): Program<WebhookSend[]> {
  return (yield* all(SENDS, { workspaceId, webhookId, state, limit })).map(sendOf);
}

/** One of them. */
export function* sendById(workspaceId: string, webhookId: string, id: string): Program<WebhookSend | null> {
  const row = yield* first(SEND, { workspaceId, webhookId, id });
  return row ? sendOf(row) : null;
}

/** Sends them anew, from the first try on; the count. */
export function* retrySends(
  { workspaceId, webhookId, state }: Omit<SendQuery, 'limit'>,
  ids: readonly string[],
  now: number,
): Program<number> {
  return yield* runEach(
    RETRY,
    ids.map((id) => ({ workspaceId, webhookId, id, state, now })),
  );
}

/** Forgets what is over of what was queued since, so that it may be queued anew under its id. */
export function* forgetSince(workspaceId: string, webhookId: string, since: number): Program<void> {
  for (const state of ['sent', 'failed'] as const) yield* run(FORGET_SINCE, { workspaceId, webhookId, state, since });
}

/** Forgets a page of what is over and older; the count. Ids rise with time. */
export function* forgetSends(workspaceId: string, before: number, limit: number): Program<number> {
  let forgotten = 0;
  for (const { id: webhookId } of yield* listWebhooks(workspaceId, LIMITS.webhooks)) {
    for (const state of ['sent', 'failed'] as const) {
      const key = { workspaceId, webhookId, state };
      const last = (yield* all(OLDEST, { ...key, limit })).findLast((row) => row.created_at < before);
      if (last) forgotten += yield* run(FORGET_SENDS, { ...key, last: last.id });
    }
  }
  return forgotten;
}

function parametersOf({ kinds, isPrivate, ...rest }: Webhook) {
  return { ...rest, kinds: toJson(kinds), private: isPrivate ? 1 : 0 };
}

function webhookOf(row: SqlRow): Webhook {
  return {
    ...{ workspaceId: row.workspace_id as string, id: row.id as string, name: row.name as string },
    ...{ url: row.url as string, kinds: fromJson(row.kinds), isPrivate: row.private === 1 },
    ...{ state: row.state as Webhook['state'], offReason: row.off_reason as string | null },
    ...{ sealed: row.sealed as string, formerSealed: row.former_sealed as string | null },
    ...{ formerUntil: row.former_until as number | null, position: row.position as number },
    ...{ restUntil: row.rest_until as number, fails: row.fails as number },
    ...{ createdAt: row.created_at as number, createdBy: row.created_by as string },
  };
}

function sendOf(row: SqlRow): WebhookSend {
  return {
    ...{ workspaceId: row.workspace_id as string, webhookId: row.webhook_id as string, id: row.id as string },
    ...{ kind: row.kind as string, leadId: row.lead_id as string, body: row.body as string },
    ...{ state: row.state as WebhookSend['state'], attempts: row.attempts as number, dueAt: row.due_at as number },
    ...{ status: row.status as number | null, detail: row.detail as string },
    ...{ createdAt: row.created_at as number, sentAt: row.sent_at as number | null },
  };
}
