/**
 * A mailbox by IMAP. Owns the connection: folders are opened to be read only and bodies are peeked at, so that no flag ever changes.
 * Reconnects nothing: a session that is lost is over, and whoever keeps the mailbox opens another.
 */
import { type FetchMessageObject, ImapFlow, type MailboxObject } from 'imapflow';
import type { ReceivedMail } from '../../domain/conversation/mail/received.ts';
import { LIMITS } from '../../domain/limits.ts';
import {
  type Mailbox,
  type MailboxCredentials,
  MailboxFault,
  type MailboxSession,
  type OpenFolder,
} from '../../engine/ports.ts';
import type { MailboxSettings } from './settings.ts';

const DAY_MS = 86_400_000;
/** What is waited for a connection, a greeting and an answer, ms. */
const PATIENCE = { connectionTimeout: 20_000, greetingTimeout: 15_000, socketTimeout: 120_000 } as const;
/** IDLE is begun anew so often, ms: routers forget a line on which nothing is said. Source: RFC 2177. */
const IDLE_MS = 240_000;

/** How a mail is taken apart; the parser is handed in, since it is another adapter's. */
export type ParseMail = (raw: Uint8Array) => Promise<ReceivedMail>;

/** A mailbox of these settings, which belongs to `workspaceId`. */
export function imapMailbox(
  settings: MailboxSettings,
  workspaceId: string,
  credentials: MailboxCredentials,
  parse: ParseMail,
): Mailbox {
  const { name, folders, user, addresses, pollSeconds, lookBackDays } = settings;
  const own = user.includes('@') ? [user, ...addresses] : addresses;
  return {
    name,
    workspaceId: settings.workspace ?? workspaceId,
    folders,
    addresses: own.map((address) => address.toLowerCase()),
    pollMs: pollSeconds * 1_000,
    lookBackMs: lookBackDays * DAY_MS,
    connect: () => connect(settings, credentials, parse),
  };
}

async function connect(
  { host, port, secure }: MailboxSettings,
  credentials: MailboxCredentials,
  parse: ParseMail,
): Promise<MailboxSession> {
  const { user } = credentials;
  const auth = 'password' in credentials ? { user, pass: credentials.password } : credentials;
  const client = new ImapFlow({
    ...{ host, port: port ?? (secure === 'tls' ? 993 : 143), secure: secure === 'tls', auth },
    ...(secure === 'tls' ? {} : { doSTARTTLS: secure === 'starttls' }),
    ...{ logger: false, disableAutoIdle: true, maxIdleTime: IDLE_MS, ...PATIENCE },
  });
  // Without a listener an error that comes by itself would end the process; what is under way fails with it anyway.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    client.close();
    const refused = (error as { readonly authenticationFailed?: boolean }).authenticationFailed === true;
    throw new MailboxFault(refused ? 'mailbox-refused' : 'mailbox-unreachable', textOf(error), error);
  }
  return sessionOn(client, parse);
}

function textOf(error: unknown): string {
  const { message, responseText } = error as { readonly message?: string; readonly responseText?: string };
  return (responseText ?? message ?? String(error)).slice(0, LIMITS.evidenceCharacters);
}

function sessionOn(client: ImapFlow, parse: ParseMail): MailboxSession {
  return {
    get usable() {
      return client.usable;
    },
    open: (path) => openFolder(client, path, parse),
    waitForNews: (mostMs, signal) => waitForNews(client, mostMs, signal),
    async close() {
      try {
        if (client.usable) await client.logout();
      } catch {
        // It is gone already, which is what was wanted.
      } finally {
        client.close();
      }
    },
  };
}

/** What the server is asked. Whatever goes wrong says whether it can be asked again. */
async function ask<T>(client: ImapFlow, question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    throw new MailboxFault(client.usable ? 'mailbox-answer' : 'mailbox-lost', textOf(error), error);
  }
}

async function openFolder(client: ImapFlow, path: string, parse: ParseMail): Promise<OpenFolder | null> {
  let folder: MailboxObject;
  try {
    folder = await ask(client, () => client.mailboxOpen(path, { readOnly: true }));
  } catch (error) {
    if (error instanceof MailboxFault && error.code === 'mailbox-answer') return null;
    throw error;
  }
  const found = async (query: Parameters<ImapFlow['search']>[0]) => {
    const uids = await ask(client, () => client.search(query, { uid: true }));
    return (uids || []).sort((a, b) => a - b);
  };
  // A search tells of all mails that follow, and a folder is read upwards: it is asked again once these are read.
  let ahead: readonly number[] = [];
  return {
    uidValidity: Number(folder.uidValidity),
    async lastUidBefore(since) {
      const [first] = await found({ since: new Date(since) });
      return (first ?? folder.uidNext) - 1;
    },
    async uidsAfter(uid, limit) {
      let next = ahead.findIndex((one) => one > uid);
      if (next < 0) {
        // “n:*” names the last mail even where its number is lower.
        ahead = (await found({ uid: `${uid + 1}:*` })).filter((one) => one > uid);
        next = 0;
      }
      return ahead.slice(next, next + limit);
    },
    fetch: (uid) => fetchMail(client, uid, parse),
  };
}

async function fetchMail(client: ImapFlow, uid: number, parse: ParseMail): Promise<ReceivedMail | null> {
  const one = (query: Parameters<ImapFlow['fetchOne']>[1]) =>
    ask<FetchMessageObject | false | undefined>(client, () => client.fetchOne(String(uid), query, { uid: true }));
  const head = await one({ uid: true, size: true });
  if (!head) return null;
  const isLarge = (head.size ?? 0) > LIMITS.mailboxMailBytes;
  const got = await one({ uid: true, source: isLarge ? { start: 0, maxLength: LIMITS.mailboxHeadBytes } : true });
  if (!got) return null;
  if (got.source === undefined) throw new MailboxFault('mailbox-answer', 'the server gives no content of this mail');
  const mail = await parse(got.source);
  return isLarge ? { ...mail, faults: [...mail.faults, 'mail-cut'] } : mail;
}

/** By IDLE where the server has it; else, and at the latest, after `mostMs`. */
async function waitForNews(client: ImapFlow, mostMs: number, signal: AbortSignal): Promise<void> {
  if (!client.usable) throw new MailboxFault('mailbox-lost', 'the connection is closed');
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, mostMs);
  const news = () => resolve();
  client.on('exists', news);
  client.on('close', news);
  signal.addEventListener('abort', news, { once: true });
  try {
    // It ends when the next question is asked.
    if (client.capabilities.has('IDLE')) client.idle().catch(news);
    if (!signal.aborted) await promise;
  } finally {
    clearTimeout(timer);
    client.off('exists', news);
    client.off('close', news);
    signal.removeEventListener('abort', news);
  }
  if (!client.usable) throw new MailboxFault('mailbox-lost', 'the server closed the connection');
}
