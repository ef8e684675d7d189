/** A person's word that a lead's passages go on after somebody was in touch with the lead. Owns writing that word. */
import type { GoOn } from '../../engine/store-port.ts';
import { first, type Program, run } from '../program.ts';
import { statement } from '../statement.ts';
import { TOUCHED_BY_OTHERS } from './touches.ts';

/** By a clock that was set back since it may be a time to come. */
const NEWEST = statement<{ at: number | null }>(`
  SELECT MAX(CASE WHEN recorded_at < at THEN recorded_at ELSE at END) AS at FROM event
  WHERE workspace_id = :workspaceId AND lead_id = :leadId AND ${TOUCHED_BY_OTHERS}`);

/** Also of passages that are over: their last message may still wait. */
const WATCH_ANEW = statement(`
  UPDATE enrollment SET watched_from = :from WHERE workspace_id = :workspaceId AND lead_id = :leadId
  AND (:campaignId = '' OR campaign_id = :campaignId)`);
const ASK_AGAIN = statement(`
  UPDATE message SET due_at = :now WHERE workspace_id = :workspaceId AND lead_id = :leadId AND state = 'held'
  AND reason_code = 'touched-by-others' AND (:campaignId = '' OR campaign_id = :campaignId)`);

/** Touches that are on record hold nothing any more, and what they held is due; the count of messages that did. */
export function* letGoOn({ workspaceId, leadId, campaignId, now }: GoOn): Program<number> {
  const whose = { workspaceId, leadId, campaignId: campaignId ?? '', now };
  const newest = (yield* first(NEWEST, { workspaceId, leadId }))?.at ?? 0;
  yield* run(WATCH_ANEW, { ...whose, from: Math.max(now, newest + 1) });
  return yield* run(ASK_AGAIN, whose);
}
