/** The thread that a mail stands in, as an answer to it must name it. Owns what is kept of a mail beside its words. */
import { LIMITS } from '../../limits.ts';
import { addressIn, type ReceivedMail, valueIn } from './received.ts';

/** What is kept of a mail for whoever answers it. */
export interface MailThread {
  /** With angle brackets; null = it has none. */
  readonly messageId: string | null;
  /** Message-IDs before it, oldest first. */
  readonly references: readonly string[];
  readonly subject: string | null;
  /** Whom to answer: Reply-To, else From. */
  readonly from: string | null;
}

const MESSAGE_ID = /<[^<>\s]+>/g;

/** The thread of a mail. Source: RFC 5322 §3.6.4: where there are no References, In-Reply-To is what came before. */
export function threadOf({ headers }: ReceivedMail): MailThread {
  const references = idsIn(valueIn(headers, 'references'));
  return {
    messageId: idsIn(valueIn(headers, 'message-id'))[0] ?? null,
    references: (references.length > 0 ? references : idsIn(valueIn(headers, 'in-reply-to'))).slice(
      -LIMITS.answerReferences,
    ),
    subject: valueIn(headers, 'subject')?.slice(0, LIMITS.subjectCharacters) ?? null,
    from: addressIn(valueIn(headers, 'reply-to')) ?? addressIn(valueIn(headers, 'from')),
  };
}

/** Message-IDs that stand in a value, in order; one longer than any mail program makes is none. */
function idsIn(value: string | null): string[] {
  return (value?.match(MESSAGE_ID) ?? []).filter((id) => id.length <= LIMITS.messageIdCharacters);
}
