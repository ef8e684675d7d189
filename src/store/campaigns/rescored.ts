/** Leads that are scored anew while they wait: what waits for them goes by the new score, so that the hottest of today are first. */
import type { Member } from '../../domain/campaign/campaign.ts';
import { allEach, type Program, runEachLater } from '../program.ts';
import { statement } from '../statement.ts';

type Row = { readonly workspace_id: string; readonly id: string };

const OF_LEAD = 'workspace_id = :workspaceId AND lead_id = :leadId AND campaign_id = :campaignId AND score <> :score';
/** Those that somebody is moving on just now keep their place: an order is no promise, and nobody waits for it. */
const PASSAGES = statement<Row>(`SELECT workspace_id, id FROM enrollment WHERE ${OF_LEAD} AND state <> 'ended'`, {
  claims: 'enrollment',
});
const MESSAGES = statement<Row>(
  `SELECT workspace_id, id FROM message WHERE ${OF_LEAD} AND lane = 1 AND (state = 'queued' OR state = 'held')`,
  { claims: 'message' },
);
const scored = (table: string) =>
  statement(`UPDATE ${table} SET score = :score WHERE workspace_id = :workspaceId AND id = :id`);
const SCORE_PASSAGE = scored('enrollment');
const SCORE_MESSAGE = scored('message');

/** Gives the scores of these members to what waits for them. `before`: where they stood, by lead. */
export function* rescore(members: readonly Member[], before: ReadonlyMap<string, Member>): Program<void> {
  // Of a passage that is over the last message may still wait.
  const moved = members.filter(({ leadId, scoreMillionths }) => {
    return scoreMillionths !== (before.get(leadId)?.scoreMillionths ?? scoreMillionths);
  });
  for (const [waiting, update] of [
    [PASSAGES, SCORE_PASSAGE],
    [MESSAGES, SCORE_MESSAGE],
  ] as const) {
    const found = yield* allEach(
      waiting,
      moved.map(({ workspaceId, leadId, campaignId, scoreMillionths: score }) => {
        return { workspaceId, leadId, campaignId, score };
      }),
    );
    yield* runEachLater(
      update,
      moved.flatMap(({ scoreMillionths: score }, i) =>
        (found[i] ?? []).map((row) => ({ workspaceId: row.workspace_id, id: row.id, score })),
      ),
    );
  }
}
