/** Finding leads: by words in who they are, and by where they stand in a campaign; a page at a time in the order of their ids. Writes nothing. */
import type { Member } from '../../domain/campaign/campaign.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { LeadFound, LeadSearch, SuppressionKeysOf } from '../../engine/store-port.ts';
import { scoresBefore } from '../campaigns/trend.ts';
import { all, allEach, type Program } from '../program.ts';
import { passageStandingOf, STANDING_COLUMNS } from '../rows/enrollment.ts';
import { LEAD_LIST, leadOf, recipientOf } from '../rows/lead.ts';
import { memberOf } from '../rows/member.ts';
import { type SqlList, type SqlRow, statement } from '../statement.ts';
import { leadsById } from './leads.ts';
import { suppressionsFor } from './suppressions.ts';

/** Whether a lead is called so: its address, its name, its company, its company’s domain. `!` is not part of any of their letters. */
const CALLED = (of: string) =>
  ['email', 'full_name', 'company', 'domain'].map((name) => `LOWER(${of}${name}) LIKE :words ESCAPE '!'`).join(' OR ');
const EVERYBODY = statement<SqlList>(
  `SELECT ${LEAD_LIST} FROM lead WHERE workspace_id = :workspaceId AND id > :after AND (:words = '%' OR ${CALLED('')})
   ORDER BY id LIMIT :limit`,
  { lists: true },
);
/** Why the counts read what their inner query gives from end to end: that is by index, and bounded. */
const COUNTED = 'counts what fits, where somebody asks for it, up to a bound';
const EVERYBODY_COUNT = statement<{ n: number }>(
  `SELECT COUNT(*) AS n FROM (
   SELECT id FROM lead WHERE workspace_id = :workspaceId AND (:words = '%' OR ${CALLED('')}) LIMIT :limit) AS fit`,
  { scans: COUNTED },
);
const MEMBERS = statement<SqlRow>(`
  SELECT m.* FROM campaign_member m
  JOIN lead l ON l.workspace_id = m.workspace_id AND l.id = m.lead_id
  WHERE m.workspace_id = :workspaceId AND m.campaign_id = :campaignId AND m.lead_id > :after
  AND (:stage = '' OR m.stage = :stage) AND (:tier = '' OR m.tier = :tier) AND (:words = '%' OR ${CALLED('l.')})
  ORDER BY m.lead_id LIMIT :limit`);
const MEMBERS_COUNT = statement<{ n: number }>(
  `SELECT COUNT(*) AS n FROM (
   SELECT m.lead_id FROM campaign_member m
   JOIN lead l ON l.workspace_id = m.workspace_id AND l.id = m.lead_id
   WHERE m.workspace_id = :workspaceId AND m.campaign_id = :campaignId
   AND (:stage = '' OR m.stage = :stage) AND (:tier = '' OR m.tier = :tier) AND (:words = '%' OR ${CALLED('l.')})
   LIMIT :limit) AS fit`,
  { scans: COUNTED },
);
const MEMBER = statement<SqlRow>(`
  SELECT * FROM campaign_member WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND lead_id = :leadId`);
const PASSAGE = statement<SqlRow>(`
  SELECT ${STANDING_COLUMNS} FROM enrollment e
  WHERE e.workspace_id = :workspaceId AND e.lead_id = :leadId AND e.campaign_id = :campaignId ORDER BY e.generation DESC LIMIT 1`);

/** A page of leads that fit, each with the refusals that stand against it and, of a campaign, where it stands there. */
export function* findLeads(search: LeadSearch, keysOf: SuppressionKeysOf): Program<LeadFound[]> {
  const { workspaceId } = search;
  const found = search.campaignId === null ? yield* fromAll(search) : yield* fromCampaign(search, search.campaignId);
  return yield* withRefusals(workspaceId, found, keysOf);
}

/** Leads by their ids, in this order, told in the same way. */
export function* foundByIds(
  workspaceId: string,
  campaignId: string | null,
  ids: readonly string[],
  keysOf: SuppressionKeysOf,
): Program<LeadFound[]> {
  const leads = yield* leadsById(workspaceId, ids);
  const nowhere = ids.flatMap((id) => leads.get(id) ?? []).map((lead) => ({ lead, ...NOWHERE }));
  if (campaignId === null) return yield* withRefusals(workspaceId, nowhere, keysOf);
  const rows = yield* allEach(
    MEMBER,
    ids.map((leadId) => ({ workspaceId, campaignId, leadId })),
  );
  const members = rows.flat().map(memberOf);
  return yield* withRefusals(workspaceId, yield* placed(workspaceId, campaignId, members), keysOf);
}

function* withRefusals(workspaceId: string, found: readonly Placed[], keysOf: SuppressionKeysOf): Program<LeadFound[]> {
  const refusals = yield* suppressionsFor(
    workspaceId,
    found.map(({ lead }) => recipientOf(lead)),
    keysOf,
  );
  return found.map((one, i) => ({ ...one, suppressions: refusals[i] ?? [] }));
}

/** How many leads fit, on all pages; counting ends at its bound. */
export function* countLeads(search: LeadSearch): Program<number> {
  const { workspaceId, campaignId, stage, tier } = search;
  const asked = { workspaceId, words: patternOf(search.words), limit: LIMITS.leadsCounted };
  const [row] =
    campaignId === null
      ? yield* all(EVERYBODY_COUNT, asked)
      : yield* all(MEMBERS_COUNT, { ...asked, campaignId, stage: stage ?? '', tier: tier ?? '' });
  return Number(row?.n ?? 0);
}

type Placed = Omit<LeadFound, 'suppressions'>;

/** Of whom no campaign is asked about. */
const NOWHERE = { member: null, enrollment: null, scoreBefore: null } as const;

function* fromAll({ workspaceId, after, limit, words }: LeadSearch): Program<Placed[]> {
  const rows = yield* all(EVERYBODY, { workspaceId, after: after ?? '', limit, words: patternOf(words) });
  return rows.map((row) => ({ lead: leadOf(row), ...NOWHERE }));
}

function* fromCampaign(search: LeadSearch, campaignId: string): Program<Placed[]> {
  const { workspaceId, after, limit, words, stage, tier } = search;
  const asked = { workspaceId, campaignId, after: after ?? '', limit, words: patternOf(words) };
  const members = (yield* all(MEMBERS, { ...asked, stage: stage ?? '', tier: tier ?? '' })).map(memberOf);
  return yield* placed(workspaceId, campaignId, members);
}

function* placed(workspaceId: string, campaignId: string, members: readonly Member[]): Program<Placed[]> {
  const ids = members.map(({ leadId }) => leadId);
  const leads = yield* leadsById(workspaceId, ids);
  const passages = yield* allEach(
    PASSAGE,
    ids.map((leadId) => ({ workspaceId, leadId, campaignId })),
  );
  const before = yield* scoresBefore(workspaceId, campaignId, members);
  return members.flatMap((member, i) => {
    const lead = leads.get(member.leadId);
    const row = passages[i]?.[0];
    const scoreBefore = before.get(member.leadId) ?? null;
    return lead ? [{ lead, member, enrollment: row ? passageStandingOf(row) : null, scoreBefore }] : [];
  });
}

/** Words anywhere in it; what LIKE reads as a sign stands for itself. */
function patternOf(words: string): string {
  const plain = words.trim().toLowerCase();
  return plain === '' ? '%' : `%${plain.replace(/[!%_]/g, '!$&')}%`;
}
