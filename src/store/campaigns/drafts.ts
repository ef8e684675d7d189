/** Drafts of playbooks: kept as they are written, each save in place of the one before it. */
import type { DraftVerbs, PlaybookDraft } from '../../engine/store-port.ts';
import { fromJson, toJson } from '../json.ts';
import { all, type Database, first, type Program, run } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';

const KEY = 'workspace_id = :workspaceId AND name = :name';
const ADD = insert(
  'playbook_draft',
  ['workspaceId', 'name', 'revision', 'files', 'changedAt', 'changedBy'],
  'ON CONFLICT (workspace_id, name) DO NOTHING',
);
const REPLACE = statement(`
  UPDATE playbook_draft SET revision = :revision, files = :files, changed_at = :changedAt, changed_by = :changedBy
  WHERE ${KEY} AND revision = :before`);
const ONE = statement<SqlRow>(`SELECT * FROM playbook_draft WHERE ${KEY}`);
const LIST = statement<SqlRow>(`
  SELECT workspace_id, name, revision, changed_at, changed_by FROM playbook_draft
  WHERE workspace_id = :workspaceId ORDER BY name LIMIT :limit`);
const REMOVE = statement(`DELETE FROM playbook_draft WHERE ${KEY}`);

/** The verbs over a database. */
export function draftVerbs(db: Database): DraftVerbs {
  return {
    list: (workspaceId, limit) => db.read(() => listDrafts(workspaceId, limit)),
    get: (workspaceId, name) => db.read(() => draftByName(workspaceId, name)),
    put: (draft) => db.write(() => putDraft(draft)),
    remove: (workspaceId, name) => db.write(() => removeDraft(workspaceId, name)),
  };
}

function* listDrafts(workspaceId: string, limit: number): Program<Omit<PlaybookDraft, 'files'>[]> {
  return (yield* all(LIST, { workspaceId, limit })).map(draftOf);
}

function* draftByName(workspaceId: string, name: string): Program<PlaybookDraft | null> {
  const row = yield* first(ONE, { workspaceId, name });
  return row ? { ...draftOf(row), files: fromJson<PlaybookDraft['files']>(row.files) } : null;
}

function* putDraft({ files, ...draft }: PlaybookDraft): Program<boolean> {
  const row = { ...draft, files: toJson(files) };
  const put = draft.revision === 1 ? run(ADD, row) : run(REPLACE, { ...row, before: draft.revision - 1 });
  return (yield* put) === 1;
}

function* removeDraft(workspaceId: string, name: string): Program<boolean> {
  return (yield* run(REMOVE, { workspaceId, name })) === 1;
}

function draftOf(row: SqlRow): Omit<PlaybookDraft, 'files'> {
  return {
    workspaceId: row.workspace_id as string,
    name: row.name as string,
    revision: row.revision as number,
    changedAt: row.changed_at as number,
    changedBy: row.changed_by as string,
  };
}
