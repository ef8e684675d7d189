/**
 * Which event a mail is, once it is read; the rule is directives/mail-match.md. Owns what a kind of mail comes to; what follows from
 * an event is `domain/sequence/reaction`.
 */
import { type EventKind, THIS_CHANNEL } from '../../event.ts';
import type { ClassifiedMail } from './classify.ts';

/** An event, without whose it is; a null outcome is not told. */
export interface MailEvent {
  readonly kind: EventKind;
  readonly outcome: string | null;
  readonly verdict: 'human' | 'machine';
}

/** What a mail to us comes to; null = to nothing: it is about nobody's doing. */
export function eventOfMail(read: ClassifiedMail): MailEvent | null {
  switch (read.kind) {
    case 'reply':
      return { kind: 'replied', outcome: read.intent, verdict: 'human' };
    case 'out-of-office':
      return { kind: 'replied', outcome: 'out-of-office', verdict: 'machine' };
    case 'opt-out':
      return { kind: 'opted-out', outcome: isReported(read) ? THIS_CHANNEL : null, verdict: 'human' };
    case 'complaint':
      return { kind: 'complained', outcome: null, verdict: 'human' };
    case 'bounce':
      return { kind: 'bounced', outcome: bounceOf(read), verdict: 'machine' };
    case 'receipt':
      return { kind: isArrival(read) ? 'delivered' : 'note', outcome: null, verdict: 'machine' };
    case 'delay':
    case 'auto-reply':
      return { kind: 'note', outcome: null, verdict: 'machine' };
    default:
      return null;
  }
}

/** A button of a mail program, pressed on one mail, which its provider reports: it speaks of e-mail, and of whom we wrote to. */
export function isReported({ reasons }: ClassifiedMail): boolean {
  return reasons.some(({ code }) => code === 'mail-feedback');
}

/** Only the recipient's own lasting fault refuses anything. */
function bounceOf({ hard, remedy }: ClassifiedMail): string {
  if (hard) return 'hard';
  return remedy === 'pause-sender' ? 'blocked' : 'soft';
}

/** A report of delivery; that a mail was shown says nothing that a message waits for. */
function isArrival({ recipients }: ClassifiedMail): boolean {
  return recipients.some(({ action }) => action === 'delivered');
}
