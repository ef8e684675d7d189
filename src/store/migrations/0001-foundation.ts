/**
 * The first schema. Text ids, times in epoch milliseconds, JSON as canonical text, so that both databases hold the same
 * bytes; `workspace_id` leads every key but those of facts that belong to nobody (`domain_check`). Constraints hold the
 * invariants: one message per intent key, nothing `sending` without its words' hash, one enrollment per lead, campaign and
 * generation, every enrollment due, waiting with a reason or ended with a reason.
 * Columns that are read in loops stand before long ones: SQLite reads a row from its front, and long rows overflow.
 * How long rows are kept: see `domain/retention`.
 */

import { feedTables } from '../feed/tables.ts';
import { accessTables } from '../foundation/access.ts';
import { campaignTables } from '../foundation/campaigns.ts';
import { connectionTables } from '../foundation/connections.ts';
import { leadTables } from '../foundation/leads.ts';
import { ledgerTables } from '../foundation/ledger.ts';
import { mailboxTables } from '../foundation/mailboxes.ts';
import { paceTables } from '../foundation/pace.ts';
import { peopleTables } from '../foundation/people.ts';
import { playbookFileTables } from '../foundation/playbook-files.ts';
import { refusalTables } from '../foundation/refusals-told.ts';
import { replyTables } from '../foundation/replies.ts';
import { routineTables } from '../foundation/routines.ts';
import { senderTables } from '../foundation/senders.ts';
import { signalTables } from '../foundation/signals.ts';
import { sourceTables } from '../foundation/sources.ts';
import { accountTables } from '../foundation-of-jobs/accounts.ts';
import { bulkTables } from '../foundation-of-jobs/bulk.ts';
import { classTables } from '../foundation-of-jobs/class.ts';
import { handOffTables } from '../foundation-of-jobs/handoffs.ts';
import { meetingTables } from '../foundation-of-jobs/meetings.ts';
import { planTables } from '../foundation-of-jobs/plans.ts';
import { reconcileTables } from '../foundation-of-jobs/reconcile.ts';
import { saleTables } from '../foundation-of-jobs/sales.ts';
import { viewTables } from '../foundation-of-jobs/views.ts';
import { instanceTables } from './0001-instance.ts';
import { workspaceTables } from './0001-workspaces.ts';
import type { Dialect } from './dialect.ts';

/** All statements of the first schema, in an order in which references exist. */
export function foundation(dialect: Dialect): string[] {
  return [
    ...instanceTables(dialect),
    ...workspaceTables(dialect),
    ...leadTables(dialect),
    ...campaignTables(dialect),
    ...ledgerTables(dialect),
    ...signalTables(dialect),
    ...routineTables(dialect),
    ...paceTables(dialect),
    ...mailboxTables(dialect),
    ...replyTables(dialect),
    ...connectionTables(dialect),
    ...classTables(dialect),
    ...accountTables(dialect),
    ...senderTables(dialect),
    ...accessTables(dialect),
    ...handOffTables(dialect),
    ...playbookFileTables(dialect),
    ...peopleTables(dialect),
    ...refusalTables(dialect),
    ...saleTables(dialect),
    ...bulkTables(dialect),
    ...viewTables(dialect),
    ...sourceTables(dialect),
    ...reconcileTables(dialect),
    ...feedTables(dialect),
    ...meetingTables(dialect),
    ...planTables(dialect),
  ];
}
