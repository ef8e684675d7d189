/** Who sees what the loop decides while it decides it. Owns the shape only: an onlooker changes nothing and is asked nothing. */
import type { Message } from '../../domain/message.ts';
import type { AdvanceOutcome, MessageUpdate } from '../store-port.ts';

/** A simulation, which counts what it sees; an instance that works has none. */
export interface Onlooker {
  /** A batch of steps was decided, and is written. */
  advanced(outcome: AdvanceOutcome): void;
  /** A message did not leave: it is held, or refused. */
  stayed(message: Message, update: MessageUpdate): void;
}
