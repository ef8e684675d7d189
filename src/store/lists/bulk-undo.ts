/** Taking an act on many leads back, batch by batch: what is as the act left it is as it was before. */
import { createHash } from 'node:crypto';
import type { Lead, LeadValues } from '../../domain/lead/lead.ts';
import type { BulkRecord, BulkUndoStep } from '../../engine/store-port.ts';
import { leadsGate } from '../gates.ts';
import { fromJson, toJson } from '../json.ts';
import { leadsById, updateLeads } from '../leads/leads.ts';
import { pausesOf } from '../leads/pauses.ts';
import { all, enterAlone, type Program, run, runEach } from '../program.ts';
import { statement } from '../statement.ts';
import { changePassages } from '../work/passages.ts';
import { passageBegun } from './bulk-enroll.ts';
import { bulkById, ROWS_CHANGED, saveBulk } from './bulk-rows.ts';

const KEEP = statement(`
  UPDATE bulk SET lease_until = :leaseUntil
  WHERE workspace_id = :workspaceId AND id = :id AND lease_owner = :owner AND state = 'undoing'`);
const MARK = statement(`
  UPDATE bulk_row SET undone = :undone WHERE workspace_id = :workspaceId AND bulk_id = :id AND lead_id = :leadId`);

interface Kept {
  readonly before: Partial<LeadValues>;
  readonly changedAt: number;
  readonly after: string;
  /** The passage that the act began. */
  readonly begun?: string;
}

/** What a lead is compared by: all that is known of it, and when that was changed last. */
export function factsHash({ values, attributes, basis, basisAt, changedAt }: Lead): string {
  return createHash('sha256').update(toJson({ values, attributes, basis, basisAt, changedAt })).digest('hex');
}

/** One batch of it; null = it is in other hands. */
export function* undoStep(step: BulkUndoStep): Program<BulkRecord | null> {
  const { workspaceId, id, owner, leaseUntil, limit, now } = step;
  yield* enterAlone(leadsGate(workspaceId));
  if ((yield* run(KEEP, { workspaceId, id, owner, leaseUntil })) === 0) return null;
  const record = yield* bulkById(workspaceId, id);
  if (!record) return null;
  const rows = yield* all(ROWS_CHANGED, { workspaceId, id, after: record.position, limit });
  const marks = yield* takeBack(step, record, rows);
  const reasons = { ...record.reasons };
  for (const { undone } of marks) if (undone !== '') reasons[undone] = (reasons[undone] ?? 0) + 1;
  const kept = marks.filter(({ undone }) => undone !== '').length;
  const isOver = rows.length < limit;
  const after: BulkRecord = {
    ...{ ...record, reasons, position: rows.at(-1)?.lead_id ?? record.position },
    ...{ restored: record.restored + marks.length - kept, kept: record.kept + kept },
    ...(isOver ? ({ state: 'undone', finishedAt: now } as const) : {}),
  };
  yield* saveBulk(after, isOver ? null : { owner, until: leaseUntil });
  return after;
}

function* takeBack(
  { workspaceId, judge, lifting, ending }: BulkUndoStep,
  { id }: BulkRecord,
  rows: readonly { readonly lead_id: string; readonly change: string | null }[],
) {
  const ids = rows.map((row) => row.lead_id);
  const leads = yield* leadsById(workspaceId, ids);
  const pauses = yield* pausesOf(workspaceId, ids);
  const restored: Lead[] = [];
  const marks: { workspaceId: string; id: string; leadId: string; undone: string }[] = [];
  for (const { lead_id: leadId, change } of rows) {
    const lead = leads.get(leadId);
    const { before, changedAt, after, begun } = fromJson<Kept>(change);
    const pause = pauses.get(leadId) ?? null;
    const passage = begun === undefined ? null : yield* passageBegun(workspaceId, leadId, begun);
    const undone = judge(lead ? { isAsLeft: factsHash(lead) === after, pause, passage } : null) ?? '';
    marks.push({ workspaceId, id, leadId, undone });
    if (undone !== '' || !lead) continue;
    if (begun !== undefined) yield* changePassages({ workspaceId, leadId, decide: ending(begun) });
    else if (Object.keys(before).length === 0) yield* changePassages({ workspaceId, leadId, decide: lifting });
    else restored.push({ ...lead, values: { ...lead.values, ...before }, changedAt });
  }
  yield* updateLeads(workspaceId, restored);
  yield* runEach(MARK, marks);
  return marks;
}
