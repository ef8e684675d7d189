/** Leads that an act puts into a campaign: what its judging looks at, and what is written of those whom it takes in. */
import type { Lead } from '../../domain/lead/lead.ts';
import type { AssessOutcome, BulkDecision, BulkLead, BulkLook } from '../../engine/store-port.ts';
import { subjectsOf } from '../campaigns/subjects.ts';
import type { Program } from '../program.ts';
import { first } from '../program.ts';
import { campaignById } from '../rows/campaign.ts';
import { insertEnrollments } from '../rows/enrollment.ts';
import { insertDecisions, putMembers } from '../rows/member.ts';
import { MemberCounts } from '../rows/member-count.ts';
import { statement } from '../statement.ts';
import { passagesOf } from '../work/passages.ts';

const TOUCHED = statement<{ id: string }>(`
  SELECT id FROM message WHERE workspace_id = :workspaceId AND lead_id = :leadId AND enrollment_id = :enrollmentId
  AND (state = 'sending' OR state = 'sent' OR state = 'delivered' OR state = 'bounced' OR state = 'unconfirmed') LIMIT 1`);

/** A lead, and what becomes of it. */
export interface Decided {
  readonly of: BulkLead;
  readonly decision: BulkDecision;
}

/** What enrolling looks at, in the order of the leads; none where the campaign is gone. */
export function* entriesOf(
  { workspaceId, value, suppressionKeys }: Pick<BulkLook, 'workspaceId' | 'value' | 'suppressionKeys'>,
  leads: readonly Lead[],
): Program<NonNullable<BulkLead['entry']>[]> {
  const campaign = yield* campaignById(workspaceId, value);
  if (!campaign) return [];
  return (yield* subjectsOf(campaign, leads, suppressionKeys)).map((subject) => ({ subject, campaign }));
}

/** Writes decisions, members and passages of those who are taken in. Last in its transaction: it counts. */
export function* putEntries(decided: readonly Decided[]): Program<void> {
  const entered = decided.flatMap(({ of: { entry }, decision }) =>
    entry && 'entry' in decision && decision.entry ? [{ before: entry.subject.member, after: decision.entry }] : [],
  );
  if (entered.length === 0) return;
  const all = <Name extends keyof AssessOutcome>(name: Name) =>
    entered.flatMap(({ after }) => after[name] as AssessOutcome[Name][number][]);
  const before = entered.flatMap(({ before: member }) => (member ? [[member.leadId, member] as const] : []));
  const counts = new MemberCounts();
  yield* insertDecisions(all('decisions'));
  yield* putMembers(all('members'), new Map(before), counts);
  yield* insertEnrollments(all('enrollments'));
  yield* counts.write();
}

/** The passage that an act began. It is held, so that nothing leaves in it before it is decided on. */
export function* passageBegun(workspaceId: string, leadId: string, enrollmentId: string) {
  const passages = yield* passagesOf(workspaceId, leadId);
  const begun = passages.find(({ enrollment }) => enrollment.id === enrollmentId)?.enrollment;
  if (!begun) return null;
  const touched = yield* first(TOUCHED, { workspaceId, leadId, enrollmentId });
  return { isOpen: begun.state !== 'ended', isTouched: touched !== undefined };
}
