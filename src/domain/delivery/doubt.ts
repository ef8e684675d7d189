/**
 * A message that may have left (directives/may-have-left.md): it was `sending` once, nobody knows what became of it, and it waits to
 * be sent again. Owns where such a message may end; where the note is kept is the store's.
 */
import type { MessageState } from '../message.ts';
import type { Reason } from '../reason.ts';

/** Where a message goes, and why. */
export interface End<State extends MessageState = MessageState> {
  readonly to: State;
  readonly reason: Reason | null;
}

/** What is known of the message. */
export interface Doubt {
  /** It was `sending` before, and nobody knows what became of that. */
  readonly mayHaveLeft: boolean;
  /** The word comes from a provider that honours our key: had it taken the message before, it would say so. */
  readonly keyHonoured: boolean;
}

/**
 * Where it ends. One that may have left is never refused or failed as though it had not: it is unconfirmed, and says what kept
 * it from being sent again.
 */
export function endInDoubt<State extends MessageState>(
  end: End<State>,
  { mayHaveLeft, keyHonoured }: Doubt,
): End<State | 'unconfirmed'> {
  const { to, reason } = end;
  if (!mayHaveLeft || (to !== 'refused' && to !== 'failed')) return end;
  // A provider that gives up on a message in the end has not said that it never took it.
  return to === 'refused' && keyHonoured ? end : { to: 'unconfirmed', reason: doubtBecause(reason?.code ?? to) };
}

/** The reason of a message that may have left and is not sent again because of this. */
export function doubtBecause(because: string): Reason {
  return { code: 'outcome-unknown', facts: { because } };
}
