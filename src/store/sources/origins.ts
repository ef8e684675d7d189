/** Where values of leads are from that a later record brought, and what people did to give permission. */
import { LIMITS } from '../../domain/limits.ts';
import type { CaptureBatch, CaptureOutcome, LeadOrigin, PermissionProof } from '../../engine/store-port.ts';
import { fromJson, toJson } from '../json.ts';
import { allEach, type Program, runEach } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';

const NOTE = insert('lead_origin', ['workspaceId', 'leadId', 'at', 'source', 'fields'], 'ON CONFLICT DO NOTHING');
const KEEP = insert(
  'permission_proof',
  ['workspaceId', 'leadId', 'id', 'at', 'source', 'basis', 'told'],
  'ON CONFLICT DO NOTHING',
);
const ORIGINS = statement<SqlRow>(`
  SELECT at, source, fields FROM lead_origin WHERE workspace_id = :workspaceId AND lead_id = :leadId
  ORDER BY at DESC, source DESC LIMIT ${LIMITS.storyRows}`);
const PROOFS = statement<SqlRow>(`
  SELECT id, at, source, basis, told FROM permission_proof WHERE workspace_id = :workspaceId AND lead_id = :leadId
  ORDER BY id DESC LIMIT ${LIMITS.storyRows}`);

/** Notes which values of known leads are from this batch. */
export function* noteOrigins(
  { workspaceId, source, now: at }: CaptureBatch,
  traces: CaptureOutcome['traces'],
): Program<void> {
  const notes = traces.flatMap(({ leadId, fields = [] }) =>
    fields.length === 0 ? [] : [{ workspaceId, leadId, at, source, fields: `,${fields.join(',')},` }],
  );
  if (notes.length > 0) yield* runEach(NOTE, notes);
}

/** Keeps what people did to give permission; what comes twice once. */
export function* keepProofs(workspaceId: string, proofs: CaptureOutcome['proofs'] = []): Program<void> {
  if (proofs.length === 0) return;
  yield* runEach(
    KEEP,
    proofs.map(({ leadId, proof }) => ({ workspaceId, leadId, ...proof, told: toJson(proof.told) })),
  );
}

/** Of a lead and of those that were merged into it, the oldest first. */
export function* originsOf(workspaceId: string, ids: readonly string[]): Program<LeadOrigin[]> {
  const rows = yield* rowsOf(ORIGINS, workspaceId, ids);
  return rows.map(({ at, source, fields }) => ({
    at: at as number,
    source: source as string,
    fields: (fields as string).split(',').filter((field) => field !== ''),
  }));
}

/** Of a lead and of those that were merged into it, the oldest first. */
export function* proofsOf(workspaceId: string, ids: readonly string[]): Program<PermissionProof[]> {
  const rows = yield* rowsOf(PROOFS, workspaceId, ids);
  return rows.map(({ id, at, source, basis, told }) => ({
    ...{ id: id as string, at: at as number, source: source as string },
    ...{ basis: basis as PermissionProof['basis'], told: fromJson(told) },
  }));
}

function* rowsOf(of: typeof ORIGINS, workspaceId: string, ids: readonly string[]): Program<SqlRow[]> {
  const rows = yield* allEach(
    of,
    ids.map((leadId) => ({ workspaceId, leadId })),
  );
  return rows.flat().sort((a, b) => Number(a.at) - Number(b.at));
}
