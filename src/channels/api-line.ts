/**
 * Calls of a provider's interface by `fetch`: so many at a time, each bounded in time and in what is read, no redirects, never tried
 * again. Decides nothing about what an answer means.
 */
import type { SendResult } from '../engine/ports.ts';

/** Where calls go. */
export interface ApiPlace {
  readonly baseUrl: string;
  /** Sent with every call. */
  readonly headers: Readonly<Record<string, string>>;
  readonly concurrency: number;
  readonly timeoutMs: number;
}

/** A call to make. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** What came of it. `closed` and `not-sent`: nothing reached the provider; `no-answer`: it may have. */
export type ApiAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Headers;
      /** Seconds; null where none are given. */
      readonly retryAfter: number | null;
      /** Null where the answer is no JSON. */
      readonly json: unknown;
    }
  | { readonly kind: 'closed' | 'not-sent' | 'no-answer'; readonly detail: string };

/** Faults before the first byte of a call can have left. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Bytes of an answer that are read; a page of a list is the longest. */
const ANSWER_BYTES = 8 * 1024 * 1024;
const DETAIL_CHARACTERS = 300;

/** A provider's interface, called in turn. */
export class ApiLine {
  readonly #place: ApiPlace;
  readonly #end = new AbortController();
  readonly #waiting: (() => void)[] = [];
  readonly #underWay = new Set<Promise<unknown>>();
  #busy = 0;

  constructor(place: ApiPlace) {
    this.#place = place;
  }

  /** Makes the call once, when it is its turn and `mayGo` lets it. Never rejects for what the other side does. */
  async call(request: ApiRequest, mayGo?: () => Promise<void>): Promise<ApiAnswer> {
    await this.#turn();
    try {
      await mayGo?.();
      if (this.#end.signal.aborted) return { kind: 'closed', detail: 'The channel is closed' };
      const calling = exchange(this.#place, request);
      this.#underWay.add(calling);
      return await calling.finally(() => this.#underWay.delete(calling));
    } finally {
      this.#turnEnds();
    }
  }

  /** Begins no call any more and waits for those under way, which their time-out bounds. */
  async close(): Promise<void> {
    this.#end.abort();
    await Promise.allSettled(this.#underWay);
  }

  async #turn(): Promise<void> {
    if (this.#busy >= this.#place.concurrency) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#busy++;
  }

  /** Hands the turn to the one who waits longest, so that the count stays. */
  #turnEnds(): void {
    const next = this.#waiting.shift();
    if (next !== undefined) next();
    else this.#busy--;
  }
}

/** What no answer means for a send: where nothing can have left it may be tried again. */
export function noAnswer({ kind, detail }: Exclude<ApiAnswer, { kind: 'answered' }>): SendResult {
  if (kind === 'no-answer') return { kind: 'unconfirmed', detail };
  return { kind: 'retry', code: kind === 'closed' ? 'channel-closed' : 'no-connection', afterMs: null, detail };
}

async function exchange(place: ApiPlace, request: ApiRequest): Promise<ApiAnswer> {
  try {
    const response = await fetch(`${place.baseUrl}${request.path}`, {
      method: request.method,
      headers: { accept: 'application/json', ...place.headers, ...request.headers },
      body: request.body ?? null,
      redirect: 'manual',
      signal: AbortSignal.timeout(place.timeoutMs),
    });
    const { status, headers } = response;
    return { kind: 'answered', status, headers, retryAfter: secondsOf(headers), json: jsonOf(await textOf(response)) };
  } catch (error) {
    const { code, detail } = faultOf(error);
    return { kind: NOT_SENT.has(code) ? 'not-sent' : 'no-answer', detail };
  }
}

async function textOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > ANSWER_BYTES) throw new Error('the answer is too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Seconds only: a date would need a clock that both sides share. */
function secondsOf(headers: Headers): number | null {
  const header = headers.get('retry-after');
  return header !== null && /^\d{1,9}$/.test(header) ? Number(header) : null;
}

/** Longer whole numbers than a number here can hold: ids of 64 bits, which would come out as others. */
const LONG_NUMBER = /\d{16}/;

function jsonOf(text: string): unknown {
  try {
    return LONG_NUMBER.test(text) ? JSON.parse(text, exactly) : JSON.parse(text);
  } catch {
    return null;
  }
}

/** A whole number that is too long comes as text, digit for digit. */
function exactly(_key: string, value: unknown, { source = '' }: { readonly source?: string } = {}): unknown {
  const isLong = typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source);
  return isLong ? source : value;
}

function faultOf(error: unknown): { code: string; detail: string } {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const words = cause instanceof Error ? cause.message : String(cause);
  return { code, detail: `${code} ${words}`.trim().slice(0, DETAIL_CHARACTERS) };
}
