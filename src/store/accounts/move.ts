/** Accounts moved on: those that are due, one that a person acts on, one whose contact did something. One transaction each. */
import type { AccountEnrollment } from '../../domain/account/enrollment.ts';
import { haltOf } from '../../domain/delivery/queue.ts';
import { LIMITS } from '../../domain/limits.ts';
import type {
  AccountBatch,
  AccountChange,
  AccountOutcome,
  AccountSubject,
  AccountsAdvanced,
  WakeWish,
} from '../../engine/store-port.ts';
import { stopsGate } from '../gates.ts';
import { readHalts } from '../instance/halts.ts';
import { toJson } from '../json.ts';
import { all, enterTogether, first, type Program, run, runEach, runEachLater } from '../program.ts';
import { insertDecisions } from '../rows/member.ts';
import { insertMessages } from '../rows/message.ts';
import { insertTasks } from '../rows/task.ts';
import { type SqlRow, statement } from '../statement.ts';
import { lastPassageOf, passageOf } from './accounts.ts';
import { accountEnrollmentOf, putAccountEnrollment } from './rows.ts';
import { readSubject } from './subject.ts';

const DUE = statement<SqlRow>(
  `SELECT * FROM account_enrollment WHERE due_at IS NOT NULL AND due_at <= :now ORDER BY due_at, id LIMIT :limit`,
  { claims: 'account_enrollment' },
);
const HOLD = statement<{ id: string }>('SELECT id FROM account WHERE workspace_id = :workspaceId AND id = :id', {
  holds: 'account',
});
const NEXT = statement<{ due_at: number }>(
  'SELECT due_at FROM account_enrollment WHERE due_at > :after ORDER BY due_at, id LIMIT 1',
);
const CANCEL_TASKS = statement(`
  UPDATE task SET state = 'cancelled' WHERE workspace_id = :workspaceId AND intent_key > :from AND intent_key < :to
  AND state = 'open'`);
const WAKE_OF = statement(`
  UPDATE account_enrollment SET due_at = :now WHERE workspace_id = :workspaceId AND due_at > :now AND account_id =
    (SELECT account_id FROM account_contact WHERE workspace_id = :workspaceId AND lead_id = :leadId) AND state <> 'ended'`);
const WAKE = statement(
  'UPDATE account_enrollment SET due_at = :now WHERE workspace_id = :workspaceId AND id = :id AND due_at > :now',
);
/** A reason is written with its code first. */
const PARKED = statement<{ id: string }>(`
  SELECT id FROM account_enrollment WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND state = 'waiting'
  AND due_at > :now AND reason LIKE :reason ORDER BY account_id LIMIT :limit`);

/** One batch of accounts that are due, the oldest first, fewer where they are large; nothing while everything is stopped. */
export function* advanceAccounts(batch: AccountBatch): Program<AccountsAdvanced> {
  const { now, limit, suppressionKeys, decide } = batch;
  yield* enterTogether(stopsGate());
  const halts = yield* readHalts();
  if (haltOf(halts, '', null)) return { taken: 0, outcomes: [] };
  const rows = yield* all(DUE, { now, limit });
  const outcomes: AccountOutcome[] = [];
  let contacts = 0;
  for (const enrollment of rows.map(accountEnrollmentOf)) {
    if (contacts >= LIMITS.advanceBatchContacts) break;
    const { workspaceId, accountId } = enrollment;
    const subject = yield* readSubject({ workspaceId, accountId, enrollment, campaignId: null, suppressionKeys });
    if (!subject) throw new Error(`account ${accountId} is in a campaign and is not there`);
    contacts += subject.contacts.length;
    outcomes.push(yield* written(decide(subject, halts)));
  }
  return { taken: outcomes.length, outcomes };
}

/** One account on which somebody acts; false = there is no such account. */
export function* changeAccount({ decide, ...ask }: AccountChange): Program<boolean> {
  yield* enterTogether(stopsGate());
  const halts = yield* readHalts();
  // Held first: a passage that is not there yet cannot be.
  if (!(yield* first(HOLD, { workspaceId: ask.workspaceId, id: ask.accountId }))) return false;
  const enrollment = yield* passageOf(ask.workspaceId, ask.accountId);
  const subject = yield* readSubject({ ...ask, enrollment });
  if (!subject) return false;
  yield* written(decide(subject, halts));
  return true;
}

/** One account with everything that it is decided on; null = there is no such account. */
export function* lookAtAccount(ask: Omit<AccountChange, 'decide'>): Program<AccountSubject | null> {
  const enrollment = yield* lastPassageOf(ask.workspaceId, ask.accountId);
  return yield* readSubject({ ...ask, enrollment });
}

function* written(outcome: AccountOutcome): Program<AccountOutcome> {
  const { enrollments, messages, decisions, tasks } = outcome;
  yield* insertDecisions(decisions);
  yield* insertMessages(messages);
  yield* insertTasks(tasks);
  for (const enrollment of enrollments) {
    yield* putAccountEnrollment(enrollment);
    if (enrollment.state === 'ended') yield* cancelTasks(enrollment);
  }
  return outcome;
}

/** Nobody calls the contacts of an account that is over. */
function* cancelTasks({ workspaceId, id }: AccountEnrollment): Program<void> {
  yield* run(CANCEL_TASKS, { workspaceId, from: `enr:${id}:`, to: `enr:${id};` });
}

/** When the next account is due that is due later than `after`; null = none waits for a time. */
export function* nextAccountAt(after: number): Program<number | null> {
  return (yield* first(NEXT, { after }))?.due_at ?? null;
}

/** The account of a contact is looked at now; a paused one stays so. */
export function* wakeAccountOf(workspaceId: string, leadId: string, now: number): Program<void> {
  yield* runEachLater(WAKE_OF, [{ workspaceId, leadId, now }]);
}

/** The account of a passage is looked at now. */
export function* wakeAccount(workspaceId: string, id: string, now: number): Program<void> {
  yield* runEachLater(WAKE, [{ workspaceId, id, now }]);
}

/** Accounts of a campaign that wait for this reason, a page of them, are looked at now; a paused one stays so. The count of them. */
export function* wakeAccountsParked({ workspaceId, campaignId, code, now, limit }: WakeWish): Program<number> {
  const reason = `{"code":${toJson(code)}%`;
  const rows = yield* all(PARKED, { workspaceId, campaignId, reason, now, limit });
  return yield* runEach(
    WAKE,
    rows.map(({ id }) => ({ workspaceId, id, now })),
  );
}
