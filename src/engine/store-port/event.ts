/** Events that come back, as the engine asks a store to keep them: each once, with what follows in the same transaction. */
import type { Meeting } from '../../domain/booking/meeting.ts';
import type { Answered } from '../../domain/conversation/keyword-answer.ts';
import type { LeadEvent } from '../../domain/event.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import type { Message, MessageState, QueuedMessage } from '../../domain/message.ts';
import type { Enrollment } from '../../domain/sequence/enrollment.ts';
import type { AnswersToEvent, AsksWritten, Writing } from './bot/conversation.ts';
import type { MakesHandOffs } from './handoff.ts';
import type { LeadPause, LeadSuppression, RefusalElsewhere, Suppression } from './lead.ts';
import type { SignalOutcome, SignalRecord } from './signal.ts';
import type { TaskRecord } from './work.ts';

/** Events to be stored once each, and what follows from those that are new. */
export interface EventBatch extends MakesHandOffs, AsksWritten {
  readonly events: readonly LeadEvent[];
  decide(event: LeadEvent, subject: EventSubject): EventOutcome;
}

/** Who something happened to, with all that may follow from it. */
export interface EventSubject extends Writing {
  readonly lead: Lead;
  /** Passages in the order of campaign and generation, those that are over too. */
  readonly passages: readonly Passage[];
  /** Where its signals stand; read only where the event may feed them. */
  readonly signals: readonly SignalRecord[];
  /** Address of the e-mail that the event is about; null = about none. */
  readonly mailedTo: string | null;
  /** Calls made at the step whose call has ended with this event; null = it is the end of none of ours. */
  readonly calls: number | null;
  /** Its meetings, the newest first; read where what it wrote is, and where a meeting is told of. Absent = not read. */
  readonly meetings?: readonly Meeting[];
  /** What a keyword is answered after; read only where it is answered. Absent = it is not. */
  readonly answering?: Answering;
}

/** What we have texted before. */
export interface Answering {
  /** The last text that left to the lead; null = none did. */
  readonly before: Message | null;
  /** Answers to keywords, latest first. */
  readonly answered: readonly Answered[];
}

/** Refusals that a keyword takes back, of one workspace: those of this number and reason that were told up to then. */
export interface Lifting {
  readonly workspaceId: string;
  readonly leadId: string;
  readonly keyHash: string;
  readonly channel: Suppression['channel'];
  readonly reason: string;
  readonly until: number;
}

/** A lead's passage with the message that it made last; null = none yet. */
export interface Passage {
  readonly enrollment: Enrollment;
  readonly lastMessage: LastMade | null;
  /** Ids of messages before its last one that wait to leave all the same: a person had them tried again. */
  readonly older: readonly string[];
}

/** The message that a passage made last. */
export type LastMade = Pick<Message, 'id' | 'intentKey' | 'state'>;

/** What follows from a new event. */
export interface EventOutcome extends AnswersToEvent {
  readonly enrollments: readonly Enrollment[];
  /** Ids of messages that may not leave any more. */
  readonly takenBack: readonly string[];
  readonly tasks: readonly TaskRecord[];
  readonly signals: SignalOutcome;
  readonly suppressions: readonly LeadSuppression[];
  /** Refusals in other workspaces; absent = none. */
  readonly elsewhere?: readonly RefusalElsewhere[];
  /** Since when the lead consents to e-mail by it, epoch ms; null or absent = it says nothing of that. */
  readonly consentedAt?: number | null;
  /** Refusals that end; absent = none. */
  readonly lifted?: readonly Lifting[];
  /** The CRMs of the workspace are told at this time what the lead has refused, epoch ms; absent or null = they are not. */
  readonly tellAt?: number | null;
  /** The answer to a keyword; null or absent = there is none. */
  readonly answer?: QueuedMessage | null;
  /** The lead is paused by it; null or absent = it is not. */
  readonly pause?: LeadPause | null;
  /** Meetings that begin or go on by it; absent = none. */
  readonly meetings?: readonly Meeting[];
  /** Where the message that the event is about goes, `sent` → `bounced` say; null = nowhere. */
  readonly messageState: MessageState | null;
}
