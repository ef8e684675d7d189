/**
 * What counts as "leave me alone" in an export: yes/no columns, status words and tags. Owns the words and the channel each
 * closes; must never weigh them: any doubt about a refusal is a refusal.
 */
import type { OptOut } from '../lead.ts';
import { foldText } from '../name.ts';
import { isPlaceholder } from './placeholder.ts';

/** A channel that can be refused. */
export type RefusedChannel = OptOut['channel'];

/** How a column tells that somebody refused: `yes` refuses, `no` refuses (a consent column), any text refuses, words do. */
export type RefusalReading = 'yes' | 'no' | 'filled' | 'words';

const NO_WORDS: ReadonlySet<string> = new Set([
  'no',
  'false',
  '0',
  'n',
  'f',
  'off',
  'falso',
  'nein',
  'non',
  'não',
  'nee',
  'inactive',
  'disabled',
  'allow',
  'allowed',
]);

/** Whole cells or tags that refuse, folded. */
const WHOLE: ReadonlyMap<string, RefusedChannel> = new Map([
  ...[
    'dnd',
    'dnc',
    'stop',
    'stopped',
    'ai off',
    'aioff',
    'baja',
    'blacklist',
    'blacklisted',
    'blocklist',
    'blocked',
    'opt out',
    'optout',
  ].map((word): [string, RefusedChannel] => [word, 'all']),
  ...[
    'cleaned',
    'bounced',
    'hard bounced',
    'hard bounce',
    'hardbounce',
    'email bounced',
    'spam',
    'complained',
    'complaint',
    'spam complaint',
  ].map((word): [string, RefusedChannel] => [word, 'email']),
  ...['non subscribed', 'nonsubscribed', 'not subscribed', 'no consent', 'unsub', 'unsubbed'].map(
    (word): [string, RefusedChannel] => [word, 'email'],
  ),
]);

/** Phrases that refuse wherever they stand, folded. The first that is found gives the channel. */
const PHRASES: readonly (readonly [phrase: string, channel: RefusedChannel])[] = [
  ['do not email', 'email'],
  ['do not mail', 'email'],
  ['no email', 'email'],
  ['do not call', 'voice'],
  ['no call', 'voice'],
  ['no llamar', 'voice'],
  ['do not text', 'sms'],
  ['do not sms', 'sms'],
  ['no sms', 'sms'],
  ['no text', 'sms'],
  ['do not contact', 'all'],
  ['do not disturb', 'all'],
  ['dont contact', 'all'],
  ['no contactar', 'all'],
  ['remove me', 'all'],
  ['dado de baja', 'all'],
  ['dada de baja', 'all'],
  ['opted out', 'all'],
  ['opt out', 'all'],
  ['unsubscribe', 'email'],
  ['unsubscribed', 'email'],
  ['desuscrito', 'email'],
  ['desinscrit', 'email'],
  ['desabonne', 'email'],
  ['abgemeldet', 'email'],
  ['disiscritto', 'email'],
  ['ne pas contacter', 'all'],
  ['nicht kontaktieren', 'all'],
  ['keine werbung', 'all'],
  ['stop bot', 'all'],
  ['ai off', 'all'],
  ['dnd', 'all'],
];

const CHANNEL_WORDS: ReadonlyMap<string, RefusedChannel> = new Map([
  ['email', 'email'],
  ['emails', 'email'],
  ['mail', 'email'],
  ['correo', 'email'],
  ['sms', 'sms'],
  ['text', 'sms'],
  ['texts', 'sms'],
  ['call', 'voice'],
  ['calls', 'voice'],
  ['phone', 'voice'],
  ['voice', 'voice'],
]);

/** `all` narrowed by a channel that is named beside it: `DND SMS` → sms. */
function narrowed(channel: RefusedChannel, folded: string): RefusedChannel {
  return channel === 'all' ? (onlyChannelIn(folded) ?? channel) : channel;
}

function onlyChannelIn(folded: string): RefusedChannel | null {
  const named = new Set(folded.split(' ').flatMap((word) => CHANNEL_WORDS.get(word) ?? []));
  return named.size === 1 ? [...named][0]! : null;
}

/** Phrases by which a header says that its column tells whom to leave alone. More than of a tag: a header names no business. */
const TOPICS: readonly (readonly [phrase: string, channel: RefusedChannel])[] = [
  ...PHRASES,
  ...['do not allow', 'blacklist', 'blacklisted', 'blocklist', 'suppressed', 'suppression', 'suppressions'].map(
    (phrase) => [phrase, 'all'] as const,
  ),
  ...['hard bounce', 'hard bounced', 'as spam', 'spam complaint', 'complained', 'no newsletter', 'kein newsletter'].map(
    (phrase) => [phrase, 'email'] as const,
  ),
  ['dnc', 'voice'],
];
const CONSENTS: readonly string[] = ['opt in', 'optin', 'opted in', 'consent', 'subscribed'];
/** Beside these a header tells where one may refuse, or how many did. */
const ELSEWHERE: ReadonlySet<string> = new Set(['link', 'url', 'page', 'token', 'rate']);

/**
 * What a column tells of refusals by the words of its header, where that is not on file: `Phone 1 DNC` → voice by a yes, `Opted In Text` →
 * sms by a no; null where it tells none. A consent that names no channel tells none either.
 * Input: the words as `headerWords` gives them.
 */
export function refusalByWords(words: string): { channel: RefusedChannel; reading: RefusalReading } | null {
  if (words.split(' ').some((word) => ELSEWHERE.has(word))) return null;
  const holds = (phrase: string): boolean => ` ${words} `.includes(` ${phrase} `);
  const named = onlyChannelIn(words);
  const topic = TOPICS.find(([phrase]) => holds(phrase));
  if (topic !== undefined) return { channel: named ?? topic[1], reading: 'yes' };
  return named !== null && CONSENTS.some(holds) ? { channel: named, reading: 'no' } : null;
}

/**
 * The channel that a status word or a tag closes: `Unsubscribed` → email, `DND` → all, `DND SMS` → sms; null where it is none.
 * Why: `Non-stop shop`, `soft bounced` and `Blocked drains` are no refusals, so short words count only alone.
 */
export function refusedBy(text: string): RefusedChannel | null {
  const folded = foldText(text);
  const whole = WHOLE.get(folded);
  if (whole !== undefined) return whole;
  const padded = ` ${folded} `;
  for (const [phrase, channel] of PHRASES) if (padded.includes(` ${phrase} `)) return narrowed(channel, folded);
  return null;
}

/**
 * The channel that a cell of an opt-out column closes, or null.
 * Inputs: the cell without surrounding blanks; the column's channel; how it tells. An unreadable text in a yes/no column
 * refuses (a date of opting out, for one); in a consent column only a clear no does.
 */
export function refusedInColumn(text: string, channel: RefusedChannel, reading: RefusalReading): RefusedChannel | null {
  if (reading === 'words') return refusedInStatus(text, channel);
  if (isPlaceholder(text)) return null;
  if (reading === 'filled') return channel;
  const isNo = NO_WORDS.has(text.toLowerCase());
  if (reading === 'yes') return isNo ? null : channel;
  return isNo || refusedBy(text) !== null ? channel : null;
}

/** A status of texts or calls speaks of them: `Unsubscribed` under `SMS status` closes SMS. */
function refusedInStatus(text: string, channel: RefusedChannel): RefusedChannel | null {
  const refused = refusedBy(text);
  const isOfAnother = refused === 'email' && (channel === 'sms' || channel === 'voice');
  return isOfAnother ? channel : refused;
}
