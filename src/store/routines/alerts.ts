/** Alerts: one for each change, on its way to each target, and what became of it. */

import { LIMITS } from '../../domain/limits.ts';
import type { AlertStatus } from '../../domain/routine/alert.ts';
import type { AlertRecord, AlertSend, AlertStory, LeaseWish } from '../../engine/store-port.ts';
import { alertsGate } from '../gates.ts';
import { toJson } from '../json.ts';
import { all, enterAlone, first, type Program, run, runEach } from '../program.ts';
import { alertOf } from '../rows/routine.ts';
import { insert, type SqlRow, statement } from '../statement.ts';

const ADD = statement(`
  INSERT INTO alert (workspace_id, id, subject, status, was, at, facts, turn) VALUES
  (:workspaceId, :id, :subject, :status, :was, :at, :facts, 1 + COALESCE((SELECT turn FROM alert
   WHERE workspace_id = :workspaceId AND subject = :subject ORDER BY turn DESC LIMIT 1), 0))`);
const ADD_SEND = insert('alert_send', ['workspaceId', 'alertId', 'target', 'state', 'attempts', 'dueAt']);
const LAST = statement<{ status: AlertStatus }>(`
  SELECT status FROM alert WHERE workspace_id = :workspaceId AND subject = :subject ORDER BY turn DESC LIMIT 1`);
const LIST = statement<SqlRow>('SELECT * FROM alert WHERE workspace_id = :workspaceId ORDER BY id DESC LIMIT :limit');
const SENDS = statement<SqlRow>(`
  SELECT target, state, attempts, detail FROM alert_send WHERE workspace_id = :workspaceId AND alert_id = :id
  ORDER BY target`);
const IS_OPEN = "state IN ('queued','sending')";
const SENDING = statement<SqlRow>(
  `SELECT workspace_id, alert_id, target, lease_owner, lease_until FROM alert_send
  WHERE state = 'sending' AND ${IS_OPEN} ORDER BY due_at, workspace_id, alert_id, target LIMIT :limit`,
  { claims: 'alert_send' },
);
const DUE = statement<SqlRow>(
  `SELECT s.workspace_id, s.target, s.attempts, s.due_at, s.detail, s.alert_id AS id, a.subject, a.status, a.was, a.at, a.facts
  FROM alert_send s JOIN alert a ON a.workspace_id = s.workspace_id AND a.id = s.alert_id
  WHERE s.state = 'queued' AND s.${IS_OPEN} AND s.due_at <= :now
  ORDER BY s.due_at, s.workspace_id, s.alert_id, s.target LIMIT :limit`,
  { claims: 's' },
);
const KEY = 'workspace_id = :workspaceId AND alert_id = :alertId AND target = :target';
const CLAIM = statement(`
  UPDATE alert_send SET state = 'sending', attempts = attempts + 1, lease_owner = :owner, lease_until = :until
  WHERE ${KEY} AND state = 'queued'`);
const LOST = statement(`
  UPDATE alert_send SET state = :state, detail = :detail, lease_owner = NULL, lease_until = NULL
  WHERE ${KEY} AND state = 'sending' AND lease_owner = :owner`);
const SETTLE = statement(`
  UPDATE alert_send SET state = :state, due_at = :dueAt, detail = :detail, lease_owner = NULL, lease_until = NULL
  WHERE ${KEY} AND state = 'sending' AND lease_owner = :owner`);

/** What was last told of a subject; null = nothing. Nobody else tells anything of it until this transaction ends. */
export function* lastStatus(workspaceId: string, subject: string): Program<AlertStatus | null> {
  yield* enterAlone(alertsGate(workspaceId, subject));
  return (yield* first(LAST, { workspaceId, subject }))?.status ?? null;
}

/** Adds an alert, queued to each target. */
export function* addAlert(alert: AlertRecord, targets: readonly string[]): Program<void> {
  const { workspaceId, id: alertId, at: dueAt } = alert;
  yield* run(ADD, { ...alert, facts: toJson(alert.facts) });
  yield* runEach(
    ADD_SEND,
    targets.map((target) => ({ workspaceId, alertId, target, state: 'queued', attempts: 0, dueAt })),
  );
}

/** Adds the alert that `decide` makes of what was last told of its subject, if any. */
export function* raiseAlert(
  { workspaceId, subject }: Pick<AlertRecord, 'workspaceId' | 'subject'>,
  targets: readonly string[],
  decide: (last: AlertStatus | null) => AlertRecord | null,
): Program<void> {
  const alert = decide(yield* lastStatus(workspaceId, subject));
  if (alert) yield* addAlert(alert, targets);
}

/** Alerts of a workspace, newest first, each with its way to every target. */
export function* listAlerts(workspaceId: string, limit: number): Program<AlertStory[]> {
  const stories: AlertStory[] = [];
  for (const row of yield* all(LIST, { workspaceId, limit })) {
    const alert = alertOf(row);
    const sends = yield* all(SENDS, { workspaceId, id: alert.id });
    stories.push({ alert, sends: sends.map((one) => ({ ...one }) as unknown as AlertStory['sends'][number]) });
  }
  return stories;
}

interface Lease extends LeaseWish {
  readonly leaseNow: number;
  isGone(owner: string): boolean;
  isRepeatable(target: string): boolean;
}

/** Marks what is due as `sending`; what a dead process had in hand is settled first. */
export function* claimAlerts(now: number, lease: Lease): Program<AlertSend[]> {
  yield* settleLost(lease);
  const { owner, until, limit } = lease;
  const sends: AlertSend[] = [];
  for (const row of yield* all(DUE, { now, limit })) {
    const alert = alertOf(row);
    const target = row.target as string;
    const key = { workspaceId: alert.workspaceId, alertId: alert.id, target };
    if ((yield* run(CLAIM, { ...key, owner, until })) === 0) continue;
    const [attempts, dueAt] = [(row.attempts as number) + 1, row.due_at as number];
    sends.push({ alert, target, state: 'sending', attempts, dueAt, detail: row.detail as string | null });
  }
  return sends;
}

function* settleLost({ leaseNow, isGone, isRepeatable }: Lease): Program<void> {
  for (const row of yield* all(SENDING, { limit: LIMITS.alertBatch })) {
    const owner = row.lease_owner as string;
    if ((row.lease_until as number) > leaseNow && !isGone(owner)) continue;
    const target = row.target as string;
    const state = isRepeatable(target) ? 'queued' : 'unconfirmed';
    const detail = 'the process that sent it ended before there was an answer';
    const key = { workspaceId: row.workspace_id as string, alertId: row.alert_id as string, target };
    yield* run(LOST, { ...key, owner, state, detail });
  }
}

/** Writes what became of a sending. */
export function* settleAlert(send: AlertSend, owner: string): Program<void> {
  const { alert, target, state, dueAt, detail } = send;
  const { workspaceId, id: alertId } = alert;
  yield* run(SETTLE, { workspaceId, alertId, target, state, dueAt, detail, owner });
}
