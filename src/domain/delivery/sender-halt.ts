/**
 * Stops of one sender, a mailbox or a domain; the rule is directives/sender-halt.md. They stand among the other stops, under a channel
 * of their own. Owns that name, and which of them concerns a message.
 */
import type { Halt } from './queue.ts';

/** By what stands before it a stop is known that is of a mailbox, or of a domain: `from:ann@acme.com`, `from:acme.com`. */
const FROM = 'from:';

/** The `channel` of a stop of one sender. */
export function channelOfSender(key: string): string {
  return `${FROM}${key}`;
}

/** The sender that a stop is of; null = it is of none. */
export function senderOfHalt({ channel }: Halt): string | null {
  return channel.startsWith(FROM) ? channel.slice(FROM.length) : null;
}

/** The stop of one of these senders in a workspace, the first that stands; null = none. */
export function haltOfSender(halts: readonly Halt[], workspaceId: string, keys: readonly string[]): Halt | null {
  const concerns = (halt: Halt) => {
    const sender = senderOfHalt(halt);
    return halt.workspaceId === workspaceId && sender !== null && keys.includes(sender);
  };
  return halts.find(concerns) ?? null;
}
