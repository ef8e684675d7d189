/**
 * Credits of sources: set aside before a question, settled by its answer. What is not settled counts at the most that it can cost. Whether
 * the credits suffice is decided inside the transaction that sets them aside, so that two runs at once never spend more than one may.
 */
import type { Affordable } from '../../domain/source/budget.ts';
import type { SourceCredits, Spend, SpendTold, SpendWish } from '../../engine/store-port.ts';
import { creditsGate } from '../gates.ts';
import { all, enterAlone, first, type Program, run } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';

/** What a question counts for: told, or the most. */
const COUNTS = "CASE state WHEN 'settled' THEN credits ELSE most END";
const OF_MONTH = statement<{ spent: number | null }>(`
  SELECT SUM(${COUNTS}) AS spent FROM source_spend
  WHERE workspace_id = :workspaceId AND source = :source AND month = :month`);
const ADD = insert('source_spend', [
  ...['workspaceId', 'id', 'source', 'vendor', 'month', 'at', 'state', 'most', 'credits', 'request'],
]);
const SETTLE = statement(`
  UPDATE source_spend SET state = :to, credits = credits + :credits, most = :most, request = :request
  WHERE workspace_id = :workspaceId AND id = :id AND state = :from`);
const COLUMNS = 'workspace_id, id, source, vendor, at, state, most, credits, request';
const BY_ID = statement<SqlRow>(`SELECT ${COLUMNS} FROM source_spend WHERE workspace_id = :workspaceId AND id = :id`);
const WAITING = statement<SqlRow>(`
  SELECT ${COLUMNS} FROM source_spend WHERE workspace_id = :workspaceId AND source = :source AND state = 'waiting'
  ORDER BY id LIMIT :limit`);
const BY_SOURCE = statement<{ source: string; vendor: string; month: number; total: number; open: number }>(`
  SELECT source, MIN(vendor) AS vendor, SUM(CASE WHEN month = :month THEN ${COUNTS} ELSE 0 END) AS month, SUM(${COUNTS}) AS total,
    SUM(CASE state WHEN 'settled' THEN 0 ELSE most END) AS open
  FROM source_spend WHERE workspace_id = :workspaceId GROUP BY source ORDER BY source LIMIT :limit`);

/** Sets credits aside for as many people as can be afforded. */
export function* setAside({ decide, each, ...wish }: SpendWish): Program<Affordable> {
  const { workspaceId, source, month } = wish;
  yield* enterAlone(creditsGate(workspaceId, source));
  const affordable = decide(yield* creditsOfMonth(workspaceId, source, month));
  if (affordable.people === 0) return affordable;
  yield* run(ADD, { ...wish, state: 'asked', most: affordable.people * each, credits: 0, request: null });
  return affordable;
}

/** Spent or set aside in a month. */
export function* creditsOfMonth(workspaceId: string, source: string, month: string): Program<number> {
  return (yield* first(OF_MONTH, { workspaceId, source, month }))?.spent ?? 0;
}

/** Writes down what an answer says; false = the question stands otherwise. */
export function* settleSpend(told: SpendTold): Program<boolean> {
  return (yield* run(SETTLE, { ...told })) === 1;
}

/** A question. */
export function* spendById(workspaceId: string, id: string): Program<Spend | null> {
  const row = yield* first(BY_ID, { workspaceId, id });
  return row ? spendOf(row) : null;
}

/** Questions of which more is to come, the oldest first. */
export function* waitingSpends(workspaceId: string, source: string, limit: number): Program<Spend[]> {
  return (yield* all(WAITING, { workspaceId, source, limit })).map(spendOf);
}

/** Credits by source. */
export function* creditsBySource(workspaceId: string, month: string, limit: number): Program<SourceCredits[]> {
  return (yield* all(BY_SOURCE, { workspaceId, month, limit })).map((row) => ({ ...row }));
}

function spendOf(row: SqlRow): Spend {
  return {
    workspaceId: row.workspace_id as string,
    id: row.id as string,
    source: row.source as string,
    vendor: row.vendor as string,
    at: row.at as number,
    state: row.state as Spend['state'],
    most: row.most as number,
    credits: row.credits as number,
    request: row.request as string | null,
  };
}
