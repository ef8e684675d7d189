/**
 * A mail server that keeps what it is given, for tests, benchmarks and the demo: it speaks real SMTP on the loopback, can be
 * told to misbehave as real servers do, and counts what arrives twice. Never passes a mail on.
 */
import type { Socket } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { LIMITS } from '../domain/limits.ts';

/** One way to misbehave. The first behaviour that fits a recipient, and has turns left, is followed. */
export interface SinkBehaviour {
  /**
   * `reject` the recipient; `greylist` it the first time it is seen; `shut` the connection with 421; `refuse` the mail after it
   * was read; `lose-answer`: take the mail and cut the line; `cut`: cut the line at the first bytes of the mail; `hang`: take the mail
   * and never answer; `hang-early`: never answer to the recipient; `slow`: take it after `ms`.
   */
  readonly kind: 'reject' | 'greylist' | 'shut' | 'refuse' | 'lose-answer' | 'cut' | 'hang' | 'hang-early' | 'slow';
  /** Recipients it is for; all where absent. */
  readonly to?: RegExp;
  /** Reply code of `reject` (550) and `refuse` (554). */
  readonly code?: number;
  /** Words of the reply, enhanced status first. */
  readonly text?: string;
  /** Delay of `slow`, milliseconds. */
  readonly ms?: number;
  /** How often it happens; always where absent. */
  readonly times?: number;
}

/** How a sink is set up. */
export interface SinkOptions {
  /** 0 = any free port. */
  readonly port?: number;
  readonly behaviours?: readonly SinkBehaviour[];
  /** Keeps each mail's bytes, as the client meant them (dots unstuffed). */
  readonly keepRaw?: boolean;
  /** Users that must log in, with their passwords. */
  readonly users?: Readonly<Record<string, string>>;
  /** Whether a token (XOAUTH2) is good for a user; tokens are taken in place of passwords then. */
  readonly takesToken?: (user: string, token: string) => boolean;
  /** Encryption with a certificate that nobody should trust. */
  readonly tls?: 'tls' | 'starttls';
}

/** A mail that the sink took. */
export interface ReceivedMail {
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly messageId: string | null;
  /** Unfolded, names in lower case; of a header that stands twice the first. */
  readonly headers: ReadonlyMap<string, string>;
  readonly raw: Buffer | null;
  /** Which connection brought it. */
  readonly session: string;
}

/** A sink that listens. */
export interface SmtpSink {
  readonly port: number;
  /** The first mails taken, at most `LIMITS.sinkMails`. */
  readonly received: readonly ReceivedMail[];
  /** All mails taken. */
  readonly total: number;
  /** Message-IDs that came more than once, with how often; among the first `LIMITS.sinkMails`. */
  duplicates(): ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** Starts a sink on 127.0.0.1. Errors: rejects where the port is taken. */
export async function startSmtpSink(options: SinkOptions = {}): Promise<SmtpSink> {
  const sink = new Sink(options);
  await sink.listen(options.port ?? 0);
  return sink;
}

/** Milliseconds a closing sink waits for clients to hang up. */
const CLOSE_MS = 10;
const LINE_ENDS_BEFORE_WORDS = /\r\n(?=[ \t])/g;

class Sink implements SmtpSink {
  readonly received: ReceivedMail[] = [];
  total = 0;
  readonly #server: SMTPServer;
  readonly #options: SinkOptions;
  readonly #counts = new Map<string, number>();
  readonly #sockets = new Map<number, Socket>();
  readonly #greeted = new Set<string>();
  readonly #turns = new Map<SinkBehaviour, number>();

  constructor(options: SinkOptions) {
    this.#options = options;
    const { users, tls, takesToken } = options;
    this.#server = new SMTPServer({
      secure: tls === 'tls',
      disabledCommands: [
        ...(users === undefined && takesToken === undefined ? ['AUTH'] : []),
        ...(tls === 'starttls' ? [] : ['STARTTLS']),
      ],
      allowInsecureAuth: true,
      disableReverseLookup: true,
      closeTimeout: CLOSE_MS,
      ...(takesToken === undefined ? {} : { authMethods: ['XOAUTH2'] }),
      onAuth: ({ username = '', password, accessToken = '' }, _session, done) =>
        (takesToken === undefined ? users?.[username] === password : takesToken(username, accessToken))
          ? done(null, { user: username })
          : done(refusal(535, '5.7.8 Wrong user or password')),
      onRcptTo: ({ address }, session, done) => this.#recipient(address, session, done),
      onData: (stream, session, done) => this.#data(stream, session, done),
    });
    this.#server.on('error', ignore);
    this.#server.server.on('connection', (socket: Socket) => {
      const port = socket.remotePort ?? 0;
      this.#sockets.set(port, socket);
      socket.once('close', () => this.#sockets.delete(port));
    });
  }

  get port(): number {
    const address = this.#server.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => resolve());
    });
  }

  duplicates(): ReadonlyMap<string, number> {
    return new Map([...this.#counts].filter(([, count]) => count > 1));
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      for (const socket of this.#sockets.values()) socket.destroy();
    });
  }

  #recipient(address: string, session: SMTPServerSession, done: (error?: Error) => void): void {
    const behaviour = this.#behaviour(address, AT_RECIPIENT);
    if (behaviour?.kind === 'hang-early') return;
    done(this.#objection(behaviour, address));
    if (behaviour?.kind === 'shut') setImmediate(() => this.#sockets.get(session.remotePort)?.end());
  }

  #objection(behaviour: SinkBehaviour | null, address: string): Error | undefined {
    if (behaviour?.kind === 'reject')
      return refusal(behaviour.code ?? 550, behaviour.text ?? '5.1.1 No such user here');
    if (behaviour?.kind === 'shut') return refusal(421, behaviour.text ?? '4.3.2 Closing down');
    if (behaviour?.kind !== 'greylist' || this.#greeted.has(address)) return undefined;
    this.#greeted.add(address);
    return refusal(451, behaviour.text ?? '4.7.1 Greylisted, come again');
  }

  #data(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    done: (error: Error | null, answer?: string) => void,
  ): void {
    const behaviour = this.#behaviour(session.envelope.rcptTo[0]?.address ?? '', AT_DATA);
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => {
      if (behaviour?.kind === 'cut') this.#sockets.get(session.remotePort)?.destroy();
      else chunks.push(chunk);
    });
    stream.once('end', () => {
      if (behaviour?.kind === 'cut') return;
      if (behaviour?.kind === 'refuse') {
        done(refusal(behaviour.code ?? 554, behaviour.text ?? '5.7.1 Not this mail'));
        return;
      }
      this.#take(Buffer.concat(chunks), session);
      this.#answer(behaviour, session, done);
    });
  }

  #answer(
    behaviour: SinkBehaviour | null,
    session: SMTPServerSession,
    done: (error: Error | null, answer?: string) => void,
  ): void {
    const answer = `2.0.0 Ok: queued as SINK${this.total}`;
    if (behaviour?.kind === 'hang') return;
    if (behaviour?.kind === 'lose-answer') this.#sockets.get(session.remotePort)?.destroy();
    else if (behaviour?.kind === 'slow') setTimeout(() => done(null, answer), behaviour.ms ?? 100);
    else done(null, answer);
  }

  #take(raw: Buffer, session: SMTPServerSession): void {
    this.total++;
    if (this.received.length >= LIMITS.sinkMails) return;
    const headers = mailHeaders(raw);
    const messageId = headers.get('message-id') ?? null;
    if (messageId !== null) this.#counts.set(messageId, (this.#counts.get(messageId) ?? 0) + 1);
    const { mailFrom, rcptTo } = session.envelope;
    const envelope = { from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address) };
    this.received.push({
      envelope,
      messageId,
      headers,
      raw: this.#options.keepRaw === true ? raw : null,
      session: session.id,
    });
  }

  /** The behaviour for a recipient among the kinds that show at this moment; uses up one of its turns. */
  #behaviour(address: string, moment: ReadonlySet<SinkBehaviour['kind']>): SinkBehaviour | null {
    for (const behaviour of this.#options.behaviours ?? []) {
      const turns = this.#turns.get(behaviour) ?? 0;
      const fits = moment.has(behaviour.kind) && (behaviour.to?.test(address) ?? true);
      if (!fits || turns >= (behaviour.times ?? Number.POSITIVE_INFINITY)) continue;
      this.#turns.set(behaviour, turns + 1);
      return behaviour;
    }
    return null;
  }
}

const AT_RECIPIENT = new Set<SinkBehaviour['kind']>(['reject', 'greylist', 'shut', 'hang-early']);
const AT_DATA = new Set<SinkBehaviour['kind']>(['refuse', 'lose-answer', 'cut', 'hang', 'slow']);

/** The headers of a mail: unfolded, names in lower case; of one that stands twice the first. */
export function mailHeaders(raw: Buffer): Map<string, string> {
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.toString('utf8', 0, end === -1 ? raw.length : end).replace(LINE_ENDS_BEFORE_WORDS, '');
  const headers = new Map<string, string>();
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return headers;
}

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

function ignore(): void {
  // A client that hangs up is what the sink is there for.
}
