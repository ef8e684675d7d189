/**
 * What the engine asks of the world. Adapters implement these; nothing here knows an adapter.
 * An adapter returns faults of the outside as values; an exception means a bug in the adapter.
 */
import type { Blame } from '../domain/delivery/reply.ts';
import type { Mail } from '../domain/message.ts';
import type { MailRoute } from '../domain/verify/route.ts';

/** Time as the engine sees it: real, or virtual in a simulation. */
export interface Clock {
  /** Epoch milliseconds, UTC. */
  now(): number;
}

/** Globally unique, time-ordered ids: `lead_01jd…`. */
export interface Ids {
  next(prefix: string): string;
}

/** What became of a send. `unconfirmed` = the request may have been accepted: never sent again blindly. */
export type SendResult =
  | { readonly kind: 'sent'; readonly providerRef: string | null; readonly detail: string }
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly detail: string;
      readonly blame: Blame;
    }
  | {
      readonly kind: 'retry';
      readonly afterMs: number | null;
      readonly code: string;
      readonly detail: string;
      /** Whose fault the delay is, where the answer tells: a throttled sender rests, one full mailbox stops nobody. */
      readonly blame?: Blame;
    }
  | { readonly kind: 'unconfirmed'; readonly detail: string };

/** A way out of the house. One per connection; safe to call concurrently up to `concurrency`. */
export interface MailChannel {
  readonly name: string;
  /** Sends that may be in flight at once; a kill leaves at most this many unconfirmed. */
  readonly concurrency: number;
  /** How a send whose outcome was lost is recovered. */
  readonly recovery: 'lookup' | 'idempotent' | 'held';
  send(mail: Mail): Promise<SendResult>;
  close(): Promise<void>;
}

/** DNS behind a port: cached, bounded in concurrency and time. */
export interface Resolver {
  /** `domain` in ASCII, lower case. Never rejects. */
  mailRoute(domain: string): Promise<MailRoute>;
}

/** Structured log lines; never a place for decisions. */
export interface Log {
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  error(message: string, facts?: Readonly<Record<string, unknown>>): void;
}
