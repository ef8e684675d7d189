/** What a channel's answer does to a message. Owns the moves out of `sending`; retries wait 5, 15, 30 minutes. */
import type { Message } from '../../domain/message.ts';
import type { Reason } from '../../domain/reason.ts';
import type { SendResult } from '../ports.ts';
import type { MessageUpdate } from '../store-port.ts';
import type { Envelope } from './envelope.ts';

const MINUTE_MS = 60_000;
/** Waits before the second, third and fourth try. */
const RETRY_AFTER_MS = [5 * MINUTE_MS, 15 * MINUTE_MS, 30 * MINUTE_MS] as const;

/** The update that writes `result` for a message that was `sending`. */
export function resultUpdate(message: Message, envelope: Envelope, result: SendResult, now: number): MessageUpdate {
  const base = {
    workspaceId: message.workspaceId,
    id: message.id,
    fence: message.fence,
    from: 'sending',
    dueAt: message.dueAt,
    subject: envelope.subject,
    bodyHash: envelope.bodyHash,
    providerRef: null,
    sentAt: null,
  } as const;
  switch (result.kind) {
    case 'sent':
      return { ...base, to: 'sent', reason: null, providerRef: result.providerRef, sentAt: now };
    case 'refused':
      return { ...base, to: 'refused', reason: reasonOf('channel-refused', result.code, result.detail, result.blame) };
    case 'unconfirmed':
      return { ...base, to: 'unconfirmed', reason: reasonOf('outcome-unknown', '', result.detail) };
    case 'retry':
      return { ...base, ...retry(message, result, now) };
  }
}

function retry(
  message: Message,
  result: Extract<SendResult, { kind: 'retry' }>,
  now: number,
): Pick<MessageUpdate, 'to' | 'reason' | 'dueAt'> {
  // `attempts` was raised in the database when the message became `sending`; the copy at hand still has the old count.
  const wait = RETRY_AFTER_MS[message.attempts];
  if (wait === undefined) {
    return { to: 'failed', reason: reasonOf('retries-used-up', result.code, result.detail), dueAt: message.dueAt };
  }
  return {
    to: 'queued',
    reason: reasonOf('try-again', result.code, result.detail),
    dueAt: now + Math.max(wait, result.afterMs ?? 0),
  };
}

function reasonOf(code: string, answer: string, detail: string, blame?: string): Reason {
  return { code, facts: { ...(answer ? { answer } : {}), detail: detail.slice(0, 300), ...(blame ? { blame } : {}) } };
}
