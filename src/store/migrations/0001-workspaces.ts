/** Tables of workspaces, imports, playbooks, DNS answers and the log of acts. */
import { type Dialect, oneOf } from './dialect.ts';

/** DDL of what stands beside leads and campaigns. */
export function workspaceTables(dialect: Dialect): string[] {
  return [...workspaceOwnTables(dialect), ...importTables(dialect)];
}

function workspaceOwnTables({ text, json, int, table }: Dialect): string[] {
  return [
    table('workspace', [
      `id ${text} NOT NULL PRIMARY KEY`,
      `mode ${text} NOT NULL ${oneOf('mode', 'dry', 'live')}`,
      `settings ${json} NOT NULL`,
      `created_at ${int} NOT NULL`,
      `live_at ${int}`,
      `live_by ${text}`,
    ]),
    table({ name: 'counter', restless: true }, [
      `workspace_id ${text} NOT NULL`,
      `name ${text} NOT NULL`,
      `value ${int} NOT NULL`,
      'PRIMARY KEY (workspace_id, name)',
    ]),
    table('domain_check', [
      `domain ${text} NOT NULL PRIMARY KEY`,
      `checked_at ${int} NOT NULL`,
      `expires_at ${int} NOT NULL`,
      `route ${json} NOT NULL`,
    ]),
    table('playbook', [
      `workspace_id ${text} NOT NULL`,
      `hash ${text} NOT NULL`,
      `name ${text} NOT NULL`,
      `created_at ${int} NOT NULL`,
      `content ${json} NOT NULL`,
      'PRIMARY KEY (workspace_id, hash)',
    ]),
    'CREATE INDEX playbook_by_name ON playbook (workspace_id, name, created_at, hash)',
    table({ name: 'audit', byMonth: 'aud' }, [
      `workspace_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `at ${int} NOT NULL`,
      `actor ${text} NOT NULL`,
      `operation ${text} NOT NULL`,
      `input ${json} NOT NULL`,
      // What it was about, before and after, where that is known.
      `change ${json}`,
      `request_id ${text}`,
      'PRIMARY KEY (workspace_id, id)',
    ]),
  ];
}

function importTables({ text, json, int, table }: Dialect): string[] {
  return [
    table('import', [
      `workspace_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `source ${text} NOT NULL`,
      `file_name ${text} NOT NULL`,
      `file_hash ${text} NOT NULL`,
      `options_hash ${text} NOT NULL`,
      `options ${json} NOT NULL`,
      `state ${text} NOT NULL ${oneOf('state', 'running', 'done', 'undoing', 'undone')}`,
      `position ${json}`,
      ...['read', 'created', 'merged', 'unchanged', 'rejected'].map((name) => `${name}_count ${int} NOT NULL`),
      `rejects_bytes ${int} NOT NULL`,
      `started_at ${int} NOT NULL`,
      `finished_at ${int}`,
      `undone_at ${int}`,
      `lease_owner ${text}`,
      `lease_until ${int}`,
      'PRIMARY KEY (workspace_id, id)',
      'CHECK (read_count = created_count + merged_count + unchanged_count + rejected_count)',
      "CHECK (state <> 'running' OR (lease_owner IS NOT NULL AND lease_until IS NOT NULL))",
    ]),
    // One import of a file with its options at a time: two processes that begin it together cannot both.
    `CREATE UNIQUE INDEX import_by_file ON import (workspace_id, file_hash, options_hash)
       WHERE state IN ('running','done')`,
    table('import_row', [
      `workspace_id ${text} NOT NULL`,
      `import_id ${text} NOT NULL`,
      `line ${int} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      `outcome ${text} NOT NULL ${oneOf('outcome', 'merged', 'unchanged')}`,
      `change ${json}`,
      'PRIMARY KEY (workspace_id, import_id, line)',
      "CHECK (outcome = 'merged' OR change IS NULL)",
    ]),
    'CREATE INDEX import_row_by_lead ON import_row (workspace_id, lead_id, import_id, line)',
    table('import_seen', [
      `workspace_id ${text} NOT NULL`,
      `import_id ${text} NOT NULL`,
      `content_hash ${text} NOT NULL`,
      `seen ${int} NOT NULL`,
      'PRIMARY KEY (workspace_id, import_id, content_hash)',
    ]),
  ];
}
