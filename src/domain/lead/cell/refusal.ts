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
]);
/** In a column of refusals these say that there is none; in a column of consents they are a yes. */
const LETS: ReadonlySet<string> = new Set(['allow', 'allowed', 'send', 'subscribed', 'opted in', 'opted-in', 'opt-in']);
/** A consent was not given, or taken back, where its answer begins so: `No, thank you`, `DENIED`. */
const NO_CONSENT =
  /^(?:no|nein|non|nao|nee|not|never|do not|dont|denied|declined|rejected|refused|revoked|withdrawn|abgelehnt|widerrufen|refuse|rechazado|recusado|rifiutato)\b/;

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
  ...['non subscribed', 'nonsubscribed', 'not subscribed', 'never subscribed', 'no consent', 'unsub', 'unsubbed'].map(
    (word): [string, RefusedChannel] => [word, 'email'],
  ),
]);

/** Phrases that refuse wherever they stand, folded. The first that is found gives the channel. */
export const REFUSING_PHRASES: readonly (readonly [phrase: string, channel: RefusedChannel])[] = [
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
  ['do not solicit', 'all'],
  ['no enviar', 'all'],
  ['no molestar', 'all'],
  ['lista robinson', 'all'],
  ['lista negra', 'all'],
  ['nicht anrufen', 'voice'],
  ['keine anrufe', 'voice'],
  ['keine mails', 'email'],
  ['werbesperre', 'all'],
  ['ne pas appeler', 'voice'],
  ['ne plus contacter', 'all'],
  ['nao ligar', 'voice'],
  ['nao perturbe', 'all'],
  ['nao contactar', 'all'],
  ['descadastrado', 'email'],
  ['non chiamare', 'voice'],
  ['non contattare', 'all'],
  ['niet bellen', 'voice'],
  ['bel me niet', 'voice'],
  ['afgemeld', 'email'],
  ['uitgeschreven', 'email'],
  ['stop bot', 'all'],
  ['ai off', 'all'],
  ['dnd', 'all'],
];

const CHANNEL_WORDS: ReadonlyMap<string, RefusedChannel> = new Map([
  ...['email', 'emails', 'mail', 'mails', 'mailing', 'newsletter', 'newsletters', 'correo', 'correos'].map(
    (word): [string, RefusedChannel] => [word, 'email'],
  ),
  ...['sms', 'text', 'texts', 'texting', 'whatsapp'].map((word): [string, RefusedChannel] => [word, 'sms']),
  ...['call', 'calls', 'calling', 'phone', 'telephone', 'telefon', 'telefono', 'telefone', 'voice'].map(
    (word): [string, RefusedChannel] => [word, 'voice'],
  ),
]);

/** `all` narrowed by a channel that is named beside it: `DND SMS` → sms. */
function narrowed(channel: RefusedChannel, folded: string): RefusedChannel {
  return channel === 'all' ? (onlyChannelIn(folded) ?? channel) : channel;
}

/** The one channel that folded words name; null where they name none, or two. */
export function onlyChannelIn(folded: string): RefusedChannel | null {
  const named = new Set(folded.split(' ').flatMap((word) => CHANNEL_WORDS.get(word) ?? []));
  return named.size === 1 ? [...named][0]! : null;
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
  for (const [phrase, channel] of REFUSING_PHRASES)
    if (padded.includes(` ${phrase} `)) return narrowed(channel, folded);
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
  if (reading === 'yes') return isNo || LETS.has(text.toLowerCase()) ? null : channel;
  return isNo || NO_CONSENT.test(foldText(text)) || refusedBy(text) !== null ? channel : null;
}

/** A status of texts or calls speaks of them: `Unsubscribed` under `SMS status` closes SMS. */
function refusedInStatus(text: string, channel: RefusedChannel): RefusedChannel | null {
  const refused = refusedBy(text);
  const isOfAnother = refused === 'email' && (channel === 'sms' || channel === 'voice');
  return isOfAnother ? channel : refused;
}
