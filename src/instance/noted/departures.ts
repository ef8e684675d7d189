/**
 * What leaves is noted in a folder beside the database, a file for each day (UTC). Owns the files alone: a month of them is kept, longer
 * than a backup is worth bringing back.
 */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LeftNote } from '../../domain/delivery/departed.ts';
import type { DepartureNotes } from '../../engine/store-port.ts';
import { addLines, linesOf } from './lines.ts';

/** Files that are kept. Counted, not by their dates: a clock that is ahead for a moment forgets none. */
const FILES = 35;
const DAY = /^\d{4}-\d\d-\d\d$/;

const Left = z.strictObject({
  workspaceId: z.string(),
  messageId: z.string(),
  intent: z.string(),
  whom: z.string().nullable(),
  at: z.int(),
  way: z.string(),
  bodyHash: z.string(),
});
const Answered = z.strictObject({
  workspaceId: z.string(),
  messageId: z.string(),
  left: z.boolean(),
  providerRef: z.string().nullable(),
});
const NoteSchema: z.ZodType<LeftNote> = z.union([Left, Answered]);

/** Departures in this folder, which is made with the first. */
export function departuresIn(folder: string): DepartureNotes {
  let today = '';
  return {
    from: () => daysIn(folder)[0] ?? null,
    async *read() {
      for (const day of daysIn(folder)) yield* linesOf(join(folder, day), NoteSchema);
    },
    add(notes, now) {
      const day = new Date(now).toISOString().slice(0, 10);
      if (day !== today) {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        for (const old of daysIn(folder).slice(0, -FILES)) rmSync(join(folder, old));
      }
      // Known to be there once a line is in it.
      today = '';
      // Not waited for until it is on disk: a power cut may take the last seconds, and then only where a backup is brought back as well.
      addLines(join(folder, day), notes, { onDisk: false });
      today = day;
    },
  };
}

/** Names of the files, the oldest first. */
function daysIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => DAY.test(name))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
