/** Tables of the instance itself: its mark, the proof of its secret, what a person stopped, how connections fare. They belong to no workspace. */
import type { Dialect } from './dialect.ts';

/** DDL of the instance. */
export function instanceTables({ text, int, table }: Dialect): string[] {
  return [
    table('instance', [
      `id ${text} NOT NULL PRIMARY KEY CHECK (id = 'this')`,
      `token ${text} NOT NULL`,
      `epoch ${int} NOT NULL CHECK (epoch >= 1)`,
      `claimed_at ${int} NOT NULL`,
      `claimed_by ${text}`,
    ]),
    // Apart from the mark: a copy has another mark, and wants the same secret.
    table('secret_proof', [
      `id ${text} NOT NULL CHECK (id = 'this') PRIMARY KEY`,
      `proof ${text} NOT NULL CHECK (length(proof) > 0)`,
    ]),
    table('halt', [
      // '' = every workspace, every channel.
      `workspace_id ${text} NOT NULL`,
      `channel ${text} NOT NULL`,
      `why ${text} NOT NULL`,
      `by ${text} NOT NULL`,
      `at ${int} NOT NULL`,
      'PRIMARY KEY (workspace_id, channel)',
    ]),
    table('connection_rest', [
      `connection ${text} NOT NULL PRIMARY KEY`,
      `faults ${int} NOT NULL CHECK (faults > 0)`,
      `rests ${int} NOT NULL CHECK (rests >= 0)`,
      `until ${int}`,
      `code ${text}`,
    ]),
  ];
}
