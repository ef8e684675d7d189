/** What an SMTP account needs to be told. Owns the shape and its checks; connects to nothing. */
import { z } from 'zod';
import { LIMITS } from '../../domain/limits.ts';
import { dkimSigner } from '../compose.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const duration = (otherwise: number) =>
  z
    .int()
    .min(100)
    .max(60 * MINUTE_MS)
    .default(otherwise);
const oneLine = z.string().regex(/^\P{Cc}*$/u, 'must be one line');
const mailAddress = oneLine.regex(/^[^\s<>@]+@[^\s<>@]+$/, 'must be one address, name@domain');

const TOKEN_WHERE = 'write {token} before the @, with nothing or a sign such as + on either side';
const NO_TOKEN = /^[^{}]*$/;
const ONE_TOKEN = /^([^{}@]*[^{}@A-Za-z0-9])?\{token\}([^{}@A-Za-z0-9][^{}@]*)?@[^{}@]*$/;

const selector = oneLine.regex(
  /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/,
  'must be letters, digits, dots and hyphens',
);

/** A key of our own that mails from a domain, and from those below it, are signed by. */
const DkimSchema = z
  .strictObject({
    domain: oneLine.regex(/^[A-Za-z0-9.-]+\.[A-Za-z0-9-]+$/, 'must be a domain, in ASCII'),
    selector,
    /** PEM, or PKCS#8 in base64 on one line. In `rekindle.yaml` it is read from `keyFile`. */
    privateKey: z.string().min(1),
  })
  .superRefine((key, context) => {
    try {
      dkimSigner(key);
    } catch (error) {
      const message = `is no key to sign by: ${(error as Error).message}`;
      context.addIssue({ code: 'custom', message, path: ['privateKey'] });
    }
  });

/** Time-outs of each phase, milliseconds. */
const TimeoutsSchema = z.strictObject({
  /** Name lookup, connecting and the TLS handshake together. */
  connectMs: duration(30 * SECOND_MS),
  /** The server's first line. Source: RFC 5321 §4.5.3.2.1 allows it 5 minutes; a live one needs a second. */
  greetingMs: duration(30 * SECOND_MS),
  /** Silence after any command or part of the mail. Source: RFC 5321 §4.5.3.2.2 to .5. */
  answerMs: duration(5 * MINUTE_MS),
  /** A whole send, also against a server that keeps dripping words. Source: RFC 5321 §4.5.3.2.6. */
  sendMs: duration(10 * MINUTE_MS),
  /** What `close` waits for sends under way before it ends them: a stop has waited for their answers before, and is to be over in ten seconds. */
  closeMs: duration(SECOND_MS),
});

/** Trust in the server's certificate. */
const TlsSchema = z.strictObject({
  /** Certificate authority to trust beside the system's, PEM. */
  ca: z.string().min(1).optional(),
  /** Name in the certificate where it is not the host. */
  servername: z.string().min(1).optional(),
  /** False accepts any certificate: anybody on the way can read and change the mail. */
  verify: z.boolean().default(true),
});

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/**
 * Settings of one SMTP account.
 * Errors (zod): a login over an open line to another machine; `user` without `pass` and the other way round.
 */
export const SmtpSettingsSchema = z
  .strictObject({
    host: oneLine.min(1),
    port: z.int().min(1).max(65_535).default(587),
    /** `tls` from the start (port 465), `starttls` or nothing, `opportunistic`, or `none`. */
    secure: z.enum(['tls', 'starttls', 'opportunistic', 'none']).default('starttls'),
    user: z.string().min(1).optional(),
    pass: z.string().min(1).optional(),
    /** Who mails come from; the engine puts it into each mail. */
    from: z.strictObject({ name: oneLine.nullable().default(null), address: mailAddress }),
    /** Where bounces go (envelope sender); the mail's own sender where absent. `bounces+{token}@…` says of which message. */
    bounceTo: mailAddress
      .refine((address) => NO_TOKEN.test(address) || ONE_TOKEN.test(address), { error: TOKEN_WHERE })
      .optional(),
    /** Address that somebody reads opt-outs at; named beside the one-click address. `stop+{token}@…` says whose they are. */
    unsubscribeMailto: mailAddress
      .refine((address) => NO_TOKEN.test(address) || ONE_TOKEN.test(address), { error: TOKEN_WHERE })
      .optional(),
    /** DKIM selectors that the server signs by, for the look at DNS; not known where absent. */
    selectors: z.array(selector).max(LIMITS.dkimKeys).default([]),
    /** Keys of our own; the nearest of the mail's domain signs, and mails from other domains are left to the server. */
    dkim: z.array(DkimSchema).max(LIMITS.dkimKeys).default([]),
    /** Connections, and so sends, at a time. */
    connections: z.int().min(1).max(LIMITS.smtpConnections).default(4),
    /** Mails after which a connection is renewed. */
    mailsPerConnection: z.int().min(1).default(100),
    /** How long an unused connection is kept, milliseconds; servers drop them after 5 minutes (RFC 5321 §4.5.3.2.7). */
    idleMs: duration(30 * SECOND_MS),
    /** Our name in EHLO; the machine's where absent. */
    helo: oneLine.min(1).optional(),
    tls: TlsSchema.prefault({}),
    timeouts: TimeoutsSchema.prefault({}),
  })
  .refine((s) => (s.user === undefined) === (s.pass === undefined), {
    message: 'user and pass belong together',
    path: ['pass'],
  })
  .refine((s) => s.user === undefined || s.secure === 'tls' || s.secure === 'starttls' || LOOPBACK.test(s.host), {
    message: 'a password leaves this machine only over TLS: use secure "tls" or "starttls"',
    path: ['secure'],
  });

/** Settings as used, every default filled in. */
export type SmtpSettings = z.output<typeof SmtpSettingsSchema>;
/** Settings as a person writes them. */
export type SmtpSettingsInput = z.input<typeof SmtpSettingsSchema>;
