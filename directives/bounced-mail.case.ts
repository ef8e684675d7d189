/** Runs a row of bounced-mail.md. A mail is "state address minute"; a question mark behind its state: it may have left before. */
import { mailMeant } from '../src/domain/conversation/mail/bounced-mail.ts';
import type { MessageState } from '../src/domain/message.ts';

interface Row {
  readonly mails: readonly string[];
  readonly address?: string;
  readonly at?: number;
}

export function run({ mails, address = 'jo@x.co', at = 100 }: Row) {
  const known = mails.map(mailOf);
  const found = mailMeant(known, address, at);
  return { about: found === null ? 'none' : known.indexOf(found) + 1 };
}

function mailOf(text: string) {
  const [is = '', recipient = '', minute] = text.split(' ');
  const state = (is === 'sms' ? 'sent' : is.replace('?', '')) as MessageState;
  const at = Number(minute);
  const hasLeft = state === 'sent' || state === 'delivered' || state === 'bounced';
  return {
    ...({ channel: is === 'sms' ? 'sms' : 'email', recipient, state, mayHaveLeft: is.endsWith('?') } as const),
    ...{ sentAt: hasLeft ? at : null, attemptedAt: state === 'sending' || !hasLeft ? at : null, createdAt: 0 },
  };
}
