/** Files that come with mails: each content once, whichever versions of playbooks name it. */
import type { Dialect } from '../migrations/dialect.ts';

/** DDL of the files of playbooks. */
export function playbookFileTables({ text, longRows }: Dialect): string[] {
  return [
    longRows('playbook_file', [
      `workspace_id ${text} NOT NULL`,
      // SHA-256 of the content.
      `hash ${text} NOT NULL CHECK (length(hash) = 64)`,
      // Base64.
      `content ${text} NOT NULL CHECK (length(content) > 0)`,
      'PRIMARY KEY (workspace_id, hash)',
    ]),
  ];
}
