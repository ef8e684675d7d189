/**
 * Mails read one after the other, for the command `classify`: what each is and says, as plain data. Owns the shape that faces
 * show; the reading is `domain/conversation/mail/classify.ts`. Records nothing.
 */
import { type ClassifiedMail, classifyMail, type MailContext } from '../../domain/conversation/mail/classify.ts';
import type { Clock, MailFile } from '../ports.ts';

/** A mail as faces show it. */
export interface MailVerdict extends Omit<ClassifiedMail, 'reasons'> {
  readonly file: string;
  /** Codes of `CONVERSATION_REASONS`, what decided first. */
  readonly reasons: readonly string[];
  /** Each reason with the header or the words that showed it. */
  readonly evidence: ClassifiedMail['reasons'];
}

/** Reads mails in order. `now`: what "next week" is seen from; null = the mail's own date, else `clock`. */
export async function* classifyMails(
  mails: AsyncIterable<MailFile>,
  { now, clock, ...context }: Omit<MailContext, 'now'> & { readonly now: number | null; readonly clock: Clock },
): AsyncGenerator<MailVerdict, void, undefined> {
  for await (const { name, mail } of mails) {
    const { reasons, ...read } = classifyMail(mail, { ...context, now: now ?? mail.writtenAt ?? clock.now() });
    const codes = [...new Set(reasons.map(({ code }) => code))];
    yield { ...read, reasons: codes, evidence: reasons, file: name };
  }
}
