/**
 * One lead through one playbook: address judged, facts gathered, scored, qualified, routed. Pure apart from being compiled
 * once. Owns the order and what of it is kept with the decision; every rule is the domain's.
 */
import { canonicalJson } from '../../domain/canonical-json.ts';
import { type Permission, permissionFor } from '../../domain/consent/permission.ts';
import type { Channel } from '../../domain/consent/regimes.ts';
import { isSuppressed } from '../../domain/consent/suppression.ts';
import { type Facts, factsOf, storedFacts } from '../../domain/facts/facts.ts';
import { vocabularyOf } from '../../domain/facts/vocabulary.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import { type Playbook, sends } from '../../domain/playbook/playbook.ts';
import { compileQualification, type Qualification, type QualificationVerdict } from '../../domain/qualify/qualify.ts';
import type { Reason } from '../../domain/reason.ts';
import { compileRouting, type Routing } from '../../domain/route/route.ts';
import { compileRubric, type Score } from '../../domain/score/score.ts';
import { type StoredScore, scoreKeeper } from '../../domain/score/stored-score.ts';
import { pauseOfLead, pauseReason } from '../../domain/sequence/pause.ts';
import type { MailEvidence } from '../../domain/verify/evidence.ts';
import { type Judgement, judgeAddress } from '../../domain/verify/judge.ts';
import { isForRehearsal } from '../../domain/verify/rehearsal.ts';
import { saysNothing } from '../../domain/verify/route.ts';
import { suppressionKeysFor } from '../keyring.ts';
import type { AssessSubject } from '../store-port.ts';

/** What an assessment found. */
export interface Assessment {
  readonly verdict: QualificationVerdict;
  readonly score: Score;
  readonly routing: Routing;
  /** May it be e-mailed: the table of permission. */
  readonly permission: Permission;
  /** All reasons, the deciding one first. */
  readonly reasons: readonly Reason[];
  /** Canonical JSON of facts, score and variant: enough to replay the decision and to make the words. */
  readonly facts: string;
  /** The address could not be looked up: ask again later. */
  readonly askAgain: boolean;
}

/** A playbook’s rules, compiled. */
export interface Assessor {
  /** What an audience's condition looks at. */
  facts(lead: Lead): Facts;
  assess(subject: AssessSubject, campaignId: string, now: number): Assessment;
}

/** Compiles a playbook's rules. */
export function makeAssessor(playbook: Playbook): Assessor {
  const vocabulary = vocabularyOf(playbook.attributes);
  const score = compileRubric(playbook.rubric, vocabulary);
  const kept = scoreKeeper(playbook.rubric);
  const qualify = compileQualification(playbook.qualification, vocabulary);
  const route = compileRouting(playbook.routing, vocabulary, sequenceChannels(playbook));
  return {
    facts: ({ values, attributes }) => factsOf(values, attributes, playbook.attributes),
    assess(subject, campaignId, now) {
      const { lead, member } = subject;
      const judged = judgementOf(lead, subject.route, now);
      const facts = factsOf(lead.values, lead.attributes, playbook.attributes);
      const scored = score(facts);
      const permission = mailPermission(lead, now);
      const channels = openChannels(subject, permission, now);
      const qualification = qualify({ facts, score: scored, address: judged, channels });
      const verdict = verdictWith(qualification, member?.review ?? null);
      const routing = route({
        qualification: verdict,
        tier: scored.tier,
        approved: member?.review === 'approved',
        activeCampaigns: otherCampaigns(subject, campaignId),
        channels: qualification.channels,
        facts,
        pause: subject.pause && pauseReason(pauseOfLead(subject.pause)),
      });
      return {
        verdict,
        score: scored,
        routing,
        permission,
        reasons: reasonsOf(subject, verdict, qualification, routing, permission, scored),
        facts: decisionFacts(facts, kept(scored), routing),
        askAgain: judged?.verdict === 'unknown' || saysNothing(subject.route),
      };
    },
  };
}

/** A sequence that writes e-mails needs the e-mail channel; one that texts or calls alone a number that may be texted. */
function sequenceChannels({ sequences }: Playbook): Record<string, readonly Channel[]> {
  const sending = Object.values(sequences).filter(({ steps }) => steps.some(sends));
  return Object.fromEntries(
    sending.map(({ name, steps }) => [name, [steps.some(({ kind }) => kind === 'email') ? 'email' : 'sms'] as const]),
  );
}

/**
 * Without any DNS an address is judged by its form alone: that nothing could be asked is not the lead's fault. So it is at
 * names reserved for rehearsals (RFC 2606): a rehearsal must go the same way with and without a network.
 */
function judgementOf(lead: Lead, route: AssessSubject['route'], now: number): Judgement | null {
  const { email } = lead.values;
  if (email === null) return null;
  const idle = saysNothing(route) || isForRehearsal(email.slice(email.lastIndexOf('@') + 1));
  return judgeAddress(email, idle ? null : route, evidenceOf(lead, now));
}

const DAY_MS = 86_400_000;

/** What the source's own columns say of the address, with the date they give. */
function evidenceOf({ attributes, source }: Lead, now: number): MailEvidence | undefined {
  const status = attributes.emailStatus;
  if (status === undefined) return undefined;
  const at = Date.parse(attributes.primaryEmailLastVerifiedAt ?? '');
  return { source, status, ageDays: Number.isNaN(at) ? null : Math.max(0, Math.floor((now - at) / DAY_MS)) };
}

function mailPermission({ values, basis, basisAt }: Lead, now: number): Permission {
  return permissionFor({ channel: 'email', country: values.country, basis, basisAt, consents: [], now });
}

/** Channels with an address that no standing refusal and no law closes. */
function openChannels(subject: AssessSubject, permission: Permission, now: number): Channel[] {
  const { lead, suppressions } = subject;
  const { email, phone } = lead.values;
  // Nearly no lead has a refusal against it, and its keys are needed only to tell which channel one ends.
  const keys =
    suppressions.length === 0 ? [] : suppressionKeysFor({ leadId: lead.id, email, phone, domain: lead.values.domain });
  const open = (channel: Channel) => isSuppressed(keys, suppressions, channel) === null;
  const channels: Channel[] = [];
  if (email !== null && permission.verdict !== 'refuse' && open('email')) channels.push('email');
  if (phone !== null && mayBeTexted(subject, now) && open('sms')) channels.push('sms');
  return channels;
}

/** Where consent is stated its proof may still come; of anybody else it must be on record. */
function mayBeTexted({ lead, consents }: AssessSubject, now: number): boolean {
  const { basis, basisAt, values } = lead;
  if (basis === 'consent') return true;
  const ask = { channel: 'sms', country: values.country, basis, basisAt, consents, now } as const;
  return permissionFor(ask).verdict === 'allow';
}

/** A person's answer outweighs the rules, but not what is forbidden: a lead without a channel is put into nothing. */
function verdictWith({ verdict }: Qualification, review: 'approved' | 'rejected' | null): QualificationVerdict {
  if (review === 'rejected') return 'rejected';
  return review === 'approved' && verdict === 'rejected' ? 'review' : verdict;
}

function otherCampaigns({ enrollments }: AssessSubject, campaignId: string): string[] {
  return enrollments
    .filter((one) => one.state !== 'ended' && one.campaignId !== campaignId)
    .map((one) => one.campaignName);
}

function reasonsOf(
  { lead, member, suppressions }: AssessSubject,
  verdict: QualificationVerdict,
  qualification: Qualification,
  routing: Routing,
  permission: Permission,
  score: Score,
): readonly Reason[] {
  const person: Reason[] = member?.review === 'rejected' ? [{ code: 'reviewer-rejected' }] : [];
  const refused = suppressions.map(({ reason, channel }) => ({
    code: 'suppressed',
    facts: { channel, because: reason },
  }));
  const unusable = lead.values.email === null && lead.attributes.invalidEmail !== undefined;
  const nearer: Reason[] = [...refused, ...(unusable ? [{ code: 'unusable-email' }] : [])];
  // Of a lead that nothing is left to write to, the standing refusal or the unreadable address is the reason, not the
  // missing channel it leaves behind.
  const [closing, beside] = verdict === 'rejected' ? [nearer, []] : [[], nearer];
  const missing = verdict !== 'rejected' && permission.verdict === 'hold' ? permission.reasons : [];
  // A lead under review waits for a person first, whatever else is missing; what they were asked for is no reason once they said yes.
  const isAsked = routing.reasons.some(({ code }) => code === 'awaiting-review');
  const [held, alsoHeld] = isAsked ? [[], missing] : [missing, []];
  const isStopped = verdict !== 'rejected' && !isAsked && routing.sequence === null;
  const [obstacle, way] = isStopped ? [routing.reasons, []] : [[], routing.reasons];
  const yes = way.filter(({ code }) => code === 'review-approved');
  const rest = way.filter((reason) => !yes.includes(reason));
  const found = [...closing, ...qualification.reasons, ...alsoHeld, ...beside];
  return [...person, ...obstacle, ...held, ...yes, ...found, ...score.reasons, ...rest];
}

/** Facts as they are stored with the decision; keys in order, so that they are written as they stand. */
function decisionFacts(facts: Facts, score: StoredScore, { variant }: Routing): string {
  const { unread, ...known } = storedFacts(facts);
  return canonicalJson({ ...known, score, unread, variant });
}
