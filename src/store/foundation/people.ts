/** Table of people's rights: what was erased, as counts that can be shown later. It names nobody. */
import type { Dialect } from '../migrations/dialect.ts';

/** DDL of people's rights. */
export function peopleTables({ text, json, int, table }: Dialect): string[] {
  return [
    table('erasure', [
      `workspace_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `at ${int} NOT NULL`,
      `by ${text} NOT NULL`,
      `counts ${json} NOT NULL`,
      // Keys that stay refused: of a person who comes back by a backup they tell who it is.
      `key_hashes ${json} NOT NULL`,
      'PRIMARY KEY (workspace_id, id)',
    ]),
  ];
}
