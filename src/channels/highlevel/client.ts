/** HighLevel's interface as it is used here: contacts, their wish to be left alone, and conversations. Owns the requests and their pace. */
import { TokenFault, type TokenSource } from '../../domain/connection/asked.ts';
import type { MailAttachment } from '../../domain/message.ts';
import { ApiLine, type ApiRequest } from '../api-line.ts';
import type { Pace } from '../pace.ts';
import type { PacedAnswer } from './answers.ts';
import type { HighLevelSettings } from './settings.ts';

const CONTACTS = '2021-07-28';
const CONVERSATIONS = '2021-04-15';

/** By what a contact is found. */
export type ContactKey = { readonly number: string } | { readonly email: string };

/** Messages of a conversation that are read in one call. */
const PAGE_MESSAGES = 100;

/** One location. `token` gives one that is good now; asked anew where the last was not taken. */
export class HighLevelClient {
  readonly #line: ApiLine;
  readonly #pace: Pace;
  readonly #token: TokenSource;
  readonly #locationId: string;

  constructor(settings: HighLevelSettings, token: TokenSource, pace: Pace) {
    this.#pace = pace;
    this.#token = token;
    this.#locationId = settings.location;
    this.#line = new ApiLine({
      baseUrl: settings.baseUrl.replace(/\/$/, ''),
      headers: { 'content-type': 'application/json' },
      concurrency: settings.concurrency,
      timeoutMs: settings.timeoutMs,
    });
  }

  /** The location itself: the least that can be asked. */
  location(): Promise<PacedAnswer> {
    return this.#call(CONTACTS, { method: 'GET', path: `/locations/${encodeURIComponent(this.#locationId)}` });
  }

  find(key: ContactKey): Promise<PacedAnswer> {
    const query = new URLSearchParams({ locationId: this.#locationId, ...key });
    return this.#call(CONTACTS, { method: 'GET', path: `/contacts/search/duplicate?${query}` });
  }

  /** By one key alone: with number and address of two contacts HighLevel changes one and drops the other's. */
  make(key: ContactKey): Promise<PacedAnswer> {
    const given = 'number' in key ? { phone: key.number } : key;
    return this.#call(CONTACTS, json('POST', '/contacts/upsert', { locationId: this.#locationId, ...given }));
  }

  /** A search leaves out the wish to be left alone, so each contact is read. */
  read(id: string): Promise<PacedAnswer> {
    return this.#call(CONTACTS, { method: 'GET', path: `/contacts/${encodeURIComponent(id)}` });
  }

  send(message: Readonly<Record<string, unknown>>): Promise<PacedAnswer> {
    return this.#call(CONVERSATIONS, json('POST', '/conversations/messages', message));
  }

  /** Opens a conversation with a contact who has none. */
  converse(contactId: string): Promise<PacedAnswer> {
    return this.#call(CONVERSATIONS, json('POST', '/conversations/', { locationId: this.#locationId, contactId }));
  }

  /** Lays a file beside a conversation, so that a message may name its address. Sends nothing. */
  async upload(at: { readonly contactId: string; readonly conversationId: string }, file: MailAttachment) {
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...at, locationId: this.#locationId })) form.set(name, value);
    form.set('fileAttachment', new File([Uint8Array.from(file.content)], file.name, { type: file.type }));
    const packed = new Response(form);
    const headers = { 'content-type': packed.headers.get('content-type') ?? '' };
    const body = new Uint8Array(await packed.arrayBuffer());
    return this.#call(CONVERSATIONS, { method: 'POST', path: '/conversations/messages/upload', headers, body });
  }

  conversations(contactId: string): Promise<PacedAnswer> {
    const query = new URLSearchParams({ locationId: this.#locationId, contactId });
    return this.#call(CONVERSATIONS, { method: 'GET', path: `/conversations/search?${query}` });
  }

  messages(conversationId: string, type: 'TYPE_SMS' | 'TYPE_EMAIL'): Promise<PacedAnswer> {
    const query = new URLSearchParams({ type, limit: String(PAGE_MESSAGES) });
    const path = `/conversations/${encodeURIComponent(conversationId)}/messages?${query}`;
    return this.#call(CONVERSATIONS, { method: 'GET', path });
  }

  /** A mail with its body, which lists leave out. */
  mail(id: string): Promise<PacedAnswer> {
    return this.#call(CONVERSATIONS, {
      method: 'GET',
      path: `/conversations/messages/email/${encodeURIComponent(id)}`,
    });
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  /** Once more where the token was not taken: then nothing else of the call was looked at. */
  async #call(version: string, request: ApiRequest): Promise<PacedAnswer> {
    try {
      const answer = await this.#callBy(await this.#token(false), version, request);
      if (answer.kind !== 'answered' || answer.status !== 401) return answer;
      return await this.#callBy(await this.#token(true), version, request);
    } catch (error) {
      if (error instanceof TokenFault) return { kind: 'no-token', code: error.code, detail: error.message };
      throw error;
    }
  }

  async #callBy(token: string, version: string, request: ApiRequest): Promise<PacedAnswer> {
    const waitMs = await this.#pace.turn();
    if (waitMs > 0) return { kind: 'day-used-up', waitMs };
    const headers = { ...request.headers, authorization: `Bearer ${token}`, version };
    const answer = await this.#line.call({ ...request, headers });
    if (answer.kind === 'answered') this.#pace.hears(answer.status, answer.headers);
    return answer;
  }
}

function json(method: 'POST' | 'PUT', path: string, body: object): ApiRequest {
  return { method, path, body: JSON.stringify(body) };
}
