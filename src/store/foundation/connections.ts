/** The table of connections: what a workspace sends by, reads from or is told by, each with its secret sealed, and how it fares. */
import { type Dialect, oneOf } from '../migrations/dialect.ts';

/** DDL of connections. */
export function connectionTables({ text, json, int, table }: Dialect): string[] {
  return [
    table('connection', [
      `workspace_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `name ${text} NOT NULL CHECK (length(name) > 0)`,
      `provider ${text} NOT NULL`,
      `settings ${json} NOT NULL`,
      // Never a secret in clear: what is sealed says by which seal.
      `sealed ${text} NOT NULL CHECK (sealed LIKE 'v%.%.%')`,
      `revision ${int} NOT NULL CHECK (revision >= 1)`,
      `created_at ${int} NOT NULL`,
      `state ${text} NOT NULL ${oneOf('state', 'new', 'well', 'failing')}`,
      `success_at ${int}`,
      `failure_code ${text}`,
      `failure_says ${text}`,
      `failure_at ${int}`,
      `checked_at ${int}`,
      // Who gets new tokens: a refresh token may be good for one time only.
      `lease_owner ${text}`,
      `lease_until ${int}`,
      'PRIMARY KEY (workspace_id, id)',
      "CHECK (state <> 'failing' OR failure_code IS NOT NULL)",
      'CHECK ((failure_code IS NULL) = (failure_at IS NULL))',
      'CHECK ((failure_code IS NULL) = (failure_says IS NULL))',
      'CHECK ((lease_owner IS NULL) = (lease_until IS NULL))',
    ]),
    'CREATE UNIQUE INDEX connection_by_name ON connection (workspace_id, name)',
  ];
}
