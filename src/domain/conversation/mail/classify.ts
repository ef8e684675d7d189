/**
 * A mail read to its end: its kind, what it says of delivery, what the person wrote and means, and the mail that it is about.
 * Owns how these are put together. Decides nothing about a lead: what follows is asked elsewhere.
 */
import { LIMITS } from '../../limits.ts';
import type { Reason } from '../../reason.ts';
import { type Answer, type AnswerContext, readAnswer } from '../answer.ts';
import { readReply } from '../intent.ts';
import type { ReplyIntent } from '../reply-intent.ts';
import { withoutQuotes } from '../visible/quotes.ts';
import { withoutSignature } from '../visible/signature.ts';
import type { BouncedRecipient } from './bounce.ts';
import type { BounceBlame, BounceRemedy } from './bounce-cause.ts';
import { type KindOfMail, kindOfMail, type MailKind } from './kind.ts';
import { addressIn, fieldGroups, type ReceivedMail, valueIn } from './received.ts';

/** What a mail turns out to be. */
export type ClassifiedKind = MailKind | 'out-of-office';

/** What is known where a mail is read. */
export interface MailContext extends AnswerContext {
  /** Addresses that we send from, in lower case: mail from them is our own copy, and no reply. */
  readonly own: ReadonlySet<string>;
}

/** A mail, read. */
export interface ClassifiedMail {
  readonly kind: ClassifiedKind;
  /** What the words mean; null where no person's words are read. */
  readonly intent: ReplyIntent | null;
  /** 0–1; of the intent. */
  readonly confidence: number | null;
  /** The recipient's own lasting fault: nothing will ever arrive there. False for all that is no bounce. */
  readonly hard: boolean;
  /** Enhanced status of the recipient who fares worst; null = none. */
  readonly status: string | null;
  readonly blame: BounceBlame | null;
  readonly remedy: BounceRemedy | null;
  readonly reasons: readonly Reason[];
  /** What they wrote, without quotes, forwarded mails and signature. */
  readonly text: string;
  readonly signature: string;
  readonly recipients: readonly BouncedRecipient[];
  /** The mail that it is about, as far as it says. */
  readonly original: { readonly messageId: string | null; readonly recipient: string | null };
  readonly from: string | null;
  readonly until: Answer['until'];
  readonly holdUntil: Answer['holdUntil'];
  readonly referral: Answer['referral'];
}

const READ: ReadonlySet<MailKind> = new Set(['reply', 'auto-reply', 'opt-out']);

/** Reads a mail; any mail, and never throws. */
export function classifyMail(mail: ReceivedMail, context: MailContext): ClassifiedMail {
  const of = kindOfMail(mail, context.own);
  const { said, closing, signature } = withoutSignature(withoutQuotes(mail.text));
  const answer = READ.has(of.kind) ? meantBy(mail, of, said, context) : null;
  const worst = worstOf(of.recipients);
  const delivery = of.kind === 'bounce' || of.kind === 'delay';
  return {
    kind: settledKind(of.kind, answer),
    intent: answer?.intent ?? null,
    confidence: answer?.confidence ?? null,
    hard: of.kind === 'bounce' && (worst?.hard ?? false),
    status: worst?.status ?? null,
    blame: delivery ? (worst?.blame ?? null) : null,
    remedy: delivery ? (worst?.remedy ?? null) : null,
    reasons: [...of.reasons, ...causesOf(of), ...(answer?.reasons ?? []), ...mail.faults.map((code) => ({ code }))],
    text: (delivery ? mail.text.trim() : [said, closing].filter((part) => part !== '').join('\n\n')).slice(
      0,
      LIMITS.readCharacters,
    ),
    signature: delivery ? '' : signature,
    recipients: of.recipients,
    original: originalOf(mail, worst),
    from: addressIn(valueIn(mail.headers, 'from')),
    until: answer?.until ?? null,
    holdUntil: answer?.holdUntil ?? null,
    referral: answer?.referral ?? null,
  };
}

/**
 * The subject speaks where nothing else is written, and where it asks to be left alone: as a command by itself (`mailto:…?subject=unsubscribe`), or in
 * any words where it is no subject of ours that is answered.
 */
function meantBy(mail: ReceivedMail, { kind, reasons }: KindOfMail, said: string, context: MailContext): Answer {
  const subject = valueIn(mail.headers, 'subject') ?? '';
  const asked = readReply(subject);
  const isTheirs = asked.reasons[0]?.code === 'reply-command' || reasons.some(({ code }) => code === 'mail-person');
  if (asked.intent === 'opt-out' && isTheirs) return readAnswer(subject, context);
  if (kind !== 'auto-reply') return readAnswer(said.trim() === '' ? ownSubject(subject) : said, context);
  const absent = readAnswer(`${ownSubject(subject)}\n${said}`, context);
  if (absent.absent) return { ...absent, intent: 'out-of-office' };
  return absent.intent === 'wrong-person' ? absent : { ...absent, intent: 'unsure', confidence: 0, reasons: [] };
}

/** What follows "Automatic reply:" or "Re:" is the subject of ours. */
function ownSubject(subject: string): string {
  const colon = subject.indexOf(':');
  return colon < 0 || colon > 30 ? subject : subject.slice(0, colon);
}

function settledKind(kind: MailKind, answer: Answer | null): ClassifiedKind {
  if (answer?.intent === 'out-of-office') return answer.absent ? 'out-of-office' : 'auto-reply';
  if ((kind === 'reply' || kind === 'auto-reply') && answer?.intent === 'opt-out') return 'opt-out';
  return kind;
}

/** Who fares worst: the first hard one, else the first failed, else the first. */
function worstOf(recipients: readonly BouncedRecipient[]): BouncedRecipient | undefined {
  return recipients.find(({ hard }) => hard) ?? recipients.find(({ action }) => action === 'failed') ?? recipients[0];
}

function causesOf({ recipients }: KindOfMail): Reason[] {
  const seen = new Map(recipients.map(({ cause, words, status }) => [cause, { words, status }]));
  return [...seen].map(([cause, facts]) => ({ code: `bounce-${cause}`, facts }));
}

/** The mail of ours that it is about: what a report returns, what it quotes, or what a reply answers. */
function originalOf(mail: ReceivedMail, worst: BouncedRecipient | undefined): ClassifiedMail['original'] {
  const returned = mail.original.length > 0 ? mail.original : copyIn(mail, worst);
  const answered = valueIn(mail.headers, 'in-reply-to') ?? valueIn(mail.headers, 'references');
  const recipient =
    addressIn(valueIn(mail.feedback, 'original-rcpt-to')) ?? addressIn(valueIn(mail.disposition, 'original-recipient'));
  const messageId = valueIn(returned, 'message-id') ?? valueIn(mail.disposition, 'original-message-id') ?? answered;
  return {
    messageId: /<[^<>\s]+>/.exec((messageId ?? '').slice(0, LIMITS.addressCharacters))?.[0] ?? null,
    recipient: worst?.address ?? recipient ?? (returned.length > 0 ? addressIn(valueIn(returned, 'to')) : null),
  };
}

/** Bounces in no standard form bring the header of our mail as text. */
function copyIn({ text }: ReceivedMail, worst: BouncedRecipient | undefined): ReceivedMail['headers'] {
  const from = worst === undefined ? -1 : text.search(/^(Return-Path|Received|Message-ID|From|Date|Subject):/im);
  return from < 0 ? [] : fieldGroups(text.slice(from)).flat();
}
