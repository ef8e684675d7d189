/** Workspaces: made dry, read, saved. */
import type { Workspace } from '../../engine/store-port.ts';
import { fromJson, toJson } from '../json.ts';
import { all, first, type Program, run } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';

const BY_ID = statement<SqlRow>('SELECT * FROM workspace WHERE id = :id');
const LIST = statement<SqlRow>('SELECT * FROM workspace ORDER BY id LIMIT :limit', {
  scans: 'all workspaces are asked for',
});
const INSERT = insert('workspace', ['id', 'mode', 'settings', 'createdAt'], 'ON CONFLICT (id) DO NOTHING');
const UPDATE = statement(
  'UPDATE workspace SET mode = :mode, settings = :settings, live_at = :liveAt, live_by = :liveBy WHERE id = :id',
);

/** The workspace, made dry if it is not there yet. */
export function* ensureWorkspace(id: string, now: number): Program<Workspace> {
  yield* run(INSERT, { id, mode: 'dry', settings: toJson({}), createdAt: now });
  const workspace = yield* workspaceById(id);
  if (!workspace) throw new Error(`workspace ${id} is not stored`);
  return workspace;
}

/** The workspace of this id. */
export function* workspaceById(id: string): Program<Workspace | null> {
  const row = yield* first(BY_ID, { id });
  return row ? workspaceOf(row) : null;
}

/** Workspaces in the order of their ids. */
export function* listWorkspaces(limit: number): Program<Workspace[]> {
  return (yield* all(LIST, { limit })).map(workspaceOf);
}

/** Writes what may change of a workspace. */
export function* saveWorkspace({ id, mode, settings, liveAt, liveBy }: Workspace): Program<void> {
  yield* run(UPDATE, { id, mode, settings: toJson(settings), liveAt, liveBy });
}

function workspaceOf(row: SqlRow): Workspace {
  return {
    id: row.id as string,
    mode: row.mode as Workspace['mode'],
    settings: fromJson(row.settings),
    createdAt: row.created_at as number,
    liveAt: row.live_at as number | null,
    liveBy: row.live_by as string | null,
  };
}
