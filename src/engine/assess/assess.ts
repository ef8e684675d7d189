/**
 * Assessing a campaign's audience: whatever changed since the last look is judged, routed and, where the campaign is live,
 * enrolled; decision, member and enrollment in one transaction per page. Cost follows what changed, not what is stored.
 */
import { zoneOfLead } from '../../domain/calendar/zone.ts';
import type { Campaign, Decision, Member, MemberStage, Tier } from '../../domain/campaign/campaign.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { compileCondition } from '../../domain/facts/condition.ts';
import { vocabularyOf } from '../../domain/facts/vocabulary.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import { startEnrollment } from '../../domain/sequence/advance.ts';
import type { Enrollment } from '../../domain/sequence/enrollment.ts';
import { saysNothing } from '../../domain/verify/route.ts';
import { noDnsNote } from '../capture/verify.ts';
import type { Engine } from '../engine.ts';
import type { Progress } from '../operations/operation.ts';
import type { RunningPlaybook } from '../playbooks.ts';
import type { AssessOutcome, AssessSubject } from '../store-port.ts';
import type { Assessment } from './assessor.ts';
import { rulesetIdOf } from './ruleset.ts';

/** What an assessment came to, in leads. */
export interface AssessReport {
  readonly assessed: number;
  readonly tiers: Readonly<Record<Tier, number>>;
  readonly qualified: number;
  readonly rejected: number;
  readonly review: number;
  readonly routed: number;
  /** Routed, but nobody has stated on what basis they may be contacted, or what was stated does not suffice. */
  readonly held: number;
  readonly enrolled: number;
}

interface Hooks {
  progress?(progress: Progress): void;
  /** Told once where no DNS answers: addresses are then judged by their form, and asked about later. */
  note?(sentence: string): void;
  readonly signal?: AbortSignal;
  /** Leads judged in one transaction; absent = `LIMITS.assessPageLeads`. */
  readonly pageLeads?: number;
}

/** An address that could not be looked up is asked about again after this, ms. */
const ASK_AGAIN_MS = 3_600_000;
/** A lead that another campaign holds is looked at again after this, ms: that campaign may have let it go. */
const HELD_AGAIN_MS = 6 * 3_600_000;
/** How long an answer of the DNS is taken for granted, ms; the resolver's own cache is for the minute. */
const ROUTE_FRESH_MS = 7 * 86_400_000;

/** Assesses everything of one campaign that is new or changed. */
export async function assessAll(engine: Engine, campaign: Campaign, hooks: Hooks): Promise<AssessReport> {
  const tally = new Tally();
  let noted = false;
  for (;;) {
    const answered = await askDns(engine, campaign);
    if (!answered && !noted && engine.resolver) hooks.note?.(noDnsNote(engine.resolver));
    noted ||= !answered;
    // Of many pages: another process may have put the campaign on another playbook since the last one.
    await engine.playbooks.refresh();
    const now = engine.clock.now();
    let page = new Page(engine, campaign.id, now);
    const { assessed } = await engine.store.campaigns.assess({
      workspaceId: campaign.workspaceId,
      campaignId: campaign.id,
      now,
      limit: hooks.pageLeads ?? LIMITS.assessPageLeads,
      suppressionKeys: engine.suppressionKeys,
      begin() {
        page = new Page(engine, campaign.id, now);
      },
      decide: (subjects, current) => page.decide(subjects, current),
    });
    tally.add(page.tally);
    if (assessed > 0) hooks.progress?.({ stage: 'assess', done: tally.assessed, total: null, unit: 'leads' });
    if (assessed === 0 || hooks.signal?.aborted) return tally.report();
  }
}

/** Looks up the mail domains of the next page that nobody has asked about lately. False = there is no DNS. */
async function askDns(engine: Engine, { workspaceId, id }: Campaign): Promise<boolean> {
  const { resolver, store, clock } = engine;
  if (!resolver) return true;
  return askRoutes(engine, await store.campaigns.domainsToCheck(workspaceId, id, clock.now(), LIMITS.assessPageLeads));
}

/** Looks up where these domains' mail goes, and keeps it. False = there is no DNS. */
export async function askRoutes({ resolver, store, clock }: Engine, domains: readonly string[]): Promise<boolean> {
  if (domains.length === 0 || !resolver) return true;
  const routes = await Promise.all(domains.map((domain) => resolver.mailRoute(domain)));
  const checkedAt = clock.now();
  await store.campaigns.putRoutes(
    routes.map((route, i) => ({
      domain: domains[i] as string,
      route,
      checkedAt,
      expiresAt: checkedAt + (route.kind === 'unknown' ? ASK_AGAIN_MS : ROUTE_FRESH_MS),
    })),
  );
  return !routes.some(saysNothing);
}

const NOBODY = { assessed: 0, qualified: 0, rejected: 0, review: 0, routed: 0, held: 0, enrolled: 0 };
const NO_TIERS: Readonly<Record<Tier, number>> = { hot: 0, warm: 0, cool: 0, cold: 0 };

/** Numbers of leads. */
class Tally {
  readonly #leads = { ...NOBODY, ...NO_TIERS };

  get assessed(): number {
    return this.#leads.assessed;
  }

  count({ score, verdict, routing, permission }: Assessment, enrolled: boolean): void {
    this.#leads.assessed += 1;
    this.#leads[score.tier] += 1;
    this.#leads[verdict] += 1;
    if (routing.sequence !== null) this.#leads.routed += 1;
    if (routing.sequence !== null && permission.verdict === 'hold') this.#leads.held += 1;
    if (enrolled) this.#leads.enrolled += 1;
  }

  add(other: Tally): void {
    for (const name of Object.keys(this.#leads) as (keyof typeof NOBODY | Tier)[])
      this.#leads[name] += other.#leads[name];
  }

  report(): AssessReport {
    const { hot, warm, cool, cold, ...rest } = this.#leads;
    return { ...rest, tiers: { hot, warm, cool, cold } };
  }
}

interface Outcome extends AssessOutcome {
  readonly decisions: Decision[];
  readonly members: Member[];
  readonly enrollments: Enrollment[];
}

/** Decides of leads whether a campaign takes them in, as its assessing does. */
export function entering(engine: Engine, campaignId: string): Page['enter'] {
  const page = new Page(engine, campaignId, engine.clock.now());
  return (subject, campaign) => page.enter(subject, campaign);
}

/** Decides one page of leads. */
class Page {
  readonly #now: number;
  readonly #engine: Engine;
  readonly #campaignId: string;
  /** Numbers only: a page's assessments would outlive the young heap. They count once the page is committed. */
  readonly tally = new Tally();
  /** Made once a page: it may hold a condition, which takes a millisecond to compile. */
  #belongs: ((subject: AssessSubject) => boolean) | null = null;
  #rulesetId: string | null = null;

  constructor(engine: Engine, campaignId: string, now: number) {
    this.#now = now;
    this.#engine = engine;
    this.#campaignId = campaignId;
  }

  decide(subjects: readonly AssessSubject[], campaign: Campaign): AssessOutcome {
    const running = this.#engine.playbooks.get(campaign.playbookHash);
    this.#belongs ??= audienceTest(campaign, running);
    const outcome: Outcome = { decisions: [], members: [], enrollments: [] };
    for (const subject of subjects) {
      if (this.#belongs(subject)) this.#decideOne(subject, campaign, running, outcome);
      else if (subject.member && subject.member.stage !== 'enrolled' && subject.member.stage !== 'left') {
        outcome.members.push({ ...subject.member, stage: 'left', reasonCode: 'left-audience', reassessAt: null });
      }
    }
    return outcome;
  }

  /** The same for one lead that a person puts in, whether or not it is in the audience. */
  enter(subject: AssessSubject, campaign: Campaign): AssessOutcome {
    const outcome: Outcome = { decisions: [], members: [], enrollments: [] };
    this.#decideOne(subject, campaign, this.#engine.playbooks.get(campaign.playbookHash), outcome);
    return outcome;
  }

  #decideOne(
    subject: AssessSubject,
    campaign: Campaign,
    { playbook, assessor }: RunningPlaybook,
    outcome: Outcome,
  ): void {
    const assessment = assessor.assess(subject, this.#campaignId, this.#now);
    const decision = this.#decisionOf(subject, campaign, assessment);
    if (decision !== subject.decision) outcome.decisions.push(decision);
    const mine = subject.enrollments.filter(({ campaignId }) => campaignId === this.#campaignId);
    const open = mine.some(({ state }) => state !== 'ended');
    const again = open ? null : reentryAt(mine, assessment, playbook);
    const enrollment =
      campaign.state === 'live' && !open && (mine.length === 0 || (again !== null && again <= this.#now))
        ? this.#enrollmentOf(subject, campaign, playbook, assessment, decision, mine.length + 1)
        : null;
    if (enrollment) outcome.enrollments.push(enrollment);
    const stage = enrollment || open ? 'enrolled' : mine.length > 0 ? 'ended' : stageOf(assessment);
    outcome.members.push(this.#memberOf(subject, assessment, decision, stage, again));
    this.tally.count(assessment, enrollment !== null);
  }

  /** The decision the member stood on where nothing came out differently; else a new one. */
  #decisionOf({ lead, decision }: AssessSubject, campaign: Campaign, assessment: Assessment): Decision {
    this.#rulesetId ??= rulesetIdOf(campaign.playbookHash, this.#engine.parts.dataVersion);
    const rulesetId = this.#rulesetId;
    const { verdict, reasons, facts } = assessment;
    const same =
      decision?.facts === facts &&
      decision.verdict === verdict &&
      decision.rulesetId === rulesetId &&
      canonicalJson(decision.reasons) === canonicalJson(reasons);
    if (decision && same) return decision;
    return {
      workspaceId: lead.workspaceId,
      id: this.#engine.ids.next('dec'),
      campaignId: campaign.id,
      leadId: lead.id,
      at: this.#now,
      verdict,
      reasons,
      facts,
      rulesetId,
    };
  }

  #memberOf(
    { lead, member }: AssessSubject,
    assessment: Assessment,
    decision: Decision,
    stage: MemberStage,
    again: number | null,
  ): Member {
    const { score, routing, reasons } = assessment;
    return {
      workspaceId: lead.workspaceId,
      campaignId: this.#campaignId,
      leadId: lead.id,
      stage,
      tier: score.tier,
      scoreMillionths: millionthsOf(score.score),
      coverageMillionths: millionthsOf(score.coverage),
      sequence: routing.sequence,
      reasonCode: reasons[0]?.code ?? 'qualified',
      decisionId: decision.id,
      review: member?.review ?? null,
      reviewedBy: member?.reviewedBy ?? null,
      reassessAt: this.#lookAgainAt(assessment, again),
    };
  }

  /** When to look again although nothing changed: DNS may answer, another campaign let go, a passage be repeated. */
  #lookAgainAt({ askAgain, reasons }: Assessment, again: number | null): number | null {
    if (askAgain && this.#engine.resolver) return this.#now + ASK_AGAIN_MS;
    if (reasons.some(({ code }) => code === 'conflicting-campaign')) return this.#now + HELD_AGAIN_MS;
    return again !== null && again > this.#now ? again : null;
  }

  #enrollmentOf(
    { lead }: AssessSubject,
    campaign: Campaign,
    playbook: Playbook,
    { score, routing, permission }: Assessment,
    decision: Decision,
    generation: number,
  ): Enrollment | null {
    const sequence = routing.sequence === null ? undefined : playbook.sequences[routing.sequence];
    // Of one that works accounts the subject is the account, which is begun as a whole.
    if (!sequence || sequence.account || permission.verdict !== 'allow') return null;
    const { country, region } = lead.values;
    const draft = {
      workspaceId: lead.workspaceId,
      id: this.#engine.ids.next('enr'),
      campaignId: campaign.id,
      leadId: lead.id,
      generation,
      sequence: sequence.name,
      playbookHash: playbook.hash,
      decisionId: decision.id,
      zone: zoneOfLead(lead.values).zone ?? sequence.window.fallbackZone,
      scoreMillionths: millionthsOf(score.score),
      startedAt: this.#now,
    };
    return startEnrollment(draft, sequence, { country, region });
  }
}

function millionthsOf(share: number): number {
  return Math.round(share * 1e6);
}

/** When a lead whose passage is over may go through again; null = never, or it was never through. */
function reentryAt(
  past: readonly { readonly endedAt: number | null }[],
  { routing }: Assessment,
  playbook: Playbook,
): number | null {
  const last = past.at(-1);
  const reentry = routing.sequence === null ? undefined : playbook.sequences[routing.sequence]?.reentry;
  if (!last || !reentry?.allowed) return null;
  return (last.endedAt ?? 0) + reentry.afterDays * 86_400_000;
}

function stageOf({ verdict, routing, permission }: Assessment): MemberStage {
  if (verdict === 'rejected') return 'rejected';
  if (routing.reasons.some(({ code }) => code === 'awaiting-review')) return 'review';
  return routing.sequence === null || permission.verdict !== 'allow' ? 'unrouted' : 'ready';
}

/** Whether a lead is in the campaign's audience. */
function audienceTest(
  campaign: Campaign,
  { playbook, assessor }: RunningPlaybook,
): (subject: AssessSubject) => boolean {
  const { imports, tags, where, frozen } = campaign.audience;
  const condition = where === null ? null : compileCondition(where, vocabularyOf(playbook.attributes));
  return ({ lead, member, importIds }) => {
    if (frozen && campaign.launchedAt !== null && member === null && lead.createdAt > campaign.launchedAt) return false;
    if (imports.length > 0 && !imports.some((id) => id === lead.importId || importIds.includes(id))) return false;
    if (tags.length > 0 && !tags.some((tag) => lead.values.tags.includes(tag))) return false;
    return condition === null || condition.evaluate(assessor.facts(lead)) === true;
  };
}
