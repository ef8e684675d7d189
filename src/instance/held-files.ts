/** Files that were sent from elsewhere: in a folder of their own, for the time in which they are read. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HeldFile } from '../engine/ports.ts';

/** Writes it where nobody else reads it. `name` has no folder in it. */
export async function holdFile(name: string, content: string | Uint8Array): Promise<HeldFile> {
  const folder = await mkdtemp(join(tmpdir(), 'rekindle-held-'));
  const path = join(folder, name);
  await writeFile(path, content, { mode: 0o600 });
  return { path, release: () => rm(folder, { recursive: true, force: true }) };
}
