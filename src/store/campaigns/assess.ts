/** Assessing: pages of leads that changed since a campaign last looked, and what was decided of them. */
import type { Campaign, Member } from '../../domain/campaign/campaign.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { AssessedPage, AssessPage, AssessSubject } from '../../engine/store-port.ts';
import { assessGate } from '../gates.ts';
import { leadsById } from '../leads/leads.ts';
import { all, allEach, enterAlone, type Program, run, runEach } from '../program.ts';
import { campaignById } from '../rows/campaign.ts';
import { insertEnrollments } from '../rows/enrollment.ts';
import { LEAD_LIST, leadOf } from '../rows/lead.ts';
import { insertDecisions, putMembers } from '../rows/member.ts';
import { MemberCounts } from '../rows/member-count.ts';
import { type SqlList, statement } from '../statement.ts';
import { rescore } from './rescored.ts';
import { subjectsOf } from './subjects.ts';

const CHANGED = statement<SqlList>(
  `SELECT ${LEAD_LIST} FROM lead WHERE workspace_id = :workspaceId AND revision > :revision ORDER BY revision LIMIT :limit`,
  { lists: true },
);
const AGAIN = statement<{ lead_id: string }>(`
  SELECT lead_id FROM campaign_member WHERE workspace_id = :workspaceId AND campaign_id = :campaignId
  AND reassess_at IS NOT NULL AND reassess_at <= :now ORDER BY reassess_at, lead_id LIMIT :limit`);
const LOOKED_AGAIN = statement(`
  UPDATE campaign_member SET reassess_at = NULL
  WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND lead_id = :leadId`);
/**
 * Passages in other campaigns that are not over, and that nobody is changing now. Whoever ends one of these waits for this transaction, and
 * then finds the member that was left to it.
 */
const STILL_OPEN = statement<{ id: string }>(
  `SELECT id FROM enrollment WHERE workspace_id = :workspaceId AND lead_id = :leadId AND campaign_id <> :campaignId AND state <> 'ended'`,
  { claims: 'enrollment' },
);
/** A lead whose passage elsewhere is being changed is looked at again after this, ms. */
const SOON_MS = 1_000;
const MOVE_CURSOR = statement(
  'UPDATE campaign SET assessed_revision = :revision WHERE workspace_id = :workspaceId AND id = :campaignId',
);

/** One page: leads changed since the cursor, or else those whose time to be looked at again has come. */
export function* assessPage(page: AssessPage): Program<AssessedPage> {
  const { workspaceId, campaignId } = page;
  page.begin?.();
  yield* enterAlone(assessGate(workspaceId));
  const campaign = yield* campaignById(workspaceId, campaignId);
  if (!campaign) throw new Error(`campaign ${campaignId} is not stored`);
  const counts = new MemberCounts();
  const changed = yield* assessChanged(page, campaign, counts);
  const assessed = changed > 0 ? changed : yield* assessAgain(page, campaign, counts);
  yield* counts.write();
  return { assessed };
}

/** The changed leads of a page, a few at a time: what was made of some is written and forgotten before the next are read. */
function* assessChanged(page: AssessPage, campaign: Campaign, counts: MemberCounts): Program<number> {
  const { workspaceId, campaignId, limit } = page;
  let revision = campaign.assessedRevision;
  let [assessed, asked, found] = [0, 0, 0];
  do {
    asked = Math.min(LIMITS.assessLeadsAtOnce, limit - assessed);
    const leads: Lead[] = (yield* all(CHANGED, { workspaceId, revision, limit: asked })).map(leadOf);
    yield* assessLeads(page, campaign, leads, counts);
    found = leads.length;
    assessed += found;
    revision = leads.at(-1)?.revision ?? revision;
  } while (found === asked && assessed < limit);
  if (assessed > 0) yield* run(MOVE_CURSOR, { workspaceId, campaignId, revision });
  return assessed;
}

function* assessLeads(
  page: AssessPage,
  campaign: Campaign,
  leads: readonly Lead[],
  counts: MemberCounts,
): Program<void> {
  if (leads.length === 0) return;
  const subjects = yield* subjectsOf(campaign, leads, page.suppressionKeys);
  const outcome = page.decide(subjects, campaign);
  const members = yield* leftToOthers(outcome.members, subjects, page.now);
  yield* insertDecisions(outcome.decisions);
  const before = membersOf(subjects);
  yield* putMembers(members, before, counts);
  yield* rescore(members, before);
  yield* insertEnrollments(outcome.enrollments);
}

/**
 * Members as they are written: one that waits while its lead is under way elsewhere is looked at soon where such a passage has just ended, or is
 * being changed. Whoever ended it has not seen this member yet, and wakes nobody.
 */
function* leftToOthers(
  members: readonly Member[],
  subjects: readonly AssessSubject[],
  now: number,
): Program<readonly Member[]> {
  const open = new Map(
    subjects.map(({ lead, enrollments }) => [lead.id, enrollments.filter(({ state }) => state !== 'ended')]),
  );
  const elsewhere = ({ leadId, campaignId }: Member) =>
    open.get(leadId)?.filter((passage) => passage.campaignId !== campaignId).length ?? 0;
  const left = members.filter((one) => one.reassessAt !== null && one.stage !== 'enrolled' && elsewhere(one) > 0);
  if (left.length === 0) return members;
  const found = yield* allEach(
    STILL_OPEN,
    left.map(({ workspaceId, campaignId, leadId }) => ({ workspaceId, campaignId, leadId })),
  );
  const soon = new Set(left.filter((one, i) => (found[i]?.length ?? 0) < elsewhere(one)));
  return members.map((one) => (soon.has(one) ? { ...one, reassessAt: now + SOON_MS } : one));
}

function membersOf(subjects: readonly AssessSubject[]): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  for (const { member } of subjects) if (member) members.set(member.leadId, member);
  return members;
}

function* assessAgain(page: AssessPage, campaign: Campaign, counts: MemberCounts): Program<number> {
  const { leads, taken } = yield* leadsAgain(page);
  yield* assessLeads(page, campaign, leads, counts);
  return taken;
}

/**
 * Leads that asked to be looked at again by now. The wish is granted here, whatever is decided: a lead of which nothing is
 * decided, or one that is gone, must not be at the head of every page to come.
 */
function* leadsAgain(page: AssessPage): Program<{ leads: Lead[]; taken: number }> {
  const { workspaceId, campaignId, now, limit } = page;
  const ids = (yield* all(AGAIN, { workspaceId, campaignId, now, limit })).map((row) => row.lead_id);
  yield* runEach(
    LOOKED_AGAIN,
    ids.map((leadId) => ({ workspaceId, campaignId, leadId })),
  );
  return { leads: [...(yield* leadsById(workspaceId, ids)).values()], taken: ids.length };
}
