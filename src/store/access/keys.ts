/** Keys of programs, and the answers kept for a request that comes twice. Knows hashes only. */
import type { AccessRole } from '../../domain/access/role.ts';
import type { AnswerBegin, AnswerKept, AnswerKey, ApiKey } from '../../engine/store-port.ts';
import { all, first, type Program, run } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';

const KEY = 'workspace_id = :workspaceId AND id = :id';
const ADD = insert('api_key', [
  ...['workspaceId', 'id', 'name', 'prefix', 'hash', 'role', 'kind', 'createdAt', 'createdBy'],
  ...['expiresAt', 'revokedAt', 'usedAt'],
]);
const BY_HASH = statement<SqlRow>('SELECT * FROM api_key WHERE hash = :hash');
const OF_WORKSPACE = statement<SqlRow>(
  'SELECT * FROM api_key WHERE workspace_id = :workspaceId ORDER BY id LIMIT :limit',
);
const BY_REF = statement<SqlRow>(
  'SELECT * FROM api_key WHERE workspace_id = :workspaceId AND (id = :ref OR prefix = :ref) ORDER BY id LIMIT 1',
);
const REVOKE = statement(`UPDATE api_key SET revoked_at = :now WHERE ${KEY} AND revoked_at IS NULL`);
const USED = statement(`UPDATE api_key SET used_at = :now WHERE ${KEY}`);
const ADMIN_KEY = statement<{ found: number }>(`
  SELECT 1 AS found FROM api_key WHERE workspace_id = '' AND role = 'admin' AND revoked_at IS NULL
    AND (expires_at IS NULL OR expires_at > :now) LIMIT 1`);
const ADMIN_USER = statement<{ found: number }>(
  `SELECT 1 AS found FROM user_role WHERE workspace_id = '' AND role = 'admin' LIMIT 1`,
);

const ANSWER = 'workspace_id = :workspaceId AND caller = :caller AND key = :key';
const BEGIN = insert(
  'kept_answer',
  ['workspaceId', 'caller', 'key', 'requestHash', 'state', 'owner', 'until'],
  'ON CONFLICT (workspace_id, caller, key) DO NOTHING',
);
const FOUND = statement<SqlRow>(`SELECT * FROM kept_answer WHERE ${ANSWER}`, { holds: 'kept_answer' });
const AGAIN = statement(`
  UPDATE kept_answer SET request_hash = :requestHash, state = 'under-way', owner = :owner, until = :until, answer = NULL
  WHERE ${ANSWER}`);
const KEEP = statement(
  `UPDATE kept_answer SET state = 'done', answer = :answer, until = :until WHERE ${ANSWER} AND owner = :owner`,
);
const DROP = statement(`DELETE FROM kept_answer WHERE ${ANSWER} AND owner = :owner AND state = 'under-way'`);
const OLD_ANSWERS = statement('DELETE FROM kept_answer WHERE until < :now', {
  scans: 'once a day; one short row for each request of the last day that may come twice',
});

/** Adds a key. */
export function* addKey(key: ApiKey): Program<void> {
  yield* run(ADD, { ...key });
}

/** The key with this hash, also one that is over. */
export function* keyByHash(hash: string): Program<ApiKey | null> {
  const row = yield* first(BY_HASH, { hash });
  return row ? keyOf(row) : null;
}

/** Keys of a workspace. */
export function* listKeys(workspaceId: string, limit: number): Program<ApiKey[]> {
  return (yield* all(OF_WORKSPACE, { workspaceId, limit })).map(keyOf);
}

/** Ends a key; as it was before. */
export function* revokeKey(workspaceId: string, ref: string, now: number): Program<ApiKey | null> {
  const row = yield* first(BY_REF, { workspaceId, ref });
  if (!row) return null;
  yield* run(REVOKE, { workspaceId, id: row.id as string, now });
  return keyOf(row);
}

/** Notes that it was used. */
export function* noteKeyUse({ workspaceId, id }: Pick<ApiKey, 'workspaceId' | 'id'>, now: number): Program<void> {
  yield* run(USED, { workspaceId, id, now });
}

/** Whether somebody may decide on everything. */
export function* hasAdmin(now: number): Program<boolean> {
  return ((yield* first(ADMIN_USER, {})) ?? (yield* first(ADMIN_KEY, { now }))) !== undefined;
}

/** Begins a request that may come twice, or tells what became of it before. One of several at once gets it. */
export function* beginAnswer({ now, ...begin }: AnswerBegin): Program<AnswerKept> {
  const { workspaceId, caller, key, requestHash, owner, until } = begin;
  if ((yield* run(BEGIN, { ...begin, state: 'under-way' })) === 1) return { kind: 'yours' };
  const row = yield* first(FOUND, { workspaceId, caller, key });
  // Its first request was refused just now, and freed it.
  if (!row) return { kind: (yield* run(BEGIN, { ...begin, state: 'under-way' })) === 1 ? 'yours' : 'under-way' };
  if ((row.until as number) <= now) {
    yield* run(AGAIN, { workspaceId, caller, key, requestHash, owner, until });
    return { kind: 'yours' };
  }
  if (row.request_hash !== requestHash) return { kind: 'other-request' };
  return row.state === 'done' ? { kind: 'done', answer: row.answer as string | null } : { kind: 'under-way' };
}

/** Keeps the answer. */
export function* keepAnswer(key: AnswerKey, owner: string, answer: string | null, until: number): Program<void> {
  yield* run(KEEP, { ...key, owner, answer, until });
}

/** Nothing was done: the key is free again. */
export function* dropAnswer(key: AnswerKey, owner: string): Program<void> {
  yield* run(DROP, { ...key, owner });
}

/** Forgets answers whose time is over. */
export function* forgetAnswers(now: number): Program<number> {
  return yield* run(OLD_ANSWERS, { now });
}

function keyOf(row: SqlRow): ApiKey {
  return {
    ...{ workspaceId: row.workspace_id as string, id: row.id as string, name: row.name as string },
    ...{ prefix: row.prefix as string, hash: row.hash as string, role: row.role as AccessRole },
    kind: row.kind as ApiKey['kind'],
    ...{ createdAt: row.created_at as number, createdBy: row.created_by as string },
    ...{ expiresAt: row.expires_at as number | null, revokedAt: row.revoked_at as number | null },
    usedAt: row.used_at as number | null,
  };
}
