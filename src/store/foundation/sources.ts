/** Tables of sources: credits set aside and spent, who was asked about, what each brought, where values are from, proofs of permission. */
import { type Dialect, oneOf } from '../migrations/dialect.ts';

/** DDL of sources. */
export function sourceTables(dialect: Dialect): string[] {
  return [...creditTables(dialect), ...originTables(dialect)];
}

function creditTables({ text, int, real, table }: Dialect): string[] {
  return [
    table('source_spend', [
      `workspace_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `source ${text} NOT NULL`,
      `vendor ${text} NOT NULL`,
      // The month in which it was asked, 2026-11.
      `month ${text} NOT NULL CHECK (length(month) = 7)`,
      `at ${int} NOT NULL`,
      `state ${text} NOT NULL ${oneOf('state', 'asked', 'waiting', 'settled')}`,
      `most ${real} NOT NULL CHECK (most >= 0)`,
      `credits ${real} NOT NULL CHECK (credits >= 0)`,
      `request ${text}`,
      'PRIMARY KEY (workspace_id, id)',
      "CHECK (state <> 'waiting' OR request IS NOT NULL)",
    ]),
    'CREATE INDEX source_spend_by_month ON source_spend (workspace_id, source, month)',
    "CREATE INDEX source_spend_waiting ON source_spend (workspace_id, source, id) WHERE state = 'waiting'",
    table('source_asked', [
      `workspace_id ${text} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      `source ${text} NOT NULL`,
      `at ${int} NOT NULL`,
      `found ${int} NOT NULL CHECK (found BETWEEN 0 AND 1)`,
      'PRIMARY KEY (workspace_id, lead_id, source)',
    ]),
    table({ name: 'source_tally', restless: true }, [
      `workspace_id ${text} NOT NULL`,
      `source ${text} NOT NULL`,
      ...['created', 'merged', 'unchanged', 'rejected'].map((name) => `${name} ${int} NOT NULL CHECK (${name} >= 0)`),
      `first_at ${int} NOT NULL`,
      `last_at ${int} NOT NULL`,
      'PRIMARY KEY (workspace_id, source)',
    ]),
  ];
}

function originTables({ text, json, int, table }: Dialect): string[] {
  return [
    // Only of what a later record changed: what a lead began with is from its own source, at the time it was made.
    table('lead_origin', [
      `workspace_id ${text} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      `at ${int} NOT NULL`,
      `source ${text} NOT NULL`,
      // With a comma before and after each.
      `fields ${text} NOT NULL CHECK (fields LIKE ',_%,')`,
      'PRIMARY KEY (workspace_id, lead_id, at, source, fields)',
    ]),
    table('permission_proof', [
      `workspace_id ${text} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `at ${int} NOT NULL`,
      `source ${text} NOT NULL`,
      `basis ${text} ${oneOf('basis', 'consent', 'legitimate-interest', 'contract', 'none')}`,
      `told ${json} NOT NULL`,
      'PRIMARY KEY (workspace_id, lead_id, id)',
    ]),
  ];
}
