/**
 * What is noted outside of a database of who last sent from it: a small file that no backup of the database contains. Owns the file;
 * what it means is `domain/instance/fence`.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { threadId } from 'node:worker_threads';
import { z } from 'zod';
import type { Note } from '../domain/instance/fence.ts';
import type { Notes } from '../engine/ports.ts';
import type { Store } from '../engine/store-port.ts';

const NoteSchema = z.strictObject({ token: z.string(), epoch: z.int(), place: z.string() });

/**
 * Notes on a database file, in the file `<database>.instance` where no other one is named. Its place is the file's number and
 * birth on its disk: a copy has others, a file that was renamed has not.
 */
export function notesBeside(database: string, path = `${database}.instance`): Notes {
  return notesIn(path, async () => {
    const { ino, birthtimeMs } = statSync(database);
    return `${ino}-${Math.round(birthtimeMs)}`;
  });
}

/** Notes on a database of a server, in a file of the worker. Its place is what the server says of itself and of the database. */
export function notesOnServer({ instance }: Store, path: string): Notes {
  return notesIn(path, async () => {
    const place = await instance.place();
    if (place === null) throw new Error('the server does not say which database this is');
    return place;
  });
}

/** A file that cannot be read as a note counts as none, so that nothing leaves until a person looks. */
function notesIn(path: string, place: () => Promise<string>): Notes {
  const read = async () => {
    try {
      return NoteSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    } catch {
      return null;
    }
  };
  return {
    place,
    read,
    async write(note) {
      if (!isOlder(note, await read())) replace(path, note);
    },
  };
}

/** Containers that share the folder have the same process number each, threads that of their process: none writes into another's file. */
function replace(path: string, note: Note): void {
  const temporary = `${path}.${hostname()}-${process.pid}-${threadId}`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    writeSync(file, `${JSON.stringify(note)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

/** Two workers note in any order: the later epoch stays. */
function isOlder(note: Note, noted: Note | null): boolean {
  return noted !== null && noted.token === note.token && noted.place === note.place && noted.epoch > note.epoch;
}
