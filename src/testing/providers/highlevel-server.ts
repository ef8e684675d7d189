/**
 * HighLevel on the loopback: contacts, their wish to be left alone, conversations of texts and mails, limits with their headers, its own
 * error bodies; it refuses fields that it does not know, lists late, and loses answers where it is told to.
 */
import { type ApiReply, type ApiServer, type ArrivedCall, type SendFault, startApiServer } from './api-server.ts';

/** A message that it took. */
export interface TakenMessage {
  readonly id: string;
  readonly contactId: string;
  readonly type: 'SMS' | 'Email';
  /** The text, or the HTML of the mail. */
  readonly body: string;
  readonly subject: string | null;
  readonly to: string;
  readonly from: string | null;
  readonly source: string;
  readonly at: number;
  /** Addresses of the files that come with it; absent = none do. */
  readonly attachments?: readonly string[];
}

/** A file that was laid down. */
export interface LaidFile {
  readonly name: string;
  /** The call that brought it, whole. */
  readonly content: string;
}

/** A contact as it keeps it. */
export interface KeptContact {
  readonly id: string;
  readonly phone: string | null;
  readonly email: string | null;
  dnd: boolean;
  dndSettings: Readonly<Record<string, { readonly status: string }>>;
}

/** How it behaves. */
export interface HighLevelServerOptions {
  /** Whether a token is good. */
  readonly takes: (token: string) => boolean;
  readonly location: string;
  /** What befalls the next message. */
  readonly fault?: () => SendFault;
  /** An answer to a message to this number or address instead of taking it. */
  readonly refuses?: (to: string) => { readonly status: number; readonly message: string | readonly string[] } | null;
  readonly now: () => number;
  /** How long a message is missing from the list, milliseconds. */
  readonly lagMs?: number;
  /** Calls of an interval and of a day, and the interval's length in milliseconds. */
  readonly limits?: { readonly calls: number; readonly intervalMs: number; readonly day: number };
}

/** A HighLevel that listens. */
export interface HighLevelServer extends ApiServer {
  readonly taken: readonly TakenMessage[];
  readonly files: readonly LaidFile[];
  readonly contacts: readonly KeptContact[];
  readonly calls: readonly ArrivedCall[];
  readonly replies: readonly ApiReply[];
  /** Something that a person or a workflow over there sends. */
  sends(message: Omit<TakenMessage, 'id' | 'at'>): void;
}

/** Starts it. */
export async function startHighLevelServer(options: HighLevelServerOptions): Promise<HighLevelServer> {
  const highlevel = new HighLevel(options);
  const server = await startApiServer((call) => highlevel.answer(call));
  return Object.assign(highlevel, { url: server.url, close: () => server.close() });
}

type Body = Readonly<Record<string, unknown>>;

const DAY_MS = 86_400_000;
const LIMITS = { calls: 100, intervalMs: 10_000, day: 200_000 };
const VERSIONS: readonly (readonly [RegExp, string])[] = [
  [/^\/conversations\//, '2021-04-15'],
  [/^\/(contacts|locations)\//, '2021-07-28'],
];
/** What it knows of each; anything else is a 422. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  '/contacts/upsert': ['locationId', 'phone', 'email'],
  '/conversations/messages': [
    ...['type', 'contactId', 'message', 'toNumber', 'fromNumber'],
    ...['html', 'subject', 'emailFrom', 'emailTo', 'attachments'],
  ],
  '/conversations/': ['locationId', 'contactId'],
};
const PAGE = 100;

class HighLevel {
  readonly taken: TakenMessage[] = [];
  readonly contacts: KeptContact[] = [];
  readonly calls: ArrivedCall[] = [];
  readonly replies: ApiReply[] = [];
  readonly files: LaidFile[] = [];
  readonly #options: HighLevelServerOptions;
  /** Conversations that were opened, or told of in a list. */
  readonly #conversing = new Set<string>();
  #arrivals: number[] = [];
  #today = 0;
  #day = 0;

  constructor(options: HighLevelServerOptions) {
    this.#options = options;
  }

  sends(message: Omit<TakenMessage, 'id' | 'at'>): void {
    this.taken.push({ ...message, id: `msg${this.taken.length}`, at: this.#options.now() });
  }

  answer(call: ArrivedCall): ApiReply {
    const headers = this.#count();
    const reply = this.#isOver() ? no(429, 'Too many requests') : this.#route(call);
    this.calls.push(call);
    this.replies.push(reply);
    return { ...reply, headers };
  }

  /** Takes the call into account; what is left, as its headers say it. */
  #count(): Record<string, string> {
    const { now, limits = LIMITS } = this.#options;
    const day = Math.floor(now() / DAY_MS);
    this.#today = day === this.#day ? this.#today + 1 : 1;
    this.#day = day;
    this.#arrivals = [...this.#arrivals.filter((at) => at > now() - limits.intervalMs), now()];
    return {
      'x-ratelimit-limit-daily': String(limits.day),
      'x-ratelimit-daily-remaining': String(Math.max(limits.day - this.#today, 0)),
      'x-ratelimit-interval-milliseconds': String(limits.intervalMs),
      'x-ratelimit-max': String(limits.calls),
      'x-ratelimit-remaining': String(Math.max(limits.calls - this.#arrivals.length, 0)),
    };
  }

  #isOver(): boolean {
    const { limits = LIMITS } = this.#options;
    return this.#arrivals.length > limits.calls || this.#today > limits.day;
  }

  #route(call: ArrivedCall): ApiReply {
    const { method, path, headers, query } = call;
    const token = String(headers.authorization).replace(/^Bearer /, '');
    if (!this.#options.takes(token)) return no(401, 'Invalid token: access token is invalid', 'Unauthorized');
    const version = VERSIONS.find(([pattern]) => pattern.test(path))?.[1];
    if (headers.version !== version) return no(401, 'version header was not found.', 'Unauthorized');
    if (path === '/conversations/messages/upload') return this.#upload(call);
    const body = call.body === '' ? {} : (JSON.parse(call.body) as Body);
    const unknown = Object.keys(body).filter((name) => !FIELDS[path]?.includes(name));
    if (unknown.length > 0)
      return no(
        422,
        unknown.map((name) => `property ${name} should not exist`),
      );
    if (method === 'POST' && path === '/conversations/') return this.#converse(body);
    if (method === 'POST') return path === '/contacts/upsert' ? this.#upsert(body) : this.#send(body);
    const [room, id = '', what = '', mail = ''] = path.split('/').slice(1);
    if (room === 'locations') return { status: 200, body: { location: { id, name: 'Acme' } } };
    if (room === 'contacts') return what === 'duplicate' ? this.#find(query) : this.#contact(id);
    if (id === 'search') return this.#conversations(query.get('contactId') ?? '');
    return what === 'email' ? this.#mail(mail) : this.#messages(id, query);
  }

  /** Files lie beside a conversation that is there, and have addresses from then on. */
  #upload({ headers, body }: ArrivedCall): ApiReply {
    if (!String(headers['content-type']).startsWith('multipart/form-data'))
      return no(400, 'Multipart: Boundary not found');
    const word = (name: string) => new RegExp(`name="${name}"\r\n\r\n(.*)\r\n`).exec(body)?.[1] ?? '';
    const [, name] = /name="fileAttachment"; filename="([^"]+)"/.exec(body) ?? [];
    const known = this.#conversing.has(word('conversationId')) && word('locationId') === this.#options.location;
    if (!known || name === undefined) return no(400, 'No file or conversation');
    if (!/\.(?:pdf|docx?|txt|png|jpe?g)$/i.test(name)) return no(415, 'Unsupported file type');
    this.files.push({ name, content: body });
    return { status: 200, body: { uploadedFiles: { [name]: `https://storage.example/${this.files.length}/${name}` } } };
  }

  #converse({ contactId, locationId }: Body): ApiReply {
    const id = `conv-${String(contactId)}`;
    this.#conversing.add(id);
    const at = new Date(this.#options.now()).toISOString();
    const told = { id, contactId, locationId, deleted: false, dateAdded: at, dateUpdated: at, lastMessageDate: at };
    return { status: 201, body: { success: true, conversation: told } };
  }

  #find(query: URLSearchParams): ApiReply {
    const [number, email] = [query.get('number'), query.get('email')];
    const found = this.contacts.find((one) => (number === null ? one.email === email : one.phone === number));
    // A search leaves out the wish to be left alone.
    return { status: 200, body: { contact: found ? { id: found.id, phone: found.phone, email: found.email } : null } };
  }

  #upsert({ phone = null, email = null, locationId }: Body): ApiReply {
    if (locationId !== this.#options.location) return no(403, 'The token does not have access to this location.');
    const known = this.contacts.find((one) => (phone === null ? one.email === email : one.phone === phone));
    const contact = known ?? {
      ...{ id: `contact${this.contacts.length}`, dnd: false, dndSettings: {} },
      ...{ phone: phone as string | null, email: email as string | null },
    };
    if (!known) this.contacts.push(contact);
    return { status: 200, body: { new: !known, contact: told(contact, this.#options.location), traceId: 'trace' } };
  }

  #contact(id: string): ApiReply {
    const found = this.contacts.find((one) => one.id === id);
    if (!found) return no(400, 'Contact not found');
    return { status: 200, body: { contact: told(found, this.#options.location) } };
  }

  #send(body: Body): ApiReply {
    const fault = this.#options.fault?.() ?? null;
    if (fault === 'busy') return no(429, 'Too many requests');
    if (fault === 'broken') return no(500, 'Internal Server Error');
    const contact = this.contacts.find(({ id }) => id === body.contactId);
    if (!contact) return no(404, 'Contact id not given');
    const type = body.type === 'Email' ? 'Email' : 'SMS';
    if (contact.dnd || contact.dndSettings[type]?.status === 'active')
      return no(400, `Cannot send message as DND is active for ${type}.`);
    const to = String((type === 'SMS' ? body.toNumber : body.emailTo) ?? '');
    const refusal = this.#options.refuses?.(to);
    if (refusal) return no(refusal.status, refusal.message);
    this.sends({
      ...{ contactId: contact.id, type, to, source: 'api' },
      ...{ body: String(type === 'SMS' ? body.message : body.html), subject: (body.subject as string) ?? null },
      from: ((type === 'SMS' ? body.fromNumber : body.emailFrom) as string) ?? null,
      ...(body.attachments ? { attachments: body.attachments as string[] } : {}),
    });
    if (fault === 'broken-accepted') return no(503, 'Service Unavailable');
    const id = this.taken.at(-1)?.id ?? '';
    const mail = type === 'Email' ? { emailMessageId: `mail-${id}` } : {};
    const reply = { conversationId: `conv-${contact.id}`, messageId: id, status: 'pending', msg: 'Message queued' };
    return { status: 200, body: { ...reply, ...mail }, lost: fault === 'lose-answer' };
  }

  #conversations(contactId: string): ApiReply {
    const last = this.#listed(contactId).at(-1);
    const { location: locationId } = this.#options;
    const contact = this.contacts.find(({ id }) => id === contactId);
    const conversation = {
      ...{ id: `conv-${contactId}`, contactId, locationId, lastMessageBody: last?.body ?? '', unreadCount: 0 },
      ...{ lastMessageType: last?.type === 'Email' ? 'TYPE_EMAIL' : 'TYPE_SMS', type: 'TYPE_PHONE' },
      ...{ fullName: '', contactName: '', email: contact?.email ?? '', phone: contact?.phone ?? '' },
    };
    const conversations = last === undefined ? [] : [conversation];
    if (last !== undefined) this.#conversing.add(conversation.id);
    return { status: 200, body: { conversations, total: conversations.length } };
  }

  #messages(conversationId: string, query: URLSearchParams): ApiReply {
    const type = query.get('type') === 'TYPE_EMAIL' ? 'Email' : 'SMS';
    const limit = Math.min(Number(query.get('limit') ?? 20), PAGE);
    const all = this.#listed(conversationId.replace('conv-', '')).filter((one) => one.type === type);
    const messages = all.slice(-limit).map((one) => this.#resource(one));
    const nextPage = all.length > limit;
    return { status: 200, body: { messages: { lastMessageId: all.at(-1)?.id ?? '', nextPage, messages } } };
  }

  #mail(id: string): ApiReply {
    const found = this.taken.find((one) => `mail-${one.id}` === id);
    if (!found) return no(404, 'Message not found');
    const { meta: _, type: __, messageType: ___, ...resource } = this.#resource(found);
    const mail = { subject: found.subject, body: found.body, from: found.from, to: [found.to], threadId: id };
    return { status: 200, body: { ...resource, ...mail } };
  }

  #resource({ id, contactId, type, body, at, source }: TakenMessage): Record<string, unknown> {
    const isMail = type === 'Email';
    return {
      ...{ id, type: isMail ? 3 : 2, messageType: isMail ? 'TYPE_EMAIL' : 'TYPE_SMS' },
      ...{ locationId: this.#options.location, contactId, conversationId: `conv-${contactId}` },
      ...{ dateAdded: new Date(at).toISOString(), direction: 'outbound', status: 'sent', source },
      ...(isMail ? { meta: { email: { messageIds: [`mail-${id}`] } }, contentType: 'text/html' } : { body }),
      ...(isMail ? {} : { contentType: 'text/plain' }),
    };
  }

  #listed(contactId: string): TakenMessage[] {
    const seen = this.#options.now() - (this.#options.lagMs ?? 0);
    return this.taken.filter((one) => one.contactId === contactId && one.at <= seen);
  }
}

function told({ phone, email, ...contact }: KeptContact, locationId: string): Record<string, unknown> {
  return { ...contact, locationId, ...(phone === null ? {} : { phone }), ...(email === null ? {} : { email }) };
}

function no(statusCode: number, message: string | readonly string[], error?: string): ApiReply {
  return { status: statusCode, body: { statusCode, message, ...(error === undefined ? {} : { error }) } };
}
