/**
 * Messages that wait to leave to an address or number that a lead no longer has: they go to the new one. What was tried before stays where
 * it was tried: it may have arrived there.
 */
import type { Readdressed } from '../../engine/store-port.ts';
import { type Program, run } from '../program.ts';
import { statement } from '../statement.ts';

const WAITING = `workspace_id = :workspaceId AND lead_id = :leadId AND state IN ('queued','held') AND attempted_at IS NULL
  AND recipient = :from`;
const MAILS = statement(`UPDATE message SET recipient = :to WHERE ${WAITING} AND channel = 'email'`);
const BY_PHONE = statement(`UPDATE message SET recipient = :to WHERE ${WAITING} AND channel <> 'email'`);

/** Readdresses what waits; the gates are asked anew before it leaves. */
export function* readdress(workspaceId: string, changes: readonly Readdressed[]): Program<void> {
  for (const { leadId, way, from, to } of changes)
    yield* run(way === 'email' ? MAILS : BY_PHONE, { workspaceId, leadId, from, to });
}
