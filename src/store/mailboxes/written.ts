/** What leads wrote, as conversations are worked out from it. Owns the reading, for events and for steps alike. */
import { LIMITS } from '../../domain/limits.ts';
import type { WrittenLine } from '../../engine/store-port.ts';
import { allEach, type Program } from '../program.ts';
import { statement } from '../statement.ts';

/** Without the events of machines, as they were recorded. */
const WRITTEN = statement<{ id: string; at: number; text: string }>(`
  SELECT id, at, text FROM event
  WHERE workspace_id = :workspaceId AND lead_id = :leadId AND kind = 'replied' AND text IS NOT NULL AND verdict <> 'machine'
  ORDER BY id LIMIT ${LIMITS.conversationAnswers}`);

/** What each of some leads wrote, oldest first. */
export function* writtenBy(
  leads: readonly { readonly workspaceId: string; readonly leadId: string }[],
): Program<WrittenLine[][]> {
  const keys = leads.map(({ workspaceId, leadId }) => ({ workspaceId, leadId }));
  return (yield* allEach(WRITTEN, keys)).map((lines) =>
    lines.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)),
  );
}
