/**
 * What the engine asks of a store, in business verbs. Every writing verb is one transaction: it loads what a decision
 * needs, calls the pure `decide` it was given, and writes what came of it, so that nothing decided is ever stale.
 * The shapes stand by noun in `store-port/`; this file is the only door to them.
 */

import type { Campaign, Member } from '../domain/campaign/campaign.ts';
import type { Lead } from '../domain/lead/lead.ts';
import type { Message } from '../domain/message.ts';
import type { PeopleStanding } from '../domain/playbook/moves.ts';
import type { Enrollment } from '../domain/sequence/enrollment.ts';
import type { AccessVerbs } from './store-port/access.ts';
import type { AccountVerbs } from './store-port/account.ts';
import type { PlanVerbs } from './store-port/agents/plan.ts';
import type { MeetingVerbs } from './store-port/bot/meeting.ts';
import type { SaleVerbs } from './store-port/bot/sale.ts';
import type {
  AssessedPage,
  AssessPage,
  CampaignAnswers,
  CampaignReasons,
  CampaignResults,
  DomainRoute,
  EndWish,
  StageCounts,
  ToComePage,
  WakeWish,
} from './store-port/campaign.ts';
import type { ClassVerbs } from './store-port/class.ts';
import type { ConnectionVerbs } from './store-port/connection.ts';
import type { CopyWish, DatabaseCopied } from './store-port/copy.ts';
import type { ReconcileVerbs } from './store-port/crm/reconcile.ts';
import type { EventBatch } from './store-port/event.ts';
import type { HandOffVerbs } from './store-port/handoff.ts';
import type { ImportLease, ImportRecord, ImportStart, ImportUndone, ImportWish } from './store-port/import.ts';
import type { InstanceVerbs, SenderVerbs } from './store-port/instance.ts';
import type {
  CaptureBatch,
  CaptureOutcome,
  LeadFound,
  LeadPause,
  LeadQuery,
  LeadSearch,
  LeadStatus,
  LeadStory,
  LeadSuppression,
  Lifted,
  ListedSuppression,
  MergeRecord,
  PausedLead,
  RefusalPage,
  ReviewPair,
  Suppression,
  SuppressionKeysOf,
} from './store-port/lead.ts';
import type { DepartureVerbs } from './store-port/left/departure.ts';
import type { BulkVerbs } from './store-port/lists/bulk.ts';
import type { ListVerbs } from './store-port/lists/list.ts';
import type { ViewVerbs } from './store-port/lists/view.ts';
import type { MailboxVerbs } from './store-port/mail/mailbox.ts';
import type { ReplyVerbs } from './store-port/mail/reply.ts';
import type { SourceVerbs } from './store-port/origin/source.ts';
import type { PersonVerbs } from './store-port/people/person.ts';
import type {
  AlertJudge,
  AlertRecord,
  AlertSend,
  AlertStory,
  Backlog,
  RoutineClaim,
  RoutineRecord,
  RoutineRun,
  RoutineWish,
  RunEnd,
  RunQuery,
} from './store-port/routine.ts';
import type { DecayBatch, SignalOf, SignalQuery } from './store-port/signal.ts';
import type { FeedVerbs, WebhookVerbs } from './store-port/told/feed.ts';
import type {
  AdvanceBatch,
  AdvanceOutcome,
  CanaryRelease,
  ClaimedMessage,
  ClaimWish,
  Doubtful,
  EnrollmentQuery,
  GateReads,
  GoOn,
  LastFacts,
  LeaseWish,
  MessageCounts,
  MessageQuery,
  MessageUpdate,
  PassageChange,
  RecoverWish,
  SendGate,
  Settled,
  Settlement,
  TaskAnswer,
  TaskOf,
  TaskQuery,
  TaskRecord,
  TemplateCounts,
} from './store-port/work.ts';
import type {
  AuditEntry,
  AuditQuery,
  DraftVerbs,
  PlaybookVersion,
  PurgeBefore,
  Purged,
  StoredPlaybook,
  Workspace,
} from './store-port/workspace.ts';

export type * from './store-port/access.ts';
export type * from './store-port/account.ts';
export type * from './store-port/agents/plan.ts';
export type * from './store-port/bot/conversation.ts';
export type * from './store-port/bot/meeting.ts';
export type * from './store-port/bot/sale.ts';
export type * from './store-port/campaign.ts';
export type * from './store-port/class.ts';
export type * from './store-port/connection.ts';
export type * from './store-port/copy.ts';
export type * from './store-port/crm/reconcile.ts';
export type * from './store-port/event.ts';
export type * from './store-port/handoff.ts';
export type * from './store-port/import.ts';
export type * from './store-port/instance.ts';
export type * from './store-port/lead.ts';
export type * from './store-port/left/departure.ts';
export type * from './store-port/lists/bulk.ts';
export type * from './store-port/lists/list.ts';
export type * from './store-port/lists/view.ts';
export type * from './store-port/mail/mailbox.ts';
export type * from './store-port/mail/reply.ts';
export type * from './store-port/mail/sender.ts';
export type * from './store-port/origin/source.ts';
export type * from './store-port/people/person.ts';
export type * from './store-port/routine.ts';
export type * from './store-port/signal.ts';
export type * from './store-port/told/feed.ts';
export type * from './store-port/work.ts';
export type * from './store-port/workspace.ts';

/** Everything the engine keeps. Each method is one transaction, but for `undoImport` and `purge`, which are paged. */
export interface Store {
  readonly instance: InstanceVerbs;
  readonly access: AccessVerbs;
  readonly connections: ConnectionVerbs;
  readonly workspaces: {
    ensure(id: string, now: number): Promise<Workspace>;
    get(id: string): Promise<Workspace | null>;
    /** In the order of their ids. */
    list(limit: number): Promise<Workspace[]>;
    save(workspace: Workspace): Promise<void>;
  };
  readonly imports: {
    begin(wish: ImportWish, lease: ImportLease): Promise<ImportStart>;
    finish(workspaceId: string, id: string, owner: string, now: number): Promise<ImportRecord>;
    get(workspaceId: string, id: string): Promise<ImportRecord | null>;
    list(workspaceId: string, limit: number): Promise<ImportRecord[]>;
    undo(workspaceId: string, id: string, now: number): Promise<ImportUndone>;
  };
  readonly leads: {
    capture(batch: CaptureBatch): Promise<CaptureOutcome>;
    find(workspaceId: string, id: string, keys: readonly string[]): Promise<string[]>;
    list(query: LeadQuery): Promise<Lead[]>;
    search(search: LeadSearch, suppressionKeys: SuppressionKeysOf): Promise<LeadFound[]>;
    /** How many a search finds, on all of its pages, up to `LIMITS.leadsCounted`. */
    count(search: LeadSearch): Promise<number>;
    story(workspaceId: string, id: string, suppressionKeys: SuppressionKeysOf): Promise<LeadStory | null>;
    status(workspaceId: string, id: string, suppressionKeys: SuppressionKeysOf): Promise<LeadStatus | null>;
    /** Adds refusals; the count of those that are new. Their leads are assessed anew. */
    suppress(workspaceId: string, suppressions: readonly LeadSuppression[]): Promise<number>;
    /** Adds refusals of a list; the count of those that are new. */
    suppressListed(workspaceId: string, list: readonly ListedSuppression[]): Promise<number>;
    /** A page of the workspace's own refusals. */
    suppressions(page: RefusalPage): Promise<Suppression[]>;
    /** Takes away refusals against a lead, as `decide` says of those that stand; null = there is no such lead. */
    lift(
      workspaceId: string,
      leadId: string,
      suppressionKeys: SuppressionKeysOf,
      decide: (found: readonly Suppression[]) => Lifted,
    ): Promise<Lifted | null>;
    /** Leads that are paused in this way, a page of them in the order of their ids. */
    pauses(
      workspaceId: string,
      kind: LeadPause['kind'],
      page: { readonly after: string; readonly limit: number },
    ): Promise<PausedLead[]>;
    openPairs(workspaceId: string, limit: number): Promise<ReviewPair[]>;
    settlePair(workspaceId: string, pair: readonly [string, string], state: 'open' | 'distinct'): Promise<void>;
    merge(merge: MergeRecord, now: number): Promise<void>;
    unmerge(workspaceId: string, aliasId: string, now: number): Promise<boolean>;
  };
  readonly people: PersonVerbs;
  readonly departures: DepartureVerbs;
  readonly playbooks: {
    put(playbook: PlaybookVersion): Promise<void>;
    get(workspaceId: string, hash: string): Promise<StoredPlaybook | null>;
    /** Content of a file that comes with mails, in base64. */
    file(workspaceId: string, hash: string): Promise<string | null>;
    /** Versions of a workspace without their content; of all workspaces where it is null. */
    list(workspaceId: string | null, limit: number): Promise<Omit<StoredPlaybook, 'content'>[]>;
    /** Versions of all workspaces. It only grows: a version is never taken away. */
    count(): Promise<number>;
  };
  readonly drafts: DraftVerbs;
  readonly campaigns: {
    add(campaign: Campaign): Promise<void>;
    /** False = it was no longer in the expected state, or not what it was seen as: what it runs, whom it judges, who writes, what is counted. */
    save(campaign: Campaign, expected: Campaign['state'] | Campaign): Promise<boolean>;
    /** By id or name. */
    get(workspaceId: string, ref: string): Promise<Campaign | null>;
    list(workspaceId: string, limit: number): Promise<Campaign[]>;
    count(workspaceId: string, campaignId: string): Promise<StageCounts>;
    /** Who is in a sequence, and who waits for one: what a report asks, for it reads every passage that is open. */
    bySequence(workspaceId: string, campaignId: string): Promise<PeopleStanding>;
    /** A page of members, of whom those are told to whom something may still come. */
    toCome(
      workspaceId: string,
      campaignId: string,
      page: { readonly after: string; readonly limit: number },
    ): Promise<ToComePage>;
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
    /** Wakes enrollments and accounts that were parked for a reason; pages, the count woken. */
    wake(wish: WakeWish): Promise<number>;
    /** Makes a page of open enrollments due now, whatever they wait for; the last lead of the page, null = none was left. */
    wakeOpen(
      workspaceId: string,
      campaignId: string,
      now: number,
      page: { readonly after: string; readonly limit: number },
    ): Promise<string | null>;
    /** Ends a page of open enrollments; the last lead of the page, null = none was left. */
    endOpen(wish: EndWish): Promise<string | null>;
    reasons(workspaceId: string, campaignId: string): Promise<CampaignReasons>;
    /** People who answered after it began with them, each once. */
    answers(workspaceId: string, campaignId: string): Promise<CampaignAnswers>;
    results(workspaceId: string, campaignId: string): Promise<CampaignResults>;
    /** A person lets a campaign go on, whatever its canary came to; false = somebody did before. */
    release(release: CanaryRelease): Promise<boolean>;
    /** Enrollments that are not ended. */
    openEnrollments(workspaceId: string, campaignId: string): Promise<number>;
  };
  readonly work: {
    /** Batches of steps that are best under way at once: while one is written the next is decided. 1 where there is one writer. */
    readonly batchesAtOnce: number;
    advance(batch: AdvanceBatch): Promise<{ readonly taken: number; readonly outcome: AdvanceOutcome | null }>;
    recoverLeases(wish: RecoverWish): Promise<{ requeued: number; unconfirmed: number }>;
    claim(now: number, wish: ClaimWish): Promise<ClaimedMessage[]>;
    deliverTurn(
      finished: readonly MessageUpdate[],
      candidates: readonly ClaimedMessage[],
      gate: SendGate,
    ): Promise<{ readonly sending: readonly ClaimedMessage[]; readonly lost: number }>;
    /** What the last gate would be told of a message that is not on record; nothing is written, and nobody waits for it. */
    factsBefore(claimed: ClaimedMessage, reads: GateReads): Promise<LastFacts>;
    /** Unconfirmed messages that are due to be asked about. */
    unconfirmed(now: number, limit: number): Promise<Doubtful[]>;
    /** Calls under way that are due to be asked about. */
    calls(now: number, limit: number): Promise<Doubtful[]>;
    /** Texts that left, whose end nobody told, that are due to be asked about. */
    texts(now: number, limit: number): Promise<Doubtful[]>;
    /** Comes by a message in doubt, a call under way or a text that left, again at this time. */
    askLater(message: Pick<Message, 'workspaceId' | 'id' | 'state'>, at: number): Promise<void>;
    /** Stores events and what follows from them; of each whether it was new. */
    record(batch: EventBatch): Promise<readonly boolean[]>;
    /** Moves what a lead goes through by a person's act; the count of passages that moved. */
    change(change: PassageChange): Promise<number>;
    enrollment(workspaceId: string, id: string): Promise<Enrollment | null>;
    enrollments(query: EnrollmentQuery): Promise<Enrollment[]>;
    /** Touches by people and other tools before now hold nothing any more; the count of messages they held. */
    letGoOn(wish: GoOn): Promise<number>;
    /** When the next enrollment or message is due that is due later than `after`; null = nothing waits for a time. */
    nextAt(after?: number): Promise<number | null>;
    /** Until another process has written, `mostMs` at the latest, or the signal. A hint: one that is lost costs only the wait. */
    waitForNews(mostMs: number, signal: AbortSignal): Promise<void>;
  };
  readonly tasks: {
    list(query: TaskQuery): Promise<TaskOf[]>;
    /** The task as it is then; null = there is none of this id. What `decide` throws leaves everything as it was. */
    answer(answer: TaskAnswer): Promise<TaskRecord | null>;
  };
  readonly lists: ListVerbs;
  readonly bulk: BulkVerbs;
  readonly views: ViewVerbs;
  readonly signals: {
    list(query: SignalQuery): Promise<SignalOf[]>;
    /** Writes the fall of signals whose time has come; the count looked at, 0 = none is due. */
    decay(batch: DecayBatch): Promise<number>;
  };
  readonly messages: {
    get(workspaceId: string, id: string): Promise<Message | null>;
    list(query: MessageQuery): Promise<Message[]>;
    count(workspaceId: string, campaignId: string): Promise<MessageCounts>;
    byTemplate(workspaceId: string, campaignId: string): Promise<TemplateCounts[]>;
    /** Moves one page of messages as a person says. */
    settle(settlement: Settlement): Promise<Settled>;
  };
  readonly routines: {
    /** Adds those that are not there yet. Others stay as they are, but for one that is due later than told, by the same settings: it is due then. */
    ensure(routines: readonly RoutineRecord[]): Promise<void>;
    list(workspaceId: string, limit: number): Promise<RoutineRecord[]>;
    /** Writes a routine, new or known. */
    save(routine: RoutineRecord): Promise<void>;
    /** False = there was none. Its runs stay. */
    remove(workspaceId: string, name: string): Promise<boolean>;
    /** When the next routine is due, or may be taken over; null = never. */
    nextAt(): Promise<number | null>;
    /** Takes up at most one run: a slot that is due, or an attempt that failed or was lost. */
    claim(wish: RoutineWish): Promise<RoutineClaim>;
    /** Begins a run that a person wants; false = one of this routine is under way, or there is no such routine. */
    startNow(run: RoutineRun): Promise<boolean>;
    /** Prolongs a lease; false = the run is somebody else's by now. */
    keep(run: RoutineRun, until: number): Promise<boolean>;
    /** Ends an attempt under its fence; false = the run is somebody else's by now, and nothing was written. */
    finish(end: RunEnd, judge: AlertJudge): Promise<boolean>;
    runs(query: RunQuery): Promise<RoutineRun[]>;
    /** What was due, or unconfirmed, before these times. */
    backlog(
      workspaceId: string,
      before: { readonly due: number; readonly unconfirmed: number; readonly limit: number },
    ): Promise<Backlog>;
  };
  readonly alerts: {
    /** Adds an alert where `decide` makes one of what was last told of its subject; it goes to each target. */
    raise(
      of: Pick<AlertRecord, 'workspaceId' | 'subject'>,
      targets: readonly string[],
      decide: (last: AlertRecord['status'] | null) => AlertRecord | null,
    ): Promise<void>;
    list(workspaceId: string, limit: number): Promise<AlertStory[]>;
    /** Marks what is due as `sending`; what was leased until `leaseNow`, or to a dead process, is settled first: sent again where that is safe. */
    claim(
      now: number,
      lease: LeaseWish & {
        readonly leaseNow: number;
        isGone(owner: string): boolean;
        isRepeatable(target: string): boolean;
      },
    ): Promise<AlertSend[]>;
    settle(send: AlertSend, owner: string): Promise<void>;
  };
  readonly handOffs: HandOffVerbs;
  readonly reconcile: ReconcileVerbs;
  readonly mailboxes: MailboxVerbs;
  readonly classes: ClassVerbs;
  readonly replies: ReplyVerbs;
  readonly senders: SenderVerbs;
  readonly accounts: AccountVerbs;
  readonly sales: SaleVerbs;
  readonly meetings: MeetingVerbs;
  readonly sources: SourceVerbs;
  readonly feed: FeedVerbs;
  readonly webhooks: WebhookVerbs;
  readonly plans: PlanVerbs;
  audit(entry: AuditEntry): Promise<void>;
  /** The log of acts, a page of it. */
  audits(query: AuditQuery): Promise<AuditEntry[]>;
  /** Makes room for what is written from `now` on, where a database makes it ahead. */
  makeRoom(now: number): Promise<void>;
  /** Removes what is old and referenced by nothing, page by page. */
  purge(workspaceId: string, before: PurgeBefore): Promise<Purged>;
  /** The time that all who share the database agree on, epoch ms: leases are measured by it. */
  now(): Promise<number>;
  /** A throw-away copy in memory, on a clock of its own: what a simulation lives on. */
  copy(now: () => number): Promise<Store>;
  /**
   * Copies one moment of everything into an empty database, named like `--db`, whole or not at all, and proves it equal. Leases
   * stay behind, and it bears a mark of its own. Errors: `target-not-empty`, `nothing-to-copy`, `still-working`, `copy-differs` as a `StoreError`.
   */
  copyTo(database: string, wish: CopyWish): Promise<DatabaseCopied>;
  close(): Promise<void>;
}
