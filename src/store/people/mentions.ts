/**
 * Rows that name a person without being a lead's: acts of the log, mails that came to nothing, answers kept for a request that comes twice.
 * They are found by what the person can be reached by, and by the ids they had.
 */
import { canonicalJson } from '../../domain/canonical-json.ts';
import { LIMITS } from '../../domain/limits.ts';
import { ERASED, namesWord } from '../../domain/person/erasure.ts';
import { all, type Program, runEach } from '../program.ts';
import { type SqlRow, type Statement, statement } from '../statement.ts';

const RARE = 'a person’s act, which looks for words anywhere; there is no index of words';
const HAS = (column: string) => `LOWER(${column}) LIKE :needle ESCAPE '!'`;
const MOST = `LIMIT ${LIMITS.personRows}`;

/** Rows that mention somebody. */
export interface Mention {
  readonly kind: string;
  readonly fate: 'goes' | 'stays';
  /** Columns in which words are looked for. */
  readonly columns: readonly string[];
  readonly rows: Statement<SqlRow>;
  /** Takes one away, or what it says. */
  readonly remove: Statement;
  /** Its key, for that. */
  keyOf(row: SqlRow): Readonly<Record<string, string>>;
}

const ACTS: Mention = {
  kind: 'acts',
  fate: 'stays',
  columns: ['input', 'change'],
  rows: statement<SqlRow>(
    `SELECT * FROM audit WHERE workspace_id = :workspaceId AND (${HAS('input')} OR ${HAS('change')}) ${MOST}`,
    { scans: RARE },
  ),
  remove: statement('UPDATE audit SET input = :input, change = NULL WHERE workspace_id = :workspaceId AND id = :id'),
  keyOf: (row) => ({ id: row.id as string, input: canonicalJson({ [ERASED]: true }) }),
};
const MAILS: Mention = {
  kind: 'mails that came to nothing',
  fate: 'goes',
  columns: ['sender', 'subject'],
  rows: statement<SqlRow>(
    `SELECT * FROM mailbox_aside WHERE workspace_id = :workspaceId AND (${HAS('sender')} OR ${HAS('subject')}) ${MOST}`,
    { scans: RARE },
  ),
  remove: statement('DELETE FROM mailbox_aside WHERE workspace_id = :workspaceId AND mailbox = :mailbox AND id = :id'),
  keyOf: (row) => ({ mailbox: row.mailbox as string, id: row.id as string }),
};
const KEPT: Mention = {
  kind: 'kept answers',
  fate: 'goes',
  columns: ['answer'],
  rows: statement<SqlRow>(`SELECT * FROM kept_answer WHERE workspace_id = :workspaceId AND ${HAS('answer')} ${MOST}`, {
    scans: RARE,
  }),
  remove: statement('DELETE FROM kept_answer WHERE workspace_id = :workspaceId AND caller = :caller AND key = :key'),
  keyOf: (row) => ({ caller: row.caller as string, key: row.key as string }),
};

const PLANS: Mention = {
  kind: 'plans of agents',
  fate: 'goes',
  columns: ['input', 'why'],
  rows: statement<SqlRow>(
    `SELECT * FROM plan WHERE workspace_id = :workspaceId AND (${HAS('input')} OR ${HAS('why')}) ${MOST}`,
    { scans: RARE },
  ),
  remove: statement('DELETE FROM plan WHERE workspace_id = :workspaceId AND id = :id'),
  keyOf: (row) => ({ id: row.id as string }),
};

const BULK: Mention = {
  kind: 'acts on many leads',
  fate: 'goes',
  columns: ['asked', 'value', 'why'],
  rows: statement<SqlRow>(
    `SELECT * FROM bulk WHERE workspace_id = :workspaceId AND (${HAS('asked')} OR ${HAS('value')} OR ${HAS('why')}) ${MOST}`,
    { scans: RARE },
  ),
  remove: statement('DELETE FROM bulk WHERE workspace_id = :workspaceId AND id = :id'),
  keyOf: (row) => ({ id: row.id as string }),
};

const VIEWS: Mention = {
  kind: 'saved views',
  fate: 'goes',
  columns: ['asked', 'name', 'words'],
  rows: statement<SqlRow>(
    `SELECT * FROM saved_view WHERE workspace_id = :workspaceId AND (${HAS('asked')} OR ${HAS('name')} OR ${HAS('words')}) ${MOST}`,
    { scans: RARE },
  ),
  remove: statement(
    'DELETE FROM saved_view WHERE workspace_id = :workspaceId AND list = :list AND owner = :owner AND name = :name',
  ),
  keyOf: (row) => ({ list: row.list as string, owner: row.owner as string, name: row.name as string }),
};

const OPENED: Mention = {
  kind: 'views that lists open with',
  fate: 'goes',
  columns: ['name'],
  rows: statement<SqlRow>(`SELECT * FROM view_default WHERE workspace_id = :workspaceId AND ${HAS('name')} ${MOST}`, {
    scans: RARE,
  }),
  remove: statement(
    'DELETE FROM view_default WHERE workspace_id = :workspaceId AND list = :list AND opened_by = :openedBy',
  ),
  keyOf: (row) => ({ list: row.list as string, openedBy: row.opened_by as string }),
};

/** Each kind of mention that is told and counted. */
export const MENTIONS: readonly Mention[] = [ACTS, MAILS, PLANS, BULK, VIEWS, OPENED];

/** Copies of what was answered, kept for a day: they go too, and say nothing that other rows do not. */
export const COPIES: readonly Mention[] = [KEPT];

/** Rows of one kind that mention any of these words, each once. */
export function* mentionsOf(of: Mention, workspaceId: string, words: readonly string[]): Program<SqlRow[]> {
  const found = new Map<string, SqlRow>();
  for (const word of words) {
    const needle = `%${word.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
    for (const row of yield* all(of.rows, { workspaceId, needle })) {
      if (of.columns.some((column) => namesWord(String(row[column] ?? ''), word))) {
        found.set(canonicalJson(of.keyOf(row)), row);
      }
    }
  }
  return [...found.values()];
}

/** Takes them away, or what they say; the count of rows. */
export function* dropMentions(of: Mention, workspaceId: string, words: readonly string[]): Program<number> {
  const rows = yield* mentionsOf(of, workspaceId, words);
  return yield* runEach(
    of.remove,
    rows.map((row) => ({ workspaceId, ...of.keyOf(row) })),
  );
}
