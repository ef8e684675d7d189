/** The work in hand: due steps, messages on their way out, events coming back, as the engine asks a store for it. */
import type { BookingWords } from '../../domain/booking/words.ts';
import type { Campaign } from '../../domain/campaign/campaign.ts';
import type { GateFacts } from '../../domain/consent/pace/facts.ts';
import type { Consent } from '../../domain/consent/permission.ts';
import type { Batch, Halt, SendQueue } from '../../domain/delivery/queue.ts';
import type { Stream } from '../../domain/delivery/share.ts';
import type { MailAttachment, Message, MessageChannel, MessageState, QueuedMessage } from '../../domain/message.ts';
import type { BuyerWords } from '../../domain/qualification/buyer/words.ts';
import type { Reason } from '../../domain/reason.ts';
import type { LastMessage } from '../../domain/sequence/advance.ts';
import type { Enrollment } from '../../domain/sequence/enrollment.ts';
import type { ValuationWords } from '../../domain/valuation/words.ts';
import type { OfAccount } from './account.ts';
import type { WrittenLine } from './bot/conversation.ts';
import type { Passage } from './event.ts';
import type { MakesHandOffs, NamesTeam } from './handoff.ts';
import type { Contact } from './instance.ts';
import type { LeadPause, Recipient, Suppression, SuppressionKeysOf } from './lead.ts';
import type { Departure } from './left/departure.ts';
import type { Written } from './mail/reply.ts';
import type { FactsAsked, MessageThread, SenderTurn, SenderTurns } from './mail/sender.ts';
import type { Workspace } from './workspace.ts';

/** A due enrollment with what its decision needs. */
export interface DueSubject {
  readonly enrollment: Enrollment;
  readonly recipient: Recipient;
  readonly campaign: Campaign;
  readonly suppressions: readonly Suppression[];
  /** The last message of this enrollment; null = none yet. */
  readonly lastMessage: LastMessage | null;
  /** Facts as JSON, where `needsFacts` asked for them. */
  readonly facts: string | null;
  /** What is on record of texts and calls, where `usesPhone` asked for it. */
  readonly byPhone: (ByPhone & { readonly workspace: Workspace }) | null;
  /** What the lead wrote, oldest first, where `asksWritten` asked for it. */
  readonly written?: readonly WrittenLine[];
  /** Of a lead that is paused, whether or not the passage is under it. */
  readonly pause?: LeadPause | null;
}

/** What is on record of texts and calls to a lead. */
export interface ByPhone {
  /** Opt-ins that were told of, the newest first. */
  readonly consents: readonly Consent[];
  /** Whether a text to the lead has left before. */
  readonly texted: boolean;
}

/** Something a person does: a call, a review, a hand-off. One per intent key. */
export interface TaskRecord extends NamesTeam {
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

/** Open tasks of a workspace, those due first before the others; null = of any campaign. */
export interface TaskQuery {
  readonly workspaceId: string;
  readonly campaignId: string | null;
  readonly limit: number;
}

/** A task with who it is about. */
export interface TaskOf {
  readonly task: TaskRecord;
  readonly recipient: Recipient;
}

/** A task being answered; `decide` runs inside the transaction that writes what it gives. */
export interface TaskAnswer {
  readonly workspaceId: string;
  readonly id: string;
  /** `enrollment` null = there is none any more. A null in the answer is not written. */
  decide(
    of: TaskOf,
    enrollment: Enrollment | null,
  ): { readonly task: TaskRecord; readonly enrollment: Enrollment | null };
}

/** What a batch of due enrollments comes to: all of it is written, or none. */
export interface AdvanceOutcome {
  readonly messages: readonly QueuedMessage[];
  readonly enrollments: readonly Enrollment[];
  readonly tasks: readonly TaskRecord[];
  readonly turns?: readonly SenderTurn[];
}

/** One batch of what is due; `decide` runs inside its transaction. */
export interface AdvanceBatch extends MakesHandOffs {
  readonly now: number;
  readonly limit: number;
  readonly suppressionKeys: SuppressionKeysOf;
  needsFacts(enrollment: Enrollment): boolean;
  /** Whether its sequence texts or calls; absent = none does. */
  usesPhone?(enrollment: Enrollment): boolean;
  /** Whether its steps ask where the conversation stands; absent = none does. */
  asksWritten?(enrollment: Enrollment): boolean;
  /** `halts`: what a person stopped, as it stands in this transaction. Never asked while everything is stopped. */
  decide(subjects: readonly DueSubject[], halts: readonly Halt[], turns: SenderTurns): AdvanceOutcome;
}

/** A claimed message with what its words and its last gate need. */
export interface ClaimedMessage extends Written {
  readonly message: Message;
  readonly recipient: Recipient;
  readonly zone: string | null;
  /** Facts of its decision, JSON. */
  readonly facts: string;
  readonly campaign: Campaign | null;
  readonly workspace: Workspace;
  /** The moment that its sender has given it, epoch ms; null = none. */
  readonly slotAt: number | null;
  /** Where its passage stands; absent = it is of none. */
  readonly thread?: MessageThread;
  /** It tries a connection whose rest is over, while all others wait. */
  readonly tries?: true;
  /** Address of the class that its words name; absent or null = they name none. */
  readonly classUrl?: string | null;
  /** Files that come with it; absent = none do. */
  readonly attachments?: readonly MailAttachment[];
  /** What its words say of the recipient's home; absent = they name no valuation. */
  readonly valuation?: ValuationWords;
  /** What its words say of the recipient's budget; absent = they name none. */
  readonly buyer?: BuyerWords;
  /** What its words say of a meeting; absent = they name none. */
  readonly booking?: BookingWords;
  /** It left before this database was brought back; absent = it did not. */
  readonly departure?: Departure;
}

/** One move of a message, legal by `MESSAGE_MOVES`. */
export interface MessageUpdate {
  readonly workspaceId: string;
  readonly id: string;
  /** The fence it was claimed under; another one means that somebody else owns it now, and nothing is written. */
  readonly fence: number;
  readonly from: MessageState;
  readonly to: MessageState;
  /** As it was when it was claimed: some moves are only for one that may have left. Absent = it has not. */
  readonly mayHaveLeft?: boolean;
  /** It was put off for its own sake: that counts among its tries. Absent = it was not. */
  readonly putOff?: boolean;
  readonly reason: Reason | null;
  readonly dueAt: number;
  readonly subject: string | null;
  readonly bodyHash: string | null;
  readonly providerRef: string | null;
  readonly sentAt: number | null;
}

/** How the first messages of a campaign fare: those named as such that have left or are about to. */
export interface CanaryCount {
  readonly left: number;
  /** When the last left, epoch ms; null = none has. */
  readonly lastAt: number | null;
  readonly bounced: number;
  readonly complained: number;
}

/** What was counted before a message, the messages of its own turn among it. What its limits do not ask for is empty. */
export interface Counted extends Omit<GateFacts, 'canary' | 'hash'> {
  /** Null = of no campaign, or a person let the campaign go on. */
  readonly canary: CanaryCount | null;
}

/** A person's word that a campaign goes on, whatever its first messages came to. */
export interface CanaryRelease {
  readonly workspaceId: string;
  readonly campaignId: string;
  readonly at: number;
  readonly by: string;
}

/** A person's word that a lead's passages go on, though somebody else was in touch with the lead. */
export interface GoOn {
  readonly workspaceId: string;
  readonly leadId: string;
  /** Null = in all campaigns. */
  readonly campaignId: string | null;
  readonly now: number;
}

/** What may have changed since a message was queued, read in the transaction that writes `sending`. */
export interface LastFacts extends OfAccount {
  readonly suppressions: readonly Suppression[];
  /** Of a text or a call; absent or null = it is neither. */
  readonly byPhone?: ByPhone | null;
  readonly counted: Counted;
  /** Why the enrollment is over; null = it is not, or there is none. */
  readonly ended: Reason | null;
  readonly campaignState: Campaign['state'] | null;
  /** The stop that concerns it. */
  readonly halt: Halt | null;
  /** What keeps its passage or its lead back, and until when (null = until somebody acts); null = nothing does. */
  readonly keptBack: { readonly reason: Reason; readonly until: number | null } | null;
}

/** The last gate’s word: the message may leave with these words, or goes elsewhere instead. */
export type SendVerdict =
  | {
      readonly kind: 'leave';
      readonly subject: string;
      readonly bodyHash: string;
      /** It is one of the first of its campaign, by which the others are judged; absent = it is not. */
      readonly isCanary?: boolean;
    }
  | {
      readonly kind: 'stay';
      readonly update: MessageUpdate;
      /** The moment ahead that it takes from its sender; null or absent = none. */
      readonly slotAt?: number | null;
    }
  | {
      /** It left before this database was brought back, and is entered so. */
      readonly kind: 'left';
      readonly departure: Departure;
      readonly subject: string;
      readonly update: MessageUpdate;
    };

/** By what the facts of the last gate are read. */
export interface GateReads {
  readonly now: number;
  readonly suppressionKeys: SuppressionKeysOf;
  /** Absent = no limit asks for anything. */
  asks?(claimed: ClaimedMessage): FactsAsked;
}

/** The last gate. */
export interface SendGate extends GateReads {
  /** The way out that takes what leaves, by its name. */
  readonly way: string;
  /** What the answers that are written in this turn say of their connections, in order. */
  readonly contacts: readonly Contact[];
  /** Asked once for each candidate, in order. What leaves is written as `sending` with its subject and body hash. */
  decide(claimed: ClaimedMessage, facts: LastFacts): SendVerdict;
}

/** A message by what it was handed over by. */
export type HandedOver = Pick<Message, 'channel' | 'sender' | 'leftBy'>;

/** Which leases are over: those that ran out by `leaseNow`, and those of owners that are known to be gone. */
export interface RecoverWish {
  readonly leaseNow: number;
  /** Leased messages looked at, those due first before the others. */
  readonly limit: number;
  isGone(owner: string): boolean;
  /** Whether whoever asks has the message in hand still, however long that takes; absent = none. */
  holds?(messageId: string): boolean;
  /** Whether what was `sending` may be sent again, because the way out that it was handed to knows a message by its key. */
  isRepeatable(workspace: Workspace, message: HandedOver): boolean;
}

/** Who wants to claim how much, and until when the claim is good. */
export interface LeaseWish {
  readonly owner: string;
  readonly until: number;
  readonly limit: number;
}

/** Who wants to claim messages, and which of them. */
export interface ClaimWish extends LeaseWish {
  /** By which connection messages of a workspace leave on a channel from a sender. */
  connectionOf(workspace: Workspace, channel: MessageChannel, sender: string): string;
  /** Which messages of one lane are claimed, at most `limit`: `domain/delivery/queue`. Asked inside the transaction that claims. */
  giveOut(queue: SendQueue, limit: number): Batch;
}

/** A message of which nobody knows whether it arrived. */
export interface Doubtful {
  readonly message: Message;
  readonly workspace: Workspace;
  readonly attemptedAt: number;
}

/** Queued messages that wait together, and when the first of them is due. */
export interface QueuedStream extends Stream {
  readonly dueAt: number;
}

/** A person's act on what a lead goes through; `decide` runs inside the transaction that writes what it gives. */
export interface PassageChange {
  readonly workspaceId: string;
  readonly leadId: string;
  decide(of: PassagesOfLead): PassageOutcome;
}

/** What a lead goes through, and what of it has not left. */
export interface PassagesOfLead {
  /** In the order of campaign and generation, those that are over too. */
  readonly passages: readonly Passage[];
  readonly unsent: readonly UnsentMessage[];
  /** Where the lead is, as far as it is known. */
  readonly place: Pick<Recipient, 'country' | 'region'>;
  /** Null = nobody paused the lead. */
  readonly pause: LeadPause | null;
}

/** A message that has not left: queued, claimed or held. */
export type UnsentMessage = Pick<Message, 'id' | 'enrollmentId' | 'intentKey' | 'state' | 'reason' | 'createdAt'>;

/** Where a message goes that has not left; whoever has claimed it can do nothing with it any more. */
export interface MessageKept {
  readonly id: string;
  readonly to: 'held' | 'queued' | 'refused';
  readonly reason: Reason | null;
  readonly dueAt: number;
}

/** What a person's act comes to. */
export interface PassageOutcome {
  /** Those that move. */
  readonly enrollments: readonly Enrollment[];
  readonly messages: readonly MessageKept[];
  /** The pause of the lead from now on, null = none; absent = as it is. */
  readonly pause?: LeadPause | null;
}

/** Enrollments, a page of them; null = any. */
export interface EnrollmentQuery {
  readonly workspaceId: string;
  readonly leadId: string | null;
  readonly campaignId: string | null;
  readonly state: Enrollment['state'] | null;
  /** Code of the reason for which they wait, or are over. */
  readonly code: string | null;
  /** Id of the last one of the page before; not looked at for those of a lead, which are one page. */
  readonly after: string | null;
  readonly limit: number;
}

/** A page of messages in the order of their ids; null = any. */
export interface MessageQuery {
  readonly workspaceId: string;
  readonly campaignId: string | null;
  readonly state: MessageState | null;
  /** Id of the last one of the page before. */
  readonly after: string | null;
  readonly limit: number;
}

/** Messages that a person moves, a page of them: one by id, or those of a campaign in one state. */
export interface Settlement {
  readonly workspaceId: string;
  /** Of this campaign; not looked at where an id is given. */
  readonly campaignId: string;
  readonly id: string | null;
  /** Only those with this reason code; null = any. */
  readonly code: string | null;
  readonly from: MessageState;
  readonly to: MessageState;
  readonly reason: Reason | null;
  /** Whether an unconfirmed one goes back in the queue although nobody knows that it never left; absent = it is known. */
  readonly mayHaveLeft?: boolean;
  readonly now: number;
  /** Id of the last one of the page before; '' = the first page. */
  readonly after: string;
  readonly limit: number;
}

/** What a page of them came to; `last` null = nothing is left. */
export interface Settled {
  readonly moved: number;
  readonly last: string | null;
}

/** Messages of a campaign by template and state; `replied`: people whose reply names one of them. */
export interface TemplateCounts {
  readonly template: string;
  readonly states: Readonly<Record<string, number>>;
  readonly replied: number;
}

/** The messages of a campaign, counted. */
export interface MessageCounts {
  readonly states: Readonly<Record<string, number>>;
  /** Refusals, failures and holds by reason code. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Sent messages by UTC day, `2026-11-20`. */
  readonly byDay: Readonly<Record<string, number>>;
}
