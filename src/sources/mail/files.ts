/**
 * Raw mails in files, as the engine asks for them: one mail a file, an mbox, or the files of a folder. Owns the opening and
 * where one mail ends in an mbox; taking a mail apart is `parse.ts`.
 */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FILE_REASONS } from '../../domain/lead/reasons-import.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { MailFile } from '../../engine/ports.ts';
import { parseMail } from './parse.ts';

/** A file of mails that is not there. */
class MailFileFault extends Error {
  readonly code = 'file-missing';
  constructor(path: string, cause: unknown) {
    super(`${path}: ${FILE_REASONS['file-missing'].says} ${FILE_REASONS['file-missing'].remedy}`, { cause });
    this.name = 'MailFileFault';
  }
}

/** Mails of a file, an mbox or a folder, in order; `-` = standard input. Errors: `file-missing`. Never more than `LIMITS.mailsOfAFile`. */
export async function* readMails(path: string): AsyncGenerator<MailFile> {
  let left: number = LIMITS.mailsOfAFile;
  for (const file of await filesAt(path)) {
    const bytes = await bytesOf(file);
    const mails = mailsIn(bytes);
    for (const [i, [from, to]] of mails.entries()) {
      if (left-- <= 0) return;
      const name = mails.length === 1 ? basename(file) : `${basename(file)}#${i + 1}`;
      yield { name, mail: await parseMail(bytes.subarray(from, to)) };
    }
  }
}

async function filesAt(path: string): Promise<readonly string[]> {
  if (path === '-') return [path];
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const entries = await readdir(path, { withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
    return files.map(({ name }) => join(path, name)).sort();
  } catch (error) {
    throw new MailFileFault(path, error);
  }
}

async function bytesOf(path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of path === '-' ? process.stdin : createReadStream(path)) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size >= LIMITS.mailFileBytes) break;
    }
  } catch (error) {
    throw new MailFileFault(path, error);
  }
  return Buffer.concat(chunks).subarray(0, LIMITS.mailFileBytes);
}

const FROM_LINE = Buffer.from('\nFrom ');

/** Where each mail begins and ends. An mbox begins with a `From ` line; each further one has a blank line before it. Source: RFC 4155. */
function mailsIn(bytes: Buffer): readonly (readonly [number, number])[] {
  if (bytes.toString('latin1', 0, 5) !== 'From ') return [[0, bytes.length]];
  const starts = [0];
  for (let at = bytes.indexOf(FROM_LINE); at >= 0; at = bytes.indexOf(FROM_LINE, at + 1)) {
    const blank = bytes[at - 1] === 0x0a || (bytes[at - 1] === 0x0d && bytes[at - 2] === 0x0a);
    if (blank && /^From \S+ .*\d{4}/.test(bytes.toString('latin1', at + 1, at + 120))) starts.push(at + 1);
    if (starts.length > LIMITS.mailsOfAFile) break;
  }
  return starts.map((start, i) => [afterLine(bytes, start), starts[i + 1] ?? bytes.length]);
}

function afterLine(bytes: Buffer, start: number): number {
  const end = bytes.indexOf(0x0a, start);
  return end < 0 ? bytes.length : end + 1;
}
