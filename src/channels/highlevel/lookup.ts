/**
 * Finds out whether HighLevel took a message. Owns which listed message is ours; sends nothing. A mail bears a mark of its own, which is
 * read again; a text is known by its number, time and words.
 */
import type { Mail } from '../../domain/message.ts';
import { HTML_MARK } from '../../engine/hook-port.ts';
import type { Doubt, Lookup } from '../../engine/ports.ts';
import { CLOCKS_APART_MS, type Listed } from '../listed.ts';
import { ConversationsSchema, FoundSchema, jsonOf, type ListedMessage, MailSchema, MessagesSchema } from './answers.ts';
import type { ContactKey, HighLevelClient } from './client.ts';

type Verdict = 'accepted' | 'absent' | 'unknown';

/** Conversations of a contact that are looked through; it has one, seldom two. */
const CONVERSATIONS = 5;
/** Mails of a contact that are read; where there are more it stays open. */
const MAILS = 40;

/** Asks for texts. */
export function textLookup(client: HighLevelClient, listed: Listed, settleMs: number): Lookup {
  return { settleMs, ask: (about) => askForText(client, listed, about) };
}

/** Asks for mails. */
export function mailLookup(
  client: HighLevelClient,
  { settleMs, timeoutMs }: { readonly settleMs: number; readonly timeoutMs: number },
): Lookup {
  return { settleMs, ask: (about) => askForMail(client, timeoutMs, about) };
}

/** The HTML of a mail, made from its text where it has none, with a mark that nobody sees and a lookup finds. */
export function markedHtml({ id, html, text }: Pick<Mail, 'id' | 'html' | 'text'>): string {
  return `${html ?? `<div>${escaped(text).replaceAll('\n', '<br>\n')}</div>`}\n${markOf(id)}`;
}

const markOf = (id: string) => `${HTML_MARK}${id} -->`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
function escaped(text: string): string {
  return text.replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? sign);
}

async function askForText(client: HighLevelClient, listed: Listed, about: Doubt): Promise<Verdict> {
  if (about.providerRef !== null) return 'accepted';
  const list = await messagesOf(client, { number: about.to }, 'TYPE_SMS');
  if (list === null) return 'unknown';
  const texts = list.messages.filter((text) => text.direction === 'outbound' && isByApi(text));
  const verdict = listed.pick(
    texts.map(({ id, dateAdded, body }) => ({ ref: id, at: Date.parse(dateAdded), body: body ?? null })),
    about,
  );
  return verdict === 'absent' && !list.whole ? 'unknown' : verdict;
}

async function askForMail(client: HighLevelClient, attemptMs: number, about: Doubt): Promise<Verdict> {
  if (about.providerRef !== null) return 'accepted';
  const list = await messagesOf(client, { email: about.to }, 'TYPE_EMAIL');
  if (list === null) return 'unknown';
  // A thread is one entry whose date may be that of its first mail, so each mail is read.
  const ids = list.messages.flatMap(({ id, meta }) => meta?.email?.messageIds ?? [id]);
  let isOpen = !list.whole || ids.length > MAILS;
  for (const id of ids.slice(-MAILS)) {
    const mail = MailSchema.safeParse(jsonOf(await client.mail(id))).data;
    if (mail?.body.includes(markOf(about.id))) return 'accepted';
    // Without any mark it may be ours where marks do not survive.
    const isOthers = mail?.body.includes(HTML_MARK) || mail?.direction === 'inbound' || (mail && !isByApi(mail));
    if (!isOthers && !(mail && isOfAnotherTime(mail.dateAdded, about.attemptedAt, attemptMs))) isOpen = true;
  }
  return isOpen ? 'unknown' : 'absent';
}

/** What people and workflows sent is none of ours; where nothing is told it may be. */
function isByApi({ source }: Pick<ListedMessage, 'source'>): boolean {
  return source == null || source === 'api';
}

function isOfAnotherTime(dateAdded: string, attemptedAt: number, attemptMs: number): boolean {
  const at = Date.parse(dateAdded);
  return at < attemptedAt - CLOCKS_APART_MS || at > attemptedAt + attemptMs + CLOCKS_APART_MS;
}

/** The messages of a contact, either way; null = it cannot be told now. */
async function messagesOf(
  client: HighLevelClient,
  key: ContactKey,
  type: 'TYPE_SMS' | 'TYPE_EMAIL',
): Promise<{ readonly messages: readonly ListedMessage[]; readonly whole: boolean } | null> {
  const contact = FoundSchema.safeParse(jsonOf(await client.find(key))).data?.contact;
  if (contact == null) return null;
  const list = ConversationsSchema.safeParse(jsonOf(await client.conversations(contact.id))).data;
  if (list === undefined || list.conversations.length > CONVERSATIONS) return null;
  const messages: ListedMessage[] = [];
  let whole = true;
  for (const { id } of list.conversations) {
    const page = MessagesSchema.safeParse(jsonOf(await client.messages(id, type))).data?.messages;
    if (page === undefined) return null;
    whole &&= !page.nextPage;
    messages.push(...page.messages);
  }
  return { messages, whole };
}
