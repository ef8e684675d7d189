/** The table of saved views: what is asked of a list, under a name. */
import type { Dialect } from '../migrations/dialect.ts';

/** DDL of saved views. */
export function viewTables({ text, json, int, table }: Dialect): string[] {
  return [
    table('saved_view', [
      `workspace_id ${text} NOT NULL`,
      `list ${text} NOT NULL`,
      // Whose it is; '' = all who work here share it.
      `owner ${text} NOT NULL`,
      `name ${text} NOT NULL CHECK (name <> '')`,
      `asked ${text} NOT NULL`,
      `sort ${text} NOT NULL`,
      `columns ${json} NOT NULL`,
      `words ${json} NOT NULL`,
      `saved_by ${text} NOT NULL`,
      `saved_at ${int} NOT NULL`,
      'PRIMARY KEY (workspace_id, list, owner, name)',
    ]),
  ];
}
