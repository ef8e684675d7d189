/** Which messages are open and which closed, as SQL: a partial index serves a query only where its very words stand. */

/** Something is still to be done with the message. */
export const IS_OPEN = "state IN ('queued','claimed','sending','held','unconfirmed')";

/** Its way out is over. */
export const IS_CLOSED = "state IN ('sent','delivered','bounced','refused','failed')";
