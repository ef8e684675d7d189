/**
 * A channel's answer as what is written of it: the message's move, and how the connection fares; and how a message goes back that had no
 * answer. The rule is `domain/delivery/answer`.
 */
import { afterAnswer, isHardBounce, type RetryPolicy, type SendResult } from '../../domain/delivery/answer.ts';
import { endInDoubt } from '../../domain/delivery/doubt.ts';
import { NEVER_ASKED, TEXT_SETTLE_MS } from '../../domain/delivery/providers/text-end.ts';
import type { Message } from '../../domain/message.ts';
import type { ContactHeard } from '../connections/shelf.ts';
import type { MailChannel } from '../ports.ts';
import type { EventReport } from '../react.ts';
import type { ClaimedMessage, MessageUpdate } from '../store-port.ts';
import { CALL_SETTLE_MS } from './ends/calls.ts';
import type { Envelope } from './envelope.ts';

/** Origin of what a server said of an address as a mail was handed over. */
const HANDED_OVER = 'delivery';

/** What is written of one answer. */
export interface Written {
  readonly update: MessageUpdate;
  /** The mail came back at once, and would again; null = it did not. */
  readonly bounce: EventReport | null;
  readonly contact: ContactHeard;
}

/** By which connection it was tried, how often it may be, and when the answer came. */
interface Attempted extends Pick<MailChannel, 'recovery'> {
  readonly connection: string;
  readonly onRecord: boolean;
  readonly policy: RetryPolicy;
  /** Whether it tells how a text ended. */
  readonly canBeAsked: boolean;
  /** When it was handed over. */
  readonly leftAt: number;
  readonly now: number;
}

/** What is written of `result` for a message that was `sending` by this channel. */
export function writtenOf(
  message: Message,
  envelope: Envelope,
  result: SendResult,
  { connection, onRecord, recovery, policy, canBeAsked, leftAt, now }: Attempted,
): Written {
  // `attempts` was raised in the database when the message became `sending`; the copy at hand still has the old count.
  const { attempts, putOffs } = message;
  const since = attempts > 0 ? (message.firstAttemptedAt ?? now) : leftAt;
  const attempt = { tries: attempts + 1, putOffs, since, onRecord };
  const { to, reason, dueAt, contact, putOff } = afterAnswer(result, attempt, policy, now);
  const doubt = { mayHaveLeft: message.mayHaveLeft, keyHonoured: recovery === 'idempotent' };
  const sent = result.kind === 'sent';
  return {
    update: {
      workspaceId: message.workspaceId,
      id: message.id,
      fence: message.fence,
      from: 'sending',
      ...endInDoubt({ to, reason }, doubt),
      dueAt: sent ? askedAt(message, canBeAsked, now) : (dueAt ?? message.dueAt),
      subject: envelope.subject,
      bodyHash: envelope.bodyHash,
      providerRef: sent ? result.providerRef : null,
      sentAt: sent ? now : null,
      putOff,
    },
    bounce: message.channel === 'email' && isHardBounce(result) ? bounceOf(message, result.detail, now) : null,
    contact: { connection, contact, code: 'code' in result ? result.code : null, says: result.detail },
  };
}

/** Of one message there is one, however often its answer is written down. */
function bounceOf({ workspaceId, leadId, campaignId, id }: Message, detail: string, at: number): EventReport {
  const about = { workspaceId, leadId, campaignId, messageId: id, channel: 'email', direction: 'in' } as const;
  const origin = { origin: HANDED_OVER, originId: id, verdict: 'machine' } as const;
  return { ...about, ...origin, kind: 'bounced', outcome: 'hard', at, text: detail };
}

/** A call that is placed is not over, nor is a text that left: when it is asked about. */
export function askedAt({ channel, dueAt }: Message, canBeAsked: boolean, now: number): number {
  if (channel === 'voice') return now + CALL_SETTLE_MS;
  if (channel !== 'sms') return dueAt;
  return canBeAsked ? now + TEXT_SETTLE_MS : NEVER_ASKED;
}

/** Back in the queue as it was, from a state that this worker has brought it to. */
export function backFrom(from: 'claimed' | 'sending'): (claimed: ClaimedMessage) => MessageUpdate {
  return ({ message: { workspaceId, id, fence, dueAt } }) => ({
    workspaceId,
    id,
    fence,
    from,
    to: 'queued',
    reason: null,
    dueAt,
    subject: null,
    bodyHash: null,
    providerRef: null,
    sentAt: null,
  });
}

/** The same where it is not known which of the two it is in; the one that does not fit changes nothing. */
export function backAgain(claimed: ClaimedMessage): MessageUpdate[] {
  return [backFrom('claimed')(claimed), backFrom('sending')(claimed)];
}
