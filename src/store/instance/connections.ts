/**
 * Connections on record: kept, changed, judged, their tokens renewed by one process at a time. Secrets are sealed before they come here
 * and never opened. Whatever a process must know of raises one counter, which is all that a worker reads before a batch.
 */
import type { Connection } from '../../domain/connection/connection.ts';
import { type Health, UNTRIED } from '../../domain/connection/health.ts';
import { IN_USE } from '../../domain/delivery/rest.ts';
import type {
  ConnectionChange,
  ConnectionJudgement,
  ConnectionKey,
  HealWish,
  RenewalLease,
} from '../../engine/store-port.ts';
import { restsGate } from '../gates.ts';
import { fromJson, toJson } from '../json.ts';
import { all, enterAlone, first, type Program, run, runEach } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';
import { putRest } from './rests.ts';

const KEY = 'workspace_id = :workspaceId AND id = :id';
const HEALTH = `state = :state, success_at = :successAt, failure_code = :failureCode, failure_says = :failureSays,
  failure_at = :failureAt, checked_at = :checkedAt`;
const VERSION = statement<{ value: number }>(
  "SELECT value FROM counter WHERE workspace_id = '' AND name = 'connections'",
);
const RAISE = statement(`
  INSERT INTO counter (workspace_id, name, value) VALUES ('', 'connections', 1)
  ON CONFLICT (workspace_id, name) DO UPDATE SET value = counter.value + 1`);
const ALL = statement<SqlRow>('SELECT * FROM connection ORDER BY workspace_id, id LIMIT :limit', {
  scans: 'all connections of all workspaces are asked for, where one has changed',
});
const OF_WORKSPACE = statement<SqlRow>(
  'SELECT * FROM connection WHERE workspace_id = :workspaceId ORDER BY id LIMIT :limit',
);
const BY_ID = statement<SqlRow>(`SELECT * FROM connection WHERE ${KEY}`);
const BY_NAME = statement<SqlRow>('SELECT * FROM connection WHERE workspace_id = :workspaceId AND name = :name');
const HELD_BACK = statement<SqlRow>(`SELECT * FROM connection WHERE ${KEY}`, { holds: 'connection' });
const ADD = insert(
  'connection',
  [
    ...['workspaceId', 'id', 'name', 'provider', 'settings', 'sealed', 'revision', 'createdAt'],
    ...['state', 'successAt', 'failureCode', 'failureSays', 'failureAt', 'checkedAt'],
  ],
  'ON CONFLICT (workspace_id, name) DO NOTHING',
);
const CHANGE = statement(`
  UPDATE connection SET settings = :settings, sealed = :sealed, revision = revision + 1, lease_owner = NULL,
    lease_until = NULL, ${HEALTH}
  WHERE ${KEY}`);
const REMOVE = statement(`DELETE FROM connection WHERE ${KEY}`);
const JUDGE = statement(`UPDATE connection SET ${HEALTH} WHERE ${KEY}`);
const LEASE = statement(`UPDATE connection SET lease_owner = :owner, lease_until = :until WHERE ${KEY}`);
const RENEWED = statement(`
  UPDATE connection SET sealed = :sealed, lease_owner = NULL, lease_until = NULL WHERE ${KEY} AND lease_owner = :owner`);
const RELEASE = statement(
  `UPDATE connection SET lease_owner = NULL, lease_until = NULL WHERE ${KEY} AND lease_owner = :owner`,
);
const WAITING = statement<{ id: string }>(
  `
  SELECT id FROM message WHERE state = 'held' AND due_at > :now AND workspace_id = :workspaceId AND channel = :channel
  AND reason_code = 'connection-failing' ORDER BY due_at, score DESC, id LIMIT :limit`,
  { claims: 'message' },
);
const DUE = statement(`UPDATE message SET due_at = :now WHERE ${KEY} AND state = :from`);

/** How often something was changed that every process must know of. */
export function* connectionsVersion(): Program<number> {
  return (yield* first(VERSION, {}))?.value ?? 0;
}

/** Connections in the order in which they were made. */
export function* listConnections(workspaceId: string | null, limit: number): Program<Connection[]> {
  const rows = workspaceId === null ? yield* all(ALL, { limit }) : yield* all(OF_WORKSPACE, { workspaceId, limit });
  return rows.map(connectionOf);
}

/** One connection, by name or id. */
export function* connectionByRef(workspaceId: string, ref: string): Program<Connection | null> {
  const row = (yield* first(BY_NAME, { workspaceId, name: ref })) ?? (yield* first(BY_ID, { workspaceId, id: ref }));
  return row ? connectionOf(row) : null;
}

/** Adds one; false = its name is taken. */
export function* addConnection(connection: Connection): Program<boolean> {
  const { workspaceId, id, name, provider, settings, sealed, revision, createdAt, health } = connection;
  const row = { workspaceId, id, name, provider, settings: toJson(settings), sealed, revision, createdAt };
  const added = (yield* run(ADD, { ...row, ...columnsOf(health) })) === 1;
  if (added) yield* run(RAISE, {});
  return added;
}

/** Gives it settings and secret anew. */
export function* changeConnection({ settings, sealed, ...key }: ConnectionChange): Program<Connection | null> {
  const row = yield* first(HELD_BACK, { ...key });
  if (!row) return null;
  // That it was failing holds until it is asked: what is held must not go out by a secret that nobody has tried.
  const health = { ...connectionOf(row).health, checkedAt: null };
  const after = health.state === 'failing' ? health : { ...UNTRIED, failure: health.failure };
  yield* run(CHANGE, { ...key, settings: toJson(settings), sealed, ...columnsOf(after) });
  yield* run(RAISE, {});
  return yield* connectionByRef(key.workspaceId, key.id);
}

/** Removes one; false = there was none. */
export function* removeConnection({ workspaceId, id }: ConnectionKey): Program<boolean> {
  const removed = (yield* run(REMOVE, { workspaceId, id })) === 1;
  if (removed) yield* run(RAISE, {});
  return removed;
}

/** Writes how it fares, as far as that was learnt with what it has now. */
export function* judgeConnection({ workspaceId, id, revision, health, way }: ConnectionJudgement): Program<boolean> {
  yield* enterAlone(restsGate());
  const row = yield* first(HELD_BACK, { workspaceId, id });
  if (!row || row.revision !== revision) return false;
  yield* run(JUDGE, { workspaceId, id, ...columnsOf(health) });
  if (row.state !== health.state) yield* run(RAISE, {});
  if ((row.state === 'failing') !== (health.state === 'failing')) yield* putRest(way, IN_USE);
  return true;
}

/** Gives the right to renew its tokens to one owner. */
export function* leaseRenewal(lease: RenewalLease): Program<'yours' | 'changed' | 'taken' | 'gone'> {
  const { workspaceId, id, seen, owner, now, until } = lease;
  const row = yield* first(HELD_BACK, { workspaceId, id });
  if (!row) return 'gone';
  if (row.sealed !== seen) return 'changed';
  const holder = row.lease_owner as string | null;
  if (holder !== null && (row.lease_until as number) > now && !lease.isGone(holder)) return 'taken';
  yield* run(LEASE, { workspaceId, id, owner, until });
  return 'yours';
}

/** Keeps what a renewal brought. */
export function* endRenewal(key: ConnectionKey, owner: string, sealed: string | null): Program<boolean> {
  const { workspaceId, id } = key;
  const ended =
    sealed === null
      ? yield* run(RELEASE, { workspaceId, id, owner })
      : yield* run(RENEWED, { workspaceId, id, owner, sealed });
  return ended === 1;
}

/** A page of what waits for a failing connection becomes due. */
export function* healMessages({ workspaceId, channel, now, limit }: HealWish): Program<number> {
  const waiting = yield* all(WAITING, { workspaceId, channel, now, limit });
  return yield* runEach(
    DUE,
    waiting.map(({ id }) => ({ workspaceId, id, now, from: 'held' })),
  );
}

function columnsOf({ state, successAt, failure, checkedAt }: Health) {
  return {
    ...{ state, successAt, checkedAt, failureCode: failure?.code ?? null },
    ...{ failureSays: failure?.says ?? null, failureAt: failure?.at ?? null },
  };
}

function connectionOf(row: SqlRow): Connection {
  return {
    workspaceId: row.workspace_id as string,
    id: row.id as string,
    name: row.name as string,
    provider: row.provider as string,
    settings: fromJson(row.settings),
    sealed: row.sealed as string,
    revision: row.revision as number,
    createdAt: row.created_at as number,
    health: healthOf(row),
  };
}

function healthOf(row: SqlRow): Health {
  const code = row.failure_code as string | null;
  return {
    state: row.state as Health['state'],
    successAt: row.success_at as number | null,
    failure: code === null ? null : { code, says: row.failure_says as string, at: row.failure_at as number },
    checkedAt: row.checked_at as number | null,
  };
}
