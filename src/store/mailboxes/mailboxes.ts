/**
 * Mailboxes: who reads one, how far its folders are read, what came to nothing. The position moves in the transaction that records
 * the events of the mails before it, so that a kill at any moment leaves no mail out and none in twice.
 */
import { LIMITS } from '../../domain/limits.ts';
import type {
  FolderPosition,
  MailAside,
  MailboxBatch,
  MailboxKey,
  MailboxLease,
  MailboxRecord,
} from '../../engine/store-port.ts';
import { all, first, type Program, run, runEach } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';
import { recordEvents } from '../work/events.ts';

const KEY = 'workspace_id = :workspaceId AND name = :mailbox';
const BEGIN = statement(`
  INSERT INTO mailbox (workspace_id, name, recorded, passed_over) VALUES (:workspaceId, :mailbox, 0, 0)
  ON CONFLICT (workspace_id, name) DO NOTHING`);
const HOLDER = statement<{ lease_owner: string | null; lease_until: number | null }>(
  `SELECT lease_owner, lease_until FROM mailbox WHERE ${KEY}`,
  { holds: 'mailbox' },
);
const LEASE = statement(`UPDATE mailbox SET lease_owner = :owner, lease_until = :until WHERE ${KEY}`);
const RELEASE = statement(
  `UPDATE mailbox SET lease_owner = NULL, lease_until = NULL WHERE ${KEY} AND lease_owner = :owner`,
);
const COUNT = statement(`
  UPDATE mailbox SET recorded = recorded + :recorded, passed_over = passed_over + :passedOver WHERE ${KEY}`);
const SEEN = statement(`UPDATE mailbox SET read_at = :at, fault = NULL, fault_at = NULL WHERE ${KEY}`);
const FAULT = statement(`UPDATE mailbox SET fault = :fault, fault_at = :at WHERE ${KEY}`);
const POSITION = insert(
  'mailbox_folder',
  ['workspaceId', 'mailbox', 'folder', 'uidValidity', 'lastUid', 'tries'],
  `ON CONFLICT (workspace_id, mailbox, folder)
   DO UPDATE SET uid_validity = excluded.uid_validity, last_uid = excluded.last_uid, tries = excluded.tries`,
);
const OF_FOLDER = 'workspace_id = :workspaceId AND mailbox = :mailbox AND folder = :folder';
const TRY = statement(`
  UPDATE mailbox_folder SET tries = tries + :by WHERE ${OF_FOLDER} AND uid_validity = :uidValidity AND last_uid = :lastUid`);
const TRIES = statement<{ tries: number }>(`SELECT tries FROM mailbox_folder WHERE ${OF_FOLDER}`);
const ASIDE = insert(
  'mailbox_aside',
  ['workspaceId', 'mailbox', 'id', 'at', 'folder', 'uid', 'code', 'kind', 'sender', 'subject'],
  'ON CONFLICT (workspace_id, mailbox, id) DO NOTHING',
);
const OF_MAILBOX = 'workspace_id = :workspaceId AND mailbox = :mailbox';
const BEYOND = statement<{ id: string }>(`
  SELECT id FROM mailbox_aside WHERE ${OF_MAILBOX} ORDER BY at DESC, id DESC
  LIMIT ${LIMITS.mailboxBatchMails} OFFSET ${LIMITS.mailboxAside}`);
const FORGET = statement(`DELETE FROM mailbox_aside WHERE ${OF_MAILBOX} AND id = :id`);
const LIST = statement<SqlRow>(
  `SELECT * FROM mailbox WHERE workspace_id = :workspaceId ORDER BY name LIMIT ${LIMITS.mailboxes}`,
);
const FOLDERS = statement<SqlRow>(`
  SELECT folder, uid_validity, last_uid FROM mailbox_folder WHERE ${OF_MAILBOX}
  ORDER BY folder LIMIT ${LIMITS.mailboxFolders}`);
const LATEST = statement<SqlRow>(
  `SELECT * FROM mailbox_aside WHERE ${OF_MAILBOX} ORDER BY at DESC, id DESC LIMIT :limit`,
);

/** Takes or prolongs the right to read a mailbox; false = somebody else has it. */
export function* leaseMailbox({ workspaceId, mailbox, owner, now, until, isGone }: MailboxLease): Program<boolean> {
  const key = { workspaceId, mailbox };
  yield* run(BEGIN, key);
  const held = yield* first(HOLDER, key);
  const holder = held?.lease_owner ?? null;
  if (holder !== null && holder !== owner && (held?.lease_until ?? 0) > now && !isGone(holder)) return false;
  return (yield* run(LEASE, { ...key, owner, until })) === 1;
}

/** Gives the right back, where it is this owner's. */
export function* releaseMailbox(key: MailboxKey, owner: string): Program<void> {
  yield* run(RELEASE, { ...key, owner });
}

/** Writes what a batch of mails came to; null = it is somebody else's to write. */
export function* takeMails({ workspaceId, mailbox, owner, ...batch }: MailboxBatch): Program<number | null> {
  const key = { workspaceId, mailbox };
  if ((yield* first(HOLDER, key))?.lease_owner !== owner) return null;
  const recorded = (yield* recordEvents(batch.events)).filter(Boolean).length;
  const passedOver = yield* runEach(
    ASIDE,
    batch.aside.map((one) => ({ ...key, ...one })),
  );
  yield* run(POSITION, { ...key, ...batch.position, tries: 0 });
  if (recorded + passedOver > 0) yield* run(COUNT, { ...key, recorded, passedOver });
  const beyond = passedOver === 0 ? [] : yield* all(BEYOND, key);
  if (beyond.length > 0)
    yield* runEach(
      FORGET,
      beyond.map(({ id }) => ({ ...key, id })),
    );
  return recorded;
}

/** Begins to read on from a position; how many tries that makes. */
export function* tryFolder(key: MailboxKey, at: FolderPosition, by: number): Program<number> {
  yield* run(TRY, { ...key, ...at, by });
  return (yield* first(TRIES, { ...key, folder: at.folder }))?.tries ?? 0;
}

/** Notes how reading went. */
export function* noteMailbox(key: MailboxKey, fault: string | null, at: number): Program<void> {
  if (fault === null) yield* run(SEEN, { ...key, at });
  else yield* run(FAULT, { ...key, fault, at });
}

/** All mailboxes that were ever read. */
export function* listMailboxes(workspaceId: string): Program<MailboxRecord[]> {
  const records: MailboxRecord[] = [];
  for (const row of yield* all(LIST, { workspaceId })) {
    const mailbox = row.name as string;
    const folders = (yield* all(FOLDERS, { workspaceId, mailbox })).map(positionOf);
    records.push({
      name: mailbox,
      owner: row.lease_owner as string | null,
      leaseUntil: row.lease_until as number | null,
      readAt: row.read_at as number | null,
      fault: row.fault as string | null,
      faultAt: row.fault_at as number | null,
      recorded: row.recorded as number,
      passedOver: row.passed_over as number,
      folders,
    });
  }
  return records;
}

function positionOf(row: SqlRow): FolderPosition {
  return {
    folder: row.folder as string,
    uidValidity: row.uid_validity as number,
    lastUid: row.last_uid as number,
  };
}

/** Mails that came to nothing, the latest first. */
export function* mailsAside(key: MailboxKey, limit: number): Program<MailAside[]> {
  return (yield* all(LATEST, { ...key, limit })).map((row) => ({
    id: row.id as string,
    at: row.at as number,
    folder: row.folder as string,
    uid: row.uid as number,
    code: row.code as string,
    kind: row.kind as string | null,
    sender: row.sender as string | null,
    subject: row.subject as string | null,
  }));
}
