/** Campaigns: added under a name of their own, saved only from the state they were read in. */
import type { Campaign, CampaignState } from '../../domain/campaign/campaign.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { StoreError } from '../errors.ts';
import { tell, untell } from '../feed/tell.ts';
import { assessGate, stopsGate } from '../gates.ts';
import { all, enterAlone, first, type Program, run } from '../program.ts';
import { campaignById, campaignOf, campaignParameters } from '../rows/campaign.ts';
import { insert, type SqlRow, statement } from '../statement.ts';

const INSERT = insert('campaign', [
  'workspaceId',
  'id',
  'name',
  'state',
  'playbookHash',
  'audience',
  'sender',
  'tracking',
  'assessedRevision',
  'createdAt',
  'launchedAt',
  'launchedBy',
  'finishedAt',
]);
const UPDATE = statement(`
  UPDATE campaign SET name = :name, state = :state, playbook_hash = :playbookHash, audience = :audience, sender = :sender, tracking = :tracking,
    assessed_revision = :assessedRevision, launched_at = :launchedAt, launched_by = :launchedBy, finished_at = :finishedAt
  WHERE workspace_id = :workspaceId AND id = :id AND state = :expected`);
const BY_NAME = statement<SqlRow>('SELECT * FROM campaign WHERE workspace_id = :workspaceId AND name = :name');
const LIST = statement<SqlRow>('SELECT * FROM campaign WHERE workspace_id = :workspaceId ORDER BY id LIMIT :limit');

/** Adds a campaign. Errors: `campaign-exists` where the name is taken. */
export function* addCampaign(campaign: Campaign): Program<void> {
  const { workspaceId, name } = campaign;
  if (yield* first(BY_NAME, { workspaceId, name })) {
    throw new StoreError('campaign-exists', `there is a campaign “${name}” already; choose another name`);
  }
  yield* run(INSERT, campaignParameters(campaign));
}

/**
 * Writes a campaign that is still in the state it was read in, and where a campaign is expected still what it was read as; false = somebody
 * changed it meanwhile.
 */
export function* saveCampaign(campaign: Campaign, asSeen: CampaignState | Campaign): Program<boolean> {
  // A page that is being judged would move the cursor on past leads that are to be judged anew.
  if (campaign.assessedRevision === 0) yield* enterAlone(assessGate(campaign.workspaceId));
  // Whoever pauses one is done when nothing of it departs any more. One that is saved at the same time waits, so what is read here stays.
  yield* enterAlone(stopsGate());
  const expected = typeof asSeen === 'string' ? asSeen : asSeen.state;
  if (typeof asSeen !== 'string') {
    const stands = yield* campaignById(campaign.workspaceId, campaign.id);
    if (stands === null || contentOf(stands) !== contentOf(asSeen)) return false;
  }
  const saved = (yield* run(UPDATE, { ...campaignParameters(campaign), expected })) === 1;
  if (saved && campaign.state !== expected) yield* tellCampaign(campaign);
  return saved;
}

/** What people set of it. */
function contentOf({ name, playbookHash, audience, sender, tracking = null }: Campaign): string {
  return canonicalJson({ name, playbookHash, audience, sender, tracking });
}

/** Each time that it comes to a state is a time of its own, and told anew. */
function* tellCampaign({ workspaceId, id, state }: Campaign): Program<void> {
  yield* untell({ workspaceId, kind: `campaign.${state}`, id });
  yield* tell([{ workspaceId, id, kind: `campaign.${state}`, leadId: '', version: 0 }]);
}

/** The campaign of this id, or else of this name. */
export function* campaignByRef(workspaceId: string, ref: string): Program<Campaign | null> {
  const found = yield* campaignById(workspaceId, ref);
  if (found) return found;
  const row = yield* first(BY_NAME, { workspaceId, name: ref });
  return row ? campaignOf(row) : null;
}

/** Campaigns in the order in which they were made. */
export function* listCampaigns(workspaceId: string, limit: number): Program<Campaign[]> {
  return (yield* all(LIST, { workspaceId, limit })).map(campaignOf);
}
