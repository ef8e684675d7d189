/**
 * Whoever speaks to the providers of connections: put together from the adapters of channels, mailboxes and tokens. Part of the
 * composition root; what an answer means is the adapters'.
 */
import { openWays, problemsOfWay, testWay } from '../channels/open.ts';
import { openHandOffs, problemsOfHandOffs, testHandOffs } from '../crms/open.ts';
import { type Asked, type Tested, TokenFault } from '../domain/connection/asked.ts';
import { wayName } from '../domain/connection/connection.ts';
import { providerNamed } from '../domain/connection/providers.ts';
import type { Connector } from '../engine/connections/connector.ts';
import type { HookConnection } from '../engine/hook-port.ts';
import { type Mailbox, MailboxFault } from '../engine/ports.ts';
import { openSource, testSource } from '../sources/open.ts';
import { speech } from './speech.ts';

/** What is loaded only when it is used: a command that lists leads need not wait for a mail library. */
export function makeConnector(publicUrl: string | null = null): Connector {
  return {
    problems,
    open: (asked) => openWays(withCallback(asked, publicUrl)),
    mailbox: mailboxOf,
    hook: hookOf,
    leads: (asked) => openSource(asked, speech, publicUrl),
    handOffs: (asked) => openHandOffs(asked, speech),
    test: testAll,
    renew: async (asked, by, now) => (await import('../channels/oauth.ts')).renewTokens(asked, by, now),
  };
}

async function problems(asked: Asked): Promise<readonly string[]> {
  const { problemsOfHook } = await import('../hooks/hooks.ts');
  const ofWay = [...(await problemsOfWay(asked)), ...(await problemsOfHandOffs(asked)), ...problemsOfHook(asked)];
  if (!providerNamed(asked.provider)?.uses.includes('mailbox')) return ofWay;
  return [...ofWay, ...(await import('./mailbox-server.ts')).problemsOfMailbox(asked)];
}

/** Where it is not said otherwise, Twilio tells what became of a text at the address of its own connection. */
function withCallback(asked: Asked, publicUrl: string | null): Asked {
  if (asked.provider !== 'twilio' || publicUrl === null || asked.settings.statusCallback !== undefined) return asked;
  const statusCallback = `${publicUrl}/hooks/twilio/${asked.id}`;
  return { ...asked, settings: { ...asked.settings, statusCallback } };
}

async function hookOf(asked: Asked): Promise<HookConnection | null> {
  const { id, workspaceId, provider, secrets } = asked;
  const signs = providerNamed(provider)?.signs ?? [];
  const known = signs.flatMap((name) => (secrets[name] === undefined ? [] : [secrets[name]]));
  if (known.length === 0) return null;
  const { hookOfConnection } = await import('../hooks/hooks.ts');
  const answers = asked.settings.confirms === 'rekindle' ? { answersBy: wayName(asked) } : {};
  const asks = providerNamed(provider)?.hearsRefusals ? { whoIs: (contactId: string) => whoIs(asked, contactId) } : {};
  return { adapter: hookOfConnection(asked), name: id, workspaceId, secrets: known, ...answers, ...asks };
}

async function whoIs(asked: Asked, contactId: string) {
  const way = await openHandOffs(asked, speech);
  try {
    if (way?.person) return await way.person(contactId);
    const [contact = null] = (await way?.book?.contacts([contactId])) ?? [];
    return contact && { email: contact.values.email ?? null, phone: contact.values.phone ?? null };
  } finally {
    await way?.close();
  }
}

/** Signs in anew with each connection, so that a token is good whenever one is lost. */
async function mailboxOf(asked: Asked): Promise<Mailbox | null> {
  if (!providerNamed(asked.provider)?.uses.includes('mailbox')) return null;
  const { mailboxServer } = await import('./mailbox-server.ts');
  const { imapMailbox } = await import('../sources/imap/adapter.ts');
  const { parseMail } = await import('../sources/mail/parse.ts');
  const { settings, credentials } = mailboxServer(asked);
  const { user } = settings;
  const of = imapMailbox(settings, asked.workspaceId, { user, password: '' }, parseMail);
  const connect = async () => {
    const signIn = await credentials().catch((error: unknown) => {
      if (!(error instanceof TokenFault)) throw error;
      throw new MailboxFault(error.code === 'login-refused' ? 'mailbox-refused' : 'mailbox-unreachable', error.message);
    });
    return imapMailbox(settings, asked.workspaceId, signIn, parseMail).connect();
  };
  return { ...of, connect };
}

/** Everything that a provider is used for is asked, until something fails. */
async function testAll(asked: Asked): Promise<Tested> {
  const way = await testWay(asked);
  if (way?.contact === 'fails') return way;
  const mailbox = providerNamed(asked.provider)?.uses.includes('mailbox') ? await testMailbox(asked) : null;
  if (mailbox?.contact === 'fails') return mailbox;
  // Where messages leave by it too it has been asked already.
  const crm = way === null ? await testHandOffs(asked, speech) : null;
  if (crm?.contact === 'fails') return crm;
  const source = await testSource(asked, speech);
  if (source?.contact === 'fails') return source;
  const says = [way?.says, mailbox?.says, crm?.says, source?.says].filter((one) => one !== undefined).join('; ');
  return { contact: 'works', code: null, says: says || 'its secret is kept; it is not asked for anything' };
}

/** Signs in to the mailbox and out again; no folder is opened. */
async function testMailbox(asked: Asked): Promise<Tested> {
  try {
    const session = await (await mailboxOf(asked))?.connect();
    await session?.close();
    return { contact: 'works', code: null, says: `the mailbox of ${asked.settings.user} is open` };
  } catch (error) {
    if (!(error instanceof MailboxFault)) throw error;
    const code = error.code === 'mailbox-refused' ? 'login-refused' : 'no-connection';
    return { contact: 'fails', code, says: error.message };
  }
}
