/** A touchpoint of an account as the ledger holds it. Owns the shape, and what counts as one that was made. */
import type { MessageState } from '../message.ts';
import type { Way } from './plan.ts';

/**
 * open: it has not left yet, or a person has not made the call · made: it left, whatever became of it since, also where nobody
 * knows whether it arrived · failed: it never left, or came back.
 */
export type TouchState = 'open' | 'made' | 'failed';

/** One touchpoint, or the try of one. */
export interface AccountTouch {
  readonly leadId: string;
  readonly way: Way;
  /** Id of the playbook's step. */
  readonly step: string;
  /** When it left or was done; of one that did not, when it was decided. Epoch milliseconds. */
  readonly at: number;
  readonly state: TouchState;
}

const FAILED: ReadonlySet<MessageState> = new Set(['bounced', 'refused', 'failed']);
const MADE: ReadonlySet<MessageState> = new Set(['sent', 'delivered', 'unconfirmed']);

/** What a message in that state is as a touchpoint: a failed send is none. */
export function touchStateOf(state: MessageState): TouchState {
  if (MADE.has(state)) return 'made';
  return FAILED.has(state) ? 'failed' : 'open';
}

/** Those that were made, in the order in which they were. */
export function madeOf(touches: readonly AccountTouch[]): readonly AccountTouch[] {
  return touches.filter(({ state }) => state === 'made').sort((a, b) => a.at - b.at);
}
