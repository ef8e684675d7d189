/** Tables of what is inferred from events: where each signal of a lead stands, and every rise and fall. */
import { type Dialect, oneOf } from '../migrations/dialect.ts';

/** DDL of signals. */
export function signalTables({ text, json, int, table }: Dialect): string[] {
  return [
    table('signal', [
      `workspace_id ${text} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      `campaign_id ${text} NOT NULL`,
      `name ${text} NOT NULL`,
      `playbook_hash ${text} NOT NULL`,
      `state ${text} NOT NULL ${oneOf('state', 'up', 'down')}`,
      // When it last rose or fell; null = it never rose.
      `changed_at ${int}`,
      `falls_at ${int}`,
      `evidence ${json} NOT NULL`,
      'PRIMARY KEY (workspace_id, lead_id, campaign_id, name)',
      "CHECK ((state = 'up') = (falls_at IS NOT NULL))",
      "CHECK (state <> 'up' OR changed_at IS NOT NULL)",
    ]),
    `CREATE INDEX signal_up ON signal (workspace_id, changed_at, lead_id, campaign_id, name) WHERE state = 'up'`,
    `CREATE INDEX signal_falls ON signal (falls_at, workspace_id, lead_id, campaign_id, name)
       WHERE falls_at IS NOT NULL`,
    table({ name: 'signal_change', byMonth: 'sig' }, [
      `workspace_id ${text} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `campaign_id ${text} NOT NULL`,
      `name ${text} NOT NULL`,
      `state ${text} NOT NULL ${oneOf('state', 'up', 'down')}`,
      `at ${int} NOT NULL`,
      `noticed_at ${int} NOT NULL`,
      `points ${int} NOT NULL CHECK (points >= 0)`,
      `evidence ${json} NOT NULL`,
      'PRIMARY KEY (workspace_id, lead_id, id)',
    ]),
  ];
}
