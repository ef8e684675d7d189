/** Twilio's texts on the loopback: takes, lists and refuses them as Twilio does, and loses answers where it is told to. */
import { type ApiReply, type ApiServer, type ArrivedCall, type SendFault, startApiServer } from './api-server.ts';

/** A text that it took. */
export interface TakenText {
  readonly sid: string;
  readonly to: string;
  readonly from: string | null;
  readonly body: string;
  readonly callback: string | null;
  readonly at: number;
}

/** How it behaves. */
export interface TwilioServerOptions {
  readonly accountSid: string;
  readonly authToken: string;
  /** What befalls the next send. */
  readonly fault?: () => SendFault;
  /** Twilio's number of the error for a text to this number; null = none. */
  readonly refuses?: (to: string) => number | null;
  /** How the account itself stands: active, suspended or closed. */
  readonly status?: () => string;
  /** What became of a text by now, with Twilio's number of the error; `sent` where it is absent. */
  readonly became?: (text: TakenText) => { readonly status: string; readonly code: number | null };
  readonly now: () => number;
  /** How long a text is missing from the list, milliseconds. */
  readonly lagMs?: number;
}

/** A Twilio that listens. */
export interface TwilioServer extends ApiServer {
  readonly taken: readonly TakenText[];
  readonly calls: readonly ArrivedCall[];
  readonly replies: readonly ApiReply[];
}

/** Starts it. */
export async function startTwilioServer(options: TwilioServerOptions): Promise<TwilioServer> {
  const twilio = new Twilio(options);
  const server = await startApiServer((call) => twilio.answer(call));
  return { ...server, taken: twilio.taken, calls: twilio.calls, replies: twilio.replies };
}

class Twilio {
  readonly taken: TakenText[] = [];
  readonly calls: ArrivedCall[] = [];
  readonly replies: ApiReply[] = [];
  readonly #options: TwilioServerOptions;

  constructor(options: TwilioServerOptions) {
    this.#options = options;
  }

  answer(call: ArrivedCall): ApiReply {
    const reply = this.#route(call);
    this.calls.push(call);
    this.replies.push(reply);
    return reply;
  }

  #route(call: ArrivedCall): ApiReply {
    const { accountSid, authToken } = this.#options;
    const login = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
    if (call.headers.authorization !== login) return no(401, 20003, 'Authenticate');
    if (call.method === 'GET' && call.path === `/2010-04-01/Accounts/${accountSid}.json`)
      return { status: 200, body: { sid: accountSid, status: this.#options.status?.() ?? 'active', type: 'Full' } };
    const one = /\/Messages\/(SM\w+)\.json$/.exec(call.path)?.[1];
    if (call.method === 'GET' && one !== undefined) return this.#fetch(one);
    if (call.path !== `/2010-04-01/Accounts/${accountSid}/Messages.json`)
      return no(404, 20404, `The requested resource ${call.path} was not found`);
    return call.method === 'POST' ? this.#send(new URLSearchParams(call.body)) : this.#list(call.query);
  }

  #send(form: URLSearchParams): ApiReply {
    const fault = this.#options.fault?.() ?? null;
    if (fault === 'busy') return { ...no(429, 20429, 'Too Many Requests'), headers: { 'retry-after': '1' } };
    if (fault === 'broken') return no(500, 20500, 'An internal server error has occurred');
    const refusal = this.#refusal(form);
    if (refusal !== null) return no(400, refusal, 'The text was refused');
    const text = this.#take(form);
    if (fault === 'broken-accepted') return no(503, 20503, 'Service unavailable');
    return { status: 201, body: this.#resource(text, 'queued'), lost: fault === 'lose-answer' };
  }

  #refusal(form: URLSearchParams): number | null {
    const to = form.get('To') ?? '';
    if (!/^\+[1-9]\d{6,14}$/.test(to)) return 21211;
    if (!form.has('From') && !form.has('MessagingServiceSid')) return 21603;
    if (!form.get('Body')) return 21602;
    return this.#options.refuses?.(to) ?? null;
  }

  #take(form: URLSearchParams): TakenText {
    const text = {
      sid: `SM${this.taken.length.toString(16).padStart(32, '0')}`,
      to: form.get('To') ?? '',
      from: form.get('From'),
      body: form.get('Body') ?? '',
      callback: form.get('StatusCallback'),
      at: this.#options.now(),
    };
    this.taken.push(text);
    return text;
  }

  #fetch(sid: string): ApiReply {
    const text = this.taken.find((one) => one.sid === sid);
    if (text === undefined) return no(404, 20404, `The requested resource ${sid} was not found`);
    const { status, code } = this.#options.became?.(text) ?? { status: 'sent', code: null };
    return { status: 200, body: { ...this.#resource(text, status), error_code: code } };
  }

  #list(query: URLSearchParams): ApiReply {
    const size = Math.min(Number(query.get('PageSize') ?? 50), 1_000);
    const seen = this.#options.now() - (this.#options.lagMs ?? 0);
    const all = this.taken.filter(({ to, at }) => (!query.has('To') || to === query.get('To')) && at <= seen);
    const messages = all
      .reverse()
      .slice(0, size)
      .map((text) => this.#resource(text, 'sent'));
    const uri = `/2010-04-01/Accounts/${this.#options.accountSid}/Messages.json`;
    const page = { page: 0, page_size: size, start: 0, end: Math.max(messages.length - 1, 0), uri };
    const next = all.length > size ? `${uri}?Page=1&PageToken=x` : null;
    const links = { first_page_uri: uri, previous_page_uri: null, next_page_uri: next };
    return { status: 200, body: { ...page, ...links, messages } };
  }

  #resource({ sid, to, from, body, at }: TakenText, status: string): Record<string, unknown> {
    const time = new Date(at).toUTCString().replace('GMT', '+0000');
    const { accountSid } = this.#options;
    const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}.json`;
    return {
      ...{ account_sid: accountSid, api_version: '2010-04-01', body, sid, status, to, from, uri },
      ...{ date_created: time, date_sent: status === 'sent' ? time : null, date_updated: time },
      ...{ direction: 'outbound-api', error_code: null, error_message: null, messaging_service_sid: null },
      ...{ num_media: '0', num_segments: '1', price: null, price_unit: 'USD' },
      subresource_uris: { media: uri.replace('.json', '/Media.json') },
    };
  }
}

function no(status: number, code: number, message: string): ApiReply {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}
