/**
 * Text messages by Twilio: one POST a text, never tried again here. Owns the requests and how a text is found again. Never decides
 * whether a text may be sent.
 */
import type { TextEnd } from '../../domain/delivery/providers/text-end.ts';
import { readTwilioAnswer } from '../../domain/delivery/providers/twilio.ts';
import { endOfTwilioText } from '../../domain/delivery/providers/twilio-text.ts';
import { resultOf } from '../../domain/delivery/providers/verdict.ts';
import type { TextMessage } from '../../domain/message.ts';
import { ECHOED } from '../../engine/hook-port.ts';
import type { Lookup, SendResult, TextChannel } from '../../engine/ports.ts';
import { type ApiAnswer, ApiLine, type ApiRequest, noAnswer } from '../api-line.ts';
import { Listed } from '../listed.ts';
import { ErrorSchema, MessageSchema } from './answers.ts';
import { twilioLookup } from './lookup.ts';
import type { TwilioSettings } from './settings.ts';

/** Source: Twilio, Message resource: the body may have 1,600 characters. */
const BODY_CHARACTERS = 1_600;
/** The only letters that Twilio's signature of the callback is sure to survive in an address. */
const PLAIN_ID = /^[\w-]{1,100}$/;

/**
 * A way out for texts by Twilio.
 * Inputs: settings as parsed by `TwilioSettingsSchema`.
 * Limits: `concurrency` calls at a time, further ones wait for their turn; each has `timeoutMs`.
 * Errors: `send` rejects where the id of the message may not stand in an address, which is a bug of whoever made it.
 * Why recovery `lookup`: Twilio has no key that makes a second send harmless, but lists what it took, by number.
 */
export function twilioChannel(settings: TwilioSettings): TextChannel {
  return new TwilioChannel(settings);
}

class TwilioChannel implements TextChannel {
  readonly name = 'twilio';
  readonly concurrency: number;
  readonly recovery = 'lookup';
  readonly lookup: Lookup;
  readonly #settings: TwilioSettings;
  readonly #line: ApiLine;
  readonly #listed: Listed;

  constructor(settings: TwilioSettings) {
    this.#settings = settings;
    this.concurrency = settings.concurrency;
    const login = `${settings.apiKeySid ?? settings.accountSid}:${settings.authToken}`;
    this.#line = new ApiLine({
      baseUrl: `${settings.baseUrl.replace(/\/$/, '')}/2010-04-01/Accounts/${settings.accountSid}`,
      headers: { authorization: `Basic ${Buffer.from(login).toString('base64')}` },
      concurrency: settings.concurrency,
      timeoutMs: settings.timeoutMs,
    });
    this.#listed = new Listed(settings.timeoutMs);
    this.lookup = twilioLookup(this.#line, this.#listed, settings.settleMs);
  }

  async send(text: TextMessage): Promise<SendResult> {
    if (!PLAIN_ID.test(text.id)) throw new Error(`the id of a text must be plain: ${JSON.stringify(text.id)}`);
    if (text.body.trim() === '' || text.body.length > BODY_CHARACTERS) return unfit(text.body.length);
    const answer = await this.#line.call(this.#request(text));
    const result = readAnswer(answer);
    if (result.kind === 'sent' && result.providerRef !== null) this.#listed.knows(result.providerRef);
    if (result.kind === 'unconfirmed') this.#listed.doubts(text.id, text.body);
    return result;
  }

  async outcome(ref: string): Promise<TextEnd | null> {
    const answer = await this.#line.call({ method: 'GET', path: `/Messages/${encodeURIComponent(ref)}.json` });
    const text = answer.kind === 'answered' && answer.status === 200 ? MessageSchema.safeParse(answer.json).data : null;
    return text ? endOfTwilioText(text.status ?? '', text.error_code ?? null) : null;
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  #request({ id, from, to, body }: TextMessage): ApiRequest {
    const { messagingServiceSid, statusCallback } = this.#settings;
    const sender = from ?? this.#settings.from;
    const form = new URLSearchParams({ To: to, Body: body });
    if (sender !== undefined) form.set('From', sender);
    else if (messagingServiceSid !== undefined) form.set('MessagingServiceSid', messagingServiceSid);
    if (statusCallback !== undefined) form.set('StatusCallback', callbackOf(statusCallback, id));
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return { method: 'POST', path: '/Messages.json', headers, body: form.toString() };
  }
}

function callbackOf(address: string, id: string): string {
  const url = new URL(address);
  url.searchParams.set(ECHOED.message, id);
  return url.href;
}

function readAnswer(answer: ApiAnswer): SendResult {
  if (answer.kind !== 'answered') return noAnswer(answer);
  const { status, retryAfter, json } = answer;
  const error = ErrorSchema.safeParse(json).data ?? null;
  const taken = MessageSchema.safeParse(json).data ?? null;
  const verdict = readTwilioAnswer({ status, code: error?.code ?? null, retryAfter });
  const detail = `${status} ${error === null ? (taken?.status ?? '') : `${error.code} ${error.message}`}`.trim();
  return resultOf(verdict, taken?.sid ?? null, detail.slice(0, 300));
}

function unfit(length: number): SendResult {
  const detail = length === 0 ? 'the text is empty' : `${length} characters; a text has 1 to ${BODY_CHARACTERS}`;
  return { kind: 'refused', code: 'content-refused', blame: 'content', detail };
}
