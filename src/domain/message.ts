/** The shape of one outgoing e-mail, complete and final: what a channel is handed and may not change. */

/** A mailbox with its display name. */
export interface Mailbox {
  readonly name: string | null;
  readonly address: string;
}

/** An e-mail ready to leave. Header values hold no CR or LF. */
export interface Mail {
  /** The ledger's id of the message, for logs and file names. */
  readonly id: string;
  readonly from: Mailbox;
  readonly replyTo: Mailbox | null;
  readonly to: Mailbox;
  readonly subject: string;
  /** Plain text part, LF line ends; always present. */
  readonly text: string;
  readonly html: string | null;
  /** Derived from the intent key: the same message always carries the same one. With angle brackets. */
  readonly messageId: string;
  /** Message-IDs of the thread, oldest first. */
  readonly references: readonly string[];
  /** HTTPS address for RFC 8058 one-click POST; null only where no live delivery can happen. */
  readonly unsubscribeUrl: string | null;
  /** Epoch milliseconds, UTC; becomes the Date header. */
  readonly date: number;
  /** Further headers, in order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}
