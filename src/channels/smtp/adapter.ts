/**
 * Mail by SMTP: a bounded set of connections, one attempt a send. Owns which connection carries which mail. Never decides
 * whether a mail may be sent, never sends one twice.
 */
import type { TokenSource } from '../../domain/connection/asked.ts';
import { keyFor } from '../../domain/deliverability/own-key.ts';
import type { MailServerFacts } from '../../domain/deliverability/sender-dns.ts';
import type { Mail } from '../../domain/message.ts';
import type { MailChannel, SendResult } from '../../engine/ports.ts';
import {
  composeMail,
  type DkimSigner,
  defective,
  dkimSigner,
  type Envelope,
  envelopeOf,
  filledAddress,
  signMail,
  wireAddress,
} from '../compose.ts';
import { resultOf } from './outcome.ts';
import { type Delivery, lost, type SmtpError, SmtpSession } from './session.ts';
import type { SmtpSettings } from './settings.ts';

/**
 * A way out by SMTP.
 * Inputs: settings as parsed by `SmtpSettingsSchema`; a source of tokens to sign in with in place of the password. Connects when the first mail is sent.
 * Limits: `connections` sends at a time, further ones wait for their turn; each phase has its time-out.
 * `send` answers `refused` where the mail cannot be composed; nothing has left then.
 * Why recovery `held`: SMTP has no key that makes a second send harmless, and cannot be asked what it has.
 */
export function smtpChannel(settings: SmtpSettings, token?: TokenSource): MailChannel {
  return new SmtpChannel(settings, token);
}

/** A mail as the server is given it. */
interface Made {
  readonly envelope: Envelope;
  readonly bytes: Buffer;
}

class SmtpChannel implements MailChannel {
  readonly name = 'smtp';
  readonly concurrency: number;
  readonly recovery = 'held';
  readonly server: MailServerFacts;
  readonly #settings: SmtpSettings;
  readonly #keys: readonly DkimSigner[];
  readonly #token: TokenSource | undefined;
  readonly #idle: SmtpSession[] = [];
  readonly #busy = new Set<SmtpSession>();
  readonly #waiting: (() => void)[] = [];
  readonly #idleTimers = new WeakMap<SmtpSession, NodeJS.Timeout>();
  /** Bytes of mails that are about to be sent. */
  readonly #made = new WeakMap<Mail, Buffer>();
  #underWay = 0;
  #closing: Promise<void> | null = null;
  #drained: () => void = ignore;

  constructor(settings: SmtpSettings, token: TokenSource | undefined) {
    this.#settings = settings;
    this.#token = token;
    this.concurrency = settings.connections;
    this.#keys = settings.dkim.map(dkimSigner);
    this.server = {
      ...{ host: settings.host, selectors: settings.selectors },
      keys: this.#keys.map(({ privateKey: _, ...key }) => key),
    };
  }

  prepare(mail: Mail): void {
    try {
      if (!this.#made.has(mail)) this.#made.set(mail, this.#composed(mail));
    } catch {
      // What must not be composed is told by the sending.
    }
  }

  async send(mail: Mail): Promise<SendResult> {
    let made: Made;
    try {
      made = { envelope: this.#envelope(mail), bytes: this.#made.get(mail) ?? this.#composed(mail) };
    } catch (error) {
      return defective(error);
    }
    await this.#turn();
    try {
      return this.#closing !== null ? CLOSED : resultOf(await this.#deliver(made));
    } finally {
      this.#turnEnds();
    }
  }

  /** Ends idle connections at once and waits `timeouts.closeMs` for sends under way, then ends those too. */
  close(): Promise<void> {
    this.#closing ??= this.#shutDown();
    return this.#closing;
  }

  async #shutDown(): Promise<void> {
    for (const session of this.#idle.splice(0)) this.#sayGoodbye(session);
    const timer = setTimeout(() => this.#abortAll(), this.#settings.timeouts.closeMs);
    if (this.#underWay > 0) {
      await new Promise<void>((resolve) => {
        this.#drained = resolve;
      });
    }
    clearTimeout(timer);
    this.#abortAll();
  }

  #abortAll(): void {
    for (const session of this.#busy) session.abort(lost('The channel was closed', 'ETIMEDOUT'));
  }

  #envelope(mail: Mail): Envelope {
    const envelope = envelopeOf(mail);
    const bounceTo = filledAddress(this.#settings.bounceTo, mail.returnTag ?? null);
    return bounceTo === undefined ? envelope : { ...envelope, from: wireAddress(bounceTo) };
  }

  #composed(mail: Mail): Buffer {
    const bytes = composeMail(mail, { unsubscribeMailto: this.#settings.unsubscribeMailto });
    const address = wireAddress(mail.from.address);
    const key = keyFor(address.slice(address.lastIndexOf('@') + 1), this.#keys);
    return key === undefined ? bytes : signMail(bytes, key);
  }

  async #deliver({ envelope, bytes }: Made): Promise<Delivery> {
    const session = this.#takeIdle() ?? new SmtpSession(this.#settings);
    this.#busy.add(session);
    const deadline = setTimeout(
      () => session.abort(lost('The send took too long', 'ETIMEDOUT')),
      this.#settings.timeouts.sendMs,
    );
    try {
      if (session.mails === 0) await session.open(this.#settings, this.#token);
      const delivery = await session.send(envelope, bytes);
      void this.#putBack(session, delivery);
      return delivery;
    } catch (error) {
      session.close();
      this.#busy.delete(session);
      return session.failed(error as SmtpError);
    } finally {
      clearTimeout(deadline);
    }
  }

  #takeIdle(): SmtpSession | undefined {
    for (let session = this.#idle.pop(); session !== undefined; session = this.#idle.pop()) {
      clearTimeout(this.#idleTimers.get(session));
      if (session.alive) return session;
    }
    return undefined;
  }

  /** Keeps a connection for the next mail; after a refusal only once the server has forgotten the last one. */
  async #putBack(session: SmtpSession, delivery: Delivery): Promise<void> {
    const fit = delivery.ok || (await session.reset());
    this.#busy.delete(session);
    if (fit) this.#keep(session);
  }

  #keep(session: SmtpSession): void {
    const { mailsPerConnection, idleMs, connections } = this.#settings;
    if (this.#closing !== null || session.mails >= mailsPerConnection || this.#idle.length >= connections) {
      this.#sayGoodbye(session);
      return;
    }
    this.#idle.push(session);
    this.#idleTimers.set(session, setTimeout(() => this.#retire(session), idleMs).unref());
  }

  #retire(session: SmtpSession): void {
    const at = this.#idle.indexOf(session);
    if (at >= 0) this.#idle.splice(at, 1);
    this.#sayGoodbye(session);
  }

  #sayGoodbye(session: SmtpSession): void {
    clearTimeout(this.#idleTimers.get(session));
    session.close();
  }

  async #turn(): Promise<void> {
    if (this.#underWay >= this.concurrency) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#underWay++;
  }

  /** Hands the turn to the one who waits longest, so that the count stays. */
  #turnEnds(): void {
    const next = this.#waiting.shift();
    if (next !== undefined) next();
    else if (--this.#underWay === 0) this.#drained();
  }
}

const CLOSED: SendResult = { kind: 'retry', code: 'channel-closed', afterMs: null, detail: 'The channel is closed' };

function ignore(): void {
  // Nobody waits for the end of the last send.
}
