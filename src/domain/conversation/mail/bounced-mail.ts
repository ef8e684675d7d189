/**
 * Which of our mails a bounce or a complaint is about that is told without naming one (directives/bounced-mail.md). Pure. Owns that nothing is
 * guessed: where it may be another one, it is none.
 */
import { mailboxOf } from '../../consent/suppression.ts';
import type { Message } from '../../message.ts';

/** What of a mail is looked at. */
export type MailThatLeft = Pick<
  Message,
  'channel' | 'recipient' | 'state' | 'mayHaveLeft' | 'sentAt' | 'attemptedAt' | 'createdAt'
>;

/** Mails of which it is known that they left. */
const LEFT: ReadonlySet<Message['state']> = new Set(['sent', 'delivered', 'bounced']);
/** Mails that may have. */
const IN_DOUBT: ReadonlySet<Message['state']> = new Set(['sending', 'unconfirmed']);

/** The mail that came back, or was complained of, by `at` from this address, where the last one that left for the lead went there; null = it may be another. */
export function mailMeant<Mail extends MailThatLeft>(mails: readonly Mail[], address: string, at: number): Mail | null {
  const left = mails
    .filter(
      ({ channel, state, mayHaveLeft }) =>
        channel === 'email' && (LEFT.has(state) || IN_DOUBT.has(state) || mayHaveLeft),
    )
    .filter((mail) => leftAt(mail) <= at)
    .toSorted((a, b) => leftAt(a) - leftAt(b));
  const last = left.at(-1);
  if (last === undefined || !LEFT.has(last.state)) return null;
  return mailboxOf(last.recipient) === mailboxOf(address) ? last : null;
}

function leftAt({ sentAt, attemptedAt, createdAt }: MailThatLeft): number {
  return sentAt ?? attemptedAt ?? createdAt;
}
