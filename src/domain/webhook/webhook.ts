/** Webhooks: addresses of others that are told of what happens, and what is on its way to them. */

/** An address that is told. Its secrets are sealed. */
export interface Webhook {
  readonly workspaceId: string;
  readonly id: string;
  readonly name: string;
  readonly url: string;
  /** Words that choose kinds of the feed: `message.*`, `event.reply`, `*`. */
  readonly kinds: readonly string[];
  /** It may lie in a private network, over plain HTTP and on any port. */
  readonly isPrivate: boolean;
  readonly state: 'on' | 'off';
  /** Why it is off; null = it is on, or a person put it off. */
  readonly offReason: string | null;
  readonly sealed: string;
  /** The secret before the last change, signed with as well until then, epoch ms; null = there is none. */
  readonly formerSealed: string | null;
  readonly formerUntil: number | null;
  /** Place in the feed up to which it has been queued. */
  readonly position: number;
  /** Nothing is sent to it before, epoch ms: it did not answer well. */
  readonly restUntil: number;
  /** Failures in a row. */
  readonly fails: number;
  readonly createdAt: number;
  readonly createdBy: string;
}

/** One telling on its way to a webhook. */
export interface WebhookSend {
  readonly workspaceId: string;
  readonly webhookId: string;
  /** What the other side knows it by: the same with every try. */
  readonly id: string;
  readonly kind: string;
  /** '' = of no lead. */
  readonly leadId: string;
  readonly body: string;
  readonly state: 'queued' | 'sent' | 'failed';
  readonly attempts: number;
  readonly dueAt: number;
  /** Of the last answer; null = there was none. */
  readonly status: number | null;
  readonly detail: string;
  readonly createdAt: number;
  readonly sentAt: number | null;
}
