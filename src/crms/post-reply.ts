/** What the answer to a POST of a hand-off means. Decides nothing but that: whether it came, may come again, or may have come. */
import type { HandOffReply, PostReply } from '../engine/crm-port.ts';

/** Statuses after which the same again may be taken. Source: RFC 9110 §15.5.9, RFC 8470, RFC 6585 §4. */
const TRY_AGAIN: ReadonlySet<number> = new Set([408, 425, 429]);

/** `repeatable`: the other side knows it by its id, so that doubt is settled by sending it again. */
export function replyOfPost(answer: PostReply, repeatable: boolean): HandOffReply {
  if (answer.kind !== 'answered') return unanswered(answer, repeatable);
  const { status, retryAfterMs: afterMs, text } = answer;
  const detail = text === '' ? String(status) : `${status} ${text}`;
  if (status >= 200 && status < 300) return { kind: 'sent', detail: String(status) };
  if (TRY_AGAIN.has(status)) return { kind: 'retry', afterMs, detail, fault: 'sender-throttled' };
  if (status >= 500) return { kind: 'retry', afterMs, detail, fault: 'server-busy' };
  return { kind: 'refused', detail };
}

function unanswered({ kind, detail }: Exclude<PostReply, { kind: 'answered' }>, repeatable: boolean): HandOffReply {
  if (kind === 'forbidden') return { kind: 'refused', detail };
  if (kind === 'not-sent' || repeatable) return { kind: 'retry', afterMs: null, detail, fault: 'no-connection' };
  return { kind: 'unconfirmed', askMs: null, detail };
}
