/** Tables of leads: who they are, by what they are known, what they refused, who may be whom. */
import { type Dialect, oneOf } from '../migrations/dialect.ts';

/** DDL of leads. */
export function leadTables(dialect: Dialect): string[] {
  return [...leadTable(dialect), ...identityTables(dialect), ...pauseTable(dialect), ...suppressionTable(dialect)];
}

/** What gates, loops and undo read, in front. */
const NARROW = ['email', 'phone', 'full_name', 'domain', 'country', 'region', 'zone'] as const;

const WIDE = [
  'first_name',
  'last_name',
  'title',
  'seniority',
  'department',
  'company',
  'website',
  'linkedin_url',
  'industry',
  'company_stage',
  'city',
  'postal_code',
  'address',
  'language',
  'birth_date',
  'owner',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_content',
  'utm_term',
] as const;

function leadTable({ text, json, int, real, table }: Dialect): string[] {
  return [
    table('lead', [
      `workspace_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `revision ${int} NOT NULL`,
      ...NARROW.map((name) => `${name} ${text}`),
      `basis ${text} ${oneOf('basis', 'consent', 'legitimate-interest', 'contract', 'none')}`,
      `basis_at ${int}`,
      `source ${text} NOT NULL`,
      `import_id ${text}`,
      `created_at ${int} NOT NULL`,
      `changed_at ${int} NOT NULL`,
      ...WIDE.map((name) => `${name} ${text}`),
      `employees ${real}`,
      `revenue ${real}`,
      `technologies ${json}`,
      `tags ${json}`,
      `attributes ${json}`,
      `notes ${text}`,
      'PRIMARY KEY (workspace_id, id)',
    ]),
    'CREATE UNIQUE INDEX lead_by_revision ON lead (workspace_id, revision)',
  ];
}

function identityTables({ text, json, int, table }: Dialect): string[] {
  return [
    table('identity', [
      `workspace_id ${text} NOT NULL`,
      `key ${text} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      'PRIMARY KEY (workspace_id, key, lead_id)',
    ]),
    table('lead_alias', [
      `workspace_id ${text} NOT NULL`,
      `alias_id ${text} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      `merged_at ${int} NOT NULL`,
      `before ${json} NOT NULL`,
      'PRIMARY KEY (workspace_id, alias_id)',
      'CHECK (alias_id <> lead_id)',
    ]),
    'CREATE INDEX lead_alias_by_lead ON lead_alias (workspace_id, lead_id, alias_id)',
    table('review_pair', [
      `workspace_id ${text} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      `other_id ${text} NOT NULL`,
      `score ${int} NOT NULL CHECK (score BETWEEN 0 AND 1000)`,
      `reasons ${json} NOT NULL`,
      `state ${text} NOT NULL ${oneOf('state', 'open', 'merged', 'distinct')}`,
      `created_at ${int} NOT NULL`,
      'PRIMARY KEY (workspace_id, lead_id, other_id)',
      'CHECK (lead_id < other_id)',
    ]),
    "CREATE INDEX review_pair_open ON review_pair (workspace_id, score, lead_id, other_id) WHERE state = 'open'",
  ];
}

function pauseTable({ text, int, table }: Dialect): string[] {
  return [
    table('lead_pause', [
      `workspace_id ${text} NOT NULL`,
      `lead_id ${text} NOT NULL`,
      `kind ${text} NOT NULL ${oneOf('kind', 'person', 'opt-out')}`,
      `at ${int} NOT NULL`,
      `by ${text} NOT NULL`,
      `why ${text} NOT NULL`,
      'PRIMARY KEY (workspace_id, lead_id)',
    ]),
  ];
}

function suppressionTable({ text, int, table }: Dialect): string[] {
  return [
    table('suppression', [
      `workspace_id ${text} NOT NULL`,
      `key_hash ${text} NOT NULL`,
      `channel ${text} NOT NULL ${oneOf('channel', 'email', 'sms', 'voice', 'all')}`,
      `kind ${text} NOT NULL ${oneOf('kind', 'address', 'phone', 'domain', 'lead', 'account', 'channel')}`,
      `value ${text}`,
      `reason ${text} NOT NULL`,
      `origin ${text} NOT NULL`,
      `at ${int} NOT NULL`,
      'PRIMARY KEY (workspace_id, key_hash, channel)',
    ]),
    // What was said last under a key, until it is noted outside of the database; without a reason it was lifted.
    table('refusal_note', [
      `workspace_id ${text} NOT NULL`,
      `key_hash ${text} NOT NULL`,
      `channel ${text} NOT NULL ${oneOf('channel', 'email', 'sms', 'voice', 'all')}`,
      `reason ${text}`,
      `at ${int} NOT NULL`,
      'PRIMARY KEY (workspace_id, key_hash, channel)',
    ]),
  ];
}
