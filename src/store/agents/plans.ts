/** Plans: added, read, moved by one of several. Decides nothing about them. */
import type { PlanState } from '../../domain/agent/plan.ts';
import type { AlertTelling, AudiencePage, PlanMove, PlanRecord, PlanVerbs } from '../../engine/store-port.ts';
import { fromJson, toJson, toJsonOrNull } from '../json.ts';
import { all, type Database, first, type Program, run } from '../program.ts';
import { addAlert } from '../routines/alerts.ts';
import { insert, type SqlRow, statement } from '../statement.ts';

const ADD = insert('plan', [
  ...['workspaceId', 'id', 'state', 'operation', 'digest', 'proposedBy', 'proposedAs', 'proposedAt', 'expiresAt'],
  ...['decidedBy', 'decidedAt', 'usedAt', 'outcome', 'why', 'input', 'change', 'about'],
]);
const OPEN = statement<{ n: number }>(`
  SELECT COUNT(*) AS n FROM plan
  WHERE workspace_id = :workspaceId AND (state = 'proposed' OR state = 'approved') AND expires_at > :now`);
const ONE = statement<SqlRow>('SELECT * FROM plan WHERE workspace_id = :workspaceId AND id = :id');
const LIST = statement<SqlRow>('SELECT * FROM plan WHERE workspace_id = :workspaceId ORDER BY id DESC LIMIT :limit');
const LIST_STATE = statement<SqlRow>(
  'SELECT * FROM plan WHERE workspace_id = :workspaceId AND state = :state ORDER BY id DESC LIMIT :limit',
);
// Of several that move it at once, one finds it as it was.
const MOVE = statement(`
  UPDATE plan SET state = :state, expires_at = :expiresAt, decided_by = :decidedBy, decided_at = :decidedAt, used_at = :usedAt,
    outcome = :outcome, change = :change, about = :about
  WHERE workspace_id = :workspaceId AND id = :id AND state = :was`);
const AUDIENCE = statement<{ lead_id: string }>(`
  SELECT lead_id FROM campaign_member WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND lead_id > :after
  AND (stage = 'ready' OR stage = 'enrolled') ORDER BY lead_id LIMIT :limit`);

/** The verbs over a database. */
export function planVerbs(db: Database): PlanVerbs {
  return {
    add: (plan, most, telling) => db.write(() => addPlan(plan, most, telling)),
    get: (workspaceId, id) => db.read(() => planById(workspaceId, id)),
    list: (query) => db.read(() => listPlans(query.workspaceId, query.state, query.limit)),
    move: (move) => db.write(() => movePlan(move)),
    audience: (page) => db.read(() => audienceOf(page)),
  };
}

function* addPlan(plan: PlanRecord, most: number, telling?: AlertTelling): Program<boolean> {
  const open = yield* first(OPEN, { workspaceId: plan.workspaceId, now: plan.proposedAt });
  if ((open?.n ?? 0) >= most) return false;
  yield* run(ADD, valuesOf(plan));
  if (telling) yield* addAlert(telling.alert, telling.targets);
  return true;
}

function* planById(workspaceId: string, id: string): Program<PlanRecord | null> {
  const row = yield* first(ONE, { workspaceId, id });
  return row ? planOf(row) : null;
}

function* listPlans(workspaceId: string, state: PlanState | null, limit: number): Program<PlanRecord[]> {
  const rows =
    state === null ? yield* all(LIST, { workspaceId, limit }) : yield* all(LIST_STATE, { workspaceId, state, limit });
  return rows.map(planOf);
}

function* movePlan({ was, plan, telling }: PlanMove): Program<boolean> {
  const { workspaceId, id, state, expiresAt, decidedBy, decidedAt, usedAt, outcome } = plan;
  const texts = { change: toJsonOrNull(plan.change), about: toJson(plan.about) };
  const moved = { workspaceId, id, state, expiresAt, decidedBy, decidedAt, usedAt, outcome, ...texts, was };
  if ((yield* run(MOVE, moved)) !== 1) return false;
  if (telling) yield* addAlert(telling.alert, telling.targets);
  return true;
}

function* audienceOf({ workspaceId, campaignId, after, limit }: AudiencePage): Program<string[]> {
  return (yield* all(AUDIENCE, { workspaceId, campaignId, after, limit })).map((row) => row.lead_id);
}

function valuesOf({ change, about, ...plan }: PlanRecord) {
  return { ...plan, change: toJsonOrNull(change), about: toJson(about) };
}

function planOf(row: SqlRow): PlanRecord {
  return {
    ...{ workspaceId: row.workspace_id as string, id: row.id as string, state: row.state as PlanState },
    ...{ operation: row.operation as string, digest: row.digest as string, input: row.input as string },
    ...{ proposedBy: row.proposed_by as string, proposedAs: row.proposed_as as string },
    ...{ proposedAt: row.proposed_at as number, expiresAt: row.expires_at as number, why: row.why as string },
    ...{ about: fromJson(row.about), change: fromJson(row.change) },
    ...{ decidedBy: row.decided_by as string | null, decidedAt: row.decided_at as number | null },
    ...{ usedAt: row.used_at as number | null, outcome: row.outcome as string | null },
  };
}
