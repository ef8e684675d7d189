/**
 * Tokens by OAuth 2 on the loopback: a refresh token is good for one time, as HighLevel's is, and a used one takes everything back that
 * was made of it (RFC 9700 §4.14.2). Agencies get tokens for their locations. It can lose answers, and be slow.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type ApiReply, type ApiServer, type ArrivedCall, startApiServer } from './api-server.ts';

/** How it behaves. */
export interface OAuthServerOptions {
  readonly now: () => number;
  /** How long access tokens are good, seconds. */
  readonly expiresIn?: number;
  /** The secret of the app. */
  readonly clientSecret?: string;
  /** What befalls the next call: its answer is lost after it was done, or it is not done at all. */
  readonly fault?: () => 'lose-answer' | 'busy' | null;
  /** Milliseconds before an answer. */
  readonly slowMs?: number;
}

/** An OAuth server that listens. */
export interface OAuthServer extends ApiServer {
  /** The refresh token that is good now. */
  readonly refreshToken: string;
  /** Calls for tokens, good or not. */
  readonly calls: readonly ArrivedCall[];
  /** Refresh tokens that were used a second time. */
  readonly reused: readonly string[];
  isGood(token: string): boolean;
  /** Takes back an access token, or everything where none is named. */
  revoke(token?: string): void;
}

/** Starts it. */
export async function startOAuthServer(options: OAuthServerOptions): Promise<OAuthServer> {
  const tokens = new Tokens(options);
  const server = await startApiServer(
    (call) => tokens.answer(call),
    () => pause(options.slowMs ?? 0),
  );
  return Object.assign(tokens, { url: server.url, close: () => server.close() });
}

class Tokens {
  readonly calls: ArrivedCall[] = [];
  readonly reused: string[] = [];
  refreshToken = 'refresh-0';
  readonly #options: OAuthServerOptions;
  readonly #used = new Set<string>();
  readonly #until = new Map<string, number>();
  #count = 0;

  constructor(options: OAuthServerOptions) {
    this.#options = options;
  }

  isGood(token: string): boolean {
    return (this.#until.get(token) ?? 0) > this.#options.now();
  }

  revoke(token?: string): void {
    if (token !== undefined) this.#until.delete(token);
    else {
      this.#until.clear();
      this.refreshToken = 'none';
    }
  }

  answer(call: ArrivedCall): ApiReply {
    this.calls.push(call);
    const fault = this.#options.fault?.() ?? null;
    if (fault === 'busy') return { status: 503, body: { error: 'temporarily_unavailable' } };
    const reply = call.path.endsWith('/locationToken') ? this.#location(call) : this.#refreshed(call);
    return fault === 'lose-answer' ? { ...reply, lost: true } : reply;
  }

  #refreshed({ body }: ArrivedCall): ApiReply {
    const form = new URLSearchParams(body);
    const { clientSecret } = this.#options;
    if (clientSecret !== undefined && form.get('client_secret') !== clientSecret) return no('invalid_client');
    const given = form.get('refresh_token') ?? '';
    if (given !== this.refreshToken) {
      if (this.#used.has(given)) {
        this.reused.push(given);
        this.revoke();
      }
      return no('invalid_grant');
    }
    this.#used.add(given);
    this.refreshToken = `refresh-${this.#used.size}`;
    return this.#token({ refresh_token: this.refreshToken });
  }

  #location({ headers }: ArrivedCall): ApiReply {
    const by = String(headers.authorization).replace('Bearer ', '');
    return this.isGood(by)
      ? this.#token({ locationId: 'loc' }, 201)
      : { status: 401, body: { message: 'Invalid JWT' } };
  }

  #token(more: object, status = 200): ApiReply {
    const { now, expiresIn = 3_600 } = this.#options;
    const token = `access-${++this.#count}`;
    this.#until.set(token, now() + expiresIn * 1_000);
    return { status, body: { access_token: token, token_type: 'Bearer', expires_in: expiresIn, ...more } };
  }
}

function no(error: string): ApiReply {
  return { status: 400, body: { error, error_description: 'Token has been expired or revoked.' } };
}
