/**
 * What is noted beside a database of who last sent from it: a small file that no backup of the database contains. Owns the file;
 * what it means is `domain/instance/fence`.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { z } from 'zod';
import type { Note } from '../domain/instance/fence.ts';
import type { Notes } from '../engine/ports.ts';

const NoteSchema = z.strictObject({ token: z.string(), epoch: z.int(), place: z.string() });

/**
 * Notes in the file `<database>.instance`. A file that cannot be read as a note counts as none, so that nothing leaves until a
 * person looks. `place` is the database file's number and birth on its disk: a copy has others, a file that was renamed has not.
 */
export function notesBeside(database: string): Notes {
  const path = `${database}.instance`;
  return {
    place() {
      const { ino, birthtimeMs } = statSync(database);
      return `${ino}-${Math.round(birthtimeMs)}`;
    },
    async read() {
      try {
        return NoteSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
      } catch {
        return null;
      }
    },
    async write(note) {
      if (isOlder(note, await this.read())) return;
      const temporary = `${path}.${process.pid}`;
      const file = openSync(temporary, 'w', 0o600);
      try {
        writeSync(file, `${JSON.stringify(note)}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(temporary, path);
    },
  };
}

/** Two workers note in any order: the later epoch stays. */
function isOlder(note: Note, noted: Note | null): boolean {
  return noted !== null && noted.token === note.token && noted.place === note.place && noted.epoch > note.epoch;
}
