/**
 * The folder that an outbox is: one file a message, by the day, each written whole, once. Owns the files' places and what a failed
 * write means; what stands in them is the channels'.
 */
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LIMITS } from '../../domain/limits.ts';
import type { SendResult } from '../../engine/ports.ts';

/** Writes at a time: Node's file threads. */
export const WRITES_AT_ONCE = 4;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const UNUSABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR', 'ELOOP', 'ENAMETOOLONG']);

/** One file to be. */
export interface OutboxFile {
  readonly name: string;
  /** Its day is that of this time in UTC, epoch milliseconds. */
  readonly at: number;
  readonly bytes: Buffer;
}

/** A folder that files are put into, each once however often it is tried. */
export class OutboxFolder {
  readonly #settings: { readonly dir: string; readonly fsync: boolean };
  readonly #underWay = new Map<string, Promise<SendResult>>();
  #closed = false;

  constructor(settings: { readonly dir: string; readonly fsync: boolean }) {
    this.#settings = settings;
  }

  async put(file: OutboxFile): Promise<SendResult> {
    if (this.#closed) return { kind: 'retry', code: 'channel-closed', afterMs: null, detail: 'The channel is closed' };
    const begun = this.#underWay.get(file.name);
    if (begun !== undefined) return begun;
    const writing = this.#write(file).finally(() => this.#underWay.delete(file.name));
    this.#underWay.set(file.name, writing);
    return writing;
  }

  /** Waits for the files under way. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#underWay.values());
  }

  async #write({ name, at, bytes }: OutboxFile): Promise<SendResult> {
    const { dir, fsync } = this.#settings;
    const day = new Date(at).toISOString().slice(0, 10);
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
