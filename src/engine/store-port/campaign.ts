/** Campaigns and their members, as the engine asks a store for them. */
import type { Campaign, Decision, Member } from '../../domain/campaign/campaign.ts';
import type { Consent } from '../../domain/consent/permission.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import type { Reason } from '../../domain/reason.ts';
import type { Enrollment } from '../../domain/sequence/enrollment.ts';
import type { MailRoute } from '../../domain/verify/route.ts';
import type { LeadPause, Suppression, SuppressionKeysOf } from './lead.ts';

/** All that is known of a lead when it is assessed. */
export interface AssessSubject {
  readonly lead: Lead;
  readonly member: Member | null;
  /** The decision the member stands on. */
  readonly decision: Decision | null;
  readonly suppressions: readonly Suppression[];
  /** Where the domain's mail goes; null = never asked. */
  readonly route: MailRoute | null;
  /** Enrollments of the lead in any campaign. */
  readonly enrollments: readonly EnrollmentBrief[];
  /** Null = nobody paused the lead. */
  readonly pause: LeadPause | null;
  /** What is on record of texts, where the basis alone does not open them. */
  readonly consents: readonly Consent[];
  /** Imports other than the one that created it that brought or named the lead. */
  readonly importIds: readonly string[];
}

/** What routing needs of an enrollment. */
export interface EnrollmentBrief {
  readonly campaignId: string;
  readonly campaignName: string;
  readonly state: Enrollment['state'];
  readonly generation: number;
  readonly endedAt: number | null;
}

/** What assessing a page comes to. */
export interface AssessOutcome {
  readonly decisions: readonly Decision[];
  readonly members: readonly Member[];
  readonly enrollments: readonly Enrollment[];
}

/** One page of assessing; `decide` runs inside its transaction, for some of its leads at a time. */
export interface AssessPage {
  readonly workspaceId: string;
  readonly campaignId: string;
  readonly now: number;
  readonly limit: number;
  readonly suppressionKeys: SuppressionKeysOf;
  /** The page begins, or begins anew where a store has to: what was decided before is forgotten with what it wrote. */
  begin?(): void;
  decide(subjects: readonly AssessSubject[], campaign: Campaign): AssessOutcome;
}

/** What one call of `assess` did. */
export interface AssessedPage {
  /** Leads of this page; 0 = nothing is left to assess. */
  readonly assessed: number;
}

/** Where a domain’s mail goes, and until when that answer is good. */
export interface DomainRoute {
  readonly domain: string;
  readonly route: MailRoute;
  readonly checkedAt: number;
  readonly expiresAt: number;
}

/** Members of a campaign by stage; by tier without those that left. */
export interface StageCounts {
  readonly stages: Readonly<Record<Member['stage'], number>>;
  readonly tiers: Readonly<Record<Member['tier'], number>>;
}

/** A member to whom something may still come. */
export interface ToCome {
  readonly leadId: string;
  /** Facts of the decision that its words are made from, JSON. */
  readonly facts: string;
  /** That it would enter; null = none. */
  readonly sequence: string | null;
  /** Where it is under way; null = it waits to be enrolled. */
  readonly passage: Pick<Enrollment, 'generation' | 'sequence' | 'step' | 'playbookHash'> | null;
}

/** A page of members, by their leads. */
export interface ToComePage {
  readonly leads: readonly ToCome[];
  /** Members that were read, those to whom nothing comes among them. */
  readonly read: number;
  /** The last lead of the page; null = none was left. */
  readonly last: string | null;
}

/** Counts by reason code. */
export interface CampaignReasons {
  /** Leads rejected, under review or without a sequence. */
  readonly refused: Readonly<Record<string, number>>;
  readonly ends: Readonly<Record<string, number>>;
  readonly handoffs: number;
}

/** A campaign that is called off: a page of its passages that are not over ends. */
export interface EndWish {
  readonly workspaceId: string;
  readonly campaignId: string;
  readonly reason: Reason;
  readonly now: number;
  /** The last lead of the page before; '' = the first page. */
  readonly after: string;
  readonly limit: number;
}

/** Enrollments of a campaign that wait without a time, and accounts of it, for this reason: a page of each becomes due. */
export interface WakeWish {
  readonly workspaceId: string;
  readonly campaignId: string;
  /** Code of the reason they wait for. */
  readonly code: string;
  readonly now: number;
  readonly limit: number;
}

/** People who answered a campaign: who replied (an absence note is no reply), who said yes in words or on the phone, who booked. */
export interface CampaignAnswers {
  readonly replied: number;
  readonly positive: number;
  readonly meetings: number;
}

/** What came of a campaign, in people: of those to whom something left. */
export interface CampaignResults {
  /** To whom something left. */
  readonly written: number;
  readonly replied: number;
  /** Whose reply says that they are interested. */
  readonly positive: number;
  /** Of whom a message came back. */
  readonly bounced: number;
  /** Who are hot now. */
  readonly hot: number;
  /** When the next step of anybody is due; null = none waits for a time. */
  readonly nextAt: number | null;
}
