/** Events: something that happened, immutable, with its origin. Owns the shape and the words. */
import type { MeetingTold } from './booking/told.ts';
import type { MailThread } from './conversation/mail/thread.ts';
import { REPLY_INTENTS } from './conversation/reply-intent.ts';
import type { Reason } from './reason.ts';

/** What may happen, in the order in which help names it. */
export const EVENT_KINDS = [
  'delivered',
  'opened',
  'clicked',
  'replied',
  'bounced',
  'complained',
  'opted-out',
  'opted-in',
  'booked',
  'meeting-moved',
  'meeting-cancelled',
  'no-show',
  'converted',
  'call-completed',
  'human-touch',
  'tool-touch',
  'class',
  'note',
] as const;

/**
 * What happened. `call-completed`: a call is over, with its outcome; `human-touch`: a person of ours and the lead were in touch;
 * `tool-touch`: another tool wrote to the lead; `class`: something of a class, as its outcome says; `opted-in`: the person said yes to a channel, in the words of the text, which are the
 * proof; a refusal that stands goes on standing until a person lifts it, but for that of a STOP which the keyword START takes back.
 */
export type EventKind = (typeof EVENT_KINDS)[number];

/** How a call may end. */
const CALL_OUTCOMES = [
  'answered',
  'interested',
  'not-interested',
  'call-back',
  'voicemail',
  'no-answer',
  'busy',
  'failed',
] as const;

/**
 * How a message came back. `hard`: this address will never take one; `soft`: not now; `blocked`: for what was sent, or who sent
 * it, not for the address.
 */
const BOUNCES = ['hard', 'soft', 'blocked', 'undetermined'] as const;

/** What a class tells: begun, a section done, hot, all of it done; and what is to be done about it. */
const CLASS_TOLD = [
  'started',
  'section',
  'hot',
  'completed',
  'ready-for-booking',
  'reengage-completed',
  'reengage-stalled-lead',
] as const;

/** Outcome of an opt-out that means every way, whatever way it came by. */
export const EVERY_WAY = 'every-way';
/** Outcome of an opt-out that means the way that it tells and no other. */
export const THIS_CHANNEL = 'this-channel';
/** Outcome of an opt-out that means what its campaign sends and nothing else. */
export const THIS_CAMPAIGN = 'this-campaign';
/** Outcome of an opt-in to calls that names those by an artificial voice; without it they are not meant. */
export const ARTIFICIAL_VOICE = 'artificial-voice';

/** Outcomes by kind: of a call how it ended, of a bounce for how long, of a reply what it means, of an opt-out how much, of a class what it tells, of an opt-in to calls whether a machine may make them. Other kinds have none. */
export const EVENT_OUTCOMES: Readonly<Partial<Record<EventKind, readonly string[]>>> = {
  'call-completed': CALL_OUTCOMES,
  bounced: BOUNCES,
  replied: REPLY_INTENTS,
  class: CLASS_TOLD,
  'opted-out': [EVERY_WAY, THIS_CHANNEL, THIS_CAMPAIGN],
  'opted-in': [ARTIFICIAL_VOICE],
};

/** Seen from us: `in` = the lead turned to us, `out` = we turned to the lead. */
export const EVENT_DIRECTIONS = ['in', 'out'] as const;
/** One of `EVENT_DIRECTIONS`. */
export type EventDirection = (typeof EVENT_DIRECTIONS)[number];

/** Ways on which leads and people are in touch. */
export const EVENT_CHANNELS = ['email', 'sms', 'voice', 'chat', 'social', 'in-person', 'other'] as const;
/** One of `EVENT_CHANNELS`. */
export type EventChannel = (typeof EVENT_CHANNELS)[number];

/** Whether a person or a machine did it; opens and clicks are often a scanner's. */
export type EventVerdict = 'human' | 'machine' | 'unknown';

/** Addresses and E.164 numbers of one person, as `LeadValues` has them. */
export interface Ways {
  readonly emails: readonly string[];
  readonly phones: readonly string[];
}

/** Something that happened to or by a lead; never changed afterwards. */
export interface LeadEvent {
  readonly workspaceId: string;
  readonly id: string;
  readonly leadId: string;
  readonly campaignId: string | null;
  readonly messageId: string | null;
  readonly kind: EventKind;
  /** When it happened, by the origin's clock. */
  readonly at: number;
  readonly recordedAt: number;
  /** Who told us: `manual`, `smtp`, `unsubscribe-page`, a connection's name. */
  readonly origin: string;
  /** The origin's own id; the same one twice is one event. */
  readonly originId: string;
  readonly verdict: EventVerdict;
  /** Null = not told. */
  readonly direction: EventDirection | null;
  /** Null = not told. */
  readonly channel: EventChannel | null;
  /** One of `EVENT_OUTCOMES` of its kind; null = not told. */
  readonly outcome: string | null;
  /** Short text: a reply's words, a bounce's status line. */
  readonly text: string | null;
  /** Until when they are away, or asked to be left, epoch ms; absent or null = they named no day. */
  readonly holdUntil?: number | null;
  /** Why it was read so, and by what it was told whose it is; absent or null = its origin said it in so many words. */
  readonly why?: readonly Reason[] | null;
  /** The thread that it stands in, for whoever answers; kept with the inbox and not with the event. Absent or null = none is known. */
  readonly thread?: MailThread | null;
  /** The meeting that it tells of; kept as a meeting, not with the event. Absent or null = of none. */
  readonly meeting?: MeetingTold | null;
  /** Where the origin says that the person was reached, or wrote from: it need not be what the lead has now. Kept nowhere. Absent = it says of none. */
  readonly ways?: Ways;
  /** Its keyword is answered by us, not by the provider; kept nowhere. Absent = it is not. */
  readonly answersKeyword?: boolean;
}
