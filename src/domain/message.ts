/** Messages: an e-mail, a text or a call as its channel is handed it, and its row in the ledger. Owns the shapes and legal moves. */
import type { Lane } from './delivery/share.ts';
import type { Reason } from './reason.ts';

/** A mailbox with its display name. */
export interface Mailbox {
  readonly name: string | null;
  readonly address: string;
}

/** A file that comes with an e-mail. */
export interface MailAttachment {
  readonly name: string;
  /** As MIME says it. */
  readonly type: string;
  /** SHA-256 (hex) of its content. */
  readonly hash: string;
  readonly content: Uint8Array;
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
  /** Stands in the address that reads opt-outs sent by mail, and says whose they are; absent or null = it bears none. */
  readonly optOutTag?: string | null;
  /** Stands in the address that bounces go to, and says which message came back; absent or null = it bears none. */
  readonly returnTag?: string | null;
  /** Epoch milliseconds, UTC; becomes the Date header. */
  readonly date: number;
  /** Files that come with it, in order; absent = none do. */
  readonly attachments?: readonly MailAttachment[];
  /** Further headers, in order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** A text message ready to leave. */
export interface TextMessage {
  /** The ledger's id of the message. */
  readonly id: string;
  readonly intentKey: string;
  /** Our number, E.164; null = the connection's own. */
  readonly from: string | null;
  /** E.164. */
  readonly to: string;
  readonly body: string;
}

/** A telephone call by an artificial voice, ready to be placed. */
export interface PhoneCall {
  /** The ledger's id of the message. */
  readonly id: string;
  readonly intentKey: string;
  /** Our number, E.164; null = the connection's own. */
  readonly from: string | null;
  /** E.164. */
  readonly to: string;
  /** The provider's id of the agent that speaks. */
  readonly agent: string;
  /** What the agent is told. */
  readonly variables: Record<string, string>;
}

/** By which way a message leaves; a call is one by an artificial voice. */
export const MESSAGE_CHANNELS = ['email', 'sms', 'voice'] as const;
/** One of `MESSAGE_CHANNELS`. */
export type MessageChannel = (typeof MESSAGE_CHANNELS)[number];

/**
 * queued → claimed → sending → sent → delivered | bounced; or held (reason, until), refused, failed, unconfirmed.
 * claimed is leased and untouched, safe to take back; sending is on disk before the call; unconfirmed is never sent
 * again by itself.
 */
export type MessageState =
  | 'queued'
  | 'claimed'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'bounced'
  | 'held'
  | 'refused'
  | 'failed'
  | 'unconfirmed';

/** Moves a message may make; the store refuses any other. */
export const MESSAGE_MOVES: Readonly<Record<MessageState, readonly MessageState[]>> = {
  queued: ['claimed', 'refused', 'held'],
  claimed: ['queued', 'sending', 'held', 'refused', 'failed'],
  sending: ['sent', 'queued', 'refused', 'failed', 'unconfirmed', 'held'],
  sent: ['delivered', 'bounced'],
  delivered: ['bounced'],
  bounced: [],
  held: ['queued', 'refused'],
  refused: [],
  failed: ['queued'],
  unconfirmed: ['sent', 'queued', 'failed', 'bounced', 'delivered'],
};

/** Moves that only a message may make which may have left before (`domain/delivery/doubt`): evidence settles it, or nobody knows. */
const MOVES_IN_DOUBT: Partial<Record<MessageState, readonly MessageState[]>> = {
  queued: ['unconfirmed', 'delivered', 'bounced'],
  claimed: ['unconfirmed', 'delivered', 'bounced'],
  held: ['unconfirmed', 'delivered', 'bounced'],
};

/** Whether a message may make this move. */
export function mayMove(from: MessageState, to: MessageState, mayHaveLeft: boolean): boolean {
  return MESSAGE_MOVES[from].includes(to) || (mayHaveLeft && (MOVES_IN_DOUBT[from]?.includes(to) ?? false));
}

/** One message in the ledger. */
export interface Message {
  readonly workspaceId: string;
  readonly id: string;
  /** Unique in the workspace: the reason there is one message and never two. */
  readonly intentKey: string;
  readonly campaignId: string | null;
  readonly enrollmentId: string | null;
  readonly leadId: string;
  readonly channel: MessageChannel;
  /** 0: somebody waits for it, and it leaves before everything else. 1: everything that a campaign sends. */
  readonly lane: Lane;
  readonly template: string;
  readonly playbookHash: string;
  /** The decision whose facts the words are made from. */
  readonly decisionId: string;
  readonly recipient: string;
  readonly sender: string;
  readonly state: MessageState;
  /** It was `sending` once, and goes or went back in the queue without anybody knowing what became of that. */
  readonly mayHaveLeft: boolean;
  readonly reason: Reason | null;
  /** Not before this time. */
  readonly dueAt: number;
  readonly attempts: number;
  /** Tries that were put off for its own sake, not the connection's. */
  readonly putOffs: number;
  /** When it was first given to a channel since it began anew; null = never. */
  readonly firstAttemptedAt: number | null;
  /** The way out that it was handed to last, by its name; null = to none, or a person has settled what became of that. */
  readonly leftBy: string | null;
  /** Raised by every claim; a result with an older fence is refused. */
  readonly fence: number;
  readonly leaseUntil: number | null;
  readonly subject: string | null;
  /** SHA-256 (hex, 32 digits) over subject, text, HTML and attached files as they left. */
  readonly bodyHash: string | null;
  readonly providerRef: string | null;
  readonly createdAt: number;
  /** When it was last given to the channel; null = never. */
  readonly attemptedAt: number | null;
  readonly sentAt: number | null;
}

/** A message as it enters the ledger: `queued`, and nothing has happened to it yet. */
export type QueuedMessage = Omit<
  Message,
  | 'state'
  | 'mayHaveLeft'
  | 'reason'
  | 'attempts'
  | 'putOffs'
  | 'firstAttemptedAt'
  | 'leftBy'
  | 'fence'
  | 'leaseUntil'
  | 'subject'
  | 'bodyHash'
  | 'providerRef'
  | 'attemptedAt'
  | 'sentAt'
> & {
  /** The score of whom it is for, in millionths: of those held until the same moment the higher leaves first. Absent = nobody scored them. */
  readonly scoreMillionths?: number;
};
