/**
 * The web app as it was built: its files, read once, with how each is to be kept by browsers. Knows nothing of what is in them.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { LIMITS } from '../../domain/limits.ts';

/** A file as it is sent. */
export interface WebFile {
  readonly type: string;
  readonly bytes: Buffer;
  /** Shorter, for whoever takes it; null = it is not shorter. */
  readonly zipped: Buffer | null;
  readonly tag: string;
  /** Its name changes with its content, so that it never has to be asked for again. */
  readonly immutable: boolean;
}

/** Files by their address, beginning with a slash. */
export type WebFiles = ReadonlyMap<string, WebFile>;

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  json: 'application/json; charset=utf-8',
};
const TEXTS_FROM_BYTES = 1_024;

/** Reads a built app; null = there is none. Files of other types are left out. Errors: more files than `LIMITS.webFiles`. */
export function readWebFiles(folder: string): WebFiles | null {
  const found = namesIn(folder);
  if (!found.includes('index.html')) return null;
  if (found.length > LIMITS.webFiles) throw new Error(`the web app has ${found.length} files`);
  return new Map(found.flatMap((name) => fileAt(folder, name)));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.split(sep).join('/'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function fileAt(folder: string, name: string): [string, WebFile][] {
  const type = TYPES[/\.(\w+)$/.exec(name)?.[1] ?? ''];
  if (type === undefined) return [];
  const bytes = readFileSync(join(folder, name));
  const zipped = bytes.length > TEXTS_FROM_BYTES ? gzipSync(bytes) : null;
  const tag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  return [[`/${name}`, { type, bytes, zipped, tag, immutable: name.startsWith('assets/') }]];
}
