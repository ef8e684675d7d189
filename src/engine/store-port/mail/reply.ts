/** The inbox of replies and the answers that people write, as the engine asks a store for them. */
import type { InboxState } from '../../../domain/conversation/inbox/inbox.ts';
import type { MailThread } from '../../../domain/conversation/mail/thread.ts';
import type { ReplyIntent } from '../../../domain/conversation/reply-intent.ts';
import type { LeadEvent } from '../../../domain/event.ts';
import type { Lead } from '../../../domain/lead/lead.ts';
import type { Message, QueuedMessage } from '../../../domain/message.ts';
import type { Enrollment } from '../../../domain/sequence/enrollment.ts';
import type { EventBatch, Passage } from '../event.ts';

/** Names a reply: the event that it is. */
export interface ReplyKey {
  readonly workspaceId: string;
  readonly eventId: string;
}

/** A reply as it stands in the inbox. */
export interface ReplyRecord extends ReplyKey {
  /** As the event names it; merged since, it is an alias. */
  readonly leadId: string;
  readonly at: number;
  readonly state: InboxState;
  /** As it was read, or as a person says since. */
  readonly meaning: ReplyIntent;
  /** Null = to nobody. */
  readonly assignedTo: string | null;
  /** Not shown before; null = it is not put off. */
  readonly snoozedUntil: number | null;
  readonly corrections: number;
  readonly correctedBy: string | null;
  readonly correctedAt: number | null;
  /** Null = nobody; it is open, or was read as one that needs no answer. */
  readonly closedBy: string | null;
  readonly thread: MailThread | null;
}

/** Words that a person wrote, as the message of the same id carries them. */
export interface Answer {
  readonly workspaceId: string;
  readonly messageId: string;
  /** The reply that it answers; null = it was written by hand, and answers none. */
  readonly eventId: string | null;
  /** From 1. */
  readonly turn: number;
  readonly by: string;
  readonly at: number;
  readonly subject: string;
  readonly references: readonly string[];
  readonly words: string;
  /** Of a mail by hand: the sequence in whose hours it leaves; null = at any hour. */
  readonly sequence: string | null;
  /** Of a mail by hand: the zone in which those hours and the lead's days are counted; null = it is an answer. */
  readonly zone: string | null;
}

/** What may be in a message that a person wrote. */
export interface Written {
  /** Null = it is forgotten by now; absent = the words stand in a template. */
  readonly answer?: Answer | null;
  /** What an e-mail of a conversation answers; null = nothing of it is kept; absent = it is no such e-mail. */
  readonly answered?: Answered | null;
}

/** What an answer of a conversation stands after. */
export interface Answered {
  /** Null = it came as no mail. */
  readonly thread: MailThread | null;
  /** The message of ours that the reply is to; null = it names none. */
  readonly before: Message | null;
}

/** A reply with what it is about. */
export interface ReplyOf {
  readonly reply: ReplyRecord;
  /** Null = its time is over and it is forgotten. */
  readonly event: LeadEvent | null;
  /** As it is by now; null = there is none any more. */
  readonly lead: Lead | null;
  /** In the order of their turns, each with its message. */
  readonly answers: readonly { readonly answer: Answer; readonly message: Message | null }[];
}

/** A page of the inbox; null = any. Open ones from the oldest on, the others from the latest back. */
export interface InboxQuery {
  readonly workspaceId: string;
  readonly state: InboxState;
  readonly meaning: ReplyIntent | null;
  readonly assignedTo: string | null;
  /** Those that are put off beyond this time are left out; null = they are shown as well. */
  readonly awakeAt: number | null;
  /** Event of the last one of the page before. */
  readonly after: string | null;
  readonly limit: number;
}

/** What a person does with a reply beside answering; what is absent stays. */
export interface ReplyChange extends ReplyKey {
  readonly state?: InboxState;
  readonly closedBy?: string | null;
  readonly assignedTo?: string | null;
  readonly snoozedUntil?: number | null;
}

/** A person says what a reply means: noted, and told as an event, together or not at all. */
export interface ReplyCorrection extends ReplyKey {
  readonly meaning: ReplyIntent;
  readonly state: InboxState;
  readonly by: string;
  readonly at: number;
  /** How often it had been corrected when it was looked at: nothing is done where somebody else was faster. */
  readonly corrections: number;
  readonly events: EventBatch;
}

/** What is known in the transaction that writes an answer. */
export interface AnswerSubject {
  readonly reply: ReplyRecord;
  readonly event: LeadEvent;
  readonly lead: Lead;
  /** The message that the reply is to, or else the last one that left for the lead by this way; null = none. */
  readonly before: Message | null;
  readonly passages: readonly Passage[];
  /** Those that were given before, and have left or may yet. */
  readonly answers: readonly Answer[];
  /** The one that is free; from 1. */
  readonly turn: number;
}

/** What an answer comes to: written as a whole, or not at all. */
export interface AnswerDraft {
  readonly message: QueuedMessage;
  readonly answer: Answer;
  readonly enrollments: readonly Enrollment[];
  /** Ids of messages that may not leave any more. */
  readonly takenBack: readonly string[];
}

/** A person answers; `decide` runs inside the transaction, and null from it writes nothing. */
export interface AnswerWish extends ReplyKey {
  decide(of: AnswerSubject): AnswerDraft | null;
}

/** What is known of a lead that somebody wants to write to. */
export interface BeforeHand {
  readonly lead: Lead;
  /** The last mail that left for the lead; null = none has. */
  readonly last: Message | null;
  /** What it goes through, in the order of campaign and generation, those that are over too. */
  readonly enrollments: readonly Enrollment[];
}

/** What is known in the transaction that writes a mail by hand. */
export interface HandSubject extends BeforeHand {
  readonly passages: readonly Passage[];
  /** Those of the same words, each with its message. */
  readonly earlier: readonly { readonly answer: Answer; readonly message: Message }[];
}

/** A person writes by hand; `decide` runs inside the transaction, and null from it writes nothing. */
export interface HandWish {
  readonly workspaceId: string;
  readonly leadId: string;
  /** Intent keys of the same words begin so, up to their turn. */
  readonly alike: string;
  decide(of: HandSubject): AnswerDraft | null;
}

/** The inbox of the store. */
export interface ReplyVerbs {
  get(key: ReplyKey): Promise<ReplyOf | null>;
  list(query: InboxQuery): Promise<ReplyOf[]>;
  /** The reply as it is then; null = there is none. */
  change(change: ReplyChange): Promise<ReplyRecord | null>;
  /** False = it was corrected by somebody else meanwhile. */
  correct(correction: ReplyCorrection): Promise<boolean>;
  /** False = there is no such reply, or its lead is gone. */
  answer(wish: AnswerWish): Promise<boolean>;
  /** False = there is no such lead. */
  writeByHand(wish: HandWish): Promise<boolean>;
  /** The same without a wish to write; null = there is no such lead. */
  beforeHand(workspaceId: string, leadId: string): Promise<BeforeHand | null>;
}
