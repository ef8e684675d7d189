/** Tables of access: keys, people, their roles and sessions, and answers kept for a request that comes twice. No secret is in them. */
import { type Dialect, oneOf } from '../migrations/dialect.ts';

const ROLES = ['client', 'viewer', 'operator', 'manager', 'admin'] as const;

/** DDL of access. */
export function accessTables(dialect: Dialect): string[] {
  return [...keyTables(dialect), ...peopleTables(dialect)];
}

function keyTables({ text, json, int, table }: Dialect): string[] {
  return [
    // The workspace '' stands for all of an instance, as with refusals.
    table('api_key', [
      `workspace_id ${text} NOT NULL`,
      `id ${text} NOT NULL`,
      `name ${text} NOT NULL CHECK (length(name) > 0)`,
      `prefix ${text} NOT NULL`,
      `hash ${text} NOT NULL CHECK (length(hash) = 64)`,
      `role ${text} NOT NULL ${oneOf('role', ...ROLES)}`,
      `kind ${text} NOT NULL ${oneOf('kind', 'program', 'agent')}`,
      `created_at ${int} NOT NULL`,
      `created_by ${text} NOT NULL`,
      `expires_at ${int}`,
      `revoked_at ${int}`,
      `used_at ${int}`,
      'PRIMARY KEY (workspace_id, id)',
    ]),
    'CREATE UNIQUE INDEX api_key_by_hash ON api_key (hash)',
    table({ name: 'kept_answer', restless: true }, [
      `workspace_id ${text} NOT NULL`,
      `caller ${text} NOT NULL`,
      `key ${text} NOT NULL`,
      `request_hash ${text} NOT NULL`,
      `state ${text} NOT NULL ${oneOf('state', 'under-way', 'done')}`,
      `owner ${text} NOT NULL`,
      `until ${int} NOT NULL`,
      `answer ${json}`,
      'PRIMARY KEY (workspace_id, caller, key)',
      "CHECK (state = 'done' OR answer IS NULL)",
    ]),
  ];
}

function peopleTables({ text, int, table }: Dialect): string[] {
  return [
    table('user_account', [
      `id ${text} NOT NULL PRIMARY KEY`,
      `email ${text} NOT NULL CHECK (email LIKE '%_@_%')`,
      `name ${text} NOT NULL`,
      `password ${text} NOT NULL CHECK (password LIKE '$argon2id$%')`,
      `created_at ${int} NOT NULL`,
      `created_by ${text} NOT NULL`,
    ]),
    'CREATE UNIQUE INDEX user_account_by_email ON user_account (email)',
    // Whose account of an identity provider it is: one of each provider for a person, and one person for an account.
    table('user_identity', [
      `issuer ${text} NOT NULL CHECK (length(issuer) > 0)`,
      `subject ${text} NOT NULL CHECK (length(subject) > 0)`,
      `user_id ${text} NOT NULL`,
      `bound_at ${int} NOT NULL`,
      'PRIMARY KEY (issuer, subject)',
    ]),
    'CREATE UNIQUE INDEX user_identity_by_user ON user_identity (user_id, issuer)',
    table('user_role', [
      `workspace_id ${text} NOT NULL`,
      `user_id ${text} NOT NULL`,
      `role ${text} NOT NULL ${oneOf('role', ...ROLES)}`,
      `given_at ${int} NOT NULL`,
      `given_by ${text} NOT NULL`,
      'PRIMARY KEY (workspace_id, user_id)',
    ]),
    'CREATE INDEX user_role_by_user ON user_role (user_id, workspace_id)',
    table('user_session', [
      `hash ${text} NOT NULL PRIMARY KEY`,
      `user_id ${text} NOT NULL`,
      `created_at ${int} NOT NULL`,
      `seen_at ${int} NOT NULL`,
      `expires_at ${int} NOT NULL`,
      'CHECK (length(hash) = 64)',
      'CHECK (expires_at > created_at)',
    ]),
    'CREATE INDEX user_session_by_user ON user_session (user_id)',
  ];
}
