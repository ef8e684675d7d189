/**
 * Calls of an interface as CRMs and sources make them: signed in anew once where a token is no good, kept within the rates that the
 * provider tells, and its faults read. A call that may have been taken and is not safe to repeat is never made again here.
 */
import { TokenFault } from '../domain/connection/asked.ts';
import { type Api, type ApiCall, type ApiPlace, ApiStop, type ConnectionFault } from '../engine/crm-port.ts';
import { type ApiAnswer, ApiLine } from './api-line.ts';
import { type Pace, sharedPace } from './pace.ts';

/** What passes time. */
export interface Passing {
  now(): number;
  pause(ms: number): Promise<void>;
}

/** Waits for the provider's rate in one call before it is given back to be tried later. */
const RATE_WAITS = 4;
/** Longer than this nobody waits with a call in hand, ms. */
const LONGEST_WAIT_MS = 15_000;
/** Where a provider says too many and not for how long, ms. */
const RATE_WAIT_MS = 2_000;
/** What a provider asks for beyond this is a mistake of its own, ms. */
const LONGEST_ASKED_MS = 86_400_000;
/** Calls that are left to others before we wait for the next span. */
const LEFT_OVER = 3;
const DETAIL_CHARACTERS = 400;

type Answered = Extract<ApiAnswer, { kind: 'answered' }>;

/** An interface. */
export function apiCalls(place: ApiPlace, time: Passing): Api {
  return new ApiCalls(place, time);
}

class ApiCalls implements Api {
  readonly #place: ApiPlace;
  readonly #time: Passing;
  readonly #line: ApiLine;
  readonly #pace: Pace | null;
  #restUntil = 0;

  constructor(place: ApiPlace, time: Passing) {
    const { baseUrl, account, concurrency, timeoutMs } = place;
    this.#place = place;
    this.#time = time;
    const at = baseUrl.replace(/\/$/, '');
    const clock = { now: () => time.now(), sleep: (ms: number) => time.pause(ms) };
    this.#pace = account === undefined ? null : sharedPace(`${at} ${account}`, clock);
    this.#line = new ApiLine({ baseUrl: at, headers: {}, concurrency, timeoutMs });
  }

  async ask(call: ApiCall): Promise<{ readonly status: number; readonly json: unknown }> {
    let anew = false;
    for (let waits = 0; ; ) {
      const answer = await this.#call(call, anew);
      if (answer.kind !== 'answered') throw this.#unanswered(answer, call);
      const { status, json } = answer;
      if ((status >= 200 && status < 300) || call.but?.includes(status)) return { status, json };
      if (status === 401 && !anew) anew = true;
      else if (status === 429 && waits++ < RATE_WAITS && waitOf(answer) <= LONGEST_WAIT_MS) this.#rest(waitOf(answer));
      else throw this.#stopped(answer, call);
    }
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  async #call({ method, path, body }: ApiCall, anew: boolean): Promise<ApiAnswer> {
    const headers = await this.#headers(anew);
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const type: Readonly<Record<string, string>> = body === undefined ? {} : { 'content-type': 'application/json' };
    const request = { method, path, headers: { ...headers, ...type }, ...sent };
    const answer = await this.#line.call(request, () => this.#rested());
    if (answer.kind === 'answered') this.#heed(answer);
    return answer;
  }

  /** Asked of each call when it is its turn: those that wait their turn may have begun before we were told to rest. */
  async #rested(): Promise<void> {
    for (let wait = this.#wait(); wait > 0; wait = this.#wait()) await this.#time.pause(wait);
    const afterMs = (await this.#pace?.turn()) ?? 0;
    if (afterMs > 0)
      throw new ApiStop({ kind: 'retry', afterMs, detail: 'no more calls today', fault: 'sender-throttled' });
  }

  #wait(): number {
    return this.#restUntil - this.#time.now();
  }

  async #headers(anew: boolean) {
    try {
      return await this.#place.headers(anew);
    } catch (error) {
      if (!(error instanceof TokenFault)) throw error;
      throw new ApiStop({ kind: 'retry', afterMs: null, detail: error.message, fault: error.code });
    }
  }

  /** Source: GoHighLevel/highlevel-api-docs, “Rate limits”: what is left of the span, and how long it is. */
  #heed({ status, headers }: Answered): void {
    if (this.#pace) {
      this.#pace.hears(status, headers);
      return;
    }
    const left = numberOf(headers.get('x-ratelimit-remaining'));
    const span = numberOf(headers.get('x-ratelimit-interval-milliseconds'));
    if (left !== null && span !== null && left <= LEFT_OVER) this.#rest(Math.min(span, LONGEST_WAIT_MS));
  }

  #rest(ms: number): void {
    this.#restUntil = Math.max(this.#restUntil, this.#time.now() + ms);
  }

  #unanswered({ kind, detail }: Exclude<ApiAnswer, { kind: 'answered' }>, { again }: ApiCall): ApiStop {
    if (kind === 'no-answer' && !again)
      return new ApiStop({ kind: 'unconfirmed', askMs: this.#place.askMs, detail, fault: 'no-connection' });
    return new ApiStop({ kind: 'retry', afterMs: null, detail, fault: 'no-connection' });
  }

  #stopped(answer: Answered, { again }: ApiCall): ApiStop {
    const { status, json } = answer;
    const detail = `${status} ${wordsOf(json)}`.trim().slice(0, DETAIL_CHARACTERS);
    if (status >= 500 && !again)
      return new ApiStop({ kind: 'unconfirmed', askMs: this.#place.askMs, detail, fault: 'server-busy' });
    const fault = faultOf(status);
    if (fault === null) return new ApiStop({ kind: 'refused', detail });
    return new ApiStop({ kind: 'retry', afterMs: status === 429 ? waitOf(answer) : null, detail, fault });
  }
}

/** Whose fault a status is; null = that of what was asked. */
function faultOf(status: number): ConnectionFault | null {
  if (status === 401 || status === 403) return 'login-refused';
  if (status === 429) return 'sender-throttled';
  return status >= 500 || status === 408 ? 'server-busy' : null;
}

function waitOf({ retryAfter, headers }: Answered): number {
  const span = numberOf(headers.get('x-ratelimit-interval-milliseconds')) ?? RATE_WAIT_MS;
  return Math.min(retryAfter === null ? span : retryAfter * 1_000, LONGEST_ASKED_MS);
}

function numberOf(header: string | null): number | null {
  return header !== null && /^\d{1,9}$/.test(header) ? Number(header) : null;
}

/** The sentence of an error, where there is one. */
function wordsOf(json: unknown): string {
  const { message, error } = (json ?? {}) as { readonly message?: unknown; readonly error?: unknown };
  const words = message ?? error;
  if (Array.isArray(words)) return words.join('; ');
  return typeof words === 'string' ? words : '';
}
