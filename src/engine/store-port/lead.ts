/** Leads coming in, being found, refused, merged and told about, as the engine asks a store for them. */
import type { Campaign, Decision, Member } from '../../domain/campaign/campaign.ts';
import type { SuppressionKey } from '../../domain/consent/suppression.ts';
import type { LeadEvent } from '../../domain/event.ts';
import type { Basis, Lead } from '../../domain/lead/lead.ts';
import type { Message } from '../../domain/message.ts';
import type { Reason } from '../../domain/reason.ts';
import type { Enrollment } from '../../domain/sequence/enrollment.ts';
import type { PauseKind } from '../../domain/sequence/pause.ts';
import type { ImportRecord } from './import.ts';
import type { Answer } from './mail/reply.ts';
import type { SignalChange, SignalRecord } from './signal.ts';
import type { TaskRecord } from './work.ts';

/** One row of a source, cleaned, with the keys by which it may be known. */
export interface CaptureRow {
  readonly line: number;
  /** `e:` e-mail, `p:` phone, `x:` source and external id, `n:` folded name. */
  readonly keys: readonly string[];
  /** `r:source:hash` of a row without any key but a name; the store adds which occurrence of the same content it is. */
  readonly content: string | null;
  /** The lead that it is about, where that is known; absent = whoever its keys name. */
  readonly leadId?: string;
}

/** Leads that share a key with rows of the batch. */
export interface KnownLeads {
  /** Ids of leads that hold exactly this key, the oldest first, at most `LIMITS.identityCandidates`. */
  holders(key: string): readonly string[];
  lead(id: string): Lead;
  /** Whether the lead that a row is about is still there. */
  isThere(id: string): boolean;
  /** Key of a row without any of its own: content and occurrence. */
  contentKey(line: number): string | null;
}

/** A lead that nobody knew, with the keys by which it will be known. */
export interface NewLead {
  readonly lead: Omit<Lead, 'revision'>;
  readonly keys: readonly string[];
}

/** A known lead as it is to be stored from now on. */
export interface ChangedLead {
  readonly lead: Lead;
  /** Keys that it did not hold before. */
  readonly newKeys: readonly string[];
}

/** The part of a lead that records change. */
export type LeadFacts = Pick<Lead, 'values' | 'attributes' | 'basis' | 'basisAt'>;

/** What a record changed in a known lead: all that taking it back needs. */
export interface LeadChange {
  readonly before: LeadFacts;
  readonly after: LeadFacts;
  /** Keys that it did not hold before. */
  readonly newKeys: readonly string[];
}

/** What a row did to a lead that was known before it. */
export interface RowTrace {
  readonly line: number;
  readonly leadId: string;
  readonly outcome: 'merged' | 'unchanged';
  /** Null = nothing changed. */
  readonly change: LeadChange | null;
  /** Fields whose value is from this row; absent = none. */
  readonly fields?: readonly string[];
}

/** What a person did to give permission: what was ticked, when, from which page. */
export interface PermissionProof {
  /** Of the call that told it: what comes twice is kept once. */
  readonly id: string;
  readonly at: number;
  readonly source: string;
  readonly basis: Basis | null;
  /** What was asked, ticked and told, by name. */
  readonly told: Readonly<Record<string, string>>;
}

/** Fields of a lead that a later record than its first one changed. */
export interface LeadOrigin {
  readonly at: number;
  readonly source: string;
  readonly fields: readonly string[];
}

/**
 * Keys under which refusals against a recipient may stand, `address:…`, as far as they are of these kinds. Hashing them is what
 * costs, so that the store asks only for kinds of which it holds any.
 */
export type SuppressionKeysOf = (recipient: Recipient, kinds: ReadonlySet<Suppression['kind']>) => readonly string[];

/** A standing refusal, under the keyed hash of what it is about. */
export interface Suppression {
  /** Kind, colon, keyed hash of the value. */
  readonly keyHash: string;
  readonly channel: 'email' | 'sms' | 'voice' | 'all';
  readonly kind: SuppressionKey['kind'];
  /** The value itself, null once the person is erased. */
  readonly value: string | null;
  readonly reason: string;
  readonly origin: string;
  readonly at: number;
  /** Whose list it stands on; absent = the workspace's own; `sender`: it was told to another one that writes by the same number. */
  readonly list?: 'sender' | 'instance';
}

/** A refusal that stands in another workspace than where it was told. */
export interface RefusalElsewhere {
  readonly workspaceId: string;
  readonly suppression: Suppression;
}

/** What a yes makes of the refusals against a lead. */
export interface Lifted {
  /** Of the workspace's own list. */
  readonly gone: readonly Suppression[];
  /** What is left of those that were about more. */
  readonly instead: readonly Suppression[];
}

/** The pause of a lead: nothing leaves to it, and it is enrolled in nothing new. A lead's own STOP takes the place of a person's pause. */
export interface LeadPause {
  readonly kind: PauseKind;
  readonly at: number;
  readonly by: string;
  readonly why: string;
}

/** A paused lead, as lists show it. */
export interface PausedLead {
  readonly recipient: Recipient;
  readonly pause: LeadPause;
}

/** A refusal and the lead whose record brought it. */
export interface LeadSuppression {
  readonly leadId: string;
  readonly suppression: Suppression;
}

/** A refusal of a list, and the key of the lead that it is about at once; null = none can be told. */
export interface ListedSuppression {
  readonly suppression: Suppression;
  readonly leadKey: string | null;
}

/** A page of a workspace's own refusals, in the order of their hashes. */
export interface RefusalPage {
  readonly workspaceId: string;
  /** Null = from the beginning. */
  readonly after: { readonly keyHash: string; readonly channel: string } | null;
  readonly limit: number;
}

/** Two leads that may be one person; a person decides. In either order; the store keeps the lesser id first. */
export interface ReviewPair {
  readonly leadId: string;
  readonly otherId: string;
  /** 0–1000. */
  readonly score: number;
  readonly reasons: readonly Reason[];
}

/** An address or number that a lead was given in place of another; `to` is empty where it was given none. */
export interface Readdressed {
  readonly leadId: string;
  readonly way: 'email' | 'phone';
  readonly from: string;
  readonly to: string;
}

/** What a batch of rows comes to. Every row is in `created` or in `traces`. */
export interface CaptureOutcome {
  readonly created: readonly NewLead[];
  readonly changed: readonly ChangedLead[];
  readonly traces: readonly RowTrace[];
  readonly suppressions: readonly LeadSuppression[];
  readonly reviews: readonly ReviewPair[];
  /** Of whom rows tell that they gave permission; absent = of nobody. */
  readonly proofs?: readonly { readonly leadId: string; readonly proof: PermissionProof }[];
  /** Whose messages that wait go elsewhere; absent = nobody's. */
  readonly readdressed?: readonly Readdressed[];
  /** Leads that were known, and of whom another basis, or a country with another law, is stated now; absent = none. */
  readonly permitted?: readonly string[];
}

/** Rows to be captured in one transaction. */
export interface CaptureBatch {
  readonly workspaceId: string;
  /** Where its rows are from. */
  readonly source: string;
  readonly now: number;
  readonly rows: readonly CaptureRow[];
  /** The import this batch belongs to and where it stands after it; null = by hand or by API. */
  readonly progress:
    | (Pick<ImportRecord, 'id' | 'position' | 'rejectsBytes'> & {
        readonly rejected: number;
        readonly owner: string;
        readonly leaseUntil: number;
      })
    | null;
  /** A change by hand is no record of a source; absent = each row counts as one. */
  readonly uncounted?: boolean;
  decide(known: KnownLeads): CaptureOutcome;
}

/** What gates and envelopes need of a lead: a narrow slice, since the due loop reads it with every step. */
export interface Recipient {
  readonly leadId: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly name: string | null;
  readonly domain: string | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly basis: Basis | null;
  readonly basisAt: number | null;
}

/** Two leads becoming one. Leads as they were before. */
export interface MergeRecord {
  readonly workspaceId: string;
  readonly survivor: Lead;
  readonly other: Lead;
  /** The survivor as it will be. */
  readonly merged: Lead;
  /** Refusals of the other that hold for the survivor from then on, until the merge is taken back; absent = none. */
  readonly refusals?: readonly Suppression[];
}

/** A page of leads in the order of their ids. */
export interface LeadQuery {
  readonly workspaceId: string;
  readonly after: string | null;
  readonly limit: number;
}

/** A page of leads by words and by where they stand in a campaign. Null, and `''` of words, ask for nothing. */
export interface LeadSearch extends LeadQuery {
  /** Anywhere in address, name, company or domain; small and capital letters of ASCII are the same. */
  readonly words: string;
  readonly campaignId: string | null;
  /** Of that campaign. */
  readonly stage: Member['stage'] | null;
  readonly tier: Member['tier'] | null;
}

/** A lead that was found. */
export interface LeadFound {
  readonly lead: Lead;
  readonly suppressions: readonly Suppression[];
  /** Where it stands in the campaign that was asked about; null = none was. */
  readonly member: Member | null;
  /** Its latest passage there. */
  readonly enrollment: PassageStanding | null;
  /** Its score there before that last changed, in millionths; null = it never did. */
  readonly scoreBefore: number | null;
}

/** Where a lead stands, without its story. */
export interface LeadStatus extends Pick<LeadStory, 'suppressions' | 'pause'> {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly owner: string | null;
  /** In every campaign that has it, with its latest passage there; null = none began. */
  readonly standings: readonly {
    readonly campaign: Pick<Campaign, 'name' | 'state'>;
    readonly member: MemberStanding;
    readonly enrollment: PassageStanding | null;
  }[];
}

/** What of a member tells where it stands. */
export type MemberStanding = Pick<
  Member,
  'stage' | 'tier' | 'scoreMillionths' | 'coverageMillionths' | 'sequence' | 'reasonCode'
>;

/** What of an enrollment tells where it stands. */
export interface PassageStanding extends Pick<Enrollment, 'sequence' | 'reason' | 'dueAt'> {
  /** When the last message of ours left, or may have, or somebody else was in touch; null = nothing has reached the lead. */
  readonly lastAt: number | null;
}

/** A lead's whole story, oldest first within each list. */
export interface LeadStory {
  readonly lead: Lead;
  readonly aliases: readonly string[];
  readonly memberships: readonly { readonly campaign: Campaign; readonly member: Member }[];
  readonly decisions: readonly Decision[];
  readonly enrollments: readonly Enrollment[];
  readonly messages: readonly Message[];
  /** What people wrote of them: answers, and mails by hand. */
  readonly written: readonly Answer[];
  readonly events: readonly LeadEvent[];
  readonly tasks: readonly TaskRecord[];
  readonly signals: readonly SignalRecord[];
  readonly signalChanges: readonly SignalChange[];
  readonly suppressions: readonly Suppression[];
  /** Null = nobody paused it. */
  readonly pause: LeadPause | null;
  readonly imports: readonly { readonly importId: string; readonly line: number; readonly outcome: string }[];
  /** Oldest first. */
  readonly origins: readonly LeadOrigin[];
  readonly proofs: readonly PermissionProof[];
}
