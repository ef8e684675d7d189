/** Files of a .tar.gz in memory, for tests on development data. Owns the reading of plain ustar headers; writes nothing. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const BLOCK = 512;

/** Every file of an archive by its path in it. */
export function filesOfArchive(path: string): ReadonlyMap<string, Buffer> {
  const tar = gunzipSync(readFileSync(path));
  const files = new Map<string, Buffer>();
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const text = (from: number, to: number) => tar.toString('utf8', at + from, at + to).replace(/\0.*$/s, '');
    const size = Number.parseInt(text(124, 136).trim(), 8) || 0;
    const name = [text(345, 500), text(0, 100)].filter((part) => part !== '').join('/');
    if (text(156, 157) === '0' || text(156, 157) === '')
      files.set(name.replace(/^\.\//, ''), tar.subarray(at + BLOCK, at + BLOCK + size));
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}
