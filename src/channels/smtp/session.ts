/**
 * One connection to a mail server: opened, logged in, used for one mail after another. It knows at each moment whether the
 * server may already have a mail in full. Never tries anything twice.
 * Why not nodemailer's pool: it hands a mail to a second connection by itself and does not say whether the first had it.
 * Its protocol engine, used here, does neither.
 */
import { Readable } from 'node:stream';
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import { TokenFault, type TokenSource } from '../../domain/connection/asked.ts';
import type { Envelope } from '../compose.ts';
import type { SmtpSettings } from './settings.ts';

/** How long a server may take to hang up after we did, milliseconds. */
const GOODBYE_MS = 1_000;

/** What nodemailer tells of a failure, as far as it is used. */
export interface SmtpError extends Error {
  readonly code?: string | undefined;
  /** The command that was answered: `CONN`, `EHLO`, `AUTH PLAIN`, `MAIL FROM`, `RCPT TO`, `DATA`, `API`. */
  readonly command?: string | undefined;
  /** The server's answer, code included. */
  readonly response?: string | undefined;
  readonly responseCode?: number | undefined;
}

/** How one send ended. `handedOver` = the end of the mail was written, so the server may have taken it. */
export type Delivery =
  | { readonly ok: true; readonly response: string; readonly serverId: string | undefined }
  | { readonly ok: false; readonly error: SmtpError; readonly opened: boolean; readonly handedOver: boolean };

/** A token that was not taken, and whether another one was got meanwhile. */
interface TokenRefusal {
  readonly error: SmtpError;
  readonly renewed: boolean;
}

/** A connection that is ready for a mail. */
export class SmtpSession {
  /** Mails that were begun. */
  mails = 0;
  readonly #connection: SMTPConnection;
  #alive = true;
  #handedOver = false;
  #opened = false;
  #connected = false;
  /** Ends the operation under way with this error. */
  #fail: (error: SmtpError) => void = ignore;

  constructor(settings: SmtpSettings) {
    this.#connection = new SMTPConnection(connectionOptions(settings));
    this.#connection.on('error', (error: SmtpError) => this.#end(error));
    this.#connection.once('end', () => {
      this.#alive = false;
      // The server's last words, where there are any, come in the same turn and tell more.
      queueMicrotask(() => this.#fail(lost('The connection was closed')));
    });
  }

  /** False once the connection has ended, by whichever side. */
  get alive(): boolean {
    return this.#alive;
  }

  /**
   * Connects, encrypts and logs in, with a token in place of the password where there is a source of them.
   * Limits: the settings' time-outs. Errors: rejects with `SmtpError`, or `TokenFault` where no token came about.
   */
  async open({ user, pass }: Pick<SmtpSettings, 'user' | 'pass'>, token?: TokenSource): Promise<void> {
    // Before the connection: a server does not wait for a token that must be renewed first.
    if (token) await this.#tokenOf(token, false);
    await this.#during((done) => this.#connection.connect((error) => done(error)));
    this.#connected = true;
    if (user !== undefined && token) await this.#loginByToken(user, token);
    else if (user !== undefined)
      await this.#during((done) => this.#connection.login({ credentials: { user, pass } }, done));
    this.#opened = true;
  }

  /** XOAUTH2. A token that the server does not take is renewed once. Source: developers.google.com/gmail/imap/xoauth2-protocol */
  async #loginByToken(user: string, token: TokenSource): Promise<void> {
    const first = await this.#tokenTaken(user, token);
    if (first === null) return;
    // Some servers ask for another token themselves, with a 334; others refuse at once, and take a second login.
    const second = first.renewed || first.error.responseCode !== 535 ? first : await this.#renewedTaken(user, token);
    if (second !== null) throw second.error;
  }

  async #renewedTaken(user: string, token: TokenSource): Promise<TokenRefusal | null> {
    await this.#tokenOf(token, true);
    return this.#tokenTaken(user, token);
  }

  /** A token is got as an operation of this connection: whoever renews it may hang, and holds it no longer than a send may take. */
  #tokenOf(token: TokenSource, anew: boolean): Promise<string | undefined> {
    return this.#during<string>((done) => void token(anew).then((value) => done(null, value), done));
  }

  /** Null = the server let us in. Errors: `TokenFault`. */
  async #tokenTaken(user: string, token: TokenSource): Promise<TokenRefusal | null> {
    let fault: unknown = null;
    let renewed = false;
    const tokenFor = (anew: boolean) => {
      renewed ||= anew;
      return token(anew);
    };
    const oauth2 = new XOAuth2({
      user,
      provisionCallback: (_user, anew, done) =>
        void tokenFor(anew).then(
          (value) => done(null, value, 0),
          (error: Error) => {
            fault = error;
            done(error, '', 0);
          },
        ),
    });
    try {
      await this.#during((done) => this.#connection.login({ user, oauth2 }, done));
      return null;
    } catch (error) {
      if (fault instanceof TokenFault) throw fault;
      return { error: error as SmtpError, renewed };
    }
  }

  /** Sends one mail, once. Never rejects. */
  async send(envelope: Envelope, bytes: Buffer): Promise<Delivery> {
    this.mails++;
    this.#handedOver = false;
    const source = new Readable({ read: pushWhole(bytes) }).once('end', () => {
      this.#handedOver = true;
    });
    try {
      const info = await this.#during<{ response?: string | undefined; serverMessageId?: string | undefined }>((done) =>
        this.#connection.send({ ...envelope, size: bytes.length }, source, done),
      );
      return { ok: true, response: info?.response ?? '', serverId: info?.serverMessageId };
    } catch (error) {
      return this.failed(error as SmtpError);
    }
  }

  /** An error as the end of a send on this connection. */
  failed(error: SmtpError): Delivery {
    return { ok: false, error, opened: this.#opened, handedOver: this.#handedOver };
  }

  /** Makes the connection fit for the next mail after a refusal. Resolves false where it is not. Never rejects. */
  async reset(): Promise<boolean> {
    if (!this.#alive) return false;
    try {
      await this.#during((done) => this.#connection.reset(done));
      return this.#alive;
    } catch {
      this.close();
      return false;
    }
  }

  /** Ends the connection at once; what is under way fails with `error`. */
  abort(error: SmtpError): void {
    this.#end(error);
    this.#connection.close();
  }

  /** Says goodbye and ends the connection. */
  close(): void {
    if (!this.#alive) return;
    this.#alive = false;
    if (this.#connected) this.#connection.quit();
    this.#connection.close();
  }

  #end(error: SmtpError): void {
    this.#alive = false;
    this.#fail(error);
  }

  /** Runs one callback operation that also ends when the connection does: nodemailer drops callbacks when it closes. */
  #during<T>(start: (done: (error?: SmtpError | null | undefined, value?: T) => void) => void): Promise<T | undefined> {
    return new Promise<T | undefined>((resolve, reject) => {
      this.#fail = reject;
      start((error, value) => (error ? reject(error) : resolve(value)));
    }).finally(() => {
      this.#fail = ignore;
    });
  }
}

/** An error of a connection that ended, in nodemailer's words. */
export function lost(message: string, code = 'ECONNECTION'): SmtpError {
  return Object.assign(new Error(message), { code, command: 'CONN' });
}

function ignore(): void {
  // Nothing is under way that could fail.
}

function pushWhole(bytes: Buffer): (this: Readable) => void {
  return function () {
    this.push(bytes);
    this.push(null);
  };
}

function connectionOptions({ host, port, secure, helo, tls, timeouts }: SmtpSettings): SMTPConnectionOptions {
  return {
    host,
    port,
    name: helo,
    secure: secure === 'tls',
    requireTLS: secure === 'starttls',
    opportunisticTLS: secure === 'opportunistic',
    ignoreTLS: secure === 'none',
    servername: tls.servername,
    tls: { rejectUnauthorized: tls.verify, ...(tls.ca === undefined ? {} : { ca: tls.ca }) },
    connectionTimeout: timeouts.connectMs,
    dnsTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.answerMs,
    socketCloseTimeout: GOODBYE_MS,
  };
}
