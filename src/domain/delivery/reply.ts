/**
 * What a mail server's refusal means: come again, or never with this mail, and whose fault it is.
 * Never suppresses anybody; only `recipient` blame may lead others to do so, so doubt is never blamed on the recipient.
 */

/** The code of an answer that says that there is no such mailbox. */
export const NO_MAILBOX = 'mailbox-unknown';

/** Whose fault it is that a mail was not taken. `policy` = the receiving side's rules, or unknown. */
export type Blame = 'recipient' | 'sender' | 'content' | 'policy';

/** Which of our commands was answered. */
export type SmtpPhase = 'greeting' | 'login' | 'sender' | 'recipient' | 'data';

/** An answer that is not yes. */
export interface SmtpReply {
  /** 400 to 599. */
  readonly code: number;
  /** The answer without the code, `5.1.1 User unknown`. */
  readonly text: string;
  readonly phase: SmtpPhase;
}

/** What an answer means for the mail. `code` is a reason code of `DELIVERY_REASONS`. */
export interface ReplyVerdict {
  readonly kind: 'retry' | 'refused';
  readonly code: string;
  readonly blame: Blame;
  /** Milliseconds to wait where the answer says or implies it; null = as the caller thinks fit. */
  readonly afterMs: number | null;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** Common greylisting delay where the server names none. Source: RFC 6647 §5.1 (a minute to a day; five minutes is usual). */
const GREYLIST_MS = 5 * MINUTE_MS;
/** A server that asks for longer is not believed. */
const LONGEST_WAIT_MS = 24 * HOUR_MS;

/** Reply codes that tell alone. Source: RFC 5321 §4.2.3; RFC 4954 §6. */
const BLAME_BY_CODE: Readonly<Record<number, Blame>> = {
  530: 'sender',
  534: 'sender',
  535: 'sender',
  538: 'sender',
  551: 'recipient',
};

/** Subject and detail of an enhanced status. Source: RFC 3463, RFC 5248, RFC 7372, RFC 7505 and the IANA registry. */
const BLAME_BY_STATUS: readonly (readonly [RegExp, Blame])[] = [
  [/^1\.[78]$/, 'sender'],
  [/^1\./, 'recipient'],
  [/^2\.3$/, 'content'],
  [/^2\./, 'recipient'],
  [/^3\.4$/, 'content'],
  [/^4\.[14]$/, 'recipient'],
  [/^6\./, 'content'],
  [/^7\.1[78]$/, 'recipient'],
  [/^7\.([89]|1[0-4]|2\d)$/, 'sender'],
];

/** Words of servers that send no enhanced status, or one that says nothing. The first that fits decides. */
const BLAME_BY_WORDS: readonly (readonly [RegExp, Blame])[] = [
  [/block|black ?list|spamhaus|reputation|policy|spam|\b(ip|ptr|rdns|helo)\b/, 'policy'],
  [/relay|authenticat|\bspf\b|\bdkim\b|\bdmarc\b|sender/, 'sender'],
  [/too (large|big)|message size|virus|attachment/, 'content'],
  [
    /(user|mailbox|recipient|address|account).*(unknown|not found|n[o']t exist|unavailable|disabled|inactive|invalid)/,
    'recipient',
  ],
  [/(unknown|no such|invalid) (user|mailbox|recipient|address|account)/, 'recipient'],
  [/user does( not|n't) have an? .*account/, 'recipient'],
];
/** “Other address status”, sent of senders and for rules as well: words are heard before it. Source: RFC 3463. */
const ANY_ADDRESS = '1.0';

/** Statuses of an address that leads nowhere: no such mailbox, no such domain, or one that takes no mail. Source: as above. */
const SAYS_UNKNOWN = /^(1\.([0-46]|10)|4\.4)$/;
/** No status, or one that servers send for anything. */
const SAYS_NOTHING = /^$|^[035]\.0$/;
/** Of a mailbox that is disabled nothing of this kind is said: it may be opened again. */
const NOBODY_THERE = [
  /(user|mailbox|recipient|address|account).*(unknown|not found|n[o']t exist|unavailable|invalid)/,
  /(unknown|no such|invalid) (user|mailbox|recipient|address|account)/,
];
/** Words that only they use, and for nothing else, whenever they say it: Microsoft 365 of its directory, Yahoo. Source: directives/smtp-replies.md. */
const OWN_WORDS = [
  /^5\.4\.1 .*recipient address(es)? rejected ?: access denied/,
  /^delivery error: dd this user does( not|n't) have an? .*account/,
];
/** A rule is at work, whatever else is said. */
const OF_A_RULE = /\b[45]\.7\.\d/;

const REFUSALS: Readonly<Record<Blame, string>> = {
  recipient: 'mailbox-refused',
  sender: 'sender-refused',
  content: 'content-refused',
  policy: 'policy-refused',
};

/** Login wanted, too weak, wrong, or only over TLS. Source: RFC 4954 §6. */
const LOGIN_CODES: ReadonlySet<number> = new Set([530, 534, 535, 538]);

const GREYLISTED = /gr[ae]y-?list/;
const THROTTLED = /\brate\b|\blimit|too many|throttl|exceeded|unusual/;

/**
 * Reads a refusal of a mail server. 4yz (and 503, which is about the session) may be tried again, all others never with
 * this mail.
 * Source: RFC 5321 §4.2.1; RFC 3463.
 * Why: a dead sender reputation must not make addresses look dead, so an answer that could be either is `policy`.
 */
export function readReply(reply: SmtpReply): ReplyVerdict {
  const text = reply.text.toLowerCase();
  const status = /(?:^#?|\(#)[45]\.(\d{1,3}\.\d{1,3})/.exec(text)?.[1] ?? '';
  const blame = blameOf(reply, text, status);
  if (reply.code >= 500 && reply.code !== 503) {
    const code = blame === 'recipient' && isUnknown(reply, text, status) ? NO_MAILBOX : refusalOf(reply, blame);
    return { kind: 'refused', code, blame, afterMs: null };
  }
  const stated = statedWait(text);
  if (GREYLISTED.test(text))
    return { kind: 'retry', code: 'greylisted', blame: 'policy', afterMs: stated ?? GREYLIST_MS };
  return { kind: 'retry', code: delayOf(blame, text), blame, afterMs: stated };
}

function refusalOf({ code, phase }: SmtpReply, blame: Blame): string {
  return blame === 'sender' && (phase === 'login' || LOGIN_CODES.has(code)) ? 'login-refused' : REFUSALS[blame];
}

/**
 * Whether there is no such mailbox, so that nothing will ever arrive there. Words alone are believed only of the server that was asked
 * for the recipient: filters look at the mail first, and answer with them.
 */
function isUnknown({ phase }: SmtpReply, text: string, status: string): boolean {
  if (OF_A_RULE.test(text)) return false;
  if (SAYS_UNKNOWN.test(status) || OWN_WORDS.some((words) => words.test(text))) return true;
  return phase === 'recipient' && SAYS_NOTHING.test(status) && NOBODY_THERE.some((words) => words.test(text));
}

function delayOf(blame: Blame, text: string): string {
  if (blame === 'recipient') return 'mailbox-busy';
  return blame === 'sender' || THROTTLED.test(text) ? 'sender-throttled' : 'server-busy';
}

function blameOf(reply: SmtpReply, text: string, status: string): Blame {
  const blame =
    BLAME_BY_CODE[reply.code] ??
    (status === ANY_ADDRESS ? firstFit(BLAME_BY_WORDS, text) : null) ??
    firstFit(BLAME_BY_STATUS, status) ??
    firstFit(BLAME_BY_WORDS, text) ??
    blameOfPhase(reply);
  // After `MAIL FROM` no recipient has been named yet.
  return blame === 'recipient' && reply.phase === 'sender' ? 'sender' : blame;
}

/** 552 and 553 mean another thing after each command. Source: RFC 5321 §4.2.3, RFC 1870 §6.1. */
function blameOfPhase({ code, phase }: SmtpReply): Blame {
  if (phase === 'login' || phase === 'sender') return code === 552 ? 'content' : 'sender';
  if (phase === 'recipient' && (code === 552 || code === 553)) return 'recipient';
  return code === 552 ? 'content' : 'policy';
}

function firstFit(table: readonly (readonly [RegExp, Blame])[], text: string): Blame | null {
  return table.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** `try again in 300 seconds`. */
function statedWait(text: string): number | null {
  const found = /\b(?:in|after|for) (\d{1,6}) ?(s|m|h)/.exec(text);
  if (found === null) return null;
  const unit = found[2] === 's' ? SECOND_MS : found[2] === 'm' ? MINUTE_MS : HOUR_MS;
  return Math.min(Number(found[1]) * unit, LONGEST_WAIT_MS);
}
