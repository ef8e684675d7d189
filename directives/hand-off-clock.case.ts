/** Runs a row of hand-off-clock.md. A clock that has run out never runs again: each row asks for that too. */
import { briefOf } from '../src/domain/handoff/brief.ts';
import { escalated, escalatesAt } from '../src/domain/handoff/clock.ts';
import type { HandOff, HandOffState } from '../src/domain/handoff/handoff.ts';
import { TeamSettingsSchema } from '../src/domain/handoff/team.ts';
import type { LeadValues } from '../src/domain/lead/lead.ts';

interface Row {
  readonly minutes?: number | 'none';
  readonly to?: string;
  readonly state?: HandOffState;
  readonly owner?: string;
  readonly escalations?: number;
  readonly team?: string;
}

const OPENED = Date.UTC(2026, 5, 10, 22);
const MINUTE_MS = 60_000;
const address = (name: string | undefined) => (name === undefined || name === 'nobody' ? null : `${name}@team.example`);

/** Minutes until it runs out; or whose it is when it has. */
export function run(row: Row): Record<string, unknown> {
  if (row.state !== undefined) return over(row, row.state);
  const claimWithinMinutes = typeof row.minutes === 'number' ? row.minutes : null;
  const team = TeamSettingsSchema.parse({ claimWithinMinutes, escalateTo: address(row.to) });
  const at = escalatesAt(row.minutes === 'none' ? null : team, OPENED);
  return { after: at === null ? 'never' : `${(at - OPENED) / MINUTE_MS} min` };
}

function over({ owner, escalations = 0, team }: Row, state: HandOffState): Record<string, unknown> {
  const settings = team === undefined ? null : TeamSettingsSchema.parse({ escalateTo: address(team) });
  const after = escalated({ ...HAND_OFF, state, owner: address(owner), escalations }, settings);
  if (after.escalateAt !== null) throw new Error('the clock runs out twice');
  return { owner: after.owner?.split('@')[0], code: after.reason.code, escalations: after.escalations };
}

const FACTS = {
  campaign: 'spring',
  tier: null,
  scoreMillionths: null,
  signals: [],
  events: [],
  messages: [],
  refused: [],
};
const HAND_OFF: HandOff = {
  ...{ workspaceId: 'main', id: 'ho_1', intentKey: 'k', taskId: 't', campaignId: 'c', enrollmentId: 'e', leadId: 'l' },
  ...{ team: 'sales', owner: null, reason: { code: 'owner-by-turn' }, state: 'open', openedAt: OPENED },
  ...{ claimedBy: null, claimedAt: null, doneBy: null, doneAt: null, escalateAt: OPENED, escalations: 0 },
  brief: briefOf({ ...FACTS, values: {} as LeadValues }),
};
