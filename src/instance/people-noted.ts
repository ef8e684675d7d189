/**
 * What is noted of people in files outside of the database, and of its backups: erasures, and refusals. A line each, which names nobody.
 * Owns the files alone.
 */
import { appendFileSync, closeSync, createReadStream, existsSync, fsyncSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { RefusalNotes, Tombstone, Tombstones } from '../engine/store-port.ts';

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
      if (!(await read()).some(({ id }) => id === tombstone.id)) append(path, [TombstoneSchema.parse(tombstone)]);
    },
  };
}

/** Refusals in this file, and that they were lifted. */
export function refusalsIn(path: string): RefusalNotes {
  return {
    read: () => linesOf(path, RefusalSchema),
    async add(notes) {
      append(
        path,
        notes.map((note) => RefusalSchema.parse(note)),
      );
    },
  };
}

/** On disk before it returns. */
function append(path: string, lines: readonly object[]): void {
  const file = openSync(path, 'a', 0o600);
  try {
    // A line break first: what was torn ends there.
    appendFileSync(file, `\n${lines.map((line) => `${JSON.stringify(line)}\n`).join('')}`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A line that was torn by a power cut is passed over, as an empty one is. */
async function* linesOf<T>(path: string, schema: z.ZodType<T>): AsyncGenerator<T> {
  if (!existsSync(path)) return;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    const parsed = schema.safeParse(jsonOf(line));
    if (parsed.success) yield parsed.data;
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
