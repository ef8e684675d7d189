/** Messages of a campaign counted by their template: what became of each step that sends. Writes nothing. */
import { MESSAGE_CHANNELS } from '../../domain/message.ts';
import type { TemplateCounts } from '../../engine/store-port.ts';
import { all, type Program } from '../program.ts';
import { IS_CLOSED, IS_UNDER_WAY } from '../rows/message-state.ts';
import { statement } from '../statement.ts';

interface Counted {
  readonly template: string;
  readonly state: string;
  readonly n: number;
}

const CLOSED = statement<Counted>(`
  SELECT template, state, COUNT(*) AS n FROM message
  WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND ${IS_CLOSED} GROUP BY 1, 2`);
const UNDER_WAY = statement<Counted>(`
  SELECT template, state, COUNT(*) AS n FROM message
  WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND ${IS_UNDER_WAY} GROUP BY 1, 2`);
const QUEUED = statement<Counted>(`
  SELECT template, 'queued' AS state, COUNT(*) AS n FROM message
  WHERE state = 'queued' AND lane = :lane AND workspace_id = :workspaceId AND channel = :channel AND campaign_id = :campaignId
  GROUP BY 1`);
const REPLIED = statement<{ template: string; people: number }>(
  `SELECT m.template AS template, COUNT(DISTINCT e.lead_id) AS people
  FROM enrollment n JOIN event e ON e.workspace_id = n.workspace_id AND e.lead_id = n.lead_id
  JOIN message m ON m.workspace_id = e.workspace_id AND m.id = e.message_id
  WHERE n.workspace_id = :workspaceId AND n.campaign_id = :campaignId AND e.kind = 'replied'
    AND m.campaign_id = :campaignId AND COALESCE(e.outcome, '') <> 'out-of-office' GROUP BY 1`,
  { scans: 'a report that a person asks for reads every passage of a campaign' },
);

/** In the order of their names. */
export function* countByTemplate(workspaceId: string, campaignId: string): Program<TemplateCounts[]> {
  const key = { workspaceId, campaignId };
  const rows = [...(yield* all(CLOSED, key)), ...(yield* all(UNDER_WAY, key))];
  for (const channel of MESSAGE_CHANNELS) {
    for (const lane of [0, 1]) rows.push(...(yield* all(QUEUED, { ...key, lane, channel })));
  }
  const replied = new Map((yield* all(REPLIED, key)).map(({ template, people }) => [template, people]));
  const states = new Map<string, Record<string, number>>();
  for (const { template, state, n } of rows) {
    const of = states.get(template) ?? {};
    states.set(template, { ...of, [state]: (of[state] ?? 0) + n });
  }
  const found = [...states].map(([template, of]) => ({ template, states: of, replied: replied.get(template) ?? 0 }));
  return found.toSorted((a, b) => (a.template < b.template ? -1 : 1));
}
