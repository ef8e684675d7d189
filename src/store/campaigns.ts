/** Workspaces, playbook versions and campaigns. */
import type { Campaign, CampaignState } from '../domain/campaign/campaign.ts';
import type { StageCounts, StoredPlaybook, Workspace } from '../engine/store-port.ts';
import { all, first, type Program, run } from './program.ts';
import { insert, type SqlRow, statement } from './statement.ts';

const WORKSPACE = statement<SqlRow>('SELECT * FROM workspace WHERE id = :id');
const INSERT_WORKSPACE = insert(
  'workspace',
  ['id', 'mode', 'settings', 'createdAt', 'liveAt', 'liveBy'],
  'ON CONFLICT (id) DO NOTHING',
);
const UPDATE_WORKSPACE = statement(
  'UPDATE workspace SET mode = :mode, settings = :settings, live_at = :liveAt, live_by = :liveBy WHERE id = :id',
);
const INSERT_PLAYBOOK = insert(
  'playbook',
  ['workspaceId', 'hash', 'name', 'content', 'createdAt'],
  'ON CONFLICT DO NOTHING',
);
const PLAYBOOK = statement<SqlRow>('SELECT * FROM playbook WHERE workspace_id = :workspaceId AND hash = :hash');
const PLAYBOOKS = statement<SqlRow>(
  'SELECT workspace_id, hash, name, created_at FROM playbook WHERE workspace_id = :workspaceId ORDER BY name, created_at, hash LIMIT :limit',
);
const ALL_PLAYBOOKS = statement<SqlRow>(
  'SELECT workspace_id, hash, name, created_at FROM playbook ORDER BY workspace_id, hash LIMIT :limit',
);
const INSERT_CAMPAIGN = insert('campaign', [
  'workspaceId',
  'id',
  'name',
  'state',
  'playbookHash',
  'audience',
  'sender',
  'assessedRevision',
  'createdAt',
  'launchedAt',
  'launchedBy',
  'finishedAt',
]);
const UPDATE_CAMPAIGN = statement(`
  UPDATE campaign SET state = :state, playbook_hash = :playbookHash, audience = :audience, sender = :sender,
    assessed_revision = :assessedRevision, launched_at = :launchedAt, launched_by = :launchedBy, finished_at = :finishedAt
  WHERE workspace_id = :workspaceId AND id = :id AND state = :expected`);
const CAMPAIGN = statement<SqlRow>('SELECT * FROM campaign WHERE workspace_id = :workspaceId AND id = :id');
const CAMPAIGN_BY_NAME = statement<SqlRow>('SELECT * FROM campaign WHERE workspace_id = :workspaceId AND name = :name');
const CAMPAIGNS = statement<SqlRow>(
  'SELECT * FROM campaign WHERE workspace_id = :workspaceId ORDER BY id LIMIT :limit',
);
const COUNT_MEMBERS = statement<{ stage: string; tier: string; n: number }>(`
  SELECT stage, tier, COUNT(*) AS n FROM campaign_member
  WHERE workspace_id = :workspaceId AND campaign_id = :campaignId GROUP BY stage, tier`);

/** The workspace, made dry if it is not there yet. */
export function* ensureWorkspace(id: string, now: number): Program<Workspace> {
  const found = yield* first(WORKSPACE, { id });
  if (found) return workspaceOf(found);
  yield* run(INSERT_WORKSPACE, { id, mode: 'dry', settings: '{}', createdAt: now, liveAt: null, liveBy: null });
  return workspaceOf((yield* first(WORKSPACE, { id })) as SqlRow);
}

export function* workspaceById(id: string): Program<Workspace | null> {
  const row = yield* first(WORKSPACE, { id });
  return row ? workspaceOf(row) : null;
}

export function* saveWorkspace(workspace: Workspace): Program<void> {
  const { id, mode, settings, liveAt, liveBy } = workspace;
  yield* run(UPDATE_WORKSPACE, { id, mode, settings: JSON.stringify(settings), liveAt, liveBy });
}

function workspaceOf(row: SqlRow): Workspace {
  return {
    id: row.id as string,
    mode: row.mode as Workspace['mode'],
    settings: JSON.parse(row.settings as string),
    createdAt: row.created_at as number,
    liveAt: row.live_at as number | null,
    liveBy: row.live_by as string | null,
  };
}

export function* putPlaybook(playbook: StoredPlaybook): Program<void> {
  yield* run(INSERT_PLAYBOOK, { ...playbook });
}

export function* playbookByHash(workspaceId: string, hash: string): Program<StoredPlaybook | null> {
  const row = yield* first(PLAYBOOK, { workspaceId, hash });
  return row ? playbookOf(row) : null;
}

/** Versions without their content, by name and age; of every workspace where it is null. */
export function* listPlaybooks(workspaceId: string | null, limit: number): Program<Omit<StoredPlaybook, 'content'>[]> {
  if (workspaceId === null) return (yield* all(ALL_PLAYBOOKS, { limit })).map(playbookOf);
  return (yield* all(PLAYBOOKS, { workspaceId, limit })).map(playbookOf);
}

function playbookOf(row: SqlRow): StoredPlaybook {
  return {
    workspaceId: row.workspace_id as string,
    hash: row.hash as string,
    name: row.name as string,
    content: (row.content ?? '') as string,
    createdAt: row.created_at as number,
  };
}

export function* addCampaign(campaign: Campaign): Program<void> {
  yield* run(INSERT_CAMPAIGN, campaignParameters(campaign));
}

/** Writes a campaign that is still in the state it was read in; false = somebody moved it meanwhile. */
export function* saveCampaign(campaign: Campaign, expected: CampaignState): Program<boolean> {
  return (yield* run(UPDATE_CAMPAIGN, { ...campaignParameters(campaign), expected })) === 1;
}

export function* campaignById(workspaceId: string, id: string): Program<Campaign | null> {
  const row =
    (yield* first(CAMPAIGN, { workspaceId, id })) ?? (yield* first(CAMPAIGN_BY_NAME, { workspaceId, name: id }));
  return row ? campaignOf(row) : null;
}

export function* listCampaigns(workspaceId: string, limit: number): Program<Campaign[]> {
  return (yield* all(CAMPAIGNS, { workspaceId, limit })).map(campaignOf);
}

export function* countMembers(workspaceId: string, campaignId: string): Program<StageCounts> {
  const stages = { rejected: 0, review: 0, ready: 0, unrouted: 0, enrolled: 0, ended: 0, left: 0 };
  const tiers = { hot: 0, warm: 0, cool: 0, cold: 0 };
  for (const { stage, tier, n } of yield* all(COUNT_MEMBERS, { workspaceId, campaignId })) {
    stages[stage as keyof typeof stages] += n;
    if (stage !== 'left') tiers[tier as keyof typeof tiers] += n;
  }
  return { stages, tiers };
}

function campaignParameters(campaign: Campaign) {
  return { ...campaign, audience: JSON.stringify(campaign.audience), sender: JSON.stringify(campaign.sender) };
}

const CAMPAIGN_CACHE_SIZE = 64;
const audiences = new Map<string, Pick<Campaign, 'audience' | 'sender'>>();

/** A campaign's row. The two JSON columns are parsed once per text: the due loop reads them with every enrollment. */
export function campaignOf(row: SqlRow): Campaign {
  const key = `${row.audience}\n${row.sender}`;
  let parsed = audiences.get(key);
  if (!parsed) {
    parsed = { audience: JSON.parse(row.audience as string), sender: JSON.parse(row.sender as string) };
    if (audiences.size >= CAMPAIGN_CACHE_SIZE) audiences.clear();
    audiences.set(key, parsed);
  }
  return {
    workspaceId: row.workspace_id as string,
    id: row.id as string,
    name: row.name as string,
    state: row.state as CampaignState,
    playbookHash: row.playbook_hash as string,
    audience: parsed.audience,
    sender: parsed.sender,
    assessedRevision: row.assessed_revision as number,
    createdAt: row.created_at as number,
    launchedAt: row.launched_at as number | null,
    launchedBy: row.launched_by as string | null,
    finishedAt: row.finished_at as number | null,
  };
}
