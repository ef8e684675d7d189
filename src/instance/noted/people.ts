/**
 * What is noted of people in files outside of the database, and of its backups: erasures, and refusals. A line each, which names nobody.
 * Owns the files alone.
 */
import { z } from 'zod';
import type { RefusalNotes, Tombstone, Tombstones } from '../../engine/store-port.ts';
import { addLines, linesOf } from './lines.ts';

const ON_DISK = { onDisk: true };
const TombstoneSchema = z.strictObject({
  workspaceId: z.string(),
  id: z.string(),
  by: z.string(),
  keyHashes: z.array(z.string()),
});
const RefusalSchema = z.strictObject({
  workspaceId: z.string(),
  keyHash: z.string(),
  channel: z.enum(['email', 'sms', 'voice', 'all']),
  reason: z.string().nullable(),
  at: z.int(),
});

/** Erasures in this file, each once. */
export function tombstonesIn(path: string): Tombstones {
  const read = async () => {
    const tombstones: Tombstone[] = [];
    for await (const one of linesOf(path, TombstoneSchema)) tombstones.push(one);
    return tombstones;
  };
  return {
    read,
    async add(tombstone) {
      if (!(await read()).some(({ id }) => id === tombstone.id))
        addLines(path, [TombstoneSchema.parse(tombstone)], ON_DISK);
    },
  };
}

/** Refusals in this file, and that they were lifted. */
export function refusalsIn(path: string): RefusalNotes {
  return {
    read: () => linesOf(path, RefusalSchema),
    async add(notes) {
      addLines(
        path,
        notes.map((note) => RefusalSchema.parse(note)),
        ON_DISK,
      );
    },
  };
}
