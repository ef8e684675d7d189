/**
 * Who reads a mailbox, by the word before the @: a person, a shared role, nobody, or a machine.
 * Owns whole-word rules. Never matches inside a word: jane.abbott@ holds no bot and bob@robotics no robot.
 *
 * Why: one small table with kinds, because a wrong "role" costs a lead: words that are also given names, and initials, are
 * left out of it.
 */
import { remembering } from '../facts/remembering.ts';
import { LIMITS } from '../limits.ts';
import words from './data/role-words.json' with { type: 'json' };

/** `role` = shared by people; `no-reply` = written so that nobody answers; `bot` = read by a program. */
export type MailboxKind = 'person' | 'role' | 'no-reply' | 'bot';

/** A mailbox's kind and the word that showed it; null for a person. */
export interface Mailbox {
  readonly kind: MailboxKind;
  readonly word: string | null;
}

const PERSON: Mailbox = { kind: 'person', word: null };
const PARTS = /[^._-]+/g;
/** Initials look like abbreviations (`h.r@`): a word put together from parts must be at least this long; `hr@` is one part. */
const SHORTEST_JOINED = 4;

const KIND_OF: ReadonlyMap<string, MailboxKind> = new Map([
  ...kindEntries(words['no-reply'], 'no-reply'),
  ...kindEntries(words.bot, 'bot'),
  ...kindEntries([...words.team, ...words.technical, ...words.test], 'role'),
]);
/** All that a "no reply" may begin with: a run of words that is none of these is none when it goes on. */
const NO_REPLY_BEGINNINGS: ReadonlySet<string> = new Set(
  words['no-reply'].flatMap((word) => [word, ...Array.from(word, (_, end) => word.slice(0, end))]),
);
const LEADING: ReadonlySet<string> = new Set(words.leading);
const MODIFIER: ReadonlySet<string> = new Set(words.modifier);

function kindEntries(list: readonly string[], kind: MailboxKind): [string, MailboxKind][] {
  return list.map((word) => [word, kind]);
}

/**
 * The kind of a mailbox from its local part, any case, with or without a `+tag`. The first rule that fits decides: the whole
 * word is in the list (`sales-team`, `no_reply`); "no reply" stands in it as words of its own (`ads-noreply`); every word is a
 * role or goes with one (`support.us`, `hr-dept`); it begins with a word that only roles begin with (`info-berlin`, `sales2`).
 * Readings are remembered up to `LIMITS.mailboxReadings`.
 */
export const mailboxOf: (local: string) => Mailbox = remembering(LIMITS.mailboxReadings, (local) => {
  const [bare = ''] = local.toLowerCase().split('+');
  const parts = bare.match(PARTS) ?? [];
  return wholeWord(parts) ?? noReplyWithin(parts) ?? onlyRoleWords(parts) ?? leadingWord(parts) ?? PERSON;
});

function mailbox(word: string): Mailbox | null {
  const kind = KIND_OF.get(word);
  return kind === undefined ? null : { kind, word };
}

function wholeWord(parts: readonly string[]): Mailbox | null {
  const joined = parts.join('');
  return joined.length < SHORTEST_JOINED ? null : mailbox(joined);
}

/** "no reply" as one word or several side by side (`do-not-reply`), among others. */
function noReplyWithin(parts: readonly string[]): Mailbox | null {
  for (const from of parts.keys()) {
    let phrase = '';
    for (const part of parts.slice(from)) {
      phrase += part;
      if (!NO_REPLY_BEGINNINGS.has(phrase)) break;
      if (KIND_OF.get(phrase) === 'no-reply') return mailbox(phrase);
    }
  }
  return null;
}

function onlyRoleWords(parts: readonly string[]): Mailbox | null {
  const role = parts.find((part) => KIND_OF.has(part));
  if (role === undefined || !parts.every((part) => KIND_OF.has(part) || goesWithRole(part))) return null;
  return mailbox(role);
}

function goesWithRole(part: string): boolean {
  return MODIFIER.has(part) || /^\d+$/.test(part);
}

function leadingWord(parts: readonly string[]): Mailbox | null {
  const [first = ''] = parts;
  const word = first.replace(/\d+$/, '');
  return LEADING.has(word) ? mailbox(word) : null;
}
