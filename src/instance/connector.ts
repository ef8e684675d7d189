/**
 * Whoever speaks to the providers of connections: put together from the adapters of channels, mailboxes and tokens. Part of the
 * composition root; what an answer means is the adapters'.
 */
import { openWay, problemsOfWay, testWay } from '../channels/open.ts';
import { type Asked, type Tested, TokenFault } from '../domain/connection/asked.ts';
import { providerNamed } from '../domain/connection/providers.ts';
import type { Connector } from '../engine/connections/connector.ts';
import { MailboxFault } from '../engine/ports.ts';

/** What is loaded only when it is used: a command that lists leads need not wait for a mail library. */
export function makeConnector(): Connector {
  return {
    problems: problemsOfWay,
    open: openWay,
    test: testAll,
    renew: async (asked, by, now) => (await import('../channels/oauth.ts')).renewTokens(asked, by, now),
  };
}

/** Everything that a provider is used for is asked, until something fails. */
async function testAll(asked: Asked): Promise<Tested> {
  const way = await testWay(asked);
  if (way?.contact === 'fails') return way;
  const mailbox = providerNamed(asked.provider)?.uses.includes('mailbox') ? await testMailbox(asked) : null;
  if (mailbox?.contact === 'fails') return mailbox;
  const says = [way?.says, mailbox?.says].filter((one) => one !== undefined).join('; ');
  return { contact: 'works', code: null, says: says || 'its secret is kept; it is not asked for anything' };
}

/** Signs in to the mailbox and out again; no folder is opened. */
async function testMailbox(asked: Asked): Promise<Tested> {
  const { mailboxServer } = await import('./mailbox-server.ts');
  const { settings, credentials } = mailboxServer(asked);
  try {
    const { imapMailbox } = await import('../sources/imap/adapter.ts');
    const { parseMail } = await import('../sources/mail/parse.ts');
    const session = await imapMailbox(settings, asked.workspaceId, await credentials(), parseMail).connect();
    await session.close();
    return { contact: 'works', code: null, says: `${settings.host} lets ${settings.user} in` };
  } catch (error) {
    if (error instanceof TokenFault) return { contact: 'fails', code: error.code, says: error.message };
    if (!(error instanceof MailboxFault)) throw error;
    const code = error.code === 'mailbox-refused' ? 'login-refused' : 'no-connection';
    return { contact: 'fails', code, says: error.message };
  }
}
