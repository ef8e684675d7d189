/** The tables of saved views: what is asked of a list, under a name, and with which of them a list opens for whom. */
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
    table('view_default', [
      `workspace_id ${text} NOT NULL`,
      `list ${text} NOT NULL`,
      // For whom the list opens with it.
      `opened_by ${text} NOT NULL CHECK (opened_by <> '')`,
      // The view: whose, and its name. One that is not there any more counts for nothing, until one is called so again.
      `owner ${text} NOT NULL`,
      `name ${text} NOT NULL CHECK (name <> '')`,
      'PRIMARY KEY (workspace_id, list, opened_by)',
      `CHECK (owner = '' OR owner = opened_by)`,
    ]),
  ];
}
