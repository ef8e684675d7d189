/** Which messages are open and which closed, as SQL: a partial index serves a query only where its words stand, or one of them. */
import type { MessageState } from '../../domain/message.ts';

const oneOf = (states: readonly MessageState[]) => `(${states.map((state) => `state = '${state}'`).join(' OR ')})`;

/** Something is still to be done with the message. */
export const IS_OPEN = oneOf(['queued', 'claimed', 'sending', 'held', 'unconfirmed']);

/** Its way out is over. */
export const IS_CLOSED = oneOf(['sent', 'delivered', 'bounced', 'refused', 'failed']);
