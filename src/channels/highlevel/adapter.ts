/**
 * Texts and mails by HighLevel, to its contact of that number or address, who is asked for first and left alone where they wish it. Owns
 * the way to a message. Never decides whether one may be sent, and sends none twice.
 */
import type { TokenSource } from '../../domain/connection/asked.ts';
import type { Mail, MailAttachment, TextMessage } from '../../domain/message.ts';
import type { Lookup, MailChannel, SendResult, TextChannel } from '../../engine/ports.ts';
import { Listed } from '../listed.ts';
import { Pace, type PaceClock, sharedPace } from '../pace.ts';
import {
  beforeSending,
  ContactSchema,
  ConversationsSchema,
  FoundSchema,
  jsonOf,
  OpenedSchema,
  resultOfAnswer,
  UploadedSchema,
} from './answers.ts';
import { type ContactKey, HighLevelClient } from './client.ts';
import { mailLookup, markedHtml, textLookup } from './lookup.ts';
import type { HighLevelSettings } from './settings.ts';

/** Ways out by one location, with one pace for both. */
export interface HighLevelWays {
  readonly texts: TextChannel;
  readonly mails: MailChannel;
}

const REAL_CLOCK: PaceClock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * Ways out by HighLevel.
 * Inputs: settings as parsed by `HighLevelSettingsSchema`; where tokens come from; a clock only where tests pass one.
 * Limits: HighLevel's own, by `Pace`; `concurrency` calls at a time.
 * Why recovery `lookup`: HighLevel has no key that makes a second message harmless, but lists a conversation's messages.
 */
export function highlevelWays(settings: HighLevelSettings, token: TokenSource, clock?: PaceClock): HighLevelWays {
  const pace = clock === undefined ? sharedPace(accountOf(settings), REAL_CLOCK) : new Pace(clock);
  const client = new HighLevelClient(settings, token, pace);
  return { texts: new Texts(settings, client), mails: new Mails(settings, client) };
}

/** A location, wherever it is spoken to: hand-offs and harvests name it the same way. */
function accountOf({ baseUrl, location }: HighLevelSettings): string {
  return `${baseUrl.replace(/\/$/, '')} ${location}`;
}

/** Source: HighLevel, messages: a text has 1,600 characters at most. */
const BODY_CHARACTERS = 1_600;

class Texts implements TextChannel {
  readonly name = 'highlevel';
  readonly concurrency: number;
  readonly recovery = 'lookup';
  readonly lookup: Lookup;
  readonly #from: string | undefined;
  readonly #client: HighLevelClient;
  readonly #listed: Listed;

  constructor(settings: HighLevelSettings, client: HighLevelClient) {
    this.concurrency = settings.concurrency;
    this.#from = settings.from;
    this.#client = client;
    this.#listed = new Listed(settings.timeoutMs);
    this.lookup = textLookup(client, this.#listed, settings.settleMs);
  }

  async send({ id, from, to, body }: TextMessage): Promise<SendResult> {
    if (body.trim() === '' || body.length > BODY_CHARACTERS) return unfit(body.length);
    const contactId = await contactFor(this.#client, { number: to }, 'SMS');
    if (typeof contactId !== 'string') return contactId;
    const fromNumber = from ?? this.#from;
    const sender = fromNumber === undefined ? {} : { fromNumber };
    const answer = await this.#client.send({ type: 'SMS', contactId, message: body, toNumber: to, ...sender });
    const result = resultOfAnswer(answer, false);
    if (result.kind === 'sent' && result.providerRef !== null) this.#listed.knows(result.providerRef);
    if (result.kind === 'unconfirmed') this.#listed.doubts(id, body);
    return result;
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

class Mails implements MailChannel {
  readonly name = 'highlevel';
  readonly concurrency: number;
  readonly recovery = 'lookup';
  readonly lookup: Lookup;
  readonly #client: HighLevelClient;

  constructor(settings: HighLevelSettings, client: HighLevelClient) {
    this.concurrency = settings.concurrency;
    this.#client = client;
    this.lookup = mailLookup(client, settings);
  }

  async send(mail: Mail): Promise<SendResult> {
    const files = mail.attachments ?? [];
    const unfitFile = files.find(({ name }) => !TAKEN_FILES.test(name));
    if (unfitFile) return unfitType(unfitFile);
    const contactId = await contactFor(this.#client, { email: mail.to.address }, 'Email');
    if (typeof contactId !== 'string') return contactId;
    const attachments = files.length === 0 ? [] : await laidDown(this.#client, contactId, files);
    if (!Array.isArray(attachments)) return attachments;
    const answer = await this.#client.send({
      ...{ type: 'Email', contactId, emailTo: mail.to.address, emailFrom: mail.from.address },
      ...{ subject: mail.subject, message: mail.text, html: markedHtml(mail) },
      ...(attachments.length === 0 ? {} : { attachments }),
    });
    return resultOfAnswer(answer, false);
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

/** In HighLevel's words `active` means: do not contact. */
const ALONE: ReadonlySet<string> = new Set(['active', 'permanent']);

/** The contact's id, made where there is none; or why nothing may be sent. */
async function contactFor(
  client: HighLevelClient,
  key: ContactKey,
  channel: 'SMS' | 'Email',
): Promise<string | SendResult> {
  const found = await client.find(key);
  if (jsonOf(found) === null) return beforeSending(found);
  const known = FoundSchema.safeParse(jsonOf(found)).data?.contact?.id;
  const made = known === undefined ? await client.make(key) : null;
  const id = known ?? FoundSchema.safeParse(made && jsonOf(made)).data?.contact?.id;
  if (id === undefined) return beforeSending(made ?? found);
  const read = await client.read(id);
  const contact = ContactSchema.safeParse(jsonOf(read)).data?.contact;
  if (contact === undefined) return beforeSending(read);
  const alone = contact.dnd === true || ALONE.has(contact.dndSettings?.[channel]?.status ?? '');
  return alone ? leftAlone(channel) : id;
}

function leftAlone(channel: 'SMS' | 'Email'): SendResult {
  const detail = `The contact is marked as not to be contacted by ${channel}`;
  return { kind: 'refused', code: 'do-not-contact', blame: 'recipient', detail };
}

/** Endings of the files that HighLevel takes. Source: HighLevel, upload file attachments. */
const TAKEN_FILES = /\.(?:pdf|docx|txt|png|jpe?g)$/i;

function unfitType({ name }: MailAttachment): SendResult {
  const detail = `HighLevel takes no file such as ${name}: attach a PDF, or send this template by SMTP`;
  return { kind: 'refused', code: 'content-refused', blame: 'content', detail };
}

/** Addresses of the files, laid beside the contact's conversation; or why nothing was sent. Laid down again they do no harm. */
async function laidDown(
  client: HighLevelClient,
  contactId: string,
  files: readonly MailAttachment[],
): Promise<string[] | SendResult> {
  const found = await client.conversations(contactId);
  if (jsonOf(found) === null) return beforeSending(found);
  const known = ConversationsSchema.safeParse(jsonOf(found)).data?.conversations[0]?.id;
  const opened = known === undefined ? await client.converse(contactId) : null;
  const conversationId = known ?? OpenedSchema.safeParse(opened && jsonOf(opened)).data?.conversation.id;
  if (conversationId === undefined) return beforeSending(opened ?? found);
  const addresses: string[] = [];
  for (const file of files) {
    const answer = await client.upload({ contactId, conversationId }, file);
    const [address] = Object.values(UploadedSchema.safeParse(jsonOf(answer)).data?.uploadedFiles ?? {});
    if (address === undefined) return beforeSending(answer);
    addresses.push(address);
  }
  return addresses;
}

function unfit(length: number): SendResult {
  const detail = length === 0 ? 'the text is empty' : `${length} characters; a text has 1 to ${BODY_CHARACTERS}`;
  return { kind: 'refused', code: 'content-refused', blame: 'content', detail };
}
