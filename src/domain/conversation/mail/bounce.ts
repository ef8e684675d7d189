/**
 * A mail that says that a mail did not arrive: to whom, for what cause, and whose fault that is. Owns the reading of standard
 * reports and of the many that keep to no standard. Suppresses nobody; only a recipient's lasting fault is `hard`, and
 * doubt is never laid on the recipient.
 * Source: RFC 3464 (fields), RFC 3463 and RFC 5248 (status), RFC 7505 (domains without mail).
 */
import { readReply as readServerReply } from '../../delivery/reply.ts';
import { plainText } from '../../facts/phrases.ts';
import { LIMITS } from '../../limits.ts';
import data from '../data/bounce-causes.json' with { type: 'json' };
import { addressIn, fieldGroups, type MailFields, type ReceivedMail, valueIn } from './received.ts';

/** Whose fault it is. `policy`: the receiving side's rules, or this mail's content · `transient`: nobody's, it may pass. */
export type BounceBlame = 'recipient' | 'sender' | 'policy' | 'transient';

/** What is to be done: end with this address · send nothing more by this sender until looked at · come again later. */
export type BounceRemedy = 'suppress' | 'pause-sender' | 'wait';

/** What a bounce says of one recipient. */
export interface BouncedRecipient {
  /** In lower case; null = it is not told. */
  readonly address: string | null;
  /** What became of the mail. */
  readonly action: 'failed' | 'delayed' | 'delivered';
  /** `5.1.1`; null = none is told. */
  readonly status: string | null;
  readonly cause: string;
  readonly blame: BounceBlame;
  /** The recipient's own and lasting fault: nothing will ever arrive there. */
  readonly hard: boolean;
  readonly remedy: BounceRemedy;
  /** The words that showed the cause; null = the status alone. */
  readonly words: string | null;
}

/** The words of a mail in plain letters, on one line, cut. */
export function flattened(text: string, most: number): string {
  return plainText(text.slice(0, most).replaceAll('’', "'")).replace(/\s+/g, ' ');
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
  return { address, action, ...judged(action, status, [`${diagnostic} ${own}`, said]) };
}

const ACTIONS: Readonly<Record<string, BouncedRecipient['action']>> = {
  failed: 'failed',
  failure: 'failed',
  delayed: 'delayed',
  delivered: 'delivered',
  relayed: 'delivered',
  expanded: 'delivered',
};

function byStatus(status: string | null): BouncedRecipient['action'] {
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
    const words = [about.split('\n')[0] ?? '', about, said, subject];
    return { address, action, ...judged(action, statusIn(about) ?? statusIn(said), words) };
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

type Judged = Pick<BouncedRecipient, 'status' | 'cause' | 'blame' | 'hard' | 'remedy' | 'words'>;

/** Cause, blame and what to do. Words tell more than a status: half of all servers send a 5.1.1 or a 5.7.1 for anything. */
function judged(action: BouncedRecipient['action'], status: string | null, texts: readonly string[]): Judged {
  if (action === 'delivered')
    return { status, cause: 'delivered', blame: 'transient', hard: false, remedy: 'wait', words: null };
  const found = causeIn(texts, status) ?? causeOf(status, texts.join(' '));
  const passing = action === 'delayed' || (status?.startsWith('4') ?? false);
  const hard = found.hard && !passing;
  const blame = passing && found.blame === 'recipient' ? 'transient' : found.blame;
  return { status, cause: found.cause, blame, hard, remedy: remedyOf(blame, hard, action), words: found.words };
}

function remedyOf(blame: BounceBlame, hard: boolean, action: BouncedRecipient['action']): BounceRemedy {
  if (hard) return 'suppress';
  return action === 'failed' && (blame === 'sender' || blame === 'policy') ? 'pause-sender' : 'wait';
}

interface Cause {
  readonly cause: string;
  readonly blame: BounceBlame;
  readonly hard: boolean;
  readonly words: string | null;
}

/** The first text that names a cause; in it the first cause of the list. Names in addresses and links are no words of the server. */
function causeIn(texts: readonly string[], status: string | null): Cause | null {
  const everything = flattened(texts.join(' '), LIMITS.bounceCharacters);
  for (const text of texts) {
    const plain = withoutNames(flattened(text, LIMITS.bounceCharacters));
    for (const { cause, blame, hard, words } of data.causes) {
      const word = words.find((each) => plain.includes(each));
      if (word !== undefined)
        return doubted({ cause, blame: blame as BounceBlame, hard, words: word }, everything, status);
    }
  }
  return null;
}

function withoutNames(text: string): string {
  return text
    .split(' ')
    .filter((word) => !word.includes('@') && !word.includes('://'))
    .join(' ');
}

/**
 * Whether "unknown user" is believed. It is where the status says so too, where the recipient command was answered, or where
 * a mail system speaks of its own users. A bare 550 says as little as one that comes after the mail itself: filters look
 * at the mail first and answer with it. After `MAIL FROM` a server speaks of the sender.
 */
function doubted(found: Cause, text: string, status: string | null): Cause {
  const says = (words: readonly string[]) => words.some((word) => text.includes(word));
  if (!found.hard) return found;
  const answersRecipient = says(data.afterRecipient);
  if (says(data.afterSender) && !answersRecipient)
    return { ...found, cause: 'sender-rejected', blame: 'sender', hard: false };
  if (found.cause !== 'mailbox-unknown') return found;
  if (SAYS_OTHER.test(status ?? '') || /\b5\.7\.\d/.test(text)) return { ...found, cause: 'mailbox-doubtful', hard: false };
  const certain =
    says(data.certain) ||
    answersRecipient ||
    SAYS_UNKNOWN.test(status ?? '') ||
    !(says(data.afterData) || /\b5[05]\d\b/.test(text));
  return certain ? found : { ...found, cause: 'mailbox-doubtful', hard: false };
}

/** Statuses about the mail or about rules, which contradict "unknown user". */
const SAYS_OTHER = /^5\.[67]\./;
/** Statuses that a server gives of an address or a mailbox. */
const SAYS_UNKNOWN = /^5\.(1\.([0-6]|10)|2\.1|3\.0|5\.0)$/;

/** What a status says by itself. */
const BY_STATUS: readonly (readonly [RegExp, Omit<Cause, 'words'>])[] = [
  [/^[45]\.1\.([01346]|10)$/, { cause: 'mailbox-unknown', blame: 'recipient', hard: true }],
  [/^[45]\.(1\.2|4\.4)$/, { cause: 'domain-unknown', blame: 'recipient', hard: true }],
  [/^[45]\.2\.2$/, { cause: 'mailbox-full', blame: 'recipient', hard: false }],
  [/^[45]\.2\.1$/, { cause: 'mailbox-closed', blame: 'recipient', hard: false }],
  [/^[45]\.4\.7$/, { cause: 'expired', blame: 'transient', hard: false }],
];

/** A status without words that are known; where it says nothing either, what the answer of a server would mean. */
function causeOf(status: string | null, text: string): Cause {
  const known = BY_STATUS.find(([pattern]) => pattern.test(status ?? ''))?.[1];
  if (known) return { ...known, words: null };
  const code = status?.startsWith('4') ? 450 : 550;
  const { blame } = readServerReply({ code, text: `${status ?? ''} ${text.slice(0, 300)}`, phase: 'data' });
  return { cause: 'unsaid', blame: blame === 'content' ? 'policy' : blame, hard: false, words: null };
}
