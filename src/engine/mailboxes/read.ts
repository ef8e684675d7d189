/**
 * Reading one mailbox over a connection that stands: each folder on from where it was read, a few mails at a time, with their events
 * in one transaction. Owns the order, and that one mail never stops the others.
 */
import type { ReceivedMail } from '../../domain/conversation/mail/received.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Engine } from '../engine.ts';
import { passes } from '../instance/patience.ts';
import { type Mailbox, MailboxFault, type MailboxSession, type MailFolder, type OpenFolder } from '../ports.ts';
import { type EventReport, eventBatch } from '../react.ts';
import type { FolderPosition, MailAside } from '../store-port.ts';
import { ownAddresses, placeMail } from './place.ts';

/** Somebody else reads this mailbox by now. */
export class MailboxTaken extends Error {
  override readonly name = 'MailboxTaken';
}

/** Who reads what. */
export interface Reading {
  readonly engine: Engine;
  readonly mailbox: Mailbox;
  readonly owner: string;
  readonly signal: AbortSignal;
  /** Folders in which reading was broken off by something else than a mail, the database say: the next try is none of a mail's. */
  readonly excused: Set<string>;
  /** Prolongs the right to read. Errors: `MailboxTaken`. */
  keep(): Promise<void>;
}

/** What one mail came to. */
interface ReadMail {
  readonly uid: number;
  readonly reports: readonly EventReport[];
  readonly aside: MailAside | null;
}

/** What reading all folders came to. */
interface FoldersRead {
  /** Events that were new. */
  readonly fresh: number;
  /** Folders that are not there. */
  readonly missing: readonly string[];
}

/** Reads all folders to their end; the first of them is open afterwards. Errors: `MailboxFault`. */
export async function readFolders(of: Reading, session: MailboxSession): Promise<FoldersRead> {
  const { engine, mailbox, signal } = of;
  const { workspaceId, name } = mailbox;
  let fresh = 0;
  const missing: string[] = [];
  const known = (await engine.store.mailboxes.list(workspaceId)).find((one) => one.name === name)?.folders ?? [];
  const own = new Set([...mailbox.addresses, ...(await ownAddresses(engine, workspaceId))]);
  for (const folder of [...mailbox.folders].reverse()) {
    if (signal.aborted) break;
    const open = await session.open(folder.path);
    if (open === null) missing.push(folder.path);
    else
      fresh += await readFolder(
        { ...of, folder, open, own },
        known.find((one) => one.folder === folder.path),
      );
  }
  return { fresh, missing };
}

/** A folder that is being read. */
interface FolderReading extends Reading {
  readonly folder: MailFolder;
  readonly open: OpenFolder;
  readonly own: ReadonlySet<string>;
}

async function readFolder(of: FolderReading, known: FolderPosition | undefined): Promise<number> {
  const { engine, mailbox, folder, open, signal } = of;
  const at = { folder: folder.path, uidValidity: open.uidValidity };
  const isKnown = known?.uidValidity === open.uidValidity;
  let last = isKnown ? known.lastUid : await open.lastUidBefore(engine.clock.now() - mailbox.lookBackMs);
  if (!isKnown) await take(of, { ...at, lastUid: last }, []);
  let fresh = 0;
  // How many mails on are still read one by one, since among them is the one that broke a batch.
  let alone = 0;
  while (!signal.aborted) {
    await of.keep();
    const uids = await open.uidsAfter(last, LIMITS.mailboxBatchMails);
    if (uids.length === 0) break;
    const read = await readOn(of, { ...at, lastUid: last }, uids, alone > 0);
    fresh += read.fresh;
    last = read.last;
    alone = read.broken ? LIMITS.mailboxBatchMails : alone - 1;
  }
  return fresh;
}

/** Of a connection that is lost over a mail it is known which mail it was: it counts as so many tries of which that is not known. */
const STRIKE = LIMITS.mailboxTries / LIMITS.mailboxStrikes;

/**
 * Reads on from a position. What was begun there before and came to no end is read one by one, so that it is known which mail it
 * is, and one that breaks every try, the process with it or not, is set aside.
 */
async function readOn(of: FolderReading, from: FolderPosition, uids: readonly number[], alone: boolean) {
  const { engine, mailbox, excused } = of;
  const key = { workspaceId: mailbox.workspaceId, mailbox: mailbox.name };
  const tries = await engine.store.mailboxes.begin(key, from, excused.delete(from.folder) ? 0 : 1);
  const [next = 0] = uids;
  const wanted = tries > 1 || alone ? [next] : uids;
  try {
    const { mails, fault } =
      tries > LIMITS.mailboxTries
        ? { mails: [setAside(of, next, 'mail-unreadable')], fault: null }
        : await fetchAll(of, wanted);
    const fresh = await takeEach(of, from, mails);
    if (fault !== null) {
      const lastUid = mails.at(-1)?.uid ?? from.lastUid;
      await engine.store.mailboxes.begin(key, { ...from, lastUid }, mails.length > 0 ? STRIKE : STRIKE - 1);
      throw fault;
    }
    return { fresh, last: wanted.at(-1) as number, broken: tries > 1 };
  } catch (error) {
    if (isOfStore(error) || error instanceof MailboxTaken) excused.add(from.folder);
    throw error;
  }
}

/** Mails in order, up to where the connection was lost: what was read before counts. */
async function fetchAll(of: FolderReading, uids: readonly number[]) {
  const mails: ReadMail[] = [];
  for (const uid of uids) {
    try {
      mails.push(await readOne(of, uid));
    } catch (error) {
      if (!(error instanceof MailboxFault)) throw error;
      return { mails, fault: error };
    }
  }
  return { mails, fault: null };
}

async function readOne(of: FolderReading, uid: number): Promise<ReadMail> {
  const { open } = of;
  let mail: ReceivedMail | null;
  try {
    mail = await open.fetch(uid);
  } catch (error) {
    if (error instanceof MailboxFault && error.code === 'mailbox-answer') return setAside(of, uid, 'mail-unreadable');
    throw error;
  }
  return mail === null ? { uid, reports: [], aside: null } : placed(of, uid, mail);
}

async function placed(of: FolderReading, uid: number, mail: ReceivedMail): Promise<ReadMail> {
  const { engine, mailbox, folder, own } = of;
  try {
    const place = { workspaceId: mailbox.workspaceId, own, holds: folder.holds };
    const { id, read, reports, aside, subject } = await placeMail(engine, place, mail);
    if (aside === null) return { uid, reports, aside };
    const { kind, from: sender } = read;
    const kept = { id, at: engine.clock.now(), folder: folder.path, uid, code: aside, kind, sender, subject };
    return { uid, reports, aside: kept };
  } catch (error) {
    if (isOfStore(error)) throw error;
    engine.log.error('a mail cannot be read; it is set aside', { ...whereOf(of, uid), error: stackOf(error) });
    return setAside(of, uid, 'mail-poison');
  }
}

function isOfStore(error: unknown): boolean {
  return passes(error) || (error as Error).name === 'StoreError';
}

function whereOf({ mailbox, folder }: FolderReading, uid: number) {
  return { mailbox: mailbox.name, folder: folder.path, uid };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function setAside({ engine, folder, open }: FolderReading, uid: number, code: string): ReadMail {
  const id = `${folder.path}/${open.uidValidity}/${uid}`;
  const unread = { kind: null, sender: null, subject: null };
  return { uid, reports: [], aside: { id, at: engine.clock.now(), folder: folder.path, uid, code, ...unread } };
}

/** All mails in one transaction; where one of them breaks it, each in its own, and that one is set aside. */
async function takeEach(
  of: FolderReading,
  at: Omit<FolderPosition, 'lastUid'>,
  mails: readonly ReadMail[],
): Promise<number> {
  const last = mails.at(-1);
  if (last === undefined) return 0;
  try {
    return await take(of, { ...at, lastUid: last.uid }, mails);
  } catch (error) {
    if (isOfStore(error) || error instanceof MailboxTaken) throw error;
    if (mails.length === 1) {
      of.engine.log.error('a mail cannot be taken in; it is set aside', {
        ...whereOf(of, last.uid),
        error: stackOf(error),
      });
      return take(of, { ...at, lastUid: last.uid }, [setAside(of, last.uid, 'mail-poison')]);
    }
  }
  let fresh = 0;
  for (const mail of mails) fresh += await takeEach(of, at, [mail]);
  return fresh;
}

async function take(of: FolderReading, position: FolderPosition, mails: readonly ReadMail[]): Promise<number> {
  const { engine, mailbox, owner } = of;
  const fresh = await engine.store.mailboxes.take({
    ...{ workspaceId: mailbox.workspaceId, mailbox: mailbox.name, owner, position },
    events: await eventBatch(
      engine,
      mails.flatMap(({ reports }) => reports),
    ),
    aside: mails.flatMap(({ aside }) => (aside === null ? [] : [aside])),
  });
  if (fresh === null) throw new MailboxTaken('another process reads this mailbox by now');
  return fresh;
}
