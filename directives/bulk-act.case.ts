/** Runs a row of bulk-act.md. `tags`: how many the lead has beside those that are named. */
import {
  type BulkAct,
  type BulkEntry,
  bulkOutcome,
  type ChangedLeadNow,
  isUndoable,
  undoSkip,
} from '../src/domain/bulk/act.ts';

interface Row {
  readonly act: BulkAct;
  readonly value?: string;
  readonly tagged?: readonly string[];
  readonly more?: number;
  readonly owner?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly paused?: boolean;
  readonly refused?: boolean;
  /** Asks what taking it back does: `gone`, or what is found. */
  readonly back?: 'gone' | Omit<ChangedLeadNow, 'passage'>;
  /** The passage that the act began, as it is then. */
  readonly passage?: ChangedLeadNow['passage'];
  /** What enrolling finds. */
  readonly entry?: BulkEntry;
}

export function run(row: Row): Readonly<Record<string, unknown>> {
  const { act, value = '', tagged = [], more = 0, back } = row;
  if (back !== undefined) {
    const skip = undoSkip(act, back === 'gone' ? null : { ...back, passage: row.passage ?? null });
    return { undoable: isUndoable(act), ...(skip === null ? { restored: true } : { skip }) };
  }
  const tags = [...tagged, ...Array.from({ length: more }, (_, i) => `t${i}`)];
  const { owner = null, email = null, phone = null, paused = false, refused = false } = row;
  const outcome = bulkOutcome(act, value, {
    values: { tags, owner, email, phone },
    isPaused: paused,
    isRefused: refused,
    entry: row.entry ?? null,
  });
  if ('skip' in outcome) return outcome;
  const { values } = outcome;
  return more > 0 ? { count: values.tags?.length } : { changes: values };
}
