/** Counts of the engine are a recount: members by stage, messages by state, attempts, and every counter of every day. */
import type { Engine } from '../../src/engine/engine.ts';
import type { Leaving } from './audit/audited.ts';
import { Breach } from './audit/breach.ts';
import { dayIn } from './audit/local-time.ts';
import { domainOf } from './audit/pace.ts';
import type { Run } from './run.ts';

const CAMPAIGNS = 10;

/** Compares them all. Errors: the first that differs. */
export async function checkCounts(run: Run, engine: Engine): Promise<void> {
  for (const workspace of run.settings.workspaces) {
    for (const campaign of await engine.store.campaigns.list(workspace, CAMPAIGNS)) {
      await checkMembers(run, engine, workspace, campaign);
      await checkStates(run, engine, workspace, campaign.id);
    }
  }
  checkAttempts(run);
  checkDays(run);
}

async function checkMembers(
  { ground }: Run,
  engine: Engine,
  workspace: string,
  { id, state }: { readonly id: string; readonly state: string },
): Promise<void> {
  const { stages } = await engine.store.campaigns.count(workspace, id);
  const count = (table: string) =>
    Number(ground.rows(`SELECT COUNT(*) AS n FROM ${table} WHERE workspace_id = ?`, workspace)[0]?.n);
  const [leads, gone] = [count('lead'), count('lead_alias')];
  const members = Object.values(stages).reduce((sum, n) => sum + n, 0);
  // A finished campaign takes nobody in: who came later is not its audience.
  const most = state === 'finished' ? members : leads + gone;
  if (members !== most) throw new Breach('counters', `${members} in stages, ${leads} leads and ${gone} merged ones`);
}

async function checkStates({ ground }: Run, engine: Engine, workspace: string, campaign: string): Promise<void> {
  const told = await engine.store.messages.count(workspace, campaign);
  const counted = 'SELECT state, COUNT(*) AS n FROM message WHERE workspace_id = ? AND campaign_id = ? GROUP BY state';
  for (const { state, n } of ground.rows<{ state: string; n: number }>(counted, workspace, campaign)) {
    if (told.states[state] !== n) throw new Breach('counters', `${told.states[state]} ${state}, and ${n} rows`);
  }
}

/** A person who has a message tried again lets its attempts begin anew. */
function checkAttempts({ ground, audit, settings }: Run): void {
  for (const { id, attempts } of ground.rows<{ id: string; attempts: number }>('SELECT id, attempts FROM message')) {
    const left = audit.attemptsOf(id);
    const anew = settings.acts.settling || settings.recovery === 'lookup';
    if (anew ? attempts <= left : attempts === left) continue;
    throw new Breach('counters', `${id} left ${left} times and counts ${attempts}`);
  }
}

function checkDays({ ground, audit, settings }: Run): void {
  const { zone } = settings.limits;
  const recount = new Map<string, number>();
  for (const one of audit.pace.counted) {
    for (const key of keysOf(one, zone)) recount.set(key, (recount.get(key) ?? 0) + 1);
  }
  for (const name of cameBack(ground, zone)) recount.set(name, (recount.get(name) ?? 0) + 1);
  for (const { workspace_id, scope, key, channel, day, used } of ground.rows('SELECT * FROM send_counter')) {
    const name = `${workspace_id} ${channel} ${scope} ${key} ${day}`;
    if ((recount.get(name) ?? 0) !== used)
      throw new Breach('counters', `${name}: ${used} counted, ${recount.get(name) ?? 0} left`);
    recount.delete(name);
  }
  for (const [name, n] of recount) throw new Breach('counters', `${name}: none counted, ${n} left`);
}

/** Each mail that came back for good, or as spam, under its sender, on the day on which that was first told. */
function cameBack(ground: Run['ground'], zone: string): readonly string[] {
  return ground
    .rows<{ workspace_id: string; kind: string; sender: string; at: number }>(
      `SELECT e.workspace_id, e.kind, m.sender, MIN(e.recorded_at) AS at
       FROM event e JOIN message m ON m.workspace_id = e.workspace_id AND m.id = e.message_id
       WHERE m.channel = 'email' AND (e.kind = 'complained' OR e.kind = 'bounced' AND e.outcome IS NOT 'soft')
       GROUP BY e.workspace_id, e.message_id, e.kind, m.sender`,
    )
    .flatMap(({ workspace_id, kind, sender, at }) =>
      [`sender ${sender}`, `sending-domain ${domainOf(sender)}`].map(
        (key) => `${workspace_id} email ${kind} ${key} ${dayIn(at, zone)}`,
      ),
    );
}

function keysOf({ workspace, campaign, row, wall }: Leaving, zone: string): readonly string[] {
  const ours = domainOf(row.sender);
  const keys = [
    `campaign ${campaign}`,
    `sender ${row.sender}`,
    `sending-domain ${ours}`,
    `recipient-domain ${ours} ${domainOf(row.recipient)}`,
  ];
  return keys.map((key) => `${workspace} ${row.channel} ${key} ${dayIn(wall, zone)}`);
}
