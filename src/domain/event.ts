/** Events: something that happened, immutable, with its origin. Owns the shape. */

/**
 * What happened. `call-completed`: a call is over; `human-touch`: a person of ours and the lead were in touch; `tool-touch`: another
 * tool wrote to the lead.
 */
export type EventKind =
  | 'delivered'
  | 'opened'
  | 'clicked'
  | 'replied'
  | 'bounced'
  | 'complained'
  | 'opted-out'
  | 'booked'
  | 'converted'
  | 'call-completed'
  | 'human-touch'
  | 'tool-touch'
  | 'note';

/** Whether a person or a machine did it; opens and clicks are often a scanner's. */
export type EventVerdict = 'human' | 'machine' | 'unknown';

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
  /** Short text: a reply's words, a bounce's status line. */
  readonly text: string | null;
}
