/** The log of acts: who did what, and when. */
import type { AuditEntry } from '../../engine/store-port.ts';
import { type Program, run } from '../program.ts';
import { insert } from '../statement.ts';

const INSERT = insert('audit', ['workspaceId', 'id', 'at', 'actor', 'operation', 'input']);

/** Adds an entry. */
export function* writeAudit(entry: AuditEntry): Program<void> {
  yield* run(INSERT, { ...entry });
}
