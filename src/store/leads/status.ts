/** Where one lead stands: what is asked often, and so in few reads of few columns. Writes nothing. */
import type { CampaignState } from '../../domain/campaign/campaign.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { LeadStatus, SuppressionKeysOf } from '../../engine/store-port.ts';
import { all, first, type Program, together } from '../program.ts';
import { enrollmentOf } from '../rows/enrollment.ts';
import { RECIPIENT_COLUMNS, recipientOfRow } from '../rows/lead.ts';
import { memberOf } from '../rows/member.ts';
import { type SqlRow, statement } from '../statement.ts';
import { pausesOf } from './pauses.ts';
import { suppressionsFor } from './suppressions.ts';

const LEAD = statement<SqlRow>(
  `SELECT l.id AS lead_id, l.owner, ${RECIPIENT_COLUMNS} FROM lead l WHERE l.workspace_id = :workspaceId AND l.id = :id`,
);
const MEMBERS = statement<SqlRow>(`
  SELECT c.name AS c_name, c.state AS c_state, m.* FROM campaign c
  JOIN campaign_member m ON m.workspace_id = c.workspace_id AND m.campaign_id = c.id AND m.lead_id = :id
  WHERE c.workspace_id = :workspaceId ORDER BY c.id LIMIT ${LIMITS.storyRows}`);
const PASSAGES = statement<SqlRow>(`
  SELECT * FROM enrollment WHERE workspace_id = :workspaceId AND lead_id = :id
  ORDER BY campaign_id DESC, generation DESC LIMIT ${LIMITS.storyRows}`);

/** Null = no lead has that id; an alias is none. */
export function* leadStatus(
  workspaceId: string,
  id: string,
  suppressionKeys: SuppressionKeysOf,
): Program<LeadStatus | null> {
  const row = yield* first(LEAD, { workspaceId, id });
  if (!row) return null;
  const recipient = recipientOfRow(row);
  const [[suppressions = []], members, passages, pauses] = yield* together(
    suppressionsFor(workspaceId, [recipient], suppressionKeys),
    all(MEMBERS, { workspaceId, id }),
    all(PASSAGES, { workspaceId, id }),
    pausesOf(workspaceId, [id]),
  );
  const standings = members.map((one) => {
    const passage = passages.find((mine) => mine.campaign_id === one.campaign_id);
    return {
      campaign: { name: one.c_name as string, state: one.c_state as CampaignState },
      member: memberOf(one),
      enrollment: passage ? enrollmentOf(passage) : null,
    };
  });
  const { name, email, phone } = recipient;
  const owner = row.owner as string | null;
  return { id, name, email, phone, owner, suppressions, pause: pauses.get(id) ?? null, standings };
}
