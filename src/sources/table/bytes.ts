/**
 * The bytes of a file in blocks, decompressed where it is gzip. Owns opening, reading and closing; knows nothing of text.
 */
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { LIMITS } from '../../domain/limits.ts';
import { TableFault } from './fault.ts';

/** A file as found on disk. */
export interface Origin {
  readonly path: string;
  /** Bytes on disk. */
  readonly size: number;
  readonly gzip: boolean;
}

const GZIP_MAGIC = [0x1f, 0x8b] as const;

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    throw new TableFault('file-missing', path, error);
  }
}

/** Looks at a file's size and first bytes. Errors: `file-missing`, also for a folder. */
export async function findOrigin(path: string): Promise<Origin> {
  const file = await openFile(path);
  try {
    const stats = await file.stat();
    if (stats.isDirectory()) throw new TableFault('file-missing', path);
    const magic = Buffer.alloc(GZIP_MAGIC.length);
    const { bytesRead } = await file.read(magic, 0, magic.length, 0);
    return {
      path,
      size: stats.size,
      gzip: bytesRead === magic.length && GZIP_MAGIC.every((byte, at) => magic[at] === byte),
    };
  } finally {
    await file.close();
  }
}

async function* plainBlocks(path: string, from: number): AsyncGenerator<Buffer> {
  const file = await openFile(path);
  try {
    const block = Buffer.alloc(LIMITS.tableBlockBytes);
    for (let at = from; ; ) {
      const { bytesRead } = await file.read(block, 0, block.length, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield bytesRead === block.length ? block : block.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function* gunzippedBlocks(path: string, from: number): AsyncGenerator<Buffer> {
  const source = createReadStream(path);
  const gunzip = createGunzip({ chunkSize: LIMITS.tableBlockBytes });
  const flow = pipeline(source, gunzip).catch((error: unknown) => error);
  let skip = from;
  try {
    for await (const block of gunzip as AsyncIterable<Buffer>) {
      if (skip < block.length) yield skip > 0 ? block.subarray(skip) : block;
      skip = Math.max(0, skip - block.length);
    }
  } catch (error) {
    throw new TableFault('file-damaged', path, error);
  } finally {
    gunzip.destroy();
    await flow;
  }
}

/**
 * The file's bytes from `from` on (an offset into the decompressed file), in blocks of about LIMITS.tableBlockBytes.
 * A block holds good only until the next is asked for.
 * Errors: `file-damaged` where gzip breaks off. Stopping the iteration closes the file.
 */
export function readBlocks(origin: Origin, from: number): AsyncGenerator<Buffer> {
  return origin.gzip ? gunzippedBlocks(origin.path, from) : plainBlocks(origin.path, from);
}

/** The first `bytes` bytes (fewer where the file ends before), decompressed; and whether that is the whole file. */
export async function readHead(
  origin: Origin,
  bytes: number,
): Promise<{ readonly head: Buffer; readonly whole: boolean }> {
  const blocks: Buffer[] = [];
  let length = 0;
  for await (const block of readBlocks(origin, 0)) {
    blocks.push(Buffer.from(block));
    length += block.length;
    if (length > bytes) break;
  }
  return { head: Buffer.concat(blocks).subarray(0, bytes), whole: length <= bytes };
}
