/** Accounts of messages that are about to leave, read in the transaction that lets them. */
import type { AccountSubject, ClaimedMessage, SuppressionKeysOf } from '../../engine/store-port.ts';
import { allEach, type Program } from '../program.ts';
import { type SqlRow, statement } from '../statement.ts';
import { accountEnrollmentOf } from './rows.ts';
import { readSubject } from './subject.ts';

const PASSAGE = statement<SqlRow>('SELECT * FROM account_enrollment WHERE workspace_id = :workspaceId AND id = :id', {
  holds: 'account_enrollment',
});

/** The account of each message, in order; null = it is of none. Passages are held: what pauses one is seen, or waits. */
export function* accountsAtSending(
  candidates: readonly ClaimedMessage[],
  suppressionKeys: SuppressionKeysOf,
): Program<(AccountSubject | null)[]> {
  const rows = yield* allEach(
    PASSAGE,
    candidates.map(({ message: { workspaceId, enrollmentId } }) => ({ workspaceId, id: enrollmentId })),
  );
  const subjects: (AccountSubject | null)[] = [];
  for (const [row] of rows) {
    const enrollment = row ? accountEnrollmentOf(row) : null;
    if (!enrollment) subjects.push(null);
    else {
      const { workspaceId, accountId } = enrollment;
      subjects.push(yield* readSubject({ workspaceId, accountId, enrollment, campaignId: null, suppressionKeys }));
    }
  }
  return subjects;
}
