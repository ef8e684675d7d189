/** Accounts and who belongs to them: added, changed, listed. */

import type { AccountEnrollment, AccountStatus } from '../../domain/account/enrollment.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { AccountListed, AccountQuery, AccountRecord } from '../../engine/store-port.ts';
import { STATUS_OF_PASSAGE } from '../lists/accounts.ts';
import { all, allEach, first, type Program, run, runEach } from '../program.ts';
import { insert, passing, type SqlRow, statement } from '../statement.ts';
import { accountEnrollmentOf, accountOf } from './rows.ts';

const BY_ID = statement<SqlRow>('SELECT * FROM account WHERE workspace_id = :workspaceId AND id = :id');
const PAGE = statement<SqlRow>(
  'SELECT * FROM account WHERE workspace_id = :workspaceId AND id > :after ORDER BY id LIMIT :limit',
);
const PAGE_OF_CAMPAIGN = statement<{ account_id: string }>(`
  SELECT DISTINCT account_id FROM account_enrollment
  WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND account_id > :after ORDER BY account_id LIMIT :limit`);
const PASSAGES = statement<SqlRow>(
  `SELECT * FROM account_enrollment WHERE workspace_id = :workspaceId AND account_id = :accountId
   AND (:campaignId = '' OR campaign_id = :campaignId) LIMIT ${LIMITS.accountPassages}`,
  { holds: 'account_enrollment' },
);
/** The same without holding them. */
const LIST_PASSAGES = statement<SqlRow>(`
  SELECT * FROM account_enrollment WHERE workspace_id = :workspaceId AND account_id = :accountId
  AND (:campaignId = '' OR campaign_id = :campaignId) LIMIT ${LIMITS.accountPassages}`);
/** Of each account its last passage there. What reads in JSON is written at the moment, as the fields of a list are. */
const STANDING = `
  SELECT ${STATUS_OF_PASSAGE} AS status, COUNT(*) AS n FROM account_enrollment p
  WHERE p.workspace_id = :workspaceId AND p.campaign_id = :campaignId AND NOT EXISTS (SELECT 1 FROM account_enrollment later
    WHERE later.workspace_id = p.workspace_id AND later.account_id = p.account_id
    AND later.campaign_id = p.campaign_id AND later.generation > p.generation)
  GROUP BY 1 ORDER BY 1`;
const CONTACTS = statement<{ n: number }>(
  'SELECT COUNT(*) AS n FROM account_contact WHERE workspace_id = :workspaceId AND account_id = :accountId',
);
const LAST_POSITION = statement<{ last: number | null }>(
  'SELECT MAX(position) AS last FROM account_contact WHERE workspace_id = :workspaceId AND account_id = :accountId',
);
const ADD_CONTACT = insert(
  'account_contact',
  ['workspaceId', 'accountId', 'leadId', 'position'],
  'ON CONFLICT DO NOTHING',
);
const OF_LEAD = statement<{ account_id: string }>(
  'SELECT account_id FROM account_contact WHERE workspace_id = :workspaceId AND lead_id = :leadId',
);
const REMOVE_CONTACT = statement(`
  DELETE FROM account_contact WHERE workspace_id = :workspaceId AND account_id = :accountId AND lead_id = :leadId`);
const OF_DOMAIN = statement<{ id: string }>(
  `SELECT l.id FROM lead l WHERE l.workspace_id = :workspaceId AND (l.domain = :domain OR l.email LIKE :mail) AND NOT EXISTS
    (SELECT 1 FROM account_contact c WHERE c.workspace_id = l.workspace_id AND c.lead_id = l.id) ORDER BY l.id LIMIT :limit`,
  { scans: 'an account is made by a person; an index of leads by domain would cost every import' },
);

/** An account by its id. */
export function* accountById(workspaceId: string, id: string): Program<AccountRecord | null> {
  const row = yield* first(BY_ID, { workspaceId, id });
  return row ? accountOf(row) : null;
}

/** A page of accounts, each with its passage that is not over, else its last one. */
export function* listAccounts({ workspaceId, campaignId, after, limit }: AccountQuery): Program<AccountListed[]> {
  if (campaignId === null) {
    const rows = yield* all(PAGE, { workspaceId, after, limit });
    return yield* withPassages(workspaceId, campaignId, rows.map(accountOf));
  }
  const ids = yield* all(PAGE_OF_CAMPAIGN, { workspaceId, campaignId, after, limit });
  return yield* accountsByIds(
    workspaceId,
    campaignId,
    ids.map(({ account_id: id }) => id),
  );
}

/** Accounts by their ids, in this order, told in the same way. */
export function* accountsByIds(
  workspaceId: string,
  campaignId: string | null,
  ids: readonly string[],
): Program<AccountListed[]> {
  const found = yield* allEach(
    BY_ID,
    ids.map((id) => ({ workspaceId, id })),
  );
  return yield* withPassages(workspaceId, campaignId, found.flat().map(accountOf));
}

function* withPassages(
  workspaceId: string,
  campaignId: string | null,
  accounts: readonly AccountRecord[],
): Program<AccountListed[]> {
  const keys = accounts.map(({ id: accountId }) => ({ workspaceId, accountId }));
  const passages = yield* allEach(
    LIST_PASSAGES,
    keys.map((key) => ({ ...key, campaignId: campaignId ?? '' })),
  );
  const counts = yield* allEach(CONTACTS, keys);
  return accounts.map((account, i) => ({
    account,
    enrollment: latestOf(passages[i] ?? []),
    contacts: counts[i]?.[0]?.n ?? 0,
  }));
}

/** Accounts that are in a campaign, or were, by how they stand there. It reads each of them. */
export function* countAccounts(workspaceId: string, campaignId: string): Program<Record<AccountStatus, number>> {
  const counts = { active: 0, paused: 0, completed: 0, closed: 0, cancelled: 0 };
  const asked = passing<{ status: AccountStatus; n: number }>(STANDING);
  for (const { status, n } of yield* all(asked, { workspaceId, campaignId })) counts[status] = n;
  return counts;
}

/** The one that is not over, else the one that began last; of several that began together the one that was made last. */
function latestOf(rows: readonly SqlRow[]): AccountEnrollment | null {
  const passages = rows.map(accountEnrollmentOf).sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1));
  return passages.find(({ state }) => state !== 'ended') ?? passages[0] ?? null;
}

/** The passage of an account that is not over, held until the transaction ends; else its last one; null = it had none. */
export function* passageOf(workspaceId: string, accountId: string): Program<AccountEnrollment | null> {
  return latestOf(yield* all(PASSAGES, { workspaceId, accountId, campaignId: '' }));
}

/** The same without holding it. */
export function* lastPassageOf(workspaceId: string, accountId: string): Program<AccountEnrollment | null> {
  return latestOf(yield* all(LIST_PASSAGES, { workspaceId, accountId, campaignId: '' }));
}

/** Makes leads contacts of an account, after those it has; the ids of those that are of another account. */
export function* addContacts(workspaceId: string, accountId: string, leadIds: readonly string[]): Program<string[]> {
  const last = (yield* first(LAST_POSITION, { workspaceId, accountId }))?.last ?? 0;
  yield* runEach(
    ADD_CONTACT,
    leadIds.map((leadId, i) => ({ workspaceId, accountId, leadId, position: last + i + 1 })),
  );
  const holders = yield* allEach(
    OF_LEAD,
    leadIds.map((leadId) => ({ workspaceId, leadId })),
  );
  return leadIds.filter((_, i) => holders[i]?.[0]?.account_id !== accountId);
}

/** A lead is no contact of the account any more; false = it was none. */
export function* removeContact(workspaceId: string, accountId: string, leadId: string): Program<boolean> {
  return (yield* run(REMOVE_CONTACT, { workspaceId, accountId, leadId })) === 1;
}

/** Ids of leads of a domain, the company's or that of their address, that are of no account. `domain`: without `%` and `_`. */
export function* leadsOfDomain(workspaceId: string, domain: string, limit: number): Program<string[]> {
  return (yield* all(OF_DOMAIN, { workspaceId, domain, mail: `%@${domain}`, limit })).map(({ id }) => id);
}

const FOLLOW = statement(`
  UPDATE account_contact SET lead_id = :into WHERE workspace_id = :workspaceId AND lead_id = :leadId`);
const FORGET = statement('DELETE FROM account_contact WHERE workspace_id = :workspaceId AND lead_id = :leadId');

/** A lead was merged into another one, which is a contact in its place; where it is one already it stays what it was. */
export function* followContact(workspaceId: string, leadId: string, into: string): Program<void> {
  const known = yield* first(OF_LEAD, { workspaceId, leadId: into });
  if (known) yield* run(FORGET, { workspaceId, leadId });
  else yield* run(FOLLOW, { workspaceId, leadId, into });
}
