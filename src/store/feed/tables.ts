/** Tables of the feed, which tells what happened in the order in which it was committed, and of the webhooks that are told of it. */
import { type Dialect, oneOf } from '../migrations/dialect.ts';

/** DDL of the feed. */
export function feedTables(dialect: Dialect): string[] {
  return [...feedTable(dialect), ...webhookTables(dialect)];
}

function feedTable({ text, int, table }: Dialect): string[] {
  return [
    table({ name: 'feed', restless: true }, [
      `workspace_id ${text} NOT NULL`,
      `kind ${text} NOT NULL`,
      // Of the message, event, task, hand-off or campaign.
      `id ${text} NOT NULL`,
      // '' = it is found without one.
      `lead_id ${text} NOT NULL`,
      // What tells this time from the one before, where the same can happen to a thing twice.
      `version ${int} NOT NULL`,
      // Null until it has its place: given after the commit, so that nobody who has read on to a place misses what was committed late.
      `position ${int} CHECK (position > 0)`,
      `at ${int}`,
      'PRIMARY KEY (workspace_id, kind, id)',
      'CHECK ((position IS NULL) = (at IS NULL))',
    ]),
    // The place leads it, so that it is looked up by what it promises.
    'CREATE INDEX feed_new ON feed (position, workspace_id, kind, id) WHERE position IS NULL',
    'CREATE UNIQUE INDEX feed_order ON feed (workspace_id, position) WHERE position IS NOT NULL',
    table({ name: 'feed_head', restless: true }, [
      `id ${text} NOT NULL ${oneOf('id', 'feed')}`,
      `position ${int} NOT NULL`,
      'PRIMARY KEY (id)',
    ]),
  ];
}

function webhookTables({ text, json, int, table, longRows }: Dialect): string[] {
  return [
    table('webhook', [
      `workspace_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `name ${text} NOT NULL CHECK (length(name) > 0)`,
      `url ${text} NOT NULL`,
      `kinds ${json} NOT NULL`,
      `private ${int} NOT NULL CHECK (private BETWEEN 0 AND 1)`,
      `state ${text} NOT NULL ${oneOf('state', 'on', 'off')}`,
      `off_reason ${text}`,
      `sealed ${text} NOT NULL`,
      `former_sealed ${text}`,
      `former_until ${int}`,
      `position ${int} NOT NULL`,
      `rest_until ${int} NOT NULL`,
      `fails ${int} NOT NULL`,
      `created_at ${int} NOT NULL`,
      `created_by ${text} NOT NULL`,
      'PRIMARY KEY (workspace_id, id)',
      "CHECK (state = 'off' OR off_reason IS NULL)",
      'CHECK ((former_sealed IS NULL) = (former_until IS NULL))',
    ]),
    'CREATE UNIQUE INDEX webhook_by_name ON webhook (workspace_id, name)',
    longRows({ name: 'webhook_send', restless: true }, [
      `workspace_id ${text} NOT NULL`,
      `webhook_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `kind ${text} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      `state ${text} NOT NULL ${oneOf('state', 'queued', 'sent', 'failed')}`,
      `attempts ${int} NOT NULL`,
      `due_at ${int} NOT NULL`,
      `status ${int}`,
      `detail ${text} NOT NULL`,
      `created_at ${int} NOT NULL`,
      `sent_at ${int}`,
      `body ${text} NOT NULL`,
      'PRIMARY KEY (workspace_id, webhook_id, id)',
      "CHECK (state <> 'sent' OR sent_at IS NOT NULL)",
    ]),
    `CREATE INDEX webhook_send_due ON webhook_send (workspace_id, webhook_id, due_at, id) WHERE state = 'queued'`,
    'CREATE INDEX webhook_send_by_state ON webhook_send (workspace_id, webhook_id, state, id)',
    'CREATE INDEX webhook_send_by_lead ON webhook_send (workspace_id, lead_id)',
  ];
}
