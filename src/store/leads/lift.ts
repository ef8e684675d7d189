/** A lead that said yes again: its refusals are looked at and taken away in one transaction. Decides nothing. */
import type { Lifted, Suppression, SuppressionKeysOf } from '../../engine/store-port.ts';
import { refusalsGate } from '../gates.ts';
import { enterAlone, type Program, run } from '../program.ts';
import { recipientOf } from '../rows/lead.ts';
import { statement } from '../statement.ts';
import { leadsById, touchLeads } from './leads.ts';
import { addSuppressions, suppressionsFor } from './suppressions.ts';

const LIFT = statement(
  'DELETE FROM suppression WHERE workspace_id = :workspaceId AND key_hash = :keyHash AND channel = :channel',
);

/** Takes away what a decision says of the refusals against a lead, and puts the rest of a split one in its place. */
export function* liftRefusals(
  workspaceId: string,
  leadId: string,
  keysOf: SuppressionKeysOf,
  decide: (found: readonly Suppression[]) => Lifted,
): Program<Lifted | null> {
  yield* enterAlone(refusalsGate(workspaceId));
  const lead = (yield* leadsById(workspaceId, [leadId])).get(leadId);
  if (!lead) return null;
  const [found = []] = yield* suppressionsFor(workspaceId, [recipientOf(lead)], keysOf);
  const lifted = decide(found);
  for (const { keyHash, channel } of lifted.gone) yield* run(LIFT, { workspaceId, keyHash, channel });
  yield* addSuppressions(
    workspaceId,
    lifted.instead.map((suppression) => ({ leadId, suppression })),
  );
  if (lifted.gone.length > 0) yield* touchLeads(workspaceId, [leadId]);
  return lifted;
}
