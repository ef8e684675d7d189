/**
 * Campaigns: a playbook running on an audience, and what it knows of each of its leads.
 * Owns the shapes and the legal moves of a campaign's life; who is in the audience is decided by `assess`.
 */
import type { Reason } from '../reason.ts';
import type { SenderMailbox } from './senders.ts';

/**
 * draft: being set up · checked: pre-flight passed · live · paused · finished: nothing left to do, or ended by a person ·
 * cancelled: called off by a person, whatever was still to come.
 */
export type CampaignState = 'draft' | 'checked' | 'live' | 'paused' | 'finished' | 'cancelled';

/** Moves a campaign may make; anything else is refused. */
export const CAMPAIGN_MOVES: Readonly<Record<CampaignState, readonly CampaignState[]>> = {
  draft: ['checked', 'cancelled'],
  checked: ['draft', 'live', 'cancelled'],
  live: ['paused', 'finished', 'cancelled'],
  paused: ['live', 'finished', 'cancelled'],
  finished: [],
  cancelled: [],
};

/** Whether nothing follows any more. */
export function isOver({ state }: { readonly state: CampaignState }): boolean {
  return state === 'finished' || state === 'cancelled';
}

/** Whether it is still being set up: nothing of it can have left. */
export function isDrafted({ state }: { readonly state: CampaignState }): boolean {
  return state === 'draft' || state === 'checked';
}

/** Who a campaign is for: all conditions must hold; an empty one does not restrict. */
export interface Audience {
  /** Leads that any of these imports brought or named. */
  readonly imports: readonly string[];
  /** Leads with any of these tags. */
  readonly tags: readonly string[];
  /** CEL over the facts; null = everybody. */
  readonly where: string | null;
  /** Frozen at launch: leads that come later are not taken in. */
  readonly frozen: boolean;
}

/** Who messages come from. Without all of it no live e-mail leaves. */
export interface SenderIdentity {
  readonly name: string;
  readonly address: string;
  readonly company: string;
  readonly postalAddress: string;
  /** Messages a day for this mailbox. */
  readonly dailyCap: number;
  /** Further mailboxes that it writes from, by turns; absent = none. */
  readonly more?: readonly SenderMailbox[];
}

/** What of mails is counted: links that are followed, or opens as well. */
export const TRACKING = ['clicks', 'opens-and-clicks'] as const;
/** One of them. */
export type Tracking = (typeof TRACKING)[number];

/** A playbook running on an audience. */
export interface Campaign {
  readonly workspaceId: string;
  readonly id: string;
  readonly name: string;
  readonly state: CampaignState;
  readonly playbookHash: string;
  readonly audience: Audience;
  readonly sender: SenderIdentity;
  /** Absent or null = nothing is counted, and links lead where they say. */
  readonly tracking?: Tracking | null;
  /** Leads with a revision up to this one have been assessed under the present playbook. */
  readonly assessedRevision: number;
  readonly createdAt: number;
  readonly launchedAt: number | null;
  readonly launchedBy: string | null;
  readonly finishedAt: number | null;
}

/**
 * Where a lead stands in a campaign. rejected: by a rule, reversible · review: a person must say · ready: qualified and
 * routed, not enrolled yet · unrouted: qualified, no sequence fits now · enrolled · ended: its sequence is over ·
 * left: no longer in the audience.
 */
export type MemberStage = 'rejected' | 'review' | 'ready' | 'unrouted' | 'enrolled' | 'ended' | 'left';

/** How good a lead is for a campaign, best first. */
export type Tier = 'hot' | 'warm' | 'cool' | 'cold';

/** A person's word on a lead under review; it stands until it is taken back. */
export type ReviewAnswer = 'approved' | 'rejected';

/** What a campaign knows of one lead. Scores in millionths, so that both databases hold the same bytes. */
export interface Member {
  readonly workspaceId: string;
  readonly campaignId: string;
  readonly leadId: string;
  readonly stage: MemberStage;
  readonly tier: Tier;
  readonly scoreMillionths: number;
  readonly coverageMillionths: number;
  readonly sequence: string | null;
  /** The reason that decided its stage; all of them are in the decision. */
  readonly reasonCode: string;
  readonly decisionId: string;
  readonly review: ReviewAnswer | null;
  readonly reviewedBy: string | null;
  /** Assess again at this time although nothing changed: an unknown may be known then. */
  readonly reassessAt: number | null;
}

/** A verdict with its reasons and the facts it was reached from. Immutable. */
export interface Decision {
  readonly workspaceId: string;
  readonly id: string;
  readonly campaignId: string;
  readonly leadId: string;
  readonly at: number;
  readonly verdict: string;
  readonly reasons: readonly Reason[];
  /** Canonical JSON of score parts and facts: enough to replay the decision. */
  readonly facts: string;
  /** Hash of playbook, rules and data files it was made under. */
  readonly rulesetId: string;
}
