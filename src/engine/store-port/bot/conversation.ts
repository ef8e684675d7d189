/** What conversations add to events: what a lead wrote, and the answers that are given to it. */
import type { LeadEvent } from '../../../domain/event.ts';
import type { QueuedMessage } from '../../../domain/message.ts';
import type { Passage } from '../event.ts';

/** Something that a lead wrote. */
export type WrittenLine = Pick<LeadEvent, 'id' | 'at'> & { readonly text: string };

/** What a batch of events asks for. */
export interface AsksWritten {
  /** Whether what the lead wrote before is read for this event: one of its passages is a conversation. Absent = it never is. */
  asksWritten?(event: LeadEvent, passages: readonly Passage[]): boolean;
}

/** What is known of the writing. */
export interface Writing {
  /** Address that the e-mail was from; absent or null = it is about none. */
  readonly mailedFrom?: string | null;
  /** What the lead wrote, this event included, oldest first; absent = nobody asked. */
  readonly written?: readonly WrittenLine[];
}

/** What is said to an event. */
export interface AnswersToEvent {
  /** Absent = nothing is said. */
  readonly messages?: readonly QueuedMessage[];
}
