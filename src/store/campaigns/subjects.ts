/** What is known of leads when they are assessed: one look-up per kind of fact for a whole page. Reads only. */
import type { Campaign, Decision, Member } from '../../domain/campaign/campaign.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Enrollment } from '../../domain/sequence/enrollment.ts';
import type { AssessPage, AssessSubject, EnrollmentBrief } from '../../engine/store-port.ts';
import { pausesOf } from '../leads/pauses.ts';
import { suppressionsFor } from '../leads/suppressions.ts';
import { allEach, allIn, type Program, together } from '../program.ts';
import { recipientOf } from '../rows/lead.ts';
import { decisionOf, memberOf } from '../rows/member.ts';
import { listStatement, type SqlRow, statement } from '../statement.ts';
import { byPhoneOf } from '../work/by-phone.ts';
import { emailDomain, routesOf } from './routes.ts';

const MEMBERS = listStatement<SqlRow>(
  (keys) => `SELECT * FROM campaign_member
    WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND lead_id IN (${keys})`,
  { holds: 'campaign_member' },
);
const DECISION = statement<SqlRow>(
  'SELECT * FROM decision WHERE workspace_id = :workspaceId AND lead_id = :leadId AND id = :id',
);
const ENROLLMENTS = listStatement<SqlRow>(
  (keys) => `SELECT e.lead_id, e.campaign_id, c.name, e.state, e.generation, e.ended_at FROM enrollment e
    JOIN campaign c ON c.workspace_id = e.workspace_id AND c.id = e.campaign_id
    WHERE e.workspace_id = :workspaceId AND e.lead_id IN (${keys}) ORDER BY e.lead_id, e.campaign_id, e.generation`,
);
const IMPORTS_OF = statement<{ import_id: string }>(`
  SELECT DISTINCT import_id FROM import_row WHERE workspace_id = :workspaceId AND lead_id = :leadId
  ORDER BY import_id LIMIT ${LIMITS.storyRows}`);

/** Everything a decision of this campaign on these leads needs, in their order. */
export function* subjectsOf(
  { workspaceId, id: campaignId, audience }: Campaign,
  leads: readonly Lead[],
  suppressionKeys: AssessPage['suppressionKeys'],
): Program<AssessSubject[]> {
  const ids = leads.map(({ id }) => id);
  const domains = leads.map(({ values }) => emailDomain(values.email));
  // Whoever stands on consent may be asked for the proof of an opt-in as the text is due; of others it must be there.
  const texted = leads.filter(({ values, basis }) => values.phone !== null && basis !== 'consent');
  const [{ members, decisions }, passages, imports, routes, suppressions, pauses, byPhone] = yield* together(
    standingOf(workspaceId, campaignId, ids),
    allIn(ENROLLMENTS, ids, { workspaceId }),
    importsOf(workspaceId, audience.imports.length > 0 ? ids : []),
    routesOf(domains),
    suppressionsFor(workspaceId, leads.map(recipientOf), suppressionKeys),
    pausesOf(workspaceId, ids),
    byPhoneOf(texted.map(({ id: leadId }) => ({ workspaceId, leadId, but: '' }))),
  );
  const consents = new Map(texted.map(({ id }, i) => [id, byPhone[i]?.consents ?? []]));
  const enrollments = Map.groupBy(passages, (row) => row.lead_id as string);
  return leads.map((lead, i) => ({
    lead,
    member: members.get(lead.id) ?? null,
    decision: decisions.get(lead.id) ?? null,
    suppressions: suppressions[i] ?? [],
    route: routes.get(domains[i] ?? null) ?? null,
    enrollments: (enrollments.get(lead.id) ?? []).map(briefOf),
    pause: pauses.get(lead.id) ?? null,
    consents: consents.get(lead.id) ?? [],
    importIds: imports.get(lead.id) ?? [],
  }));
}

/** Where the leads stand in the campaign, and the decisions on which they do. */
function* standingOf(workspaceId: string, campaignId: string, leadIds: readonly string[]) {
  const rows = yield* allIn(MEMBERS, leadIds, { workspaceId, campaignId });
  const members = new Map(rows.map(memberOf).map((member) => [member.leadId, member]));
  return { members, decisions: yield* decisionsOf([...members.values()]) };
}

function* importsOf(workspaceId: string, leadIds: readonly string[]): Program<Map<string, string[]>> {
  const rows = yield* allEach(
    IMPORTS_OF,
    leadIds.map((leadId) => ({ workspaceId, leadId })),
  );
  return new Map(leadIds.map((id, i) => [id, (rows[i] ?? []).map((row) => row.import_id)]));
}

function* decisionsOf(members: readonly Member[]): Program<Map<string, Decision>> {
  const rows = yield* allEach(
    DECISION,
    members.map(({ workspaceId, leadId, decisionId }) => ({ workspaceId, leadId, id: decisionId })),
  );
  return new Map(rows.flatMap(([row]) => (row ? [[row.lead_id as string, decisionOf(row)] as const] : [])));
}

function briefOf(row: SqlRow): EnrollmentBrief {
  return {
    campaignId: row.campaign_id as string,
    campaignName: row.name as string,
    state: row.state as Enrollment['state'],
    generation: row.generation as number,
    endedAt: row.ended_at as number | null,
  };
}
