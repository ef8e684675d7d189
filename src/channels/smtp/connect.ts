/**
 * Connections that mail leaves by: any SMTP server with a password, Google’s and Microsoft’s with a token. Owns how a record becomes the
 * adapter’s settings, and the sign-in that shows whether it is taken.
 */
import { type Asked, type Tested, TokenFault } from '../../domain/connection/asked.ts';
import { given, numberOf, type Opener, TEST_MS } from '../opener.ts';
import { smtpChannel } from './adapter.ts';
import { resultOf } from './outcome.ts';
import { type SmtpError, SmtpSession } from './session.ts';
import { type SmtpSettings, SmtpSettingsSchema } from './settings.ts';

type Raw = Record<string, unknown>;

function openerOf(rawOf: (asked: Asked) => Raw): Opener {
  const settingsOf = (asked: Asked) => SmtpSettingsSchema.parse(rawOf(asked));
  return {
    settings: (asked) => SmtpSettingsSchema.safeParse(rawOf(asked)),
    open: (asked) => [{ kind: 'email', channel: smtpChannel(settingsOf(asked), asked.token ?? undefined) }],
    test: (asked) => signIn(settingsOf(asked), asked),
  };
}

/** Any SMTP server. */
export const smtpOpener = openerOf(({ settings, secrets }) => {
  const { port, connections, from, selectors, dkimSelector, dkimDomain, ...more } = settings;
  const domain = dkimDomain ?? from?.slice(from.lastIndexOf('@') + 1);
  const key = given({ domain, selector: dkimSelector, privateKey: secrets.dkim });
  return given({
    ...more,
    ...{ port: numberOf(port), connections: numberOf(connections), pass: secrets.password },
    ...{ from: { address: from }, selectors: listOf(selectors) },
    ...(secrets.dkim === undefined && dkimSelector === undefined ? {} : { dkim: [key] }),
  });
});

function listOf(text: string | undefined): string[] | undefined {
  return text?.split(',').map((one) => one.trim());
}

/** Google’s. Source: support.google.com/a/answer/176600: smtp.gmail.com, 465 with TLS. */
export const googleOpener = openerOf((asked) => mailboxOf(asked, { host: 'smtp.gmail.com', port: 465, secure: 'tls' }));

/** Microsoft’s. Source: learn.microsoft.com, “POP, IMAP, and SMTP settings”: smtp.office365.com, 587 with STARTTLS. */
export const microsoftOpener = openerOf((asked) =>
  mailboxOf(asked, { host: 'smtp.office365.com', port: 587, secure: 'starttls' }),
);

function mailboxOf({ settings, secrets, token }: Asked, server: { host: string; port: number; secure: string }): Raw {
  const { user, from, selectors, smtpHost, smtpPort, secure } = settings;
  return given({
    ...{ host: smtpHost ?? server.host, port: numberOf(smtpPort) ?? server.port, secure: secure ?? server.secure },
    // With a token in its place the password is not used; what holds of one (never over an open line) holds of the other.
    ...{ user, pass: token === null ? secrets.password : 'a token', from: { address: from ?? user } },
    selectors: listOf(selectors),
  });
}

/** EHLO, encryption and AUTH, and nothing more. */
async function signIn(settings: SmtpSettings, { token }: Asked): Promise<Tested> {
  const session = new SmtpSession(settings);
  const timer = setTimeout(() => session.abort(new Error('the server did not answer in time')), TEST_MS);
  try {
    await session.open(settings, token ?? undefined);
    return {
      contact: 'works',
      code: null,
      says: `${settings.host}:${settings.port} takes ${settings.user ?? 'mail without a login'}`,
    };
  } catch (error) {
    if (error instanceof TokenFault) return { contact: 'fails', code: error.code, says: error.message };
    return refusalOf(session, error as SmtpError);
  } finally {
    clearTimeout(timer);
    session.close();
  }
}

function refusalOf(session: SmtpSession, error: SmtpError): Tested {
  const known = error.code === undefined ? Object.assign(error, { code: 'ETIMEDOUT' }) : error;
  const result = resultOf(session.failed(known));
  return { contact: 'fails', code: 'code' in result ? result.code : 'no-connection', says: result.detail };
}
