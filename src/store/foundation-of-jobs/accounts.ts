/** Tables of accounts: what is known of them, who belongs to them, and their passages through campaigns. */
import { ACCOUNT_OUTCOMES } from '../../domain/account/enrollment.ts';
import { type Dialect, oneOf } from '../migrations/dialect.ts';

/** DDL of accounts. */
export function accountTables(dialect: Dialect): string[] {
  return [...accountTable(dialect), ...passageTable(dialect)];
}

function accountTable({ text, json, int, table }: Dialect): string[] {
  return [
    table('account', [
      `workspace_id ${text} NOT NULL`,
      `id ${text} NOT NULL CHECK (length(id) > 0)`,
      `name ${text} NOT NULL`,
      `owner ${text}`,
      `deal ${text}`,
      `customer ${int} NOT NULL CHECK (customer = 0 OR customer = 1)`,
      `competitors ${json} NOT NULL`,
      `created_at ${int} NOT NULL`,
      'PRIMARY KEY (workspace_id, id)',
    ]),
    table('account_contact', [
      `workspace_id ${text} NOT NULL`,
      `account_id ${text} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      `position ${int} NOT NULL CHECK (position >= 1)`,
      'PRIMARY KEY (workspace_id, account_id, lead_id)',
      // A lead is a contact of one account.
      'UNIQUE (workspace_id, lead_id)',
    ]),
  ];
}

/** Which touchpoints were made is told by messages and tasks under their intent keys, and nowhere else. */
function passageTable({ text, json, int, table }: Dialect): string[] {
  return [
    table({ name: 'account_enrollment', restless: true }, [
      `workspace_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `account_id ${text} NOT NULL`,
      `campaign_id ${text} NOT NULL`,
      `generation ${int} NOT NULL CHECK (generation >= 1)`,
      `sequence ${text} NOT NULL`,
      `playbook_hash ${text} NOT NULL`,
      `state ${text} NOT NULL ${oneOf('state', 'due', 'waiting', 'ended')}`,
      `due_at ${int}`,
      `reason ${json}`,
      `zone ${text} NOT NULL`,
      `started_at ${int} NOT NULL`,
      `settled_at ${int}`,
      `settled ${json} NOT NULL`,
      `outcome ${text} ${oneOf('outcome', ...ACCOUNT_OUTCOMES)}`,
      `ended_at ${int}`,
      'PRIMARY KEY (workspace_id, id)',
      'UNIQUE (workspace_id, account_id, campaign_id, generation)',
      "CHECK (state <> 'due' OR due_at IS NOT NULL)",
      "CHECK (state <> 'waiting' OR reason IS NOT NULL)",
      "CHECK (state <> 'ended' OR (reason IS NOT NULL AND due_at IS NULL AND ended_at IS NOT NULL))",
      "CHECK (outcome IS NULL OR state = 'ended')",
    ]),
    // One campaign at a time.
    "CREATE UNIQUE INDEX account_enrollment_open ON account_enrollment (workspace_id, account_id) WHERE state <> 'ended'",
    'CREATE INDEX account_enrollment_due ON account_enrollment (due_at, id) WHERE due_at IS NOT NULL',
    'CREATE INDEX account_enrollment_by_campaign ON account_enrollment (workspace_id, campaign_id, account_id)',
  ];
}
