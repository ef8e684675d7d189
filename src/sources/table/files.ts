/** Files of this machine, as the engine asks for them. Owns the opening; what is in them is read by its neighbours. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { LeadFileOptions, Sources, TextWriter } from '../../engine/ports.ts';
import { TableFault } from './fault.ts';
import { openLeads } from './leads.ts';
import { openRejects } from './rejects.ts';
import { openTable, type TablePosition } from './table.ts';

/** The part of `Sources` that reads and writes files of rows. */
export const localFiles: Omit<
  Sources,
  'readPlaybook' | 'aboutPlaybook' | 'playbookFiles' | 'checkFiles' | 'builtIn' | 'readMails'
> = {
  openTable,
  openLeads: (path, { resumeAt, ...options }: LeadFileOptions) =>
    openLeads(path, resumeAt === undefined ? options : { ...options, resumeAt: resumeAt as TablePosition }),
  openRejects,
  fingerprint,
  readLines,
  openText,
};

async function fingerprint(path: string): Promise<{ hash: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      hash.update(chunk as Buffer);
      bytes += (chunk as Buffer).length;
    }
  } catch (error) {
    throw new TableFault('file-missing', path, error);
  }
  return { hash: hash.digest('hex'), bytes };
}

async function* readLines(path: string): AsyncGenerator<string> {
  const input = path === '-' ? process.stdin : createReadStream(path);
  try {
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    throw new TableFault('file-missing', path, error);
  }
}

async function openText(path: string): Promise<TextWriter> {
  const file = await opened(path);
  return {
    write: async (text) => {
      await file.appendFile(text);
    },
    close: () => file.close(),
  };
}

async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'w');
  } catch (error) {
    throw new TableFault('file-unwritable', path, error);
  }
}
