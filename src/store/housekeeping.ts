/** Domains to look up, retention, and the copy that a simulation runs on. */
import { LIMITS } from '../domain/limits.ts';
import type { MailRoute } from '../domain/verify/route.ts';
import { all, allEach, type Database, first, type Program, run, runEach } from './program.ts';
import { insert, type Parameters, type SqlRow, type Statement, statement } from './statement.ts';

const CURSOR = statement<{ assessed_revision: number }>(
  'SELECT assessed_revision FROM campaign WHERE workspace_id = :workspaceId AND id = :campaignId',
);
const CHANGED_EMAILS = statement<{ email: string | null; revision: number }>(
  'SELECT email, revision FROM lead WHERE workspace_id = :workspaceId AND revision > :revision ORDER BY revision LIMIT :limit',
);
const AGAIN_EMAILS = statement<{ email: string | null }>(`
  SELECT l.email FROM campaign_member m JOIN lead l ON l.workspace_id = m.workspace_id AND l.id = m.lead_id
  WHERE m.workspace_id = :workspaceId AND m.campaign_id = :campaignId AND m.reassess_at IS NOT NULL
  AND m.reassess_at <= :now ORDER BY m.reassess_at LIMIT :limit`);
const FRESH = statement<{ domain: string }>(
  'SELECT domain FROM domain_check WHERE domain = :domain AND expires_at > :now',
);
const PUT_ROUTE = insert(
  'domain_check',
  ['domain', 'route', 'checkedAt', 'expiresAt'],
  'ON CONFLICT (domain) DO UPDATE SET route = excluded.route, checked_at = excluded.checked_at, expires_at = excluded.expires_at',
);

/** Domains of the next page of leads to assess for which no fresh answer is stored. */
export function* domainsToCheck(
  workspaceId: string,
  campaignId: string,
  now: number,
  limit: number,
): Program<string[]> {
  const cursor = yield* first(CURSOR, { workspaceId, campaignId });
  const revision = cursor?.assessed_revision ?? 0;
  let rows: readonly { email: string | null }[] = yield* all(CHANGED_EMAILS, { workspaceId, revision, limit });
  if (rows.length === 0) rows = yield* all(AGAIN_EMAILS, { workspaceId, campaignId, now, limit });
  const domains = new Set<string>();
  for (const { email } of rows) if (email !== null) domains.add(email.slice(email.lastIndexOf('@') + 1));
  const asked = [...domains];
  const fresh = yield* allEach(
    FRESH,
    asked.map((domain) => ({ domain, now })),
  );
  return asked.filter((_, i) => (fresh[i]?.length ?? 0) === 0);
}

export function* putRoutes(
  routes: readonly { domain: string; route: MailRoute; checkedAt: number; expiresAt: number }[],
): Program<void> {
  yield* runEach(
    PUT_ROUTE,
    routes.map((row) => ({ ...row, route: JSON.stringify(row.route) })),
  );
}

// --- retention --------------------------------------------------------------------------------------------------

const OLD_EVENTS = statement<{ lead_id: string; id: string }>(
  'SELECT lead_id, id FROM event WHERE workspace_id = :workspaceId AND (lead_id, id) > (:leadId, :id) AND at < :before ORDER BY lead_id, id LIMIT :limit',
);
const DELETE_EVENT = statement(
  'DELETE FROM event WHERE workspace_id = :workspaceId AND lead_id = :leadId AND id = :id',
);
const OLD_ROUTES = statement('DELETE FROM domain_check WHERE expires_at < :before', {
  scans: 'once a day; one row per domain',
});
const OLD_SENDER_DAYS = statement(
  'DELETE FROM sender_day WHERE workspace_id = :workspaceId AND CAST(day AS integer) < :day',
);
const OLD_DECISIONS = statement<{ lead_id: string; id: string }>(`
  SELECT d.lead_id, d.id FROM decision d WHERE d.workspace_id = :workspaceId AND (d.lead_id, d.id) > (:leadId, :id) AND d.at < :before
  AND NOT EXISTS (SELECT 1 FROM campaign_member m WHERE m.workspace_id = d.workspace_id AND m.campaign_id = d.campaign_id
    AND m.lead_id = d.lead_id AND m.decision_id = d.id)
  AND NOT EXISTS (SELECT 1 FROM message s WHERE s.workspace_id = d.workspace_id AND s.lead_id = d.lead_id AND s.decision_id = d.id)
  AND NOT EXISTS (SELECT 1 FROM enrollment e WHERE e.workspace_id = d.workspace_id AND e.lead_id = d.lead_id AND e.decision_id = d.id)
  ORDER BY d.lead_id, d.id LIMIT :limit`);
const DELETE_DECISION = statement(
  'DELETE FROM decision WHERE workspace_id = :workspaceId AND lead_id = :leadId AND id = :id',
);

export interface PurgePage {
  readonly removed: number;
  readonly after: { readonly leadId: string; readonly id: string } | null;
}

/** One page of events (or of decisions that nothing stands on any more) older than `before`, removed. */
export function* purgePage(
  kind: 'event' | 'decision',
  workspaceId: string,
  before: number,
  after: { readonly leadId: string; readonly id: string } | null,
): Program<PurgePage> {
  const limit = LIMITS.assessPageLeads;
  const from = after ?? { leadId: '', id: '' };
  const rows = yield* all(kind === 'event' ? OLD_EVENTS : OLD_DECISIONS, { workspaceId, before, limit, ...from });
  const gone = rows.map((row) => ({ workspaceId, leadId: row.lead_id, id: row.id }));
  yield* runEach(kind === 'event' ? DELETE_EVENT : DELETE_DECISION, gone);
  const last = rows.at(-1);
  return { removed: rows.length, after: last && rows.length === limit ? { leadId: last.lead_id, id: last.id } : null };
}

/** What expires by date alone: answers of the DNS, counters of past days. */
export function* purgeExpired(workspaceId: string, before: number): Program<void> {
  yield* run(OLD_ROUTES, { before });
  yield* run(OLD_SENDER_DAYS, { workspaceId, day: Math.floor(before / 86_400_000) });
}

// --- copy -------------------------------------------------------------------------------------------------------

/** Tables in an order in which references exist; those of connections and instance are never copied. */
const COPIED: readonly (readonly [table: string, key: readonly string[]])[] = [
  ['workspace', ['id']],
  ['counter', ['workspace_id', 'name']],
  ['lead', ['workspace_id', 'id']],
  ['identity', ['workspace_id', 'key', 'lead_id']],
  ['lead_alias', ['workspace_id', 'alias_id']],
  ['consent', ['workspace_id', 'lead_id', 'channel', 'at']],
  ['suppression', ['workspace_id', 'key_hash', 'channel']],
  ['domain_check', ['domain']],
  ['playbook', ['workspace_id', 'hash']],
  ['campaign', ['workspace_id', 'id']],
  ['campaign_member', ['workspace_id', 'campaign_id', 'lead_id']],
  ['decision', ['workspace_id', 'lead_id', 'id']],
  ['enrollment', ['workspace_id', 'id']],
  ['message', ['workspace_id', 'id']],
  ['sender_day', ['workspace_id', 'sender', 'day']],
  ['task', ['workspace_id', 'id']],
  ['import_row', ['workspace_id', 'import_id', 'line']],
];

const PAGES = new Map(
  COPIED.map(([table, key]) => [
    table,
    {
      first: statement<SqlRow>(`SELECT * FROM ${table} ORDER BY ${key.join(', ')} LIMIT :limit`),
      next: statement<SqlRow>(
        `SELECT * FROM ${table} WHERE (${key.join(', ')}) > (${key.map((_, i) => `:k${i}`).join(', ')})
         ORDER BY ${key.join(', ')} LIMIT :limit`,
      ),
      key,
    },
  ]),
);

/**
 * Copies everything a campaign's future depends on from one database to another, page by page.
 * Both must be at the same migration. Used by `simulate`; the target is thrown away.
 */
export async function copyDatabase(from: Database, to: Database): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [table, page] of PAGES) {
    let rows = await from.read(() => all(page.first, { limit: LIMITS.copyPageRows }));
    counts[table] = 0;
    while (rows.length > 0) {
      await to.write(() => insertRows(table, rows));
      counts[table] += rows.length;
      const last = rows.at(-1) as SqlRow;
      const after: Record<string, Parameters[string]> = { limit: LIMITS.copyPageRows };
      for (const [i, column] of page.key.entries()) after[`k${i}`] = last[column];
      rows = await from.read(() => all(page.next, after));
    }
  }
  return counts;
}

const INSERTS = new Map<string, Statement>();

function* insertRows(table: string, rows: readonly SqlRow[]): Program<void> {
  const columns = Object.keys(rows[0] as SqlRow);
  let into = INSERTS.get(table);
  if (!into) {
    into = insert(table, columns.map(camel));
    INSERTS.set(table, into);
  }
  yield* runEach(
    into,
    rows.map((row) => Object.fromEntries(columns.map((name) => [camel(name), row[name]]))),
  );
}

function camel(column: string): string {
  return column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
