/**
 * What a header that is on no list tells of refusals and consents, by its words. Owns the words of headers; those of cells, and how a cell
 * is read, are `../cell/refusal.ts`. The rule in words: directives/opt-out-columns.md.
 */
import { onlyChannelIn, REFUSING_PHRASES, type RefusalReading, type RefusedChannel } from '../cell/refusal.ts';

/** Phrases by which a header says that its column tells whom to leave alone. More than of a tag: a header names no business. */
const TOPICS: readonly (readonly [phrase: string, channel: RefusedChannel])[] = [
  ...REFUSING_PHRASES,
  ...[
    ...['do not allow', 'blacklist', 'blacklisted', 'blocklist', 'suppressed', 'suppression', 'suppressions'],
    ...['bloqueado', 'sperre', 'gesperrt', 'opposition prospection'],
  ].map((phrase) => [phrase, 'all'] as const),
  ...[
    ...['hard bounce', 'hard bounced', 'as spam', 'spam complaint', 'complained', 'no newsletter', 'kein newsletter'],
    ...['unsubscription', 'desinscription', 'desabonnement', 'no participacion', 'cannot email'],
  ].map((phrase) => [phrase, 'email'] as const),
  ...['dnc', 'anrufsperre', 'bloctel', 'cannot call'].map((phrase) => [phrase, 'voice'] as const),
  ...['stop sms', 'cannot text'].map((phrase) => [phrase, 'sms'] as const),
];
/** Who sues for calls sues for texts, whichever number the column stands beside. */
const LITIGATOR = 'litigator';
const CONSENTS: readonly string[] = [
  ...['opt in', 'optin', 'opted in', 'consent', 'subscribed', 'permission', 'accepts', 'accepted', 'agree', 'agreed'],
  ...[
    'promotional',
    'may we call',
    'may we text',
    'may we email',
    'may we contact',
    'like to receive',
    'like to get',
    'want to receive',
  ],
  ...['consentimiento', 'acepta', 'acepto', 'desea recibir', 'deseo recibir', 'quiero recibir'],
  ...['einwilligung', 'zustimmung', 'darf', 'erlaubt', 'consentement', 'accepte', 'jaccepte', 'souhaite recevoir'],
  ...['consentimento', 'aceita', 'aceito', 'deseja receber', 'consenso', 'accetta', 'accetto', 'toestemming'],
];
/** What comes by e-mail where no channel is named. */
const ADVERTISING: readonly string[] = [
  ...['marketing', 'promotional', 'publicidad', 'comunicaciones comerciales', 'werbung', 'offres commerciales'],
  'publicidade',
];
/** They turn a consent round: `I do not agree to get texts`. */
const NEGATIONS: readonly string[] = [
  'not',
  'dont',
  'no',
  'nicht',
  'kein',
  'keine',
  'pas',
  'nao',
  'non',
  'niet',
  'geen',
];
const STATUSES: readonly string[] = ['status', 'statut', 'stato', 'estatus', 'estado de', 'estado del', 'situacao'];
/** Whose status it is, or of what, that may be a refusal among other things. */
const STATUS_OF: readonly string[] = [
  ...['marketing', 'subscription', 'subscriber', 'consent', 'contact', 'person', 'lead', 'suscripcion', 'contacto'],
  ...['cliente', 'prospecto', 'consentimiento', 'consentimento', 'abonnement', 'einwilligung'],
];
/** Beside these a status tells of an address that was checked, or when. */
const CHECKED: readonly string[] = ['verification', 'verified', 'validation', 'catch', 'date'];
/** Beside these a header tells where one may refuse, or how many did. */
const ELSEWHERE: readonly string[] = ['link', 'url', 'page', 'token', 'rate'];
/** A way of writing to somebody that is not ours. */
const FAXES: readonly string[] = ['fax', 'faxes'];

/** A channel, and how the cells of a column tell that it is refused. */
export interface ToldRefusal {
  readonly channel: RefusedChannel;
  readonly reading: RefusalReading;
}

/**
 * What a column tells of refusals by the words of its header, where that is not on file: `Phone 1 DNC` → voice by a yes, `Opted In Text` →
 * sms by a no, `SMS subscriber status` → sms by words; null where it tells none. A consent that names neither a channel nor advertising
 * tells none either.
 * Input: the words as `headerWords` gives them.
 */
export function refusalByWords(words: string): ToldRefusal | null {
  const padded = ` ${words} `;
  const holds = (phrase: string): boolean => padded.includes(` ${phrase} `);
  const named = onlyChannelIn(words);
  if (ELSEWHERE.some(holds) || (named === null && FAXES.some(holds))) return null;
  if (holds(LITIGATOR)) return { channel: 'all', reading: 'yes' };
  const topic = TOPICS.find(([phrase]) => holds(phrase));
  if (topic !== undefined) return { channel: named ?? topic[1], reading: 'yes' };
  if (STATUSES.some(holds)) return statusOf(holds, named);
  const asked = named ?? (ADVERTISING.some(holds) ? 'email' : null);
  if (asked === null || !CONSENTS.some(holds)) return null;
  return { channel: asked, reading: NEGATIONS.some(holds) ? 'yes' : 'no' };
}

function statusOf(holds: (phrase: string) => boolean, named: RefusedChannel | null): ToldRefusal | null {
  const speaks = named !== null || STATUS_OF.some(holds);
  return speaks && !CHECKED.some(holds) ? { channel: named ?? 'email', reading: 'words' } : null;
}
