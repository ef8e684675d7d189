/** What the score of members was before it last changed, as decisions kept it: one question for a page of them. Reads only. */
import type { Member } from '../../domain/campaign/campaign.ts';
import { Values } from '../lists/compile.ts';
import { all, type Program } from '../program.ts';
import { passing } from '../statement.ts';

interface Row {
  readonly lead_id: string;
  readonly score_before: number | null;
}

/** Of a decision, which says its score as a share of one. */
const SCORE = `CAST(json(d.facts) -> 'score' ->> 'value' AS double precision)`;
/** Made for its page: what reads in JSON is written at the moment, as the fields of a list are. */
const BEFORE = (keys: string) => `
  SELECT m.lead_id, (SELECT ${SCORE} FROM decision d
    WHERE d.workspace_id = m.workspace_id AND d.lead_id = m.lead_id AND d.id < m.decision_id
    AND d.campaign_id = m.campaign_id AND ABS(${SCORE} * 1000000 - m.score) >= 1
    ORDER BY d.id DESC LIMIT 1) AS score_before
  FROM campaign_member m
  WHERE m.workspace_id = :workspaceId AND m.campaign_id = :campaignId AND m.lead_id IN (${keys})`;

/** In millionths, by lead; whose score never changed, or was never told before, is not in it. */
export function* scoresBefore(
  workspaceId: string,
  campaignId: string,
  members: readonly Pick<Member, 'leadId'>[],
): Program<ReadonlyMap<string, number>> {
  if (members.length === 0) return new Map();
  const values = new Values();
  const keys = members.map(({ leadId }) => values.put(leadId));
  const asked = passing<Row>(BEFORE(keys.join(', ')));
  const rows = yield* all(asked, { workspaceId, campaignId, ...values.parameters });
  return new Map(
    rows.flatMap(({ lead_id, score_before: score }) =>
      score === null ? [] : [[lead_id, Math.round(score * 1e6)] as const],
    ),
  );
}
