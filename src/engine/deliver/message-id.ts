/**
 * The Message-ID of a message of ours, and what it tells when it comes back in an answer. Owns its form: a hash of the intent, so
 * that a repeat can be told by it at any mailbox, and the lead, so that an answer finds its thread without an index of its own.
 */
import { hash } from 'node:crypto';
import type { Message } from '../../domain/message.ts';

/** What a Message-ID is made from: all of it stays as it is for as long as the message lives. */
export type Mailed = Pick<Message, 'intentKey' | 'workspaceId' | 'sender' | 'leadId'>;

/** Of SHA-256, in hex: 128 bits tell any two messages apart. */
const DIGITS = 32;
const OURS = /^<([0-9a-f]{32})\.([A-Za-z0-9_-]{1,80})@[^<>@\s]+>$/;

/** The Message-ID of an intent, with angle brackets. */
export function messageIdOf({ intentKey, workspaceId, sender, leadId }: Mailed): string {
  const domain = sender.slice(sender.lastIndexOf('@') + 1) || 'rekindle.invalid';
  return `<${intentDigest({ intentKey, workspaceId })}.${leadId}@${domain}>`;
}

/** Which lead a Message-ID of our form names; null = it is of another form. */
export function leadNamedBy(messageId: string): string | null {
  return OURS.exec(messageId)?.[2] ?? null;
}

/** Whether a Message-ID is this message's, whatever a relay made of the domain. */
export function isOf(messageId: string, message: Pick<Message, 'intentKey' | 'workspaceId'>): boolean {
  return OURS.exec(messageId)?.[1] === intentDigest(message);
}

/** Digest of an intent (hex, 32 digits), which names nobody. */
export function intentDigest({ intentKey, workspaceId }: Pick<Message, 'intentKey' | 'workspaceId'>): string {
  return hash('sha256', `${workspaceId}\n${intentKey}`).slice(0, DIGITS);
}
