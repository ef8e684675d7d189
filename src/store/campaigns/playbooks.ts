/** Versions of playbooks: put once, never changed. */
import type { PlaybookVersion, Store, StoredPlaybook } from '../../engine/store-port.ts';
import { all, type Database, first, type Program, run } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';

const INSERT = insert(
  'playbook',
  ['workspaceId', 'hash', 'name', 'content', 'createdAt'],
  'ON CONFLICT (workspace_id, hash) DO NOTHING',
);
const INSERT_FILE = insert(
  'playbook_file',
  ['workspaceId', 'hash', 'content'],
  'ON CONFLICT (workspace_id, hash) DO NOTHING',
);
const FILE = statement<{ content: string }>(
  'SELECT content FROM playbook_file WHERE workspace_id = :workspaceId AND hash = :hash',
);
const BY_HASH = statement<SqlRow>('SELECT * FROM playbook WHERE workspace_id = :workspaceId AND hash = :hash');
const VERSIONS = statement<SqlRow>(`
  SELECT workspace_id, hash, name, created_at FROM playbook WHERE workspace_id = :workspaceId
  ORDER BY name, created_at, hash LIMIT :limit`);
const ALL_VERSIONS = statement<SqlRow>(
  `SELECT workspace_id, hash, name, created_at FROM playbook
   ORDER BY workspace_id, name, created_at, hash LIMIT :limit`,
  { scans: 'an index without the content; an instance has tens of versions' },
);
const COUNT = statement<{ n: number }>('SELECT COUNT(*) AS n FROM playbook', {
  scans: 'an index without the content; an instance has tens of versions',
});

type Version = Omit<StoredPlaybook, 'content'>;

/** The verbs over a database. */
export function playbookVerbs(db: Database): Store['playbooks'] {
  return {
    put: (playbook) => db.write(() => putPlaybook(playbook)),
    get: (workspaceId, hash) => db.read(() => playbookByHash(workspaceId, hash)),
    file: (workspaceId, hash) => db.read(() => playbookFile(workspaceId, hash)),
    list: (workspaceId, limit) => db.read(() => listPlaybooks(workspaceId, limit)),
    count: () => db.read(countPlaybooks),
  };
}

/** Stores a version with the files that come with its mails; the same one again changes nothing. */
function* putPlaybook({ contents = [], ...playbook }: PlaybookVersion): Program<void> {
  const { workspaceId } = playbook;
  for (const { hash, content } of contents) yield* run(INSERT_FILE, { workspaceId, hash, content });
  yield* run(INSERT, { ...playbook });
}

/** Content of a file that comes with mails, in base64. */
function* playbookFile(workspaceId: string, hash: string): Program<string | null> {
  return (yield* first(FILE, { workspaceId, hash }))?.content ?? null;
}

/** A version with its content. */
function* playbookByHash(workspaceId: string, hash: string): Program<StoredPlaybook | null> {
  const row = yield* first(BY_HASH, { workspaceId, hash });
  return row ? { ...versionOf(row), content: row.content as string } : null;
}

/** Versions without their content, by name and age; of every workspace where it is null. */
function* listPlaybooks(workspaceId: string | null, limit: number): Program<Version[]> {
  const rows =
    workspaceId === null ? yield* all(ALL_VERSIONS, { limit }) : yield* all(VERSIONS, { workspaceId, limit });
  return rows.map(versionOf);
}

/** How many versions there are, of all workspaces. */
function* countPlaybooks(): Program<number> {
  return (yield* first(COUNT, {}))?.n ?? 0;
}

function versionOf(row: SqlRow): Version {
  return {
    workspaceId: row.workspace_id as string,
    hash: row.hash as string,
    name: row.name as string,
    createdAt: row.created_at as number,
  };
}
