/** The clock of a hand-off (directives/hand-off-clock.md): until when somebody must claim it, and whose it is when nobody did. */
import type { HandOff } from './handoff.ts';
import type { TeamSettings } from './team.ts';

const MINUTE_MS = 60_000;

/** When it goes to somebody else, if nobody claims it; null = it stays where it is. */
export function escalatesAt(team: TeamSettings | null, openedAt: number): number | null {
  const minutes = team?.claimWithinMinutes ?? null;
  return minutes === null || team?.escalateTo === null ? null : openedAt + minutes * MINUTE_MS;
}

/** What becomes of a hand-off whose time is over; the same one = nothing, and it is not looked at again. */
export function escalated(handOff: HandOff, team: TeamSettings | null): HandOff {
  const rests = { ...handOff, escalateAt: null };
  const to = team?.escalateTo ?? null;
  if (handOff.state !== 'open' || to === null || handOff.owner === to) return rests;
  const reason = { code: 'owner-by-escalation', facts: { was: handOff.owner } };
  return { ...rests, owner: to, reason, escalations: handOff.escalations + 1 };
}
