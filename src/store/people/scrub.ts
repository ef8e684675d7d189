/** What stays of a person as proof, without the person: messages that left or may have, and the decisions under them. */
import { ERASED } from '../../domain/person/erasure.ts';
import type { Reason } from '../../domain/reason.ts';
import { fromJson, toJson } from '../json.ts';
import { all, type Program, run, runEach } from '../program.ts';
import { HAS_LEFT } from '../rows/message-state.ts';
import { type SqlRow, statement } from '../statement.ts';

/** Gone and kept rows of one kind. */
export interface Scrubbed {
  readonly gone: number;
  readonly kept: number;
}

const OF_LEAD = 'workspace_id = :workspaceId AND lead_id = :leadId';
const NEVER_LEFT = statement(`DELETE FROM message WHERE ${OF_LEAD} AND NOT ${HAS_LEFT}`);
const LEFT = statement<{ id: string; reason_code: string | null }>(
  `SELECT id, reason_code FROM message WHERE ${OF_LEAD}`,
);
/** Its state stays what it is: one in doubt stays in doubt. What the provider calls it would lead back to the person. */
const EMPTY_MESSAGE = statement(`
  UPDATE message SET recipient = '${ERASED}', provider_ref = NULL, reason = :reason,
    subject = CASE WHEN subject IS NULL THEN NULL ELSE '${ERASED}' END
  WHERE workspace_id = :workspaceId AND id = :id`);
const IDLE = statement(`
  DELETE FROM decision WHERE ${OF_LEAD} AND NOT EXISTS (SELECT 1 FROM message m
    WHERE m.workspace_id = :workspaceId AND m.lead_id = :leadId AND m.decision_id = decision.id)`);
const UNDER = statement<SqlRow>(`SELECT id, reasons FROM decision WHERE ${OF_LEAD}`);
const EMPTY_DECISION = statement(`UPDATE decision SET facts = '{}', reasons = :reasons WHERE ${OF_LEAD} AND id = :id`);

/** Messages of a lead. */
export function* scrubMessages(workspaceId: string, leadId: string): Program<Scrubbed> {
  const gone = yield* run(NEVER_LEFT, { workspaceId, leadId });
  const left = yield* all(LEFT, { workspaceId, leadId });
  yield* runEach(
    EMPTY_MESSAGE,
    left.map(({ id, reason_code: code }) => ({ workspaceId, id, reason: code === null ? null : toJson({ code }) })),
  );
  return { gone, kept: left.length };
}

/** Decisions of a lead, once its messages are scrubbed. */
export function* scrubDecisions(workspaceId: string, leadId: string): Program<Scrubbed> {
  const gone = yield* run(IDLE, { workspaceId, leadId });
  const under = yield* all(UNDER, { workspaceId, leadId });
  yield* runEach(
    EMPTY_DECISION,
    under.map(({ id, reasons }) => ({
      ...{ workspaceId, leadId, id: id as string },
      reasons: toJson(fromJson<Reason[]>(reasons).map(({ code }) => ({ code }))),
    })),
  );
  return { gone, kept: under.length };
}
