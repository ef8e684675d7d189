/** The list of accounts: its rows, and how each field is read of an account and of the passage that is told with it. */
import type { AccountStatus } from '../../domain/account/enrollment.ts';
import type { AccountReason } from '../../domain/account/reasons.ts';
import { LISTS } from '../../domain/list/schema.ts';
import { snakeCase } from '../statement.ts';
import type { Columns } from './compile.ts';
import type { ListSource } from './page.ts';

/** What it waits for, with nothing of a column beside it: so it is compared by its bytes, as that column is. */
const REASON = "((json(p.reason) ->> 'code') || SUBSTR(p.id, 1, 0))";

/** In these cases, in this order; the rule is `statusOf`. */
const STATUSES: Readonly<Record<AccountStatus, string>> = {
  paused: "p.state = 'waiting' AND p.due_at IS NULL",
  active: "p.state <> 'ended'",
  closed: 'p.outcome IS NOT NULL',
  completed: `${REASON} = '${'account-completed' satisfies AccountReason}'`,
  cancelled: '1 = 1',
};

/** How the passage `p` stands. */
export const STATUS_OF_PASSAGE = `CASE ${Object.entries(STATUSES)
  .map(([status, when]) => `WHEN ${when} THEN '${status}'`)
  .join(' ')} END`;

/** Of the account `a` and its passage `p`; NULL where there is none. */
const COLUMNS: Columns = {
  ...Object.fromEntries(
    Object.keys(LISTS.account).map((name) => [name, `a.${snakeCase(name.slice('account.'.length))}`]),
  ),
  'account.customer': 'a.customer = 1',
  'account.competitors': "NULLIF(a.competitors, '[]')",
  // Compared with broken numbers too.
  'account.contacts': `(SELECT COUNT(*) FROM account_contact c
    WHERE c.workspace_id = a.workspace_id AND c.account_id = a.id) * 1.0`,
  'account.campaign': 'p.campaign_id',
  'account.status': `CASE WHEN p.id IS NULL THEN 'none' ELSE ${STATUS_OF_PASSAGE} END`,
  'account.outcome': 'p.outcome',
  'account.reason': REASON,
  'account.startedAt': 'p.started_at',
  'account.nextLookAt': 'p.due_at',
  'account.endedAt': 'p.ended_at',
};

/** All accounts, each with its passage that is not over, else its last one. */
export const ACCOUNTS: ListSource = {
  ...{ schema: LISTS.account, columns: COLUMNS, table: 'account', rows: 'a', id: 'id', where: '' },
  join: `LEFT JOIN account_enrollment p ON p.workspace_id = a.workspace_id AND p.id =
    (SELECT e.id FROM account_enrollment e WHERE e.workspace_id = a.workspace_id AND e.account_id = a.id
     ORDER BY CASE WHEN e.state = 'ended' THEN 1 ELSE 0 END, e.started_at DESC, e.id DESC LIMIT 1) WHERE`,
};

/** Accounts of a campaign: its passages, the last one of each account, and the account of each by its key. */
export const ACCOUNTS_OF_CAMPAIGN: ListSource = {
  ...{ schema: LISTS.account, columns: COLUMNS, table: 'account_enrollment', rows: 'p', id: 'account_id' },
  where: `AND campaign_id = :campaignId AND NOT EXISTS (SELECT 1 FROM account_enrollment later
    WHERE later.workspace_id = account_enrollment.workspace_id AND later.account_id = account_enrollment.account_id
    AND later.campaign_id = account_enrollment.campaign_id AND later.generation > account_enrollment.generation)`,
  join: 'CROSS JOIN account a WHERE a.workspace_id = p.workspace_id AND a.id = p.account_id AND',
};
