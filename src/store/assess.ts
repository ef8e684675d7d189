/** Assessing: pages of leads that changed since a campaign last looked, and what was decided of them. */
import type { Decision, Member } from '../domain/campaign/campaign.ts';
import type { Lead } from '../domain/lead/lead.ts';
import type { Enrollment } from '../domain/sequence/enrollment.ts';
import type { MailRoute } from '../domain/verify/route.ts';
import type {
  AssessedPage,
  AssessOutcome,
  AssessPage,
  AssessSubject,
  EnrollmentBrief,
  Recipient,
  Suppression,
} from '../engine/store-port.ts';
import { campaignOf } from './campaigns.ts';
import { leadsById } from './capture.ts';
import { enrollmentParameters, INSERT_ENROLLMENT } from './enrollment-row.ts';
import { leadOf } from './lead-row.ts';
import { all, allEach, first, type Program, run, runEach } from './program.ts';
import { insert, type SqlRow, statement } from './statement.ts';

const CAMPAIGN = statement<SqlRow>('SELECT * FROM campaign WHERE workspace_id = :workspaceId AND id = :campaignId');
const CHANGED = statement<SqlRow>(
  'SELECT * FROM lead WHERE workspace_id = :workspaceId AND revision > :revision ORDER BY revision LIMIT :limit',
);
const AGAIN = statement<{ lead_id: string }>(`
  SELECT lead_id FROM campaign_member WHERE workspace_id = :workspaceId AND campaign_id = :campaignId
  AND reassess_at IS NOT NULL AND reassess_at <= :now ORDER BY reassess_at, lead_id LIMIT :limit`);
const MEMBER = statement<SqlRow>(
  'SELECT * FROM campaign_member WHERE workspace_id = :workspaceId AND campaign_id = :campaignId AND lead_id = :leadId',
);
export const DECISION = statement<SqlRow>(
  'SELECT * FROM decision WHERE workspace_id = :workspaceId AND lead_id = :leadId AND id = :id',
);
const ENROLLMENTS = statement<SqlRow>(`
  SELECT e.campaign_id, c.name, e.state, e.generation, e.ended_at FROM enrollment e
  JOIN campaign c ON c.workspace_id = e.workspace_id AND c.id = e.campaign_id
  WHERE e.workspace_id = :workspaceId AND e.lead_id = :leadId ORDER BY e.campaign_id, e.generation`);
const IMPORTS_OF = statement<{ import_id: string }>(
  'SELECT DISTINCT import_id FROM import_row WHERE workspace_id = :workspaceId AND lead_id = :leadId ORDER BY import_id LIMIT 100',
);
const ROUTE = statement<{ route: string }>('SELECT route FROM domain_check WHERE domain = :domain');
export const SUPPRESSIONS = statement<SqlRow>(
  `SELECT * FROM suppression WHERE workspace_id = :workspaceId AND key_hash = :keyHash ORDER BY channel`,
);
const INSERT_DECISION = insert('decision', [
  'workspaceId',
  'leadId',
  'id',
  'campaignId',
  'at',
  'verdict',
  'reasons',
  'facts',
  'rulesetId',
]);
const UPSERT_MEMBER = insert(
  'campaign_member',
  [
    'workspaceId',
    'campaignId',
    'leadId',
    'stage',
    'tier',
    'score',
    'coverage',
    'sequence',
    'variant',
    'reasonCode',
    'decisionId',
    'review',
    'reviewedBy',
    'reassessAt',
  ],
  `ON CONFLICT (workspace_id, campaign_id, lead_id) DO UPDATE SET stage = excluded.stage, tier = excluded.tier,
   score = excluded.score, coverage = excluded.coverage, sequence = excluded.sequence, variant = excluded.variant,
   reason_code = excluded.reason_code, decision_id = excluded.decision_id, review = excluded.review, reviewed_by = excluded.reviewed_by,
   reassess_at = excluded.reassess_at`,
);
const MOVE_CURSOR = statement(
  'UPDATE campaign SET assessed_revision = :revision WHERE workspace_id = :workspaceId AND id = :campaignId',
);

/** One page: leads changed since the cursor, or else those whose time to be looked at again has come. */
export function* assessPage(page: AssessPage): Program<AssessedPage> {
  const { workspaceId, campaignId, limit, now } = page;
  const row = yield* first(CAMPAIGN, { workspaceId, campaignId });
  if (!row) throw new Error(`campaign ${campaignId} is not stored`);
  const campaign = campaignOf(row);
  let leads = (yield* all(CHANGED, { workspaceId, revision: campaign.assessedRevision, limit })).map(leadOf);
  const last = leads.at(-1);
  if (last) yield* run(MOVE_CURSOR, { workspaceId, campaignId, revision: last.revision });
  else leads = yield* leadsToReassess(workspaceId, campaignId, now, limit);
  if (leads.length === 0) return { assessed: 0, outcome: null };
  const outcome = page.decide(yield* subjectsOf(page, leads), campaign);
  yield* writeAssessment(outcome);
  return { assessed: leads.length, outcome };
}

function* leadsToReassess(workspaceId: string, campaignId: string, now: number, limit: number): Program<Lead[]> {
  const due = yield* all(AGAIN, { workspaceId, campaignId, now, limit });
  return [
    ...(yield* leadsById(
      workspaceId,
      due.map((row) => row.lead_id),
    )).values(),
  ];
}

/** Everything a decision on these leads needs, one look-up per kind of fact. */
export function* subjectsOf(
  page: Pick<AssessPage, 'workspaceId' | 'campaignId' | 'suppressionKeys'>,
  leads: readonly Lead[],
): Program<AssessSubject[]> {
  const { workspaceId, campaignId } = page;
  const rows = leads.map((lead) => ({ workspaceId, campaignId, leadId: lead.id }));
  const members = yield* allEach(MEMBER, rows);
  const standing = members.map(([row]) => (row ? memberOf(row) : null));
  const decisions = yield* decisionsOf(standing);
  const enrollments = yield* allEach(ENROLLMENTS, rows);
  const imports = yield* allEach(IMPORTS_OF, rows);
  const routes = yield* routesOf(leads);
  const keys = leads.map((lead) => page.suppressionKeys(recipientOf(lead)));
  const suppressions = yield* suppressionsOf(workspaceId, keys);
  return leads.map((lead, i) => ({
    lead,
    member: standing[i] ?? null,
    decision: decisions.get(lead.id) ?? null,
    suppressions: suppressions[i] ?? [],
    route: routes.get(emailDomain(lead)) ?? null,
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

function* routesOf(leads: readonly Lead[]): Program<Map<string, MailRoute>> {
  const domains = [...new Set(leads.map(emailDomain).filter((domain) => domain !== ''))];
  const rows = yield* allEach(
    ROUTE,
    domains.map((domain) => ({ domain })),
  );
  const routes = new Map<string, MailRoute>();
  for (const [i, [row]] of rows.entries()) if (row) routes.set(domains[i] as string, JSON.parse(row.route));
  return routes;
}

function emailDomain(lead: Lead): string {
  const { email } = lead.values;
  return email === null ? '' : email.slice(email.lastIndexOf('@') + 1);
}

/** Standing refusals under each list of hashed keys, in the order of the lists. */
export function* suppressionsOf(workspaceId: string, keys: readonly (readonly string[])[]): Program<Suppression[][]> {
  const flat = keys.flatMap((list) => list.map((keyHash) => ({ workspaceId, keyHash })));
  const found = yield* allEach(SUPPRESSIONS, flat);
  let next = 0;
  return keys.map((list) => list.flatMap(() => (found[next++] ?? []).map(suppressionOf)));
}

/** The slice of a lead that gates look at. */
export function recipientOf({ id, values, basis, basisAt }: Lead): Recipient {
  const { email, phone, fullName, domain, country, region } = values;
  return { leadId: id, email, phone, name: fullName, domain, country, region, basis, basisAt };
}

export function* writeAssessment(outcome: AssessOutcome): Program<void> {
  yield* runEach(
    INSERT_DECISION,
    outcome.decisions.map((decision) => ({ ...decision, reasons: JSON.stringify(decision.reasons) })),
  );
  yield* runEach(UPSERT_MEMBER, outcome.members.map(memberParameters));
  yield* runEach(INSERT_ENROLLMENT, outcome.enrollments.map(enrollmentParameters));
}

function memberParameters(member: Member) {
  const { scoreMillionths, coverageMillionths, ...rest } = member;
  return { ...rest, score: scoreMillionths, coverage: coverageMillionths };
}

export function memberOf(row: SqlRow): Member {
  return {
    workspaceId: row.workspace_id as string,
    campaignId: row.campaign_id as string,
    leadId: row.lead_id as string,
    stage: row.stage as Member['stage'],
    tier: row.tier as Member['tier'],
    scoreMillionths: row.score as number,
    coverageMillionths: row.coverage as number,
    sequence: row.sequence as string | null,
    variant: row.variant as string | null,
    reasonCode: row.reason_code as string,
    decisionId: row.decision_id as string,
    review: row.review as Member['review'],
    reviewedBy: row.reviewed_by as string | null,
    reassessAt: row.reassess_at as number | null,
  };
}

export function decisionOf(row: SqlRow): Decision {
  return {
    workspaceId: row.workspace_id as string,
    id: row.id as string,
    campaignId: row.campaign_id as string,
    leadId: row.lead_id as string,
    at: row.at as number,
    verdict: row.verdict as string,
    reasons: JSON.parse(row.reasons as string),
    facts: row.facts as string,
    rulesetId: row.ruleset_id as string,
  };
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

export function suppressionOf(row: SqlRow): Suppression {
  return {
    keyHash: row.key_hash as string,
    channel: row.channel as Suppression['channel'],
    kind: row.kind as Suppression['kind'],
    value: row.value as string | null,
    reason: row.reason as string,
    origin: row.origin as string,
    at: row.at as number,
  };
}
