/** What is known of leads when they are assessed: one look-up per kind of fact for a whole page. Reads only. */
import type { Decision, Member } from '../../domain/campaign/campaign.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Enrollment } from '../../domain/sequence/enrollment.ts';
import type { MailRoute } from '../../domain/verify/route.ts';
import type { AssessPage, AssessSubject, EnrollmentBrief } from '../../engine/store-port.ts';
import { suppressionsFor } from '../leads/suppressions.ts';
import { allEach, type Program } from '../program.ts';
import { recipientOf } from '../rows/lead.ts';
import { decisionOf, memberOf } from '../rows/member.ts';
import { type SqlRow, statement } from '../statement.ts';
import { emailDomain, routesOf } from './routes.ts';

const MEMBER = statement<SqlRow>(
  'SELECT * FROM campaign_member WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND lead_id = :leadId',
);
const DECISION = statement<SqlRow>(
  'SELECT * FROM decision WHERE workspace_id = :workspaceId AND lead_id = :leadId AND id = :id',
);
const ENROLLMENTS = statement<SqlRow>(`
  SELECT e.campaign_id, c.name, e.state, e.generation, e.ended_at FROM enrollment e
  JOIN campaign c ON c.workspace_id = e.workspace_id AND c.id = e.campaign_id
  WHERE e.workspace_id = :workspaceId AND e.lead_id = :leadId ORDER BY e.campaign_id, e.generation`);
const IMPORTS_OF = statement<{ import_id: string }>(`
  SELECT DISTINCT import_id FROM import_row WHERE workspace_id = :workspaceId AND lead_id = :leadId
  ORDER BY import_id LIMIT ${LIMITS.storyRows}`);

/** Everything a decision on these leads needs, in their order. */
export function* subjectsOf(
  { workspaceId, campaignId, suppressionKeys }: Pick<AssessPage, 'workspaceId' | 'campaignId' | 'suppressionKeys'>,
  leads: readonly Lead[],
): Program<AssessSubject[]> {
  const rows = leads.map((lead) => ({ workspaceId, campaignId, leadId: lead.id }));
  const members = (yield* allEach(MEMBER, rows)).map(([row]) => (row ? memberOf(row) : null));
  const decisions = yield* decisionsOf(members);
  const enrollments = yield* allEach(ENROLLMENTS, rows);
  const imports = yield* allEach(IMPORTS_OF, rows);
  const routes: ReadonlyMap<string, MailRoute> = yield* routesOf(leads.map(({ values }) => values.email));
  const suppressions = yield* suppressionsFor(workspaceId, leads.map(recipientOf), suppressionKeys);
  return leads.map((lead, i) => ({
    lead,
    member: members[i] ?? null,
    decision: decisions.get(lead.id) ?? null,
    suppressions: suppressions[i] ?? [],
    route: routes.get(emailDomain(lead.values.email) ?? '') ?? null,
    enrollments: (enrollments[i] ?? []).map(briefOf),
    importIds: (imports[i] ?? []).map((row) => row.import_id),
  }));
}

function* decisionsOf(members: readonly (Member | null)[]): Program<Map<string, Decision>> {
  const known = members.filter((member) => member !== null);
  const rows = yield* allEach(
    DECISION,
    known.map(({ workspaceId, leadId, decisionId }) => ({ workspaceId, leadId, id: decisionId })),
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
