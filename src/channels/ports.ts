/** The ports of texts and calls as the adapters here keep them. Shapes only. */
import type { MailChannel, Lookup as MailLookup, SendResult } from '../engine/ports.ts';

/** What is asked about a message that may have left. */
export interface Doubt {
  readonly id: string;
  readonly messageId: string;
  readonly providerRef: string | null;
  /** Address or number that it went to, and when it was tried, epoch milliseconds. */
  readonly to: string;
  readonly attemptedAt: number;
}

/** Asking a provider what became of a message that it may have been handed. */
export interface Lookup {
  readonly settleMs: MailLookup['settleMs'];
  /** Never rejects. */
  ask(about: Doubt): ReturnType<MailLookup['ask']>;
}

interface Channel extends Pick<MailChannel, 'name' | 'concurrency' | 'recovery' | 'close'> {
  readonly lookup?: Lookup;
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

/** A way out for text messages. */
export interface TextChannel extends Channel {
  send(text: TextMessage): Promise<SendResult>;
}

/** A telephone call by an artificial voice, ready to be placed. */
export interface PhoneCall {
  readonly id: string;
  readonly intentKey: string;
  readonly from: string | null;
  readonly to: string;
  /** The provider's id of the agent that speaks. */
  readonly agent: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** How a call ended, in the provider's own words. Times in epoch milliseconds. */
export interface CallOutcome {
  readonly status: string;
  readonly reason: string;
  readonly endedAt: number | null;
  readonly seconds: number | null;
}

/** A way out for calls. */
export interface VoiceChannel extends Channel {
  /** `sent` = the provider took the call, with its id as `providerRef`; how it ends comes later. */
  place(call: PhoneCall): Promise<SendResult>;
  /** Null = it is not over, or cannot be told now. Never rejects. */
  outcome(ref: string): Promise<CallOutcome | null>;
}
