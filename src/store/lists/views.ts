/** Saved views: kept, listed, taken away, and opened by lists. */
import { LIMITS } from '../../domain/limits.ts';
import type { ListedView, SavedView, ViewVerbs } from '../../engine/store-port.ts';
import { fromJson, toJson } from '../json.ts';
import { all, type Database, first, type Program, run } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';

const OF_WORKSPACE = statement<SqlRow>(`
  SELECT v.*, CASE WHEN d.name IS NULL THEN 0 ELSE 1 END AS is_default FROM saved_view v
  LEFT JOIN view_default d ON d.workspace_id = v.workspace_id AND d.list = v.list AND d.opened_by = :owner
    AND d.owner = v.owner AND d.name = v.name
  WHERE v.workspace_id = :workspaceId AND (v.owner = '' OR v.owner = :owner)
  ORDER BY v.list, v.owner, v.name LIMIT :limit`);
const COUNT = statement<{ n: number }>(
  'SELECT COUNT(*) AS n FROM (SELECT name FROM saved_view WHERE workspace_id = :workspaceId LIMIT :limit) AS kept',
  { scans: 'counts what its inner query gives: by index, and bounded' },
);
const ONE = statement<{ name: string }>(`
  SELECT name FROM saved_view WHERE workspace_id = :workspaceId AND list = :list AND owner = :owner AND name = :name`);
const SAVE = insert(
  'saved_view',
  ['workspaceId', 'list', 'owner', 'name', 'asked', 'sort', 'columns', 'words', 'savedBy', 'savedAt'],
  `ON CONFLICT (workspace_id, list, owner, name) DO UPDATE SET asked = excluded.asked, sort = excluded.sort,
   columns = excluded.columns, words = excluded.words, saved_by = excluded.saved_by, saved_at = excluded.saved_at`,
);
const REMOVE = statement(
  'DELETE FROM saved_view WHERE workspace_id = :workspaceId AND list = :list AND owner = :owner AND name = :name',
);

const OPEN_WITH = insert(
  'view_default',
  ['workspaceId', 'list', 'openedBy', 'owner', 'name'],
  'ON CONFLICT (workspace_id, list, opened_by) DO UPDATE SET owner = excluded.owner, name = excluded.name',
);
const OPEN_PLAIN = statement(
  'DELETE FROM view_default WHERE workspace_id = :workspaceId AND list = :list AND opened_by = :openedBy',
);

/** The verbs over a database. */
export function viewVerbs(db: Database): ViewVerbs {
  return {
    list: (workspaceId, owner) => db.read(() => list(workspaceId, owner)),
    save: (view, most) => db.write(() => save(view, most)),
    openWith: (of, view) => db.write(() => openWith(of, view)),
    remove: async ({ workspaceId, list: of, owner, name }) =>
      (await db.write(() => run(REMOVE, { workspaceId, list: of, owner, name }))) === 1,
  };
}

function* list(workspaceId: string, owner: string): Program<ListedView[]> {
  const rows = yield* all(OF_WORKSPACE, { workspaceId, owner, limit: LIMITS.views });
  return rows.map((row) => ({ ...viewOf(row), isDefault: row.is_default === 1 }));
}

function* save(view: SavedView, most: number): Program<boolean> {
  const { workspaceId, list: of, owner, name } = view;
  const known = yield* first(ONE, { workspaceId, list: of, owner, name });
  const kept = yield* first(COUNT, { workspaceId, limit: most });
  if (!known && (kept?.n ?? 0) >= most) return false;
  yield* run(SAVE, { ...view, columns: toJson(view.columns), words: toJson(view.words) });
  return true;
}

function* openWith(
  of: Parameters<ViewVerbs['openWith']>[0],
  view: Parameters<ViewVerbs['openWith']>[1],
): Program<boolean> {
  if (view === null) {
    yield* run(OPEN_PLAIN, of);
    return true;
  }
  const { workspaceId, list: name } = of;
  if (!(yield* first(ONE, { workspaceId, list: name, owner: view.owner, name: view.name }))) return false;
  yield* run(OPEN_WITH, { ...of, owner: view.owner, name: view.name });
  return true;
}

function viewOf(row: SqlRow): SavedView {
  return {
    ...{ workspaceId: row.workspace_id as string, list: row.list as string, owner: row.owner as string },
    ...{ name: row.name as string, asked: row.asked as string, sort: row.sort as string },
    ...{ columns: fromJson(row.columns), words: fromJson(row.words) },
    ...{ savedBy: row.saved_by as string, savedAt: row.saved_at as number },
  };
}
