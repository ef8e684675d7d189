/** Which messages are open and which closed, as SQL: a partial index serves a query only where its words stand, or one of them. */
import type { MessageState } from '../../domain/message.ts';

const oneOf = (states: readonly MessageState[]) => `(${states.map((state) => `state = '${state}'`).join(' OR ')})`;

/** Neither in the queue, which has an index of its own, nor over. */
export const IS_UNDER_WAY = oneOf(['claimed', 'sending', 'held', 'unconfirmed']);

/** Its way out is over. */
export const IS_CLOSED = oneOf(['sent', 'delivered', 'bounced', 'refused', 'failed']);
