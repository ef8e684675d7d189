/** Meetings: from the times that are offered to the one that was held. Owns the shape and the words. */
import type { MessageChannel } from '../message.ts';
import type { OfferRules } from './offer.ts';

/**
 * Where a meeting stands. `wanted`: times are to be asked for · `offered`: the lead was told some · `booking`: one was chosen, and is being
 * booked · `given-up`: a person arranges it.
 */
export const MEETING_STATES = ['wanted', 'offered', 'booking', 'booked', 'cancelled', 'no-show', 'given-up'] as const;
/** One of `MEETING_STATES`. */
export type MeetingState = (typeof MEETING_STATES)[number];

/** Something that was said of times, in answer to an event. */
export interface MeetingTurn {
  /** Id of the event that it answers. */
  readonly event: string;
  /** `offer`, `ask-slot`, `booked`. */
  readonly say: string;
  /** Times that are named, epoch ms. */
  readonly slots: readonly number[];
}

/** Whom and how the next words go to. */
export interface ReplyPlace {
  readonly event: string;
  readonly channel: Extract<MessageChannel, 'email' | 'sms'>;
  readonly recipient: string;
  readonly sender: string;
  readonly playbookHash: string;
  readonly decisionId: string;
}

/** How times are offered, and what was said so far. */
export interface BookingTalk {
  /** Name of the connection, and the provider's id of the calendar. */
  readonly connection: string;
  readonly calendar: string;
  readonly minutes: number;
  readonly flow: 'seller' | 'buyer';
  readonly language: string;
  readonly rules: Omit<OfferRules, 'now' | 'passed'>;
  /** Times that are not offered again. */
  readonly passed: readonly number[];
  readonly offers: number;
  readonly isAsked: boolean;
  /** The last one is of what is open. */
  readonly turns: readonly MeetingTurn[];
  /** Events that were read as answers to times. */
  readonly read: readonly string[];
  /** The time may be booked at the calendar already: it is asked before anything is booked. */
  readonly began: boolean;
  /** It follows a meeting that was cancelled, and no other follows it. */
  readonly isAgain: boolean;
  /** What is said where no time can be offered, by name; null = nothing. */
  readonly otherwise: string | null;
  readonly reply: ReplyPlace;
}

/** A meeting. */
export interface Meeting {
  readonly workspaceId: string;
  readonly id: string;
  readonly leadId: string;
  readonly campaignId: string | null;
  readonly enrollmentId: string | null;
  readonly state: MeetingState;
  /** Who has it: `highlevel:<connection>`, `calcom:main`; empty = nobody yet. */
  readonly origin: string;
  /** Their id of it; null = none yet. */
  readonly ref: string | null;
  readonly startsAt: number | null;
  /** When its present state was told, by the clock of who told it. */
  readonly toldAt: number;
  /** When it is worked on next; null = it waits for somebody. */
  readonly dueAt: number | null;
  readonly attempts: number;
  /** Why it stands so; null = as it should. */
  readonly code: string | null;
  /** Null = no times were offered by us. */
  readonly talk: BookingTalk | null;
}

/** The times that are open: those that were named last. */
export function openSlots({ talk }: Pick<Meeting, 'talk'>): readonly number[] {
  return talk?.turns.at(-1)?.slots ?? [];
}
