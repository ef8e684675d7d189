/**
 * What the engine asks of a store, in business verbs. Every writing verb is one transaction: it loads what a decision
 * needs, calls the pure `decide` it was given, and writes what came of it, so that nothing decided is ever stale.
 */
import type { Campaign, Decision, Member } from '../domain/campaign/campaign.ts';
import type { LeadEvent } from '../domain/event.ts';
import type { Basis, Lead } from '../domain/lead/lead.ts';
import type { Message, MessageState } from '../domain/message.ts';
import type { Reason } from '../domain/reason.ts';
import type { Enrollment } from '../domain/sequence/enrollment.ts';
import type { MailRoute } from '../domain/verify/route.ts';

export interface Workspace {
  readonly id: string;
  /** dry: everything runs, messages go to the outbox folder. */
  readonly mode: 'dry' | 'live';
  readonly settings: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  readonly liveAt: number | null;
  readonly liveBy: string | null;
}

export interface ImportCounts {
  readonly read: number;
  readonly created: number;
  readonly merged: number;
  readonly unchanged: number;
  readonly rejected: number;
}

export interface ImportRecord {
  readonly workspaceId: string;
  readonly id: string;
  readonly source: string;
  readonly fileName: string;
  readonly fileHash: string;
  readonly optionsHash: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly state: 'running' | 'done' | 'undone';
  /** Opaque position of the reader after the last committed batch. */
  readonly position: unknown;
  readonly counts: ImportCounts;
  /** Committed length of the rejects file. */
  readonly rejectsBytes: number;
  readonly startedAt: number;
  readonly finishedAt: number | null;
}

/** One row of a source, cleaned, with the keys by which it may be known. */
export interface CaptureRow {
  readonly line: number;
  /** Exact keys: `e:` e-mail, `p:` phone, `x:` source and external id. */
  readonly keys: readonly string[];
  /** `n:folded name|domain`; null = no name. Found by equality and by the part up to the bar. */
  readonly person: string | null;
  /** `r:source:hash` of a row without any key of its own; the store adds which occurrence of the same content it is. */
  readonly content: string | null;
}

/** Leads that share a key with rows of the batch. */
export interface KnownLeads {
  /** Ids of leads that hold exactly this key. */
  holders(key: string): readonly string[];
  /** Leads of the same name (bounded), with the person key they hold. */
  namesakes(person: string): readonly { readonly leadId: string; readonly person: string }[];
  lead(id: string): Lead;
  /** Key of a row without any of its own: content and occurrence. */
  contentKey(line: number): string | null;
}

export interface NewLead {
  readonly lead: Omit<Lead, 'revision'>;
  readonly keys: readonly string[];
}

export interface ChangedLead {
  readonly lead: Lead;
  /** Keys that it did not hold before. */
  readonly newKeys: readonly string[];
}

export interface RowTrace {
  readonly line: number;
  readonly leadId: string;
  readonly outcome: 'merged' | 'unchanged';
  /** What undo needs to put the lead back: fields as they were, and the keys that came. JSON. */
  readonly before: unknown;
}

export interface Suppression {
  /** Keyed hash of kind and value. */
  readonly keyHash: string;
  readonly channel: 'email' | 'sms' | 'voice' | 'all';
  readonly kind: 'address' | 'phone' | 'domain' | 'lead';
  /** The value itself, null once the person is erased. */
  readonly value: string | null;
  readonly reason: string;
  readonly origin: string;
  readonly at: number;
}

/** A refusal and the lead whose record brought it. */
export interface LeadSuppression {
  readonly leadId: string;
  readonly suppression: Suppression;
}

export interface ReviewPair {
  readonly leadId: string;
  readonly otherId: string;
  /** 0–1000. */
  readonly score: number;
  readonly reasons: readonly Reason[];
}

export interface CaptureOutcome {
  readonly created: readonly NewLead[];
  readonly changed: readonly ChangedLead[];
  readonly traces: readonly RowTrace[];
  readonly suppressions: readonly LeadSuppression[];
  readonly reviews: readonly ReviewPair[];
}

export interface CaptureBatch {
  readonly workspaceId: string;
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
  decide(known: KnownLeads): CaptureOutcome;
}

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
  /** Imports other than the one that created it that brought or named the lead. */
  readonly importIds: readonly string[];
}

export interface EnrollmentBrief {
  readonly campaignId: string;
  readonly campaignName: string;
  readonly state: Enrollment['state'];
  readonly generation: number;
  readonly endedAt: number | null;
}

export interface AssessOutcome {
  readonly decisions: readonly Decision[];
  readonly members: readonly Member[];
  readonly enrollments: readonly Enrollment[];
}

export interface AssessPage {
  readonly workspaceId: string;
  readonly campaignId: string;
  readonly now: number;
  readonly limit: number;
  suppressionKeys(recipient: Recipient): readonly string[];
  decide(subjects: readonly AssessSubject[], campaign: Campaign): AssessOutcome;
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

/** A due enrollment with what its decision needs. */
export interface DueSubject {
  readonly enrollment: Enrollment;
  readonly recipient: Recipient;
  readonly campaign: Campaign;
  readonly suppressions: readonly Suppression[];
  /** State of the last message of this enrollment; null = none yet. */
  readonly lastMessageState: MessageState | null;
  /** Facts as JSON, where `needsFacts` asked for them. */
  readonly facts: string | null;
}

export interface TaskRecord {
  readonly workspaceId: string;
  readonly id: string;
  readonly intentKey: string;
  readonly campaignId: string;
  readonly enrollmentId: string;
  readonly leadId: string;
  readonly kind: 'task' | 'hand-off';
  readonly title: string;
  readonly outcomes: readonly string[];
  readonly state: 'open' | 'done' | 'cancelled';
  readonly outcome: string | null;
  readonly dueAt: number;
  readonly doneBy: string | null;
  readonly doneAt: number | null;
}

export interface AdvanceOutcome {
  readonly messages: readonly Message[];
  readonly enrollments: readonly Enrollment[];
  readonly tasks: readonly TaskRecord[];
}

export interface AdvanceBatch {
  readonly now: number;
  readonly limit: number;
  suppressionKeys(recipient: Recipient): readonly string[];
  needsFacts(enrollment: Enrollment): boolean;
  decide(subjects: readonly DueSubject[]): AdvanceOutcome;
}

/** A claimed message with what its words and its last gate need. */
export interface ClaimedMessage {
  readonly message: Message;
  readonly recipient: Recipient;
  readonly zone: string | null;
  /** Facts of its decision, JSON. */
  readonly facts: string;
  readonly campaign: Campaign | null;
  readonly workspace: Workspace;
}

export interface MessageUpdate {
  readonly workspaceId: string;
  readonly id: string;
  /** The fence it was claimed under; another one means that somebody else owns it now, and nothing is written. */
  readonly fence: number;
  readonly from: MessageState;
  readonly to: MessageState;
  readonly reason: Reason | null;
  readonly dueAt: number;
  readonly subject: string | null;
  readonly bodyHash: string | null;
  readonly providerRef: string | null;
  readonly sentAt: number | null;
}

/** What may have changed since a message was queued, read in the transaction that writes `sending`. */
export interface LastFacts {
  readonly suppressions: readonly Suppression[];
  /** Messages that left this sender today. */
  readonly usedToday: number;
  /** Why the enrollment is over; null = it is not, or there is none. */
  readonly ended: Reason | null;
  readonly campaignState: Campaign['state'] | null;
}

/** The last gate. */
export interface SendGate {
  readonly now: number;
  suppressionKeys(recipient: Recipient): readonly string[];
  /** Null = may leave; otherwise where the message goes instead. */
  decide(claimed: ClaimedMessage, facts: LastFacts): MessageUpdate | null;
}

/** Events to be stored once each, and what follows from those that are new. */
export interface EventBatch {
  readonly events: readonly LeadEvent[];
  decide(event: LeadEvent, lead: Lead, open: readonly Enrollment[]): EventOutcome;
}

export interface EventOutcome {
  readonly enrollments: readonly Enrollment[];
  readonly suppressions: readonly LeadSuppression[];
  /** Where the message that the event is about goes, `sent` → `bounced` say; null = nowhere. */
  readonly messageState: MessageState | null;
}

export interface LeadQuery {
  readonly workspaceId: string;
  readonly after: string | null;
  readonly limit: number;
}

/** A lead's whole story, oldest first within each list. */
export interface LeadStory {
  readonly lead: Lead;
  readonly aliases: readonly string[];
  readonly memberships: readonly { readonly campaign: Campaign; readonly member: Member }[];
  readonly decisions: readonly Decision[];
  readonly enrollments: readonly Enrollment[];
  readonly messages: readonly Message[];
  readonly events: readonly LeadEvent[];
  readonly tasks: readonly TaskRecord[];
  readonly suppressions: readonly Suppression[];
  readonly imports: readonly { readonly importId: string; readonly line: number; readonly outcome: string }[];
}

/** Two leads becoming one. Leads as they were before. */
export interface MergeRecord {
  readonly workspaceId: string;
  readonly survivor: Lead;
  readonly other: Lead;
  /** The survivor as it will be. */
  readonly merged: Lead;
}

export interface StageCounts {
  readonly stages: Readonly<Record<Member['stage'], number>>;
  readonly tiers: Readonly<Record<Member['tier'], number>>;
}

export interface StoredPlaybook {
  readonly workspaceId: string;
  readonly hash: string;
  readonly name: string;
  /** Canonical JSON of the whole playbook. */
  readonly content: string;
  readonly createdAt: number;
}

export type { Basis };

export interface AssessedPage {
  /** Leads of this page; 0 = nothing is left to assess. */
  readonly assessed: number;
  readonly outcome: AssessOutcome | null;
}

/** What beginning an import found: a fresh one, one to go on with, one that is done, or one that another process runs. */
export interface ImportStart {
  readonly kind: 'begun' | 'resumed' | 'done' | 'busy';
  readonly record: ImportRecord;
}

export type ImportWish = Omit<ImportRecord, 'state' | 'position' | 'counts' | 'rejectsBytes' | 'finishedAt'>;

export interface ImportUndone {
  /** Leads put back as they were before the import changed them. */
  readonly restored: number;
  readonly removed: number;
  /** Kept because another import brought them too, or because they were already contacted. */
  readonly kept: number;
}

export interface DomainRoute {
  readonly domain: string;
  readonly route: MailRoute;
  readonly checkedAt: number;
  readonly expiresAt: number;
}

/** Counts by reason code. */
export interface CampaignReasons {
  /** Leads rejected, under review or without a sequence. */
  readonly refused: Readonly<Record<string, number>>;
  readonly ends: Readonly<Record<string, number>>;
  readonly handoffs: number;
}

export interface MessageQuery {
  readonly workspaceId: string;
  readonly campaignId: string | null;
  readonly state: MessageState | null;
  /** Id of the last one of the page before. */
  readonly after: string | null;
  readonly limit: number;
}

export interface MessageCounts {
  readonly states: Readonly<Record<string, number>>;
  /** Refusals, failures and holds by reason code. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Sent messages by UTC day, `2026-11-20`. */
  readonly byDay: Readonly<Record<string, number>>;
}

/** Everything the engine keeps. Each method is one transaction, but for `undoImport` and `purge`, which are paged. */
export interface Store {
  readonly workspaces: {
    ensure(id: string, now: number): Promise<Workspace>;
    get(id: string): Promise<Workspace | null>;
    save(workspace: Workspace): Promise<void>;
  };
  readonly imports: {
    begin(wish: ImportWish, lease: { owner: string; until: number; now: number }): Promise<ImportStart>;
    finish(workspaceId: string, id: string, owner: string, now: number): Promise<ImportRecord>;
    get(workspaceId: string, id: string): Promise<ImportRecord | null>;
    list(workspaceId: string, limit: number): Promise<ImportRecord[]>;
    undo(workspaceId: string, id: string, now: number): Promise<ImportUndone>;
  };
  readonly leads: {
    capture(batch: CaptureBatch): Promise<CaptureOutcome>;
    find(workspaceId: string, id: string, keys: readonly string[]): Promise<string[]>;
    list(query: LeadQuery): Promise<Lead[]>;
    story(
      workspaceId: string,
      id: string,
      suppressionKeys: (recipient: Recipient) => readonly string[],
    ): Promise<LeadStory | null>;
    /** Adds refusals; the count of those that are new. Their leads are assessed anew. */
    suppress(workspaceId: string, suppressions: readonly LeadSuppression[]): Promise<number>;
    openPairs(workspaceId: string, limit: number): Promise<ReviewPair[]>;
    settlePair(workspaceId: string, pair: readonly [string, string], state: 'open' | 'distinct'): Promise<void>;
    merge(merge: MergeRecord, now: number): Promise<void>;
    unmerge(workspaceId: string, aliasId: string, now: number): Promise<boolean>;
  };
  readonly playbooks: {
    put(playbook: StoredPlaybook): Promise<void>;
    get(workspaceId: string, hash: string): Promise<StoredPlaybook | null>;
    /** Versions of a workspace without their content; of all workspaces where it is null. */
    list(workspaceId: string | null, limit: number): Promise<Omit<StoredPlaybook, 'content'>[]>;
  };
  readonly campaigns: {
    add(campaign: Campaign): Promise<void>;
    /** False = it was no longer in the expected state. */
    save(campaign: Campaign, expected: Campaign['state']): Promise<boolean>;
    /** By id or name. */
    get(workspaceId: string, ref: string): Promise<Campaign | null>;
    list(workspaceId: string, limit: number): Promise<Campaign[]>;
    count(workspaceId: string, campaignId: string): Promise<StageCounts>;
    assess(page: AssessPage): Promise<AssessedPage>;
    domainsToCheck(workspaceId: string, campaignId: string, now: number, limit: number): Promise<string[]>;
    putRoutes(routes: readonly DomainRoute[]): Promise<void>;
    inReview(workspaceId: string, campaignId: string, limit: number): Promise<Member[]>;
    answerReview(
      key: Pick<Member, 'workspaceId' | 'campaignId' | 'leadId'>,
      answer: Member['review'],
      by: string,
      now: number,
    ): Promise<boolean>;
    /** Wakes enrollments that a pause had parked; pages, the count woken. */
    wake(workspaceId: string, campaignId: string, now: number, limit: number): Promise<number>;
    reasons(workspaceId: string, campaignId: string): Promise<CampaignReasons>;
    /** Enrollments that are not ended. */
    openEnrollments(workspaceId: string, campaignId: string): Promise<number>;
  };
  readonly work: {
    advance(batch: AdvanceBatch): Promise<{ readonly taken: number; readonly outcome: AdvanceOutcome | null }>;
    recoverLeases(leaseNow: number, limit: number): Promise<{ requeued: number; unconfirmed: number }>;
    claim(now: number, lease: { owner: string; until: number; limit: number }): Promise<ClaimedMessage[]>;
    deliverTurn(
      finished: readonly MessageUpdate[],
      candidates: readonly ClaimedMessage[],
      gate: SendGate,
    ): Promise<{ readonly sending: readonly ClaimedMessage[]; readonly lost: number }>;
    record(batch: EventBatch): Promise<number>;
    /** When the next enrollment or message is due; null = nothing waits for a time. */
    nextAt(): Promise<number | null>;
  };
  readonly messages: {
    get(workspaceId: string, id: string): Promise<Message | null>;
    list(query: MessageQuery): Promise<Message[]>;
    count(workspaceId: string, campaignId: string): Promise<MessageCounts>;
  };
  audit(entry: AuditEntry): Promise<void>;
  purge(
    workspaceId: string,
    before: { event: number; decision: number; other: number },
  ): Promise<{ events: number; decisions: number }>;
  /** A throw-away copy in memory: what a simulation lives on. */
  copy(): Promise<Store>;
  close(): Promise<void>;
}

export interface AuditEntry {
  readonly workspaceId: string;
  readonly id: string;
  readonly at: number;
  readonly actor: string;
  readonly operation: string;
  /** Canonical JSON. */
  readonly input: string;
}
