/** Files that come with mails, each content once, whichever versions of playbooks name it; and drafts of playbooks as they are written. */
import type { Dialect } from '../migrations/dialect.ts';

/** DDL of the files of playbooks, and of their drafts. */
export function playbookFileTables({ text, json, int, longRows }: Dialect): string[] {
  return [
    longRows('playbook_file', [
      `workspace_id ${text} NOT NULL`,
      // SHA-256 of the content.
      `hash ${text} NOT NULL CHECK (length(hash) = 64)`,
      // Base64.
      `content ${text} NOT NULL CHECK (length(content) > 0)`,
      'PRIMARY KEY (workspace_id, hash)',
    ]),
    longRows('playbook_draft', [
      `workspace_id ${text} NOT NULL`,
      `name ${text} NOT NULL CHECK (length(name) > 0)`,
      // Counts saves: who saves says which one they read.
      `revision ${int} NOT NULL CHECK (revision > 0)`,
      // Text by path, as in the folder of a playbook.
      `files ${json} NOT NULL`,
      `changed_at ${int} NOT NULL`,
      `changed_by ${text} NOT NULL`,
      'PRIMARY KEY (workspace_id, name)',
    ]),
  ];
}
