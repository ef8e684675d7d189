/** Teams: who takes the hand-offs of a workspace. */
import type { Team } from '../../domain/handoff/team.ts';
import { toJson } from '../json.ts';
import { all, first, type Program, run } from '../program.ts';
import { teamOf } from '../rows/handoff.ts';
import { type SqlRow, statement } from '../statement.ts';

const ALL = statement<SqlRow>('SELECT * FROM team WHERE workspace_id = :workspaceId ORDER BY name LIMIT :limit');
const ONE = statement<SqlRow>('SELECT * FROM team WHERE workspace_id = :workspaceId AND name = :name');
// Held: two hand-offs at once would both take the same turn.
const HELD = statement<SqlRow>('SELECT * FROM team WHERE workspace_id = :workspaceId AND name = :name', {
  holds: 'team',
});
const SAVE = statement(`
  INSERT INTO team (workspace_id, name, settings, turn, changed_at) VALUES (:workspaceId, :name, :settings, 0, :now)
  ON CONFLICT (workspace_id, name) DO UPDATE SET settings = excluded.settings, changed_at = excluded.changed_at`);
const REMOVE = statement('DELETE FROM team WHERE workspace_id = :workspaceId AND name = :name');
const TURN = statement('UPDATE team SET turn = :turn WHERE workspace_id = :workspaceId AND name = :name');

/** The teams of a workspace, by name. */
export function* listTeams(workspaceId: string, limit: number): Program<Team[]> {
  return (yield* all(ALL, { workspaceId, limit })).map(teamOf);
}

/** One team; null = there is none. */
export function* teamByName(workspaceId: string, name: string): Program<Team | null> {
  const row = yield* first(ONE, { workspaceId, name });
  return row ? teamOf(row) : null;
}

/** The same, so that nobody else gives a turn of it until this transaction ends. */
export function* teamHeld(workspaceId: string, name: string): Program<Team | null> {
  const row = yield* first(HELD, { workspaceId, name });
  return row ? teamOf(row) : null;
}

/** Writes a team; turns that it gave stay given. */
export function* saveTeam({ workspaceId, name, settings }: Team, now: number): Program<void> {
  yield* run(SAVE, { workspaceId, name, settings: toJson(settings), now });
}

/** False = there was none. */
export function* removeTeam(workspaceId: string, name: string): Program<boolean> {
  return (yield* run(REMOVE, { workspaceId, name })) > 0;
}

/** Notes a turn that was given. */
export function* giveTurn(workspaceId: string, name: string, turn: number): Program<void> {
  yield* run(TURN, { workspaceId, name, turn });
}
