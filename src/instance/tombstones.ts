/** Erasures noted in a file outside of the database, and of its backups: a line each. It names nobody. Owns the file alone. */
import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Tombstone, Tombstones } from '../engine/store-port.ts';

const LineSchema = z.strictObject({
  workspaceId: z.string(),
  id: z.string(),
  by: z.string(),
  keyHashes: z.array(z.string()),
});

/** Tombstones in this file. A line that was torn by a power cut is passed over; each is written once. */
export function tombstonesIn(path: string): Tombstones {
  const read = async () => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').flatMap(lineOf) : []);
  return {
    read,
    async add(tombstone) {
      if ((await read()).some(({ id }) => id === tombstone.id)) return;
      const file = openSync(path, 'a', 0o600);
      try {
        // A line break first: what was torn ends there.
        appendFileSync(file, `\n${JSON.stringify(LineSchema.parse(tombstone))}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    },
  };
}

function lineOf(line: string): Tombstone[] {
  try {
    return [LineSchema.parse(JSON.parse(line))];
  } catch {
    // Empty or torn.
    return [];
  }
}
