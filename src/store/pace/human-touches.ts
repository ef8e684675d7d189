/** A person's word that a lead's passages go on after somebody was in touch with the lead. Owns writing that word. */
import type { GoOn } from '../../engine/store-port.ts';
import { type Program, run } from '../program.ts';
import { statement } from '../statement.ts';

/** Also of passages that are over: their last message may still wait. */
const WATCH_ANEW = statement(`
  UPDATE enrollment SET watched_from = :now WHERE workspace_id = :workspaceId AND lead_id = :leadId
  AND (:campaignId = '' OR campaign_id = :campaignId)`);
const ASK_AGAIN = statement(`
  UPDATE message SET due_at = :now WHERE workspace_id = :workspaceId AND lead_id = :leadId AND state = 'held'
  AND reason_code = 'touched-by-others' AND (:campaignId = '' OR campaign_id = :campaignId)`);

/** Touches before now hold nothing any more, and what they held is due; the count of messages that did. */
export function* letGoOn({ workspaceId, leadId, campaignId, now }: GoOn): Program<number> {
  const whose = { workspaceId, leadId, campaignId: campaignId ?? '', now };
  yield* run(WATCH_ANEW, whose);
  return yield* run(ASK_AGAIN, whose);
}
