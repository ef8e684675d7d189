/** Accounts and their passages as rows. */
import type { AccountEnrollment } from '../../domain/account/enrollment.ts';
import type { AccountRecord } from '../../engine/store-port.ts';
import { fromJson, toJson, toJsonOrNull } from '../json.ts';
import { type Program, run } from '../program.ts';
import { insert, type SqlRow, snakeCase } from '../statement.ts';

const ACCOUNT = ['workspaceId', 'id', 'name', 'owner', 'deal', 'customer', 'competitors', 'createdAt'] as const;
const PUT_ACCOUNT = insert(
  'account',
  ACCOUNT,
  `ON CONFLICT (workspace_id, id) DO UPDATE SET ${['name', 'owner', 'deal', 'customer', 'competitors']
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`,
);

/** Adds an account, or writes it as it is now. */
export function* putAccount(account: AccountRecord): Program<void> {
  const { customer, competitors } = account;
  yield* run(PUT_ACCOUNT, { ...account, customer: customer ? 1 : 0, competitors: toJson(competitors) });
}

/** The account of a row that holds all its columns. */
export function accountOf(row: SqlRow): AccountRecord {
  return {
    workspaceId: row.workspace_id as string,
    id: row.id as string,
    name: row.name as string,
    owner: row.owner as string | null,
    deal: row.deal as string | null,
    customer: row.customer === 1,
    competitors: fromJson(row.competitors),
    createdAt: row.created_at as number,
  };
}

const ENROLLMENT = [
  'workspaceId',
  'id',
  'accountId',
  'campaignId',
  'generation',
  'sequence',
  'playbookHash',
  'state',
  'dueAt',
  'reason',
  'zone',
  'startedAt',
  'settledAt',
  'settled',
  'outcome',
  'endedAt',
] as const satisfies readonly (keyof AccountEnrollment)[];
const MOVES = ['state', 'dueAt', 'reason', 'settledAt', 'settled', 'outcome', 'endedAt'].map(snakeCase);
/** One that is over stays over. */
const PUT_ENROLLMENT = insert(
  'account_enrollment',
  ENROLLMENT,
  `ON CONFLICT (workspace_id, id) DO UPDATE SET ${MOVES.map((name) => `${name} = excluded.${name}`).join(', ')}
   WHERE account_enrollment.state <> 'ended'`,
);

/** Adds a passage, or moves it on. */
export function* putAccountEnrollment(enrollment: AccountEnrollment): Program<void> {
  const { reason, settled } = enrollment;
  yield* run(PUT_ENROLLMENT, { ...enrollment, reason: toJsonOrNull(reason), settled: toJson(settled) });
}

/** The passage of a row that holds all its columns. */
export function accountEnrollmentOf(row: SqlRow): AccountEnrollment {
  return {
    workspaceId: row.workspace_id as string,
    id: row.id as string,
    accountId: row.account_id as string,
    campaignId: row.campaign_id as string,
    generation: row.generation as number,
    sequence: row.sequence as string,
    playbookHash: row.playbook_hash as string,
    state: row.state as AccountEnrollment['state'],
    dueAt: row.due_at as number | null,
    reason: fromJson(row.reason),
    zone: row.zone as string,
    startedAt: row.started_at as number,
    settledAt: row.settled_at as number | null,
    settled: fromJson(row.settled),
    outcome: row.outcome as AccountEnrollment['outcome'],
    endedAt: row.ended_at as number | null,
  };
}
