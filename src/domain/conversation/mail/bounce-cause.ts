/**
 * Why a mail did not arrive, and whose fault that is, by the words and the status of a bounce. Suppresses nobody; only a
 * recipient's lasting fault is `hard`, and doubt is never laid on the recipient.
 * Source: RFC 3463 and RFC 5248 (status), RFC 7505 (domains without mail).
 */
import { readReply as readServerReply } from '../../delivery/reply.ts';
import { plainText } from '../../facts/phrases.ts';
import { LIMITS } from '../../limits.ts';
import data from '../data/bounce-causes.json' with { type: 'json' };

/** Whose fault it is. `policy`: the receiving side's rules, or this mail's content · `transient`: nobody's, it may pass. */
export type BounceBlame = 'recipient' | 'sender' | 'policy' | 'transient';

/** What is to be done: end with this address · send nothing more by this sender until looked at · come again later. */
export type BounceRemedy = 'suppress' | 'pause-sender' | 'wait';

/** What became of a mail. */
export type BounceAction = 'failed' | 'delayed' | 'delivered';

/** What is thought of one recipient's bounce. */
export interface Judged {
  /** `5.1.1`; null = none is told. */
  readonly status: string | null;
  /** A reason code of `CONVERSATION_REASONS` without its `bounce-`. */
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

/** Cause, blame and what to do. Words tell more than a status: half of all servers send a 5.1.1 or a 5.7.1 for anything. */
export function causeOfBounce(action: BounceAction, status: string | null, texts: readonly string[]): Judged {
  if (action === 'delivered')
    return { status, cause: 'delivered', blame: 'transient', hard: false, remedy: 'wait', words: null };
  const found = causeIn(texts, status) ?? causeOf(status);
  const passing = action === 'delayed' || (status?.startsWith('4') ?? false);
  const hard = found.hard && !passing;
  const blame = passing && found.blame === 'recipient' ? 'transient' : found.blame;
  return { status, cause: found.cause, blame, hard, remedy: remedyOf(blame, hard, action), words: found.words };
}

function remedyOf(blame: BounceBlame, hard: boolean, action: BounceAction): BounceRemedy {
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
  if (SAYS_OTHER.test(status ?? '') || /\b5\.7\.\d/.test(text))
    return { ...found, cause: 'mailbox-doubtful', hard: false };
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

/** A status without words that are known; where it says nothing either, what it would mean as the answer of a server. */
function causeOf(status: string | null): Cause {
  const known = BY_STATUS.find(([pattern]) => pattern.test(status ?? ''))?.[1];
  if (known) return { ...known, words: null };
  const { blame } = readServerReply({ code: REFUSED, text: status ?? '', phase: 'data' });
  return { cause: 'unsaid', blame: blame === 'content' ? 'policy' : blame, hard: false, words: null };
}

/** Any answer of this class is read by its status. */
const REFUSED = 554;
