/**
 * Mail into a folder: one `.eml` file a message, which any mail program opens. Owns the files' names and that each is written
 * whole, once. Nothing leaves the machine.
 */
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { LIMITS } from '../../domain/limits.ts';
import type { Mail } from '../../domain/message.ts';
import type { MailChannel, SendResult } from '../../engine/ports.ts';
import { composeMail, MailDefect } from '../compose.ts';

/** Settings of an outbox folder. */
export const OutboxSettingsSchema = z.strictObject({
  /** The folder; made where it is missing. */
  dir: z.string().min(1),
  /** Waits until a file is on the disk and not only on its way there; false is faster and may lose files with the power. */
  fsync: z.boolean().default(true),
});

/** Settings as used. */
export type OutboxSettings = z.output<typeof OutboxSettingsSchema>;

/** Writes at a time: Node's file threads. */
const WRITES_AT_ONCE = 4;
const FILE_NAME = /^\w[\w.-]{0,199}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const UNUSABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR', 'ELOOP', 'ENAMETOOLONG']);

/**
 * A way into a folder: `<dir>/<yyyy-mm-dd>/<message id>.eml`, the day being the mail's own in UTC.
 * Limits: a message that was written under another day is found among the latest `LIMITS.outboxDays` days.
 * Errors: `send` rejects with `MailDefect` where the mail must not be composed, or its id is no file name.
 * Why recovery `idempotent`: a message has one file, so sending it again changes nothing.
 */
export function outboxChannel(settings: OutboxSettings): MailChannel {
  return new OutboxChannel(settings);
}

class OutboxChannel implements MailChannel {
  readonly name = 'outbox-file';
  readonly concurrency = WRITES_AT_ONCE;
  readonly recovery = 'idempotent';
  readonly #settings: OutboxSettings;
  readonly #underWay = new Map<string, Promise<SendResult>>();
  #closed = false;

  constructor(settings: OutboxSettings) {
    this.#settings = settings;
  }

  async send(mail: Mail): Promise<SendResult> {
    if (!FILE_NAME.test(mail.id))
      throw new MailDefect(`the id of a message must be a file name: ${JSON.stringify(mail.id)}`);
    const bytes = composeMail(mail);
    if (this.#closed) return { kind: 'retry', code: 'channel-closed', afterMs: null, detail: 'The channel is closed' };
    const begun = this.#underWay.get(mail.id);
    if (begun !== undefined) return begun;
    const sending = this.#write(mail, bytes).finally(() => this.#underWay.delete(mail.id));
    this.#underWay.set(mail.id, sending);
    return sending;
  }

  /** Waits for the files under way. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#underWay.values());
  }

  async #write(mail: Mail, bytes: Buffer): Promise<SendResult> {
    const { dir, fsync } = this.#settings;
    const name = `${mail.id}.eml`;
    const day = new Date(mail.date).toISOString().slice(0, 10);
    try {
      const written = await dayOf(dir, day, name);
      if (written !== null) return sent(written, name, 'was there already');
      await mkdir(join(dir, day), { recursive: true });
      await writeWhole(join(dir, day, name), bytes, fsync);
      return sent(day, name, `${bytes.length} bytes`);
    } catch (error) {
      return fileFault(error as NodeJS.ErrnoException, dir);
    }
  }
}

/**
 * What a failed write means for the message.
 * Errors: throws what is no fault of a file system.
 */
export function fileFault(error: NodeJS.ErrnoException, dir: string): SendResult {
  if (typeof error.code !== 'string') throw error;
  const detail = `${dir}: ${error.message}`;
  if (FULL.has(error.code)) return { kind: 'retry', code: 'outbox-full', afterMs: null, detail, blame: 'sender' };
  if (UNUSABLE.has(error.code)) return { kind: 'refused', code: 'outbox-unusable', blame: 'sender', detail };
  return { kind: 'retry', code: 'outbox-unwritable', afterMs: null, detail, blame: 'sender' };
}

function sent(day: string, name: string, detail: string): SendResult {
  return { kind: 'sent', providerRef: `${day}/${name}`, detail };
}

/** The day under which a file stands already; a mail that is composed anew may carry another date than the first time. */
async function dayOf(dir: string, day: string, name: string): Promise<string | null> {
  if (existsSync(join(dir, day, name))) return day;
  const days = (await foldersOf(dir)).filter((folder) => DAY.test(folder)).sort();
  return days.slice(-LIMITS.outboxDays).find((folder) => existsSync(join(dir, folder, name))) ?? null;
}

async function foldersOf(dir: string): Promise<string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Writes beside the target and renames, so that the name only ever stands for a whole file. */
async function writeWhole(path: string, bytes: Buffer, fsync: boolean): Promise<void> {
  const draft = `${path}.${process.pid}.part`;
  await using file = await open(draft, 'w');
  await file.writeFile(bytes);
  if (fsync) await file.datasync();
  await rename(draft, path);
  if (fsync) await syncFolder(dirname(path));
}

/** Windows cannot open a folder, and needs not: its rename is on disk when it returns. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using folder = await open(path, 'r');
  await folder.sync();
}
