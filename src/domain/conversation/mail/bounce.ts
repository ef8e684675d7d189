/**
 * A mail that says that a mail did not arrive: to whom, and what is said about each. Owns how standard reports and the many that
 * keep to no standard are taken apart; what the words mean is `bounce-cause.ts`.
 * Source: RFC 3464.
 */
import { LIMITS } from '../../limits.ts';
import data from '../data/bounce-causes.json' with { type: 'json' };
import { type BounceAction, causeOfBounce, flattened, type Judged } from './bounce-cause.ts';
import { addressIn, fieldGroups, type MailFields, type ReceivedMail, valueIn } from './received.ts';

/** What a bounce says of one recipient. */
export interface BouncedRecipient extends Judged {
  /** In lower case; null = it is not told. */
  readonly address: string | null;
  /** What became of the mail. */
  readonly action: BounceAction;
}

/** What a mail says of each recipient, in its order; at least one, who may be nameless. */
export function readBounce(mail: ReceivedMail): readonly BouncedRecipient[] {
  const reported = reportedBy(mail);
  return reported.length > 0 ? reported : writtenIn(mail);
}

/** Recipients of a standard report; some servers write it as text. */
function reportedBy(mail: ReceivedMail): readonly BouncedRecipient[] {
  const groups = (mail.status.length > 0 ? mail.status : groupsInText(mail.text)).flatMap(apart);
  const named = groups
    .filter((group) => valueIn(group, 'final-recipient') !== null || valueIn(group, 'original-recipient') !== null)
    .slice(0, LIMITS.bouncedRecipients);
  const all = named.map((group) => addressIn(valueIn(group, 'final-recipient')));
  return named.map((group) => recipientOf(group, mail.text, all));
}

/** Some servers leave out the blank line between recipients. */
function apart(group: MailFields): readonly MailFields[] {
  const starts = group.flatMap(({ name }, i) => (name === 'final-recipient' ? [i] : []));
  if (starts.length < 2) return [group];
  return starts.map((start, i) => group.slice(i === 0 ? 0 : start, starts[i + 1]));
}

function groupsInText(text: string): readonly MailFields[] {
  const from = text.search(/^(Reporting-MTA|Final-Recipient|Original-Recipient)[ \t]*:/im);
  if (from < 0) return [];
  return fieldGroups(text.slice(from)).filter((group) => valueIn(group, 'action') ?? valueIn(group, 'status'));
}

function recipientOf(group: MailFields, text: string, all: readonly (string | null)[]): BouncedRecipient {
  const address = addressIn(valueIn(group, 'original-recipient')) ?? addressIn(valueIn(group, 'final-recipient'));
  const diagnostic = valueIn(group, 'diagnostic-code') ?? '';
  const said = wordsAbout(text, addressIn(valueIn(group, 'final-recipient')) ?? address, all);
  const own = valueIn(group, 'status') ?? '';
  const status = more(more(statusIn(diagnostic), statusIn(said)), statusIn(own));
  const action = ACTIONS[(valueIn(group, 'action') ?? '').toLowerCase().split(/[ (;]/)[0] ?? ''] ?? byStatus(status);
  return { address, action, ...causeOfBounce(action, status, [`${diagnostic} ${own}`, said]) };
}

const ACTIONS: Readonly<Record<string, BounceAction>> = {
  failed: 'failed',
  failure: 'failed',
  delayed: 'delayed',
  delivered: 'delivered',
  relayed: 'delivered',
  expanded: 'delivered',
};

function byStatus(status: string | null): BounceAction {
  return status?.startsWith('2') ? 'delivered' : 'failed';
}

/** The status that says more: `5.1.1` before `5.0.0`. */
function more(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return /\.0\.0$/.test(a) ? b : a;
}

/** The first enhanced status of a text. */
function statusIn(text: string): string | null {
  return /(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]\d)/.exec(text.slice(0, LIMITS.bounceCharacters))?.[1] ?? null;
}

/** What a text in no standard form says. */
function writtenIn(mail: ReceivedMail): readonly BouncedRecipient[] {
  const said = ownWords(mail.text);
  const failed = (valueIn(mail.headers, 'x-failed-recipients') ?? '').split(',').map(addressIn);
  const addresses = failed.some((address) => address !== null) ? failed : addressesIn(mail, said);
  const subject = valueIn(mail.headers, 'subject') ?? '';
  const action = delayOrFailure(`${subject} ${said}`);
  return addresses.slice(0, LIMITS.bouncedRecipients).map((address) => {
    const about = addresses.length > 1 ? wordsAbout(said, address, addresses) : '';
    const words = about === '' ? [said, subject] : [about.split('\n')[0]!, about, subject];
    return { address, action, ...causeOfBounce(action, statusIn(about) ?? statusIn(said), words) };
  });
}

function delayOrFailure(text: string): 'failed' | 'delayed' {
  const words = flattened(text, LIMITS.bounceCharacters);
  const delayed = data.delayed.some((word) => words.includes(word));
  return delayed && !data.givenUp.some((word) => words.includes(word)) ? 'delayed' : 'failed';
}

/** A bounce's text up to the copy of our mail. */
function ownWords(text: string): string {
  const lines = text.slice(0, LIMITS.mailCharacters).split(/\r?\n/).slice(0, LIMITS.mailLines);
  const copy = lines.findIndex((line, i) => i > 0 && isCopyMark(line));
  return (copy < 0 ? lines : lines.slice(0, copy)).join('\n');
}

function isCopyMark(line: string): boolean {
  const plain = line.trim().toLowerCase();
  return data.copies.some((mark) => plain.startsWith(mark));
}

/** Addresses that the text names, apart from our own; one nameless where it names none. */
function addressesIn({ headers }: ReceivedMail, text: string): readonly (string | null)[] {
  const ours = addressIn(valueIn(headers, 'to'));
  const sender = addressIn(valueIn(headers, 'from'));
  const found = new Set<string>();
  for (const line of text.split('\n')) {
    const address = line.includes('@') ? addressIn(line) : null;
    if (address !== null && address !== ours && address !== sender) found.add(address);
    if (found.size >= LIMITS.bouncedRecipients) break;
  }
  return found.size === 0 ? [null] : [...found];
}

/** What is said about an address: from where it is named to where another recipient is, a few lines at most. */
function wordsAbout(text: string, address: string | null, all: readonly (string | null)[]): string {
  const lines = ownWords(text).split('\n');
  const at = address === null ? -1 : lines.findIndex((line) => line.toLowerCase().includes(address));
  if (at < 0) return '';
  const names = (line: string) =>
    all.some((each) => each !== null && each !== address && line.toLowerCase().includes(each));
  const about = lines.slice(at, at + ABOUT_LINES);
  const end = about.findIndex((line, i) => i > 0 && names(line));
  return (end < 0 ? about : about.slice(0, end)).join('\n');
}

const ABOUT_LINES = 8;
